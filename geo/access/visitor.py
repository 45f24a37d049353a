"""Who a request comes from: the account that a session token belongs to, or nobody known."""

from __future__ import annotations

from dataclasses import dataclass

from geo.access.accounts import list_accounts
from geo.access.protection import find_missing_protection
from geo.access.publication import is_published
from geo.access.rights import is_allowed
from geo.access.roles import Role, audience_for_role
from geo.access.sessions import read_session
from geo.errors import CommunityUnknownError
from geo.model import Audience, Community
from geo.store import Store
from geo.store.communities import list_communities

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


def visitor_from_token(store: Store, token: str | None) -> Visitor:
    """
    Find whom a session token belongs to.

    Parameters
    ----------
    token
        Of the session cookie; None where there is none.
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
    List the communities that somebody may know of, the demonstration last.

    Where the installation is not protected, only the demonstration; without an account, only those
    that were published.
    """
    known = list_communities(store)
    if not visitor.installation_protected:
        return [one for one in known if one.demonstration]
    if visitor.role is not None:
        return known
    return [one for one in known if is_published(store, one)]


def read_visible_community(store: Store, visitor: Visitor, slug: str) -> Community:
    """
    Read the record of a community.

    Raises
    ------
    CommunityUnknownError
        If there is none of this name, or she may not know of it: nothing tells which.
    """
    for community in list_visible_communities(store, visitor):
        if community.slug == slug:
            return community
    raise CommunityUnknownError(slug=slug)
