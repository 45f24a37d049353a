"""The marks of a drawing session as they stand, those set aside included."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import shapely

from geo.store.database import Store, Transaction
from geo.workshop.mark import Mark
from geo.workshop.records import DrawingScope


@dataclass(frozen=True)
class StoredMark:
    """A mark as it stands: its number in the session, and its revision."""

    id: uuid.UUID
    number: int
    revision: int
    mark: Mark


def read_marks(source: Store | Transaction, scope: DrawingScope) -> dict[uuid.UUID, StoredMark]:
    """
    Read the marks of a drawing session, in the order of their numbers.

    Parameters
    ----------
    source
        The store; or what a transaction that goes on to change them reads through.
    """
    rows = source.rows("workshop/marks", community=scope.community, code=scope.code, since=0)
    known = [_parse_stored_mark(row) for row in rows]
    return {one.id: one for one in known}


def _parse_stored_mark(row: Mapping[str, Any]) -> StoredMark:
    told = json.loads(row["attributes"])
    mark = Mark(
        kind=told["kind"],
        geometry=shapely.from_geojson(row["geometry"]),
        category=told["category"],
        severity=told["severity"],
        holds=told["holds"],
        name=told["name"],
        note=told["note"],
        withdrawn=told["aside"],
        merged_into=told.get("merged_into"),
    )
    return StoredMark(uuid.UUID(row["id"]), int(told["number"]), int(told["revision"]), mark)
