"""The visitor of a run: a signed-in account, or an anonymous visitor."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

import streamlit as st

from geo.access.layer_reader import encode_reader
from geo.access.sessions import SESSION_COOKIE
from geo.access.visitor import ANONYMOUS, Visitor, visitor_from_token
from geo.errors import SessionExpiredError
from geo.model import Audience
from geo.store import open_store
from geo.store.actor import acting_as

T = TypeVar("T")


def current_visitor() -> Visitor:
    """Return the visitor identified at the start of the run, else read the session cookie."""
    return _visitor_context.get() or visitor_from_token(open_store(), _token())


@contextmanager
def identify_visitor() -> Iterator[Visitor]:
    """Read the session cookie, and attribute what follows to its visitor."""
    visitor = visitor_from_token(open_store(), _token())
    reset_token = _visitor_context.set(visitor)
    try:
        with acting_as(visitor.account or ANONYMOUS, visitor.role):
            yield visitor
    finally:
        _visitor_context.reset(reset_token)


@contextmanager
def ensure_visitor() -> Iterator[Visitor]:
    """Use the visitor of the run; in a fragment, which reruns alone, identify her again."""
    visitor = _visitor_context.get()
    if visitor is not None:
        yield visitor
        return
    with identify_visitor() as visitor:
        yield visitor


def defer_as_visitor(callback: Callable[[], T]) -> Callable[[], T]:
    """
    Wrap a callback that runs after this run, such as a download, to act as the same visitor.

    Raises
    ------
    SessionExpiredError
        When it is called, if the visitor has changed: signed out, or with another role.
    """
    visitor, token = current_visitor(), _token()

    def run_as_visitor() -> T:
        if visitor_from_token(open_store(), token) != visitor:
            raise SessionExpiredError
        with acting_as(visitor.account or ANONYMOUS, visitor.role):
            return callback()

    return run_as_visitor


def encode_map_reader(slug: str, audience: Audience) -> str:
    """Encode as which audience this tab reads, for addresses of a community's tiles."""
    return encode_reader(open_store(), slug, audience, _token())


_visitor_context: ContextVar[Visitor | None] = ContextVar("visitor", default=None)


def _token() -> str | None:
    return st.context.cookies.get(SESSION_COOKIE)
