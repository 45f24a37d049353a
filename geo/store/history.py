"""History of a community's layers: who changed which feature, when, from what, to what."""

from __future__ import annotations

import json
from datetime import UTC
from typing import Any

import geopandas as gpd
import pandas as pd

from geo.layers.schema import LAYER_SCHEMAS
from geo.model import HistoryEntry, LayerName
from geo.store.database import Store, Transaction
from geo.store.layers import to_geodataframe


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


def read_removed(
    store: Store | Transaction, slug: str, layer: LayerName, *, limit: int
) -> gpd.GeoDataFrame:
    """
    Read the features of a layer that were removed and are not there again, the latest first.

    Parameters
    ----------
    limit
        Largest number of features.

    Returns
    -------
    removed
        The columns that were stored, `id`, EPSG:4326 geometry, and `removed_at` in UTC, `who`,
        `account`.

    Notes
    -----
    Unredacted: only `geo.privacy` may disclose the result.
    """
    rows = store.frame("history/removed_features", community=slug, layer=layer, most=limit)
    records = [json.loads(one) for one in rows["attributes"]]
    columns = LAYER_SCHEMAS[layer].sql_types
    attributes = pd.DataFrame(records, index=rows.index, columns=list(columns), dtype=object)
    return to_geodataframe(pd.concat([rows.drop(columns="attributes"), attributes], axis=1))


def read_population_version(store: Store | Transaction, slug: str) -> tuple[int, int]:
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
