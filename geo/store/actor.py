"""The acting account: the name that the audit log records for each action."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

COMMAND_LINE_ACTOR = "command"  # a user of the command line, who holds the file and its passphrase

_current_actor: ContextVar[str] = ContextVar("acting", default=COMMAND_LINE_ACTOR)


def current_actor() -> str:
    """Return the account set by `acting_as`, or the command line by default."""
    return _current_actor.get()


@contextmanager
def acting_as(actor_name: str) -> Iterator[None]:
    """
    Set the acting account within a context.

    Parameters
    ----------
    actor_name
        The account's name, or a code for somebody not signed in. It applies to this thread
        and the functions it calls, not to threads it starts.
    """
    token = _current_actor.set(actor_name)
    try:
        yield
    finally:
        _current_actor.reset(token)
