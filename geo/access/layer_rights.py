"""
Write rights: which role may write, or only propose, which part of a community.

One table; what is not in it is denied. A key is a part and an action, as in `zones:replace`. What
the network is told of a confidential service or of homes depends on zones, homes and boundary, so
zones and boundary belong to coordinators once there is such a service or home, and homes always
do: whoever could change them at will could find either by halving. The decision is made in the
transaction that writes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from geo.access.roles import ROLES, audience_for_role
from geo.errors import WriteDeniedError
from geo.model import LAYER_NAMES, Audience
from geo.store.actor import current_actor, current_role
from geo.store.database import Store, Transaction
from geo.store.layers import ProtectedContent, read_protected_content
from geo.store.write_authorisation import WriteAction, WriteAuthorisation, WriteTarget

WriteRight = Literal["write", "propose", "none"]

PARTICIPANT_ROLE = "participant"  # a phone in a drawing session; it has no account
WRITING_ROLES = (*ROLES, PARTICIPANT_ROLE)
WRITE_ACTIONS: tuple[WriteAction, ...] = ("add", "replace", "edit", "delete")
WRITE_TARGETS: tuple[WriteTarget, ...] = (*LAYER_NAMES, "boundary")


@dataclass(frozen=True)
class WriteRule:
    """
    Who may perform an action on a part of a community.

    Attributes
    ----------
    writes
        Roles that write.
    proposes
        Roles that write while the community has neither a confidential service nor homes, and
        propose from then on.
    always_proposes
        Roles that propose, whatever the community has.
    """

    writes: frozenset[str]
    proposes: frozenset[str] = frozenset()
    always_proposes: frozenset[str] = frozenset()


_COORDINATORS = WriteRule(frozenset({"coordinator"}))
_TRAINERS = WriteRule(frozenset({"coordinator", "trainer"}))
# Planners bring what lists and maps of an office hold; what groups draw is the trainers'.
_OFFICE = frozenset({"planner", "trainer"})
_OFFICE_WRITES = WriteRule(frozenset({"coordinator"}) | _OFFICE)
_OFFICE_PROPOSES = WriteRule(frozenset({"coordinator"}), proposes=_OFFICE)
# Whoever brought the first homes could subtract them from the first aggregates, which hold those
# that a coordinator adds later, too: so the first homes are a coordinator's to accept.
_OFFICE_ALWAYS_PROPOSES = WriteRule(frozenset({"coordinator"}), always_proposes=_OFFICE)
_DRAWING = WriteRule(frozenset({"coordinator", "trainer", PARTICIPANT_ROLE}))

WRITE_RIGHTS: dict[str, WriteRule] = {
    # Whoever is not shown confidential features neither replaces nor deletes those.
    "risk_areas:add": _TRAINERS,
    "risk_areas:replace": _TRAINERS,
    "risk_areas:edit": _TRAINERS,
    "risk_areas:delete": _TRAINERS,
    "safe_zones:add": _TRAINERS,
    "safe_zones:replace": _TRAINERS,
    "safe_zones:delete": _TRAINERS,
    "services:add": _OFFICE_WRITES,
    "services:replace": _OFFICE_PROPOSES,
    "services:edit": _OFFICE_WRITES,
    "services:delete": _OFFICE_WRITES,
    "demand:add": _OFFICE_ALWAYS_PROPOSES,
    "demand:replace": _OFFICE_ALWAYS_PROPOSES,
    "demand:delete": _COORDINATORS,
    "zones:add": _OFFICE_PROPOSES,
    "zones:replace": _OFFICE_PROPOSES,
    "zones:delete": _COORDINATORS,
    "boundary:replace": _OFFICE_PROPOSES,
    "marks:edit": _DRAWING,
    "marks:delete": _DRAWING,
    "streets:replace": _OFFICE_WRITES,
    "streets:edit": _OFFICE_WRITES,
    "candidates:edit": _OFFICE_WRITES,
    "scenarios:edit": _OFFICE_WRITES,
    "settings:edit": _TRAINERS,
    "community:add": _OFFICE_WRITES,
    "demonstration:add": _TRAINERS,
    "demonstration:replace": _COORDINATORS,
    "proposals:edit": _COORDINATORS,
}


def layer_right(
    role: str | None, target: str, action: str, content: ProtectedContent
) -> WriteRight:
    """
    Return what a role may do.

    Parameters
    ----------
    role
        One of `WRITING_ROLES`; None and unknown roles may do nothing.
    target, action
        The halves of a key of `WRITE_RIGHTS`; unknown keys are denied.
    content
        What the community has now.
    """
    rule = WRITE_RIGHTS.get(f"{target}:{action}")
    if rule is None:
        return "none"
    if role in rule.writes:
        return "write"
    if role in rule.always_proposes:
        return "propose"
    if role not in rule.proposes:
        return "none"
    return "propose" if content.confidential_services or content.homes else "write"


def current_right(
    store: Store | Transaction, slug: str, target: WriteTarget, action: WriteAction
) -> WriteRight:
    """Return what the acting role may do in a community, for a screen to say so beforehand."""
    if isinstance(store, Store):
        with store.open_reader() as reader:
            return current_right(reader, slug, target, action)
    return layer_right(current_role(), target, action, read_protected_content(store, slug))


def has_right(target: str, action: str) -> bool:
    """Return whether the acting role may write a part on which no disclosure depends."""
    everything = ProtectedContent(confidential_services=True, homes=True)
    return layer_right(current_role(), target, action, everything) == "write"


def require_import(transaction: Transaction, slug: str) -> None:
    """
    Check that the acting role may bring files: that it writes or proposes some layer.

    Raises
    ------
    WriteDeniedError
        If it may not.
    """
    if all(current_right(transaction, slug, one, "add") == "none" for one in LAYER_NAMES):
        raise WriteDeniedError(layer="-")


def require_right(target: str, action: str) -> None:
    """
    Check that the acting role may write a part on which no disclosure depends.

    Raises
    ------
    WriteDeniedError
        If it may not.
    """
    if not has_right(target, action):
        raise WriteDeniedError(layer=target)


def authorise(
    transaction: Transaction,
    slug: str,
    target: WriteTarget,
    action: WriteAction,
    *,
    proposed_by: str | None = None,
) -> WriteAuthorisation | None:
    """
    Authorise the acting role to write, within the transaction that writes.

    A concurrent change of what the decision depends on conflicts with the write, because both
    increment the version of the layers; the transaction is then repeated with a new decision.

    Parameters
    ----------
    proposed_by
        Role of the proposer, where a proposal is written: what this role is not shown stays.

    Returns
    -------
    authorisation
        For this action only; None where the role may only propose.

    Raises
    ------
    WriteDeniedError
        If it may do neither.
    """
    right = current_right(transaction, slug, target, action)
    role = current_role()
    if right == "none" or role is None:
        raise WriteDeniedError(layer=target)
    if right == "propose":
        return None
    return WriteAuthorisation(
        transaction=transaction,
        community=slug,
        target=target,
        actions=frozenset({action}),
        role=role,
        account=current_actor(),
        sees_confidential=_sees_confidential(role) and _sees_confidential(proposed_by or role),
        is_proposed=proposed_by is not None,
    )


def require_authorisation(
    transaction: Transaction, slug: str, target: WriteTarget, action: WriteAction
) -> WriteAuthorisation:
    """
    Authorise the acting role to write, where a proposal is no way out; see `authorise`.

    Raises
    ------
    WriteDeniedError
        If it may not write, also where it may propose.
    """
    authorisation = authorise(transaction, slug, target, action)
    if authorisation is None:
        raise WriteDeniedError(layer=target)
    return authorisation


def acting_role_sees_confidential() -> bool:
    """Return whether the acting role is shown confidential features."""
    return _sees_confidential(current_role())


def _sees_confidential(role: str | None) -> bool:
    audiences: dict[str | None, Audience] = {one: audience_for_role(one) for one in ROLES}
    return audiences.get(role) == "coordinator"
