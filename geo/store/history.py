"""History of a community's layers: who changed which feature, when, from what, to what."""

from __future__ import annotations

import json
from datetime import UTC
from typing import Any

from geo.model import HistoryEntry, LayerName
from geo.store.database import Store


def read_history(
    store: Store, slug: str, layer: LayerName, *, limit: int = 100
) -> list[HistoryEntry]:
    """
    Read the latest changes of a layer, newest first.

    Parameters
    ----------
    limit
        Largest number of entries.

    Notes
    -----
    Unredacted: only `geo.privacy` may disclose the result.
    """
    rows = store.rows("history/changes", community=slug, layer=layer, most=limit)
    return [
        HistoryEntry(
            number=row["number"],
            changed_at=row["changed_at"].replace(tzinfo=UTC),
            who=row["who"],
            account=row["account"],
            layer=row["layer"],
            object_id=row["object_id"],
            action=row["action"],
            before=_parse_record(row, "before"),
            after=_parse_record(row, "after"),
        )
        for row in rows
    ]


def read_population_version(store: Store, slug: str) -> tuple[int, int]:
    """Read the numbers of the latest changes of homes and of zones; 0 where there is none."""
    (row,) = store.rows("history/latest_numbers", community=slug)
    return int(row["demand"]), int(row["zones"])


def _parse_record(row: dict[str, Any], prefix: str) -> dict[str, object] | None:
    attributes, geometry = row[f"{prefix}_attributes"], row[f"{prefix}_geom"]
    if attributes is None:
        return None
    shape = json.loads(geometry)
    is_placed = bool(shape.get("coordinates") or shape.get("geometries"))
    return {**json.loads(attributes), "geometry": shape if is_placed else None}
