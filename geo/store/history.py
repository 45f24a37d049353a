"""What has changed in a community's layers: who, when, from what, to what."""

from __future__ import annotations

import json
from datetime import UTC
from typing import Any

from geo.model import Change, LayerName
from geo.store.database import Store


def changes(store: Store, slug: str, layer: LayerName, *, most: int = 100) -> list[Change]:
    """
    Read the latest changes of a layer, newest first.

    Parameters
    ----------
    most
        How many at the most.

    Notes
    -----
    Raw: only `geo.privacy` may hand on what it reads.
    """
    rows = store.rows("history/read", community=slug, layer=layer, most=most)
    return [
        Change(
            number=row["number"],
            at=row["changed_at"].replace(tzinfo=UTC),
            who=row["who"],
            layer=row["layer"],
            object_id=row["object_id"],
            action=row["action"],
            before=_record(row, "before"),
            after=_record(row, "after"),
        )
        for row in rows
    ]


def _record(row: dict[str, Any], when: str) -> dict[str, object] | None:
    attributes, geometry = row[f"{when}_attributes"], row[f"{when}_geom"]
    if attributes is None:
        return None
    return {**json.loads(attributes), "geometry": json.loads(geometry)}
