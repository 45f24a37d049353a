"""Who is at work: the name that the audit log writes beside what is done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

COMMAND = "command"  # whoever holds the file and its passphrase, at the command line

_acting: ContextVar[str] = ContextVar("acting", default=COMMAND)


def actor() -> str:
    """Tell who is at work: the account that `acting_as` named, else the command line."""
    return _acting.get()


@contextmanager
def acting_as(who: str) -> Iterator[None]:
    """
    Work in the name of an account.

    Parameters
    ----------
    who
        The account's name, or a word for those who did not sign in. It holds for this thread
        and for what it calls, not for threads it starts.
    """
    mark = _acting.set(who)
    try:
        yield
    finally:
        _acting.reset(mark)
