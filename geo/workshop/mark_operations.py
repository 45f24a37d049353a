"""Current marks of a drawing session, withdrawn ones included."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import shapely

from geo.store.database import Store, Transaction
from geo.workshop.mark import Mark, is_confidential_mark
from geo.workshop.records import DrawingScope


@dataclass(frozen=True)
class StoredMark:
    """A current mark: its number in the session, and its revision."""

    id: uuid.UUID
    number: int
    revision: int
    mark: Mark


def read_marks(source: Store | Transaction, scope: DrawingScope) -> dict[uuid.UUID, StoredMark]:
    """
    Read the marks of a drawing session, ordered by number.

    Parameters
    ----------
    source
        The store, or a transaction that goes on to change them.
    """
    rows = source.rows("workshop/marks", community=scope.community, code=scope.code, since=0)
    stored_marks = [_parse_stored_mark(row) for row in rows]
    return {one.id: one for one in stored_marks}


def _parse_stored_mark(row: Mapping[str, Any]) -> StoredMark:
    attributes = json.loads(row["attributes"])
    mark = Mark(
        kind=attributes["kind"],
        geometry=shapely.from_geojson(row["geometry"]),
        category=attributes["category"],
        severity=attributes["severity"],
        holds=attributes["holds"],
        name=attributes["name"],
        note=attributes["note"],
        withdrawn=attributes["aside"],
        merged_into=attributes.get("merged_into"),
        confidential=is_confidential_mark(attributes),
    )
    return StoredMark(
        uuid.UUID(row["id"]), int(attributes["number"]), int(attributes["revision"]), mark
    )
