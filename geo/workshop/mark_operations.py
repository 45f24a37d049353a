"""The marks of a drawing session as they stand, those set aside included."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import shapely

from geo.store.database import Store, Writer
from geo.workshop.mark import Mark
from geo.workshop.mark_store import Place


@dataclass(frozen=True)
class Known:
    """A mark as it stands: its number in the session, and its revision."""

    id: uuid.UUID
    number: int
    revision: int
    mark: Mark


def known_marks(source: Store | Writer, place: Place) -> dict[uuid.UUID, Known]:
    """
    Read the marks of a drawing session, in the order of their numbers.

    Parameters
    ----------
    source
        The store; or what a transaction that goes on to change them reads through.
    """
    rows = source.rows("workshop/marks", community=place.community, code=place.code, since=0)
    known = [_known(row) for row in rows]
    return {one.id: one for one in known}


def _known(row: Mapping[str, Any]) -> Known:
    told = json.loads(row["attributes"])
    mark = Mark(
        kind=told["kind"],
        geometry=shapely.from_geojson(row["geometry"]),
        category=told["category"],
        severity=told["severity"],
        holds=told["holds"],
        name=told["name"],
        note=told["note"],
        aside=told["aside"],
        merged_into=told.get("merged_into"),
    )
    return Known(uuid.UUID(row["id"]), int(told["number"]), int(told["revision"]), mark)
