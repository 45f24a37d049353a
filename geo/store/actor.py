"""Who is at work: the name that the audit log writes beside what is done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

COMMAND_LINE_ACTOR = "command"  # whoever holds the file and its passphrase, at the command line

_current_actor: ContextVar[str] = ContextVar("acting", default=COMMAND_LINE_ACTOR)


def current_actor() -> str:
    """Tell who is at work: the account that `acting_as` named, else the command line."""
    return _current_actor.get()


@contextmanager
def acting_as(actor_name: str) -> Iterator[None]:
    """
    Work in the name of an account.

    Parameters
    ----------
    actor_name
        The account's name, or a word for those who did not sign in. It holds for this thread
        and for what it calls, not for threads it starts.
    """
    mark = _current_actor.set(actor_name)
    try:
        yield
    finally:
        _current_actor.reset(mark)
