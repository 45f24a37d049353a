"""
Access rights: which role may open which screen, perform which action, request which route.

One table; what is not in it is denied. A key is a kind and a name, as in `screen:route`. Users of
the command line have the file and its passphrase, so commands run as a coordinator; their rows
define to whom a screen may offer the same action.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from geo.access.roles import ROLES, Role

AnonymousAccess = Literal["never", "published", "always"]


@dataclass(frozen=True)
class AccessRight:
    """
    Who has a right.

    Attributes
    ----------
    roles
        Roles that have it.
    anonymous
        Whether visitors who are not signed in have it: never, for published communities, always.
    """

    roles: frozenset[Role]
    anonymous: AnonymousAccess = "never"


_ALL = frozenset(ROLES)
_EVERYONE = AccessRight(_ALL, "always")
_PUBLISHED_READERS = AccessRight(_ALL, "published")
_SIGNED_IN = AccessRight(_ALL)
_EXPORT_ROLES = AccessRight(frozenset({"coordinator", "planner", "trainer"}))
_DRAWING_ROLES = AccessRight(frozenset({"coordinator", "trainer"}))
_SETUP_ROLES = AccessRight(frozenset({"coordinator", "planner", "trainer"}))
_COORDINATOR = AccessRight(frozenset({"coordinator"}))

ACCESS_RIGHTS: dict[str, AccessRight] = {
    "screen:welcome": _EVERYONE,
    "screen:home": _PUBLISHED_READERS,
    "screen:map": _PUBLISHED_READERS,
    "screen:route": _PUBLISHED_READERS,
    "screen:support": _PUBLISHED_READERS,
    "screen:coverage": _PUBLISHED_READERS,
    "screen:scenarios": _EXPORT_ROLES,
    "screen:completeness": _PUBLISHED_READERS,
    "screen:pathways": _PUBLISHED_READERS,
    "screen:draw": _DRAWING_ROLES,
    "screen:drawing_sessions": _SIGNED_IN,
    "screen:setup": _SETUP_ROLES,
    "screen:access": _EVERYONE,
    "act:sign_out": _SIGNED_IN,
    "act:draw": _DRAWING_ROLES,
    "act:open_drawing": _DRAWING_ROLES,
    "act:capture": _DRAWING_ROLES,
    "act:download": _PUBLISHED_READERS,
    "act:edit_pathway": _EXPORT_ROLES,
    "act:export_public": _EXPORT_ROLES,
    "act:export_network": _EXPORT_ROLES,
    "act:export_coordinator": _COORDINATOR,
    "act:reveal": _COORDINATOR,
    "act:accounts": _COORDINATOR,
    "act:publish": _COORDINATOR,
    "act:audit": _COORDINATOR,
    "act:retention": _COORDINATOR,
    "act:forget": _COORDINATOR,
    "act:backup": _COORDINATOR,
    "command:demo": _DRAWING_ROLES,
    "command:backup": _COORDINATOR,
    "command:restore": _COORDINATOR,
    "command:community": _SETUP_ROLES,
    "command:community_forget": _COORDINATOR,
    "command:streets": _SETUP_ROLES,
    "command:layer": _SETUP_ROLES,
    "command:inspect": _SETUP_ROLES,
    "command:service": _SETUP_ROLES,
    "command:capture": _DRAWING_ROLES,
    "command:route": _PUBLISHED_READERS,
    "command:coverage": _PUBLISHED_READERS,
    "command:report": _PUBLISHED_READERS,
    "command:completeness": _PUBLISHED_READERS,
    "command:site": _PUBLISHED_READERS,
    "command:scenario": _EXPORT_ROLES,
    "command:pathway": _PUBLISHED_READERS,
    "command:passphrase": _COORDINATOR,
    "command:account": _COORDINATOR,
    "command:audit": _COORDINATOR,
    "command:retention": _COORDINATOR,
    "route:health": _EVERYONE,
    "route:calendar_page": _EVERYONE,
    "route:handle_sign_in": _EVERYONE,
    "route:handle_sign_out": _EVERYONE,
    "route:handle_quick_exit": _EVERYONE,
    "route:redirect_to_provider": _EVERYONE,
    "route:handle_provider_callback": _EVERYONE,
    "route:show_join_page": _EVERYONE,
    "route:handle_join": _EVERYONE,
    # These require a phone's participation in a drawing session, or the right `act:draw`.
    "route:show_drawing_page": _EVERYONE,
    "route:synchronise_marks": _EVERYONE,
    "route:read_mark_history": _EVERYONE,
    "route:list_street_names": _EVERYONE,
    "route:serve_asset": _EVERYONE,
    "route:serve_tile": _EVERYONE,
    "route:serve_people_tile": _EVERYONE,
}


def is_allowed(role: Role | None, action: str, *, published: bool = False) -> bool:
    """
    Return whether a role has a right.

    Parameters
    ----------
    role
        None for a visitor who is not signed in.
    action
        A key of `ACCESS_RIGHTS`; unknown keys are denied.
    published
        Whether the current community is published.
    """
    right = ACCESS_RIGHTS.get(action)
    if right is None:
        return False
    if role is not None:
        return role in right.roles
    return right.anonymous == "always" or (right.anonymous == "published" and published)
