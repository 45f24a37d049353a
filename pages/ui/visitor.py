"""Who is at the screen: an account that signed in, or somebody without one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TypeVar

import streamlit as st

from geo.access.accounts import list_accounts
from geo.access.protection import find_missing_protection
from geo.access.rights import is_allowed
from geo.access.roles import Role, audience_for_role
from geo.access.sessions import SESSION_COOKIE, read_session
from geo.errors import SessionExpiredError
from geo.model import Audience
from geo.store import open_store
from geo.store.actor import acting_as

T = TypeVar("T")
# Where nobody has an account yet, everybody may do with the demonstration what a trainer may: all
# but what is a coordinator's. Nothing else is shown there.
UNPROTECTED_ROLE: Role = "trainer"
ANONYMOUS = "not_signed_in"  # stands in the audit log; no account can have an underscore


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
    installation_protected
        Whether the installation is protected; see `geo.access.protection`. Where it is not,
        nobody sees anything but the demonstration.
    """

    account: str | None
    role: Role | None
    installation_protected: bool

    @property
    def audience(self) -> Audience:
        """Tell for which audience she may read at most."""
        return audience_for_role(self.role)

    @property
    def can_protect(self) -> bool:
        """Tell whether it is for her to protect an installation that is not protected yet."""
        first = self.account is None and self.role == UNPROTECTED_ROLE
        return not self.installation_protected and (first or self.role == "coordinator")

    def has_permission(self, permission: str) -> bool:
        """Tell whether she may do what `geo.access.rights` names, here among what she sees."""
        return is_allowed(self.role, permission, published=True)


def current_visitor() -> Visitor:
    """Tell who is here: as the run found out at its beginning, else by asking now."""
    return _visitor_context.get() or visitor_from_token(_token())


@contextmanager
def identify_visitor() -> Iterator[Visitor]:
    """Find out who is here, and do what follows in her name."""
    found = visitor_from_token(_token())
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
        if visitor_from_token(token) != here:
            raise SessionExpiredError
        with acting_as(here.account or ANONYMOUS):
            return callback()

    return done


_visitor_context: ContextVar[Visitor | None] = ContextVar("visitor", default=None)


def _token() -> str | None:
    return st.context.cookies.get(SESSION_COOKIE)


def visitor_from_token(token: str | None) -> Visitor:
    """Tell whom a token of a sign-in belongs to."""
    store = open_store()
    known = list_accounts(store)
    if not known:
        return Visitor(None, UNPROTECTED_ROLE, installation_protected=False)
    guarded = not find_missing_protection(store, known)
    visit = read_session(store, token)
    if visit is None:
        return Visitor(None, None, installation_protected=guarded)
    return Visitor(visit.account, visit.role, installation_protected=guarded)
