"""
A network's own pathways in the store: every version stays, the latest one holds.

Pathways are the same for every audience and name only types of services.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from geo.errors import PathwayChangedError, PathwayVersionError
from geo.pathways.records import Pathway, Situation
from geo.pathways.serialization import parse_pathway, serialize_pathway
from geo.pathways.starters import load_starter
from geo.pathways.validation import check_pathway
from geo.privacy.view import View
from geo.store import Store
from geo.store import communities as records
from geo.store.actor import current_actor
from geo.store.audit import append_audit_line
from geo.store.database import Transaction


@dataclass(frozen=True)
class PathwayVersion:
    """
    One version of a network's own pathway.

    Attributes
    ----------
    saved_at
        UTC.
    saved_by
        Account, or word, of whoever saved it.
    pathway
        None where the network went back to the starter.
    """

    number: int
    saved_at: datetime
    saved_by: str
    pathway: Pathway | None


def get_pathway(view: View, situation: Situation) -> Pathway:
    """Return the network's own pathway, or the starter of its country."""
    return _parse_version_row(view.own_pathway(situation)) or load_starter(
        view.community.country, situation
    )


def load_own_pathway(store: Store, slug: str, situation: Situation) -> Pathway | None:
    """Return the network's own pathway; None where it uses the starter."""
    return _parse_version_row(_load_latest_row(store, slug, situation))


def list_versions(store: Store, slug: str, situation: Situation) -> list[PathwayVersion]:
    """List the versions of a network's own pathway, the latest first."""
    rows = store.rows("pathways/versions", community=slug, situation=situation)
    return [
        PathwayVersion(row["version"], row["written_at"], row["who"], _parse_version_row(row))
        for row in rows
    ]


def save_own_pathway(store: Store, slug: str, pathway: Pathway, *, saved_by: str) -> Pathway:
    """
    Save a pathway as the latest version of the network's own.

    Parameters
    ----------
    pathway
        Edited from the version that its `version` names.

    Returns
    -------
    pathway
        The same, with the version that it now has.

    Raises
    ------
    CommunityUnknownError
        If there is no such community.
    PathwayChangedError
        If somebody saved another version meanwhile; nothing was written.
    PathwayError, ServiceTypeUnknownError
        If it is not valid; see `geo.pathways.validation`.
    """
    check_pathway(pathway)
    document = json.dumps(serialize_pathway(pathway), ensure_ascii=False, sort_keys=True)
    act = _AuditedChange(saved_by, "pathway_saved", seen_version=pathway.version)
    number = _add_version(store, slug, pathway.situation, document, act)
    return parse_pathway(json.loads(document), version=number)


def restore_version(
    store: Store, slug: str, situation: Situation, version_number: int, *, saved_by: str
) -> Pathway:
    """
    Save an old version as the latest; those between stay in the history.

    Raises
    ------
    PathwayVersionError
        If it never had this version.
    """
    found = {row["version"]: row for row in _load_version_rows(store, slug, situation)}
    if version_number not in found:
        raise PathwayVersionError(version=version_number)
    act = _AuditedChange(saved_by, "pathway_restored", details={"before": version_number})
    _add_version(store, slug, situation, found[version_number]["document"], act)
    return load_own_pathway(store, slug, situation) or _load_community_starter(
        store, slug, situation
    )


def revert_to_starter(store: Store, slug: str, situation: Situation, *, saved_by: str) -> Pathway:
    """Use the starter from now on; the network's own versions stay in the history."""
    _add_version(store, slug, situation, None, _AuditedChange(saved_by, "pathway_starter"))
    return _load_community_starter(store, slug, situation)


@dataclass(frozen=True)
class _AuditedChange:
    """Who changes, the name of the audit event, and the version that was edited, if any."""

    saved_by: str
    audit_event: str
    seen_version: int | None = None
    details: Mapping[str, int] = field(default_factory=dict)


def _add_version(
    store: Store, slug: str, situation: Situation, document: str | None, change: _AuditedChange
) -> int:
    """Add a version, and a line to the audit log; see `_AuditedChange`."""
    records.read_community(store, slug)

    def work(transaction: Transaction) -> int:
        latest = transaction.rows("pathways/latest", community=slug, situation=situation)
        number = latest[0]["version"] if latest else 0
        current = number if latest and latest[0]["document"] is not None else 0
        if change.seen_version is not None and change.seen_version != current:
            raise PathwayChangedError
        new = number + 1
        transaction.execute(
            "pathways/add",
            community=slug,
            situation=situation,
            version=new,
            who=change.saved_by,
            document=document,
        )
        details = {"community": slug, "situation": situation, "version": new, **change.details}
        append_audit_line(transaction, current_actor(), change.audit_event, details)
        return int(new)

    return store.transact_serialised(work)


def _load_community_starter(store: Store, slug: str, situation: Situation) -> Pathway:
    return load_starter(records.read_community(store, slug).country, situation)


def _load_latest_row(store: Store, slug: str, situation: Situation) -> Mapping[str, Any] | None:
    rows = store.rows("pathways/latest", community=slug, situation=situation)
    return rows[0] if rows else None


def _load_version_rows(store: Store, slug: str, situation: Situation) -> list[dict[str, Any]]:
    return store.rows("pathways/versions", community=slug, situation=situation)


def _parse_version_row(row: Mapping[str, Any] | None) -> Pathway | None:
    if row is None or row["document"] is None:
        return None
    return parse_pathway(json.loads(row["document"]), version=row["version"])
