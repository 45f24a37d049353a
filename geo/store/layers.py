"""
The layers of a community: reading, adding, replacing and removing features, with history.

A frame of a layer has the columns of its query under `queries/layers/` and EPSG:4326 geometry.
A feature is stored as its attributes, in JSON with sorted keys, and its geometry.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import pandas as pd
import shapely

from geo.model import WGS84, LayerName
from geo.store.database import Store, Transaction


@dataclass(frozen=True)
class FeatureCounts:
    """Numbers of features that an import added, found unchanged, and removed."""

    added: int
    unchanged: int
    removed: int


def read_layer(store: Store, slug: str, layer: LayerName) -> gpd.GeoDataFrame:
    """
    Read a layer without redaction, in insertion order; empty where it has no features.

    Notes
    -----
    Unredacted: only `geo.privacy` may disclose the result.
    """
    return to_geodataframe(store.frame(f"layers/{layer}", community=slug))


def count_features(store: Store, slug: str) -> dict[str, int]:
    """Count the features of each layer that has any."""
    rows = store.rows("layers/counts", community=slug)
    return {row["layer"]: row["features"] for row in rows}


def add_features(
    store: Store, slug: str, layer: LayerName, features: gpd.GeoDataFrame, *, who: str
) -> FeatureCounts:
    """
    Add features; those identical to an existing one are not added again.

    Parameters
    ----------
    features
        Validated attributes and EPSG:4326 geometry. A missing `id` is generated.
    who
        Actor recorded in the history.
    """
    return store.transact(
        lambda transaction: insert_features(transaction, slug, layer, features, who)
    )


def replace_features(
    store: Store, slug: str, layer: LayerName, features: gpd.GeoDataFrame, *, who: str
) -> FeatureCounts:
    """Replace all features of a layer; the history keeps the old ones."""

    def in_transaction(transaction: Transaction) -> FeatureCounts:
        old_ids = [row["id"] for row in transaction.rows("layers/ids", community=slug, layer=layer)]
        delete_features(transaction, slug, layer, old_ids, who)
        added = insert_features(transaction, slug, layer, features, who)
        return FeatureCounts(added.added, added.unchanged, len(old_ids))

    return store.transact(in_transaction)


def to_geodataframe(frame: pd.DataFrame) -> gpd.GeoDataFrame:
    """Convert a frame with a `wkb` column into a GeoDataFrame, EPSG:4326."""
    geometry = shapely.from_wkb(frame["wkb"].map(bytes).to_numpy(dtype=object))
    return gpd.GeoDataFrame(frame.drop(columns="wkb"), geometry=geometry, crs=WGS84)


def insert_features(
    transaction: Transaction, slug: str, layer: LayerName, features: gpd.GeoDataFrame, who: str
) -> FeatureCounts:
    """Add features within a larger transaction; see `add_features`."""
    incoming = _feature_rows(features)
    existing_ids = transaction.frame_with_incoming(
        "layers/existing_ids", incoming, community=slug, layer=layer
    )["id"]
    new_rows = incoming[~incoming["id"].isin(existing_ids)]
    if not new_rows.empty:
        transaction.execute("layers/add", new_rows, community=slug, layer=layer)
        transaction.execute("history/added", new_rows, community=slug, layer=layer, who=who)
        transaction.execute("communities/layers_changed", slug=slug)
    return FeatureCounts(len(new_rows), len(incoming) - len(new_rows), 0)


def delete_features(
    transaction: Transaction, slug: str, layer: LayerName, ids: Sequence[str], who: str
) -> None:
    """Remove features within a larger transaction."""
    if not ids:
        return
    incoming = pd.DataFrame({"id": list(ids)})
    transaction.execute("history/removed", incoming, community=slug, layer=layer, who=who)
    transaction.execute("layers/remove", incoming, community=slug, layer=layer)
    transaction.execute("communities/layers_changed", slug=slug)


def _feature_rows(frame: gpd.GeoDataFrame) -> pd.DataFrame:
    attributes = pd.DataFrame(frame.drop(columns=[frame.geometry.name, "id"], errors="ignore"))
    records = attributes.astype(object).where(attributes.notna(), None).to_dict("records")
    ids = frame["id"] if "id" in frame else [str(uuid.uuid4()) for _ in records]
    return pd.DataFrame(
        {
            "id": list(ids),
            "attributes": [
                json.dumps(record, sort_keys=True, ensure_ascii=False, default=str)
                for record in records
            ],
            "wkb": shapely.to_wkb(frame.geometry.to_numpy()),
        }
    )
