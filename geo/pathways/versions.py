"""
The network's own copy of a pathway, in the store: every version is kept, and the latest counts.

Pathways are no secret: they are the same for every audience, and name types of services only.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from geo.errors import PathwayChangedError, PathwayVersionError
from geo.pathways.records import Pathway, Situation
from geo.pathways.serialization import made_pathway, plain_pathway
from geo.pathways.starters import starter
from geo.pathways.validation import check_pathway
from geo.privacy.view import View
from geo.store import Store
from geo.store import communities as records
from geo.store.actor import actor
from geo.store.audit import append
from geo.store.database import Writer


@dataclass(frozen=True)
class Version:
    """
    One version of a network's own copy.

    Attributes
    ----------
    at
        UTC.
    who
        Account, or word, of whoever saved it.
    pathway
        As it was; None where the network went back to the starter.
    """

    number: int
    at: datetime
    who: str
    pathway: Pathway | None


def pathway_of(view: View, situation: Situation) -> Pathway:
    """Give the network's own copy of a pathway, or the starter of its country."""
    return _made(view.own_pathway(situation)) or starter(view.community.country, situation)


def own_pathway(store: Store, slug: str, situation: Situation) -> Pathway | None:
    """Give the network's own copy; None where it goes by the starter."""
    return _made(_latest(store, slug, situation))


def versions(store: Store, slug: str, situation: Situation) -> list[Version]:
    """List the versions of a network's own copy, the latest first."""
    rows = store.rows("pathways/versions", community=slug, situation=situation)
    return [Version(row["version"], row["written_at"], row["who"], _made(row)) for row in rows]


def save_own(store: Store, slug: str, pathway: Pathway, *, who: str) -> Pathway:
    """
    Save a pathway as the latest version of the network's own copy.

    Parameters
    ----------
    pathway
        Made from the latest: its `version` tells from which one.

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
        If it is not as it must be; see `geo.pathways.validation`.
    """
    check_pathway(pathway)
    document = json.dumps(plain_pathway(pathway), ensure_ascii=False, sort_keys=True)
    act = _Act(who, "pathway_saved", seen=pathway.version)
    number = _add(store, slug, pathway.situation, document, act)
    return made_pathway(json.loads(document), version=number)


def restore(store: Store, slug: str, situation: Situation, number: int, *, who: str) -> Pathway:
    """
    Make an old version the latest again; what came between stays in the history.

    Raises
    ------
    PathwayVersionError
        If it never had this version.
    """
    found = {row["version"]: row for row in _rows(store, slug, situation)}
    if number not in found:
        raise PathwayVersionError(version=number)
    act = _Act(who, "pathway_restored", details={"before": number})
    _add(store, slug, situation, found[number]["document"], act)
    return own_pathway(store, slug, situation) or _starter(store, slug, situation)


def back_to_starter(store: Store, slug: str, situation: Situation, *, who: str) -> Pathway:
    """Go by the starter from now on; the network's own versions stay in the history."""
    _add(store, slug, situation, None, _Act(who, "pathway_starter"))
    return _starter(store, slug, situation)


@dataclass(frozen=True)
class _Act:
    """What is done: by whom, its name in the audit log, and the version that was seen, if any."""

    who: str
    name: str
    seen: int | None = None
    details: Mapping[str, int] = field(default_factory=dict)


def _add(store: Store, slug: str, situation: Situation, document: str | None, act: _Act) -> int:
    """Add a version, and a line to the audit log; see `_Act`."""
    records.community(store, slug)

    def work(writer: Writer) -> int:
        latest = writer.rows("pathways/latest", community=slug, situation=situation)
        number = latest[0]["version"] if latest else 0
        current = number if latest and latest[0]["document"] is not None else 0
        if act.seen is not None and act.seen != current:
            raise PathwayChangedError
        new = number + 1
        writer.change(
            "pathways/add",
            community=slug,
            situation=situation,
            version=new,
            who=act.who,
            document=document,
        )
        told = {"community": slug, "situation": situation, "version": new, **act.details}
        append(writer, actor(), act.name, told)
        return int(new)

    return store.transact_in_turn(work)


def _starter(store: Store, slug: str, situation: Situation) -> Pathway:
    return starter(records.community(store, slug).country, situation)


def _latest(store: Store, slug: str, situation: Situation) -> Mapping[str, Any] | None:
    rows = store.rows("pathways/latest", community=slug, situation=situation)
    return rows[0] if rows else None


def _rows(store: Store, slug: str, situation: Situation) -> list[dict[str, Any]]:
    return store.rows("pathways/versions", community=slug, situation=situation)


def _made(row: Mapping[str, Any] | None) -> Pathway | None:
    if row is None or row["document"] is None:
        return None
    return made_pathway(json.loads(row["document"]), version=row["version"])
