"""The visitor of a request: the account of its session token, or an anonymous one."""

from __future__ import annotations

from dataclasses import dataclass

from geo.access.accounts import list_accounts
from geo.access.protection import find_missing_protection
from geo.access.rights import is_allowed
from geo.access.roles import Role, audience_for_role
from geo.access.sessions import read_session
from geo.errors import CommunityUnknownError
from geo.model import Audience, Community
from geo.store import Store
from geo.store.communities import list_communities, list_slugs, read_community

# Before the first account exists, every visitor has a trainer's rights on the demonstration. No
# other community is shown then.
UNPROTECTED_ROLE: Role = "trainer"
ANONYMOUS = "not_signed_in"  # actor in the audit log; names of accounts have no underscore


@dataclass(frozen=True)
class Visitor:
    """
    The user of a screen.

    Attributes
    ----------
    account
        None for a visitor who is not signed in.
    role
        Role of the account; None for a visitor who is not signed in.
    installation_protected
        Whether the installation is protected; see `geo.access.protection`. If it is not, only the
        demonstration is shown.
    """

    account: str | None
    role: Role | None
    installation_protected: bool

    @property
    def audience(self) -> Audience:
        """Return the most privileged audience whose data the visitor may read."""
        return audience_for_role(self.role)

    @property
    def can_protect(self) -> bool:
        """Return whether the visitor may set up the protection of this installation."""
        is_first_visitor = self.account is None and self.role == UNPROTECTED_ROLE
        return not self.installation_protected and (is_first_visitor or self.role == "coordinator")

    def has_permission(self, permission: str) -> bool:
        """Return whether the visitor has a right of `geo.access.rights`, in a visible community."""
        return is_allowed(self.role, permission, published=True)


def visitor_from_token(store: Store, token: str | None) -> Visitor:
    """
    Find the visitor of a session token.

    Parameters
    ----------
    token
        Token of the session cookie; None if there is none.
    """
    accounts = list_accounts(store)
    if not accounts:
        return Visitor(None, UNPROTECTED_ROLE, installation_protected=False)
    is_protected = not find_missing_protection(store, accounts)
    session = read_session(store, token)
    if session is None:
        return Visitor(None, None, installation_protected=is_protected)
    return Visitor(session.account, session.role, installation_protected=is_protected)


def list_visible_communities(store: Store, visitor: Visitor) -> list[Community]:
    """
    List the communities that are visible to a visitor, the demonstration last.

    In an unprotected installation only the demonstration; without an account only published ones.
    """
    visible = set(_list_visible_slugs(store, visitor))
    return [community for community in list_communities(store) if community.slug in visible]


def read_visible_community(store: Store, visitor: Visitor, slug: str) -> Community:
    """
    Read the record of a community that is visible to a visitor.

    Raises
    ------
    CommunityUnknownError
        If no community has this short name, or it is not visible; the error does not tell which.
    """
    # All of them are listed: a query for one name takes longer where there is one of that name.
    if slug not in _list_visible_slugs(store, visitor):
        raise CommunityUnknownError(slug=slug)
    return read_community(store, slug)


def _list_visible_slugs(store: Store, visitor: Visitor) -> list[str]:
    if visitor.installation_protected and visitor.role is not None:
        return list_slugs(store)
    rows = store.cached_rows("access/visible")
    demonstration_only = not visitor.installation_protected
    return [row["community"] for row in rows if row["demonstration"] or not demonstration_only]
