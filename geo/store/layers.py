"""
The layers of a community: read, add, edit, remove; every change remembered.

A frame of a layer has the columns of its query under `queries/layers/` and EPSG:4326
geometry. What is stored of a feature is its attributes, as sorted JSON, and its geometry.
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
    """How many features an import added, found already there, and took away."""

    added: int
    unchanged: int
    removed: int


def read_layer(store: Store, slug: str, layer: LayerName) -> gpd.GeoDataFrame:
    """
    Read a layer whole, in the order it was added; empty where there is nothing.

    Notes
    -----
    Raw: only `geo.privacy` may hand on what it reads.
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
    Add features; those already there, the same to the last digit, are not added twice.

    Parameters
    ----------
    features
        Attributes and EPSG:4326 geometry, checked already. An `id` is made where there is none.
    who
        The role that brings them.
    """
    return store.transact(
        lambda transaction: insert_features(transaction, slug, layer, features, who)
    )


def replace_features(
    store: Store, slug: str, layer: LayerName, features: gpd.GeoDataFrame, *, who: str
) -> FeatureCounts:
    """Put features in the place of all that the layer holds; the history keeps the old."""

    def in_transaction(transaction: Transaction) -> FeatureCounts:
        old = [row["id"] for row in transaction.rows("layers/ids", community=slug, layer=layer)]
        delete_features(transaction, slug, layer, old, who)
        added = insert_features(transaction, slug, layer, features, who)
        return FeatureCounts(added.added, added.unchanged, len(old))

    return store.transact(in_transaction)


def to_geodataframe(frame: pd.DataFrame) -> gpd.GeoDataFrame:
    """Turn a frame with a `wkb` column into one with EPSG:4326 geometry."""
    geometry = shapely.from_wkb(frame["wkb"].map(bytes).to_numpy(dtype=object))
    return gpd.GeoDataFrame(frame.drop(columns="wkb"), geometry=geometry, crs=WGS84)


def insert_features(
    transaction: Transaction, slug: str, layer: LayerName, features: gpd.GeoDataFrame, who: str
) -> FeatureCounts:
    """Add features within a transaction that does more; see `add_features`."""
    incoming = _feature_rows(features)
    known = transaction.frame_with_incoming(
        "layers/existing_ids", incoming, community=slug, layer=layer
    )["id"]
    fresh = incoming[~incoming["id"].isin(known)]
    if not fresh.empty:
        transaction.execute("layers/add", fresh, community=slug, layer=layer)
        transaction.execute("history/added", fresh, community=slug, layer=layer, who=who)
        transaction.execute("communities/layers_changed", slug=slug)
    return FeatureCounts(len(fresh), len(incoming) - len(fresh), 0)


def delete_features(
    transaction: Transaction, slug: str, layer: LayerName, ids: Sequence[str], who: str
) -> None:
    """Remove features within a transaction that does more."""
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
