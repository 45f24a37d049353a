"""Roles of accounts, and the audience of each role."""

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
    """Return the audience of a role; `public` for None, a visitor who is not signed in."""
    return _AUDIENCE_BY_ROLE[role]


def parse_role(code: str) -> Role:
    """
    Parse a role.

    Raises
    ------
    RoleUnknownError
        If there is no such role.
    """
    if code not in ROLES:
        raise RoleUnknownError(role=code[:40], known=", ".join(ROLES))
    return code
