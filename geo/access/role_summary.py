"""
What each role reads, proposes and writes, computed from the tables of rights.

The screen of access tells it in words, and `docs/threats.md` prints it as a table. Neither is
written by hand, so that no sentence promises a right that the store refuses.
"""

from __future__ import annotations

from dataclasses import dataclass

from geo.access.layer_rights import (
    PARTICIPANT_ROLE,
    WRITE_ACTIONS,
    WRITE_RIGHTS,
    WRITE_TARGETS,
    WRITING_ROLES,
    layer_right,
)
from geo.access.rights import ACCESS_RIGHTS, is_allowed
from geo.access.roles import ROLES, Role, audience_for_role
from geo.model import Audience
from geo.store.layers import ProtectedContent

ANONYMOUS_ROLE = "anonymous"  # a visitor without an account
SUMMARY_ROLES = (*ROLES, ANONYMOUS_ROLE, PARTICIPANT_ROLE)
SUMMARY_LAYERS = (*WRITE_TARGETS, "streets", "candidates", "marks")
TABLE_HEADS = ("layer", "role", "read", *WRITE_ACTIONS)
# By layer: the access right that opens it; the others are on the map.
READ_RIGHTS = {"candidates": "screen:setup", "marks": "act:draw"}
MAP_RIGHT = "screen:map"
# Access rights that are rights to write: action and target.
WRITING_ACTS = {"edit_pathway": ("edit", "pathways"), "open_drawing": ("add", "sessions")}
UNPROTECTED = ProtectedContent(confidential_services=False, homes=False)
PROTECTED = ProtectedContent(confidential_services=True, homes=True)


@dataclass(frozen=True)
class RoleSummary:
    """
    What a role may do in a community that has confidential services or homes.

    Attributes
    ----------
    role
        One of `SUMMARY_ROLES`.
    audience
        Whose view it reads.
    acts
        Names of its access rights of the kind `act`.
    writes, proposes
        By action, the targets of `WRITE_RIGHTS` and `WRITING_ACTS`; only actions that have any.
    always_proposes
        Targets proposed in a community without confidential services and homes, too.
    """

    role: str
    audience: Audience
    acts: tuple[str, ...]
    writes: dict[str, tuple[str, ...]]
    proposes: dict[str, tuple[str, ...]]
    always_proposes: tuple[str, ...]


def summarise_role(role: str) -> RoleSummary:
    """Summarise one of `SUMMARY_ROLES`."""
    account_role = _account_role(role)
    acts = tuple(
        key.partition(":")[2]
        for key in ACCESS_RIGHTS
        if key.startswith("act:") and is_allowed(account_role, key, published=True)
    )
    writes = _targets_by_action(role, "write")
    for act in acts:
        if act in WRITING_ACTS:
            action, target = WRITING_ACTS[act]
            writes[action] = (*writes.get(action, ()), target)
    return RoleSummary(
        role=role,
        audience=audience_for_role(account_role),
        acts=acts,
        writes=writes,
        proposes=_targets_by_action(role, "propose"),
        always_proposes=tuple(
            target
            for target in SUMMARY_LAYERS
            if any(
                layer_right(role, target, action, UNPROTECTED) == "propose"
                for action in WRITE_ACTIONS
            )
        ),
    )


def build_rights_table() -> list[tuple[str, ...]]:
    """
    Build the table of layers and roles.

    Returns
    -------
    rows
        Cells by `TABLE_HEADS`: layer, role, whose view of the layer it reads, and each action.
    """
    return [
        (
            layer,
            role,
            _read_cell(role, layer),
            *(_write_cell(role, layer, action) for action in WRITE_ACTIONS),
        )
        for layer in SUMMARY_LAYERS
        for role in SUMMARY_ROLES
    ]


def _account_role(role: str) -> Role | None:
    return role if role in ROLES else None


def _targets_by_action(role: str, right: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for key in WRITE_RIGHTS:
        target, _, action = key.partition(":")
        if layer_right(role, target, action, PROTECTED) == right:
            found[action] = (*found.get(action, ()), target)
    return found


def _read_cell(role: str, layer: str) -> str:
    if layer == "marks" and role == PARTICIPANT_ROLE:
        return "own session"
    account_role = _account_role(role)
    right = READ_RIGHTS.get(layer, MAP_RIGHT)
    if is_allowed(account_role, right):
        return audience_for_role(account_role)
    if is_allowed(account_role, right, published=True):
        return f"{audience_for_role(account_role)}, where published"
    return "no"


def _write_cell(role: str, layer: str, action: str) -> str:
    if role not in WRITING_ROLES:
        return "no"
    before = layer_right(role, layer, action, UNPROTECTED)
    after = layer_right(role, layer, action, PROTECTED)
    if before == after:
        return {"write": "write", "propose": "propose", "none": "no"}[after]
    return f"{before}, then {after}"
