"""
Which role may open which screen, do which act, run which command, ask which route.

One table: what is not in it, nobody may. A thing is named by its kind and its name, as in
`screen:way`. Whoever runs the command line holds the file and its passphrase, so commands act as
a coordinator; their rows say to whom a screen may offer the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from geo.access.roles import ROLES, Role

Visitors = Literal["never", "published", "always"]


@dataclass(frozen=True)
class Right:
    """
    Who may.

    Attributes
    ----------
    roles
        Of those who signed in.
    visitors
        Whether those who did not sign in may: never, where the community was published, always.
    """

    roles: frozenset[Role]
    visitors: Visitors = "never"


_ALL = frozenset(ROLES)
_ANYBODY = Right(_ALL, "always")
_READERS = Right(_ALL, "published")
_SIGNED_IN = Right(_ALL)
_SENDERS = Right(frozenset({"coordinator", "planner", "trainer"}))
_MAKERS = Right(frozenset({"coordinator", "trainer"}))
_COORDINATOR = Right(frozenset({"coordinator"}))

RIGHTS: dict[str, Right] = {
    "screen:welcome": _ANYBODY,
    "screen:home": _READERS,
    "screen:map": _READERS,
    "screen:way": _READERS,
    "screen:support": _READERS,
    "screen:coverage": _READERS,
    "screen:pathways": _READERS,
    "screen:draw": _MAKERS,
    "screen:session": _SIGNED_IN,
    "screen:place": _MAKERS,
    "screen:access": _ANYBODY,
    "act:sign_out": _SIGNED_IN,
    "act:draw": _MAKERS,
    "act:open_drawing": _MAKERS,
    "act:capture": _MAKERS,
    "act:take_along": _READERS,
    "act:edit_pathway": _SENDERS,
    "act:export_public": _SENDERS,
    "act:export_network": _SENDERS,
    "act:export_coordinator": _COORDINATOR,
    "act:reveal": _COORDINATOR,
    "act:accounts": _COORDINATOR,
    "act:publish": _COORDINATOR,
    "act:audit": _COORDINATOR,
    "act:retention": _COORDINATOR,
    "act:forget": _COORDINATOR,
    "act:backup": _COORDINATOR,
    "command:demo": _MAKERS,
    "command:backup": _COORDINATOR,
    "command:restore": _COORDINATOR,
    "command:community": _MAKERS,
    "command:community_forget": _COORDINATOR,
    "command:streets": _MAKERS,
    "command:layer": _MAKERS,
    "command:capture": _MAKERS,
    "command:route": _READERS,
    "command:coverage": _READERS,
    "command:pathway": _READERS,
    "command:passphrase": _COORDINATOR,
    "command:account": _COORDINATOR,
    "command:audit": _COORDINATOR,
    "command:retention": _COORDINATOR,
    "route:health": _ANYBODY,
    "route:calendar": _ANYBODY,
    "route:come_in": _ANYBODY,
    "route:go_out": _ANYBODY,
    "route:leave": _ANYBODY,
    "route:auth_login": _ANYBODY,
    "route:oauth2callback": _ANYBODY,
    "route:joining": _ANYBODY,
    "route:join": _ANYBODY,
    # These ask for a phone's part in a drawing session, or for an account's right `act:draw`.
    "route:draw": _ANYBODY,
    "route:marks": _ANYBODY,
    "route:past": _ANYBODY,
    "route:street_names": _ANYBODY,
    "route:asset": _ANYBODY,
    "route:tile": _ANYBODY,
}


def may(role: Role | None, what: str, *, published: bool = False) -> bool:
    """
    Tell whether somebody may.

    Parameters
    ----------
    role
        None where nobody signed in.
    what
        A name of `RIGHTS`; what is not there is refused to everybody.
    published
        Whether the community they look at may be seen without signing in.
    """
    right = RIGHTS.get(what)
    if right is None:
        return False
    if role is not None:
        return role in right.roles
    return right.visitors == "always" or (right.visitors == "published" and published)
