"""
Scenarios in the store: every version stays, with the role that wrote it and when; the latest holds.

Versions hold the places of confidential services that a coordinator would add or move. Only
`geo.privacy.disclosed_changes` discloses them: what leaves is made by `geo.scenarios.report`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from geo.access.layer_rights import acting_role_sees_confidential, require_right
from geo.errors import ScenarioConfidentialError, ScenarioTargetError, ScenarioUnknownError
from geo.layers.layer_changes import Change, change_from_record, change_to_record
from geo.privacy.disclosed_changes import find_missing_targets, flag_confidential
from geo.privacy.view import View, open_view
from geo.store import Store
from geo.store.actor import current_actor, current_role
from geo.store.audit import append_audit_line
from geo.store.database import Transaction

ScenarioAction = Literal["saved", "removed", "adopted"]


@dataclass(frozen=True)
class ScenarioVersion:
    """
    What was done with a scenario once.

    Attributes
    ----------
    saved_at
        UTC.
    role
        Role of whoever did it; not the account.
    """

    number: int
    saved_at: datetime
    role: str
    action: ScenarioAction


@dataclass(frozen=True)
class Scenario:
    """
    A named list of changes.

    Attributes
    ----------
    versions
        The first one first.
    """

    name: str
    changes: tuple[Change, ...]
    versions: tuple[ScenarioVersion, ...]

    @property
    def latest(self) -> ScenarioVersion:
        """What was done last."""
        return self.versions[-1]


def list_scenarios(view: View) -> list[Scenario]:
    """List the scenarios of a community by name, without those that were removed; unredacted."""
    by_name: dict[str, list[dict[str, Any]]] = {}
    for row in view.scenario_versions():
        by_name.setdefault(row["name"], []).append(row)
    scenarios = [_parse_rows(name, rows) for name, rows in by_name.items()]
    return [one for one in scenarios if one.latest.action != "removed"]


def find_scenario(view: View, name: str) -> Scenario:
    """
    Find a scenario by its name; unredacted.

    Raises
    ------
    ScenarioUnknownError
        If there is none, or it was removed.
    """
    for one in list_scenarios(view):
        if one.name == name:
            return one
    raise ScenarioUnknownError(name=name)


def save_scenario(store: Store, slug: str, name: str, changes: Sequence[Change]) -> int:
    """
    Save a scenario, or a further version of the one of that name.

    Returns
    -------
    version
        Its number, from 1.

    Raises
    ------
    WriteDeniedError
        If the acting role may not make scenarios.
    ScenarioConfidentialError
        If a change concerns a confidential service, or adds one, and the role may not know where
        they are.
    ScenarioTargetError
        If a service or risk area of a change is not there.
    """
    require_right("scenarios", "edit")
    check_changes(open_view(store, slug, "coordinator"), changes)
    documents = json.dumps([change_to_record(one) for one in changes], ensure_ascii=False)
    return store.transact_serialised(
        lambda transaction: write_version(transaction, slug, name, "saved", documents)
    )


def check_changes(view: View, changes: Sequence[Change]) -> None:
    """
    Check that the acting role may make changes, and that their targets are there.

    An unknown target and a confidential one are one error for those who may not know of it.
    """
    missing = set(find_missing_targets(view, changes))
    if not acting_role_sees_confidential():
        flags = flag_confidential(view, changes)
        if any(flag and one.target is None for one, flag in zip(changes, flags, strict=True)):
            raise ScenarioConfidentialError
        missing |= {number for number, flag in enumerate(flags, start=1) if flag}
    if missing:
        raise ScenarioTargetError(numbers=", ".join(map(str, sorted(missing))))


def remove_scenario(store: Store, slug: str, name: str) -> None:
    """
    Remove a scenario; its versions stay in the history.

    Raises
    ------
    WriteDeniedError, ScenarioUnknownError
        As `save_scenario` and `find_scenario`.
    """
    require_right("scenarios", "edit")
    find_scenario(open_view(store, slug, "coordinator"), name)
    store.transact_serialised(
        lambda transaction: write_version(transaction, slug, name, "removed", "[]")
    )


def write_version(
    transaction: Transaction, slug: str, name: str, action: ScenarioAction, documents: str
) -> int:
    """Write a version of a scenario, and a line of the audit log, within a transaction."""
    rows = transaction.rows("scenarios/versions", community=slug)
    number = max((row["version"] for row in rows if row["name"] == name), default=0) + 1
    transaction.execute(
        "scenarios/add",
        community=slug,
        name=name,
        version=number,
        role=current_role() or "",
        action=action,
        changes=documents,
    )
    details = {"community": slug, "version": number}
    append_audit_line(transaction, current_actor(), f"scenario_{action}", details)
    return int(number)


def _parse_rows(name: str, rows: Sequence[dict[str, Any]]) -> Scenario:
    """Parse the versions of a scenario; the changes are those of the latest one."""
    return Scenario(
        name,
        tuple(change_from_record(one) for one in json.loads(rows[-1]["changes"])),
        tuple(
            ScenarioVersion(
                row["version"], row["written_at"].replace(tzinfo=UTC), row["role"], row["action"]
            )
            for row in rows
        ),
    )
