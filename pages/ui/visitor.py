"""Who is at the screen: an account that signed in, or somebody without one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

import streamlit as st

from geo.access.sessions import SESSION_COOKIE
from geo.access.visitor import ANONYMOUS, Visitor, visitor_from_token
from geo.errors import SessionExpiredError
from geo.store import open_store
from geo.store.actor import acting_as

T = TypeVar("T")


def current_visitor() -> Visitor:
    """Tell who is here: as the run found out at its beginning, else by asking now."""
    return _visitor_context.get() or visitor_from_token(open_store(), _token())


@contextmanager
def identify_visitor() -> Iterator[Visitor]:
    """Find out who is here, and do what follows in her name."""
    found = visitor_from_token(open_store(), _token())
    mark = _visitor_context.set(found)
    try:
        with acting_as(found.account or ANONYMOUS):
            yield found
    finally:
        _visitor_context.reset(mark)


@contextmanager
def ensure_visitor() -> Iterator[Visitor]:
    """Go on as whoever this run is of; where only a part of it is made again, find out anew."""
    found = _visitor_context.get()
    if found is not None:
        yield found
        return
    with identify_visitor() as found:
        yield found


def defer_as_visitor(callback: Callable[[], T]) -> Callable[[], T]:
    """
    Make something that is done after this run, as when a file is fetched, in the same name.

    Raises
    ------
    SessionExpiredError
        When it is done, if she is not who she was: she signed out, or her role was taken away.
    """
    here, token = current_visitor(), _token()

    def done() -> T:
        if visitor_from_token(open_store(), token) != here:
            raise SessionExpiredError
        with acting_as(here.account or ANONYMOUS):
            return callback()

    return done


_visitor_context: ContextVar[Visitor | None] = ContextVar("visitor", default=None)


def _token() -> str | None:
    return st.context.cookies.get(SESSION_COOKIE)
