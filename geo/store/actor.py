"""The acting account and its role: what the audit log and the history record for each action."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

COMMAND_LINE_ACTOR = "command"  # a user of the command line, who holds the file and its passphrase


_current_actor: ContextVar[tuple[str, str | None]] = ContextVar(
    "acting", default=(COMMAND_LINE_ACTOR, None)
)  # name, role


def current_actor() -> str:
    """Return the account set by `acting_as`, or the command line by default."""
    return _current_actor.get()[0]


def current_role() -> str | None:
    """
    Return the role set by `acting_as`; None by default, so that nothing is written by mistake.

    A thread that was started by an actor has no role either.
    """
    return _current_actor.get()[1]


@contextmanager
def acting_as(actor_name: str, role: str | None = None) -> Iterator[None]:
    """
    Set the acting account and its role within a context.

    Parameters
    ----------
    actor_name
        The account's name, or a code for somebody not signed in. It applies to this thread
        and the functions it calls, not to threads it starts.
    role
        One of `geo.access.layer_rights.WRITING_ROLES`, under which layers are written; None
        writes none.
    """
    token = _current_actor.set((actor_name, role))
    try:
        yield
    finally:
        _current_actor.reset(token)
