"""Who is at the screen: an account that signed in, or somebody without one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TypeVar

import streamlit as st

from geo.access.accounts import accounts
from geo.access.protection import lacks
from geo.access.rights import may
from geo.access.roles import Role, audience_of
from geo.access.sessions import COOKIE, visit_of
from geo.errors import VisitOverError
from geo.model import Audience
from geo.store import open_store
from geo.store.actor import acting_as

T = TypeVar("T")
# Where nobody has an account yet, everybody may do with the demonstration what a trainer may: all
# but what is a coordinator's. Nothing else is shown there.
OPEN: Role = "trainer"
NOBODY = "not_signed_in"  # stands in the audit log; no account can have an underscore


@dataclass(frozen=True)
class Visitor:
    """
    Somebody at the screen.

    Attributes
    ----------
    account
        None where nobody signed in.
    role
        Of the account; None for somebody who would have to sign in to read more.
    guarded
        Whether the installation is protected; see `geo.access.protection`. Where it is not,
        nobody sees anything but the demonstration.
    """

    account: str | None
    role: Role | None
    guarded: bool

    @property
    def audience(self) -> Audience:
        """Tell for which audience she may read at most."""
        return audience_of(self.role)

    @property
    def may_protect(self) -> bool:
        """Tell whether it is for her to protect an installation that is not protected yet."""
        first = self.account is None and self.role == OPEN
        return not self.guarded and (first or self.role == "coordinator")

    def may(self, what: str) -> bool:
        """Tell whether she may do what `geo.access.rights` names, here among what she sees."""
        return may(self.role, what, published=True)


def visitor() -> Visitor:
    """Tell who is here: as the run found out at its beginning, else by asking now."""
    return _here.get() or visitor_of(_token())


@contextmanager
def arriving() -> Iterator[Visitor]:
    """Find out who is here, and do what follows in her name."""
    found = visitor_of(_token())
    mark = _here.set(found)
    try:
        with acting_as(found.account or NOBODY):
            yield found
    finally:
        _here.reset(mark)


@contextmanager
def still() -> Iterator[Visitor]:
    """Go on as whoever this run is of; where only a part of it is made again, find out anew."""
    found = _here.get()
    if found is not None:
        yield found
        return
    with arriving() as found:
        yield found


def later(work: Callable[[], T]) -> Callable[[], T]:
    """
    Make something that is done after this run, as when a file is fetched, in the same name.

    Raises
    ------
    VisitOverError
        When it is done, if she is not who she was: she signed out, or her role was taken away.
    """
    here, token = visitor(), _token()

    def done() -> T:
        if visitor_of(token) != here:
            raise VisitOverError
        with acting_as(here.account or NOBODY):
            return work()

    return done


_here: ContextVar[Visitor | None] = ContextVar("visitor", default=None)


def _token() -> str | None:
    return st.context.cookies.get(COOKIE)


def visitor_of(token: str | None) -> Visitor:
    """Tell whom a token of a sign-in belongs to."""
    store = open_store()
    known = accounts(store)
    if not known:
        return Visitor(None, OPEN, guarded=False)
    guarded = not lacks(store, known)
    visit = visit_of(store, token)
    if visit is None:
        return Visitor(None, None, guarded=guarded)
    return Visitor(visit.account, visit.role, guarded=guarded)
