"""The roles that accounts have, and which audience each one reads for."""

from __future__ import annotations

from typing import Literal

from geo.errors import RoleUnknownError
from geo.model import Audience

Role = Literal["coordinator", "planner", "trainer", "member"]

ROLES: tuple[Role, ...] = ("coordinator", "planner", "trainer", "member")
_AUDIENCE_BY_ROLE: dict[Role | None, Audience] = {
    "coordinator": "coordinator",
    "planner": "network",
    "trainer": "network",
    "member": "network",
    None: "public",
}


def audience_for_role(role: Role | None) -> Audience:
    """Tell for which audience a role reads; None, nobody signed in, reads what is public."""
    return _AUDIENCE_BY_ROLE[role]


def parse_role(code: str) -> Role:
    """
    Read a role.

    Raises
    ------
    RoleUnknownError
        If it is none of ours.
    """
    if code not in ROLES:
        raise RoleUnknownError(role=code[:40], known=", ".join(ROLES))
    return code
