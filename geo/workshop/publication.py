"""
Publication of agreed marks into the community's layers, on which routes and coverage are computed.

The marks are unchanged, withdrawn ones included; the layers receive a copy, of a line its
corridor. Publishing again replaces the earlier copy by the current marks; the history keeps both.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.access.layer_rights import require_authorisation
from geo.layers.confidential_features import is_confidential
from geo.layers.text_folding import squeeze_text
from geo.model import LayerName
from geo.store.actor import current_actor
from geo.store.audit import append_audit_line
from geo.store.database import Store, Transaction
from geo.store.layers import delete_features, insert_features, read_layer, to_geodataframe
from geo.workshop.drawing_area import buffer_marks
from geo.workshop.drawing_sessions import read_drawing
from geo.workshop.mark import COORDINATE_DECIMALS, MarkKind, is_confidential_mark

LAYER_BY_KIND: dict[MarkKind, LayerName] = {
    "risk_area": "risk_areas",
    "safe_zone": "safe_zones",
    "service": "services",
}


@dataclass(frozen=True)
class AgreedCounts:
    """Number of features that each layer received from a drawing session."""

    risk_areas: int
    safe_zones: int
    services: int


def agree_drawing(store: Store, slug: str, code: str, *, today: date | None = None) -> AgreedCounts:
    """
    Copy the marks of a drawing session that are not withdrawn into the community's layers.

    Parameters
    ----------
    today
        The day of the agreement; None means today.

    Raises
    ------
    DrawingUnknownError
        If no session of this code was opened.
    WriteDeniedError
        If the acting role may not write these layers.
    """
    read_drawing(store, slug, code)
    agreed_on = today or date.today()

    def in_transaction(transaction: Transaction) -> AgreedCounts:
        marks = read_agreed_marks(transaction, slug, code)
        counts = {}
        for kind, layer in LAYER_BY_KIND.items():
            parameters = {"community": slug, "layer": layer, "code": code}
            old_ids = [row["id"] for row in transaction.rows("workshop/agreed_ids", **parameters)]
            features = to_layer_features(marks[marks["kind"] == kind], kind)
            features = _keep_confidential(transaction, slug, layer, features)
            delete_features(require_authorisation(transaction, slug, layer, "delete"), old_ids)
            forget_agreed_copies(transaction, slug, old_ids)
            if not features.empty:
                insert_features(require_authorisation(transaction, slug, layer, "add"), features)
            counts[layer] = len(features)
        transaction.execute(
            "retention/set_agreed_on", community=slug, code=code, agreed_on=agreed_on
        )
        transaction.execute("communities/layers_changed", slug=slug)
        append_audit_line(
            transaction, current_actor(), "session_agreed", {"community": slug, "sessions": 1}
        )
        return AgreedCounts(**counts)

    return store.transact_serialised(in_transaction)


def forget_agreed_copies(transaction: Transaction, slug: str, ids: Sequence[str]) -> None:
    """Delete the record that features are agreed parts of marks: `geo.workshop.agreed_areas`."""
    if ids:
        incoming = pd.DataFrame({"id": list(ids)})
        transaction.execute("workshop/delete_agreed_copies", incoming, community=slug)


def read_agreed_copies(
    transaction: Transaction, slug: str, codes: Sequence[str]
) -> gpd.GeoDataFrame:
    """Read the agreed parts of some sessions as they are on the map, with `has_marks`."""
    rows = transaction.rows("workshop/agreed_copies", community=slug)
    has_marks = {row["id"]: row["has_marks"] for row in rows if row["code"] in codes}
    layer = read_layer(transaction, slug, "risk_areas")
    copies = layer[layer["id"].isin(list(has_marks))]
    return copies.assign(has_marks=copies["id"].map(has_marks).astype(bool))


def _keep_confidential(
    transaction: Transaction, slug: str, layer: LayerName, features: gpd.GeoDataFrame
) -> gpd.GeoDataFrame:
    """
    Keep places confidential that a coordinator removed to bring them again as confidential ones.

    Only copies that a coordinator removed are compared: else whoever draws could find out by
    drawing what is stored.
    """
    if features.empty or "confidential" not in features:
        return features
    rows = transaction.rows(
        "workshop/removed_copies", community=slug, layer=layer, who="coordinator"
    )
    removed = {row["id"] for row in rows}
    stored = read_layer(transaction, slug, layer)
    confidential = stored[is_confidential(stored)]
    places = set(_place_keys(confidential))
    names = {squeeze_text(name) for name in confidential["name"] if isinstance(name, str)}
    comes_again = [
        feature_id in removed
        and (place in places or (isinstance(name, str) and squeeze_text(name) in names))
        for feature_id, place, name in zip(
            features["id"], _place_keys(features), features["name"], strict=True
        )
    ]
    return features.assign(confidential=features["confidential"] | np.array(comes_again))


def _place_keys(features: gpd.GeoDataFrame) -> list[bytes]:
    shapes = np.asarray(features.geometry, dtype=object)
    rounded = shapely.transform(shapes, lambda at: np.round(at, COORDINATE_DECIMALS) + 0.0)
    return list(shapely.to_wkb(shapely.normalize(rounded)))


def read_agreed_marks(transaction: Transaction, slug: str, code: str) -> gpd.GeoDataFrame:
    """Read the marks of a drawing session that are not withdrawn, with their attributes."""
    rows = transaction.frame("workshop/marks_to_agree", community=slug, code=code)
    attributes = pd.DataFrame([json.loads(text) for text in rows["attributes"]], index=rows.index)
    columns = ["kind", "category", "severity", "holds", "name", "note", "session"]
    flags = [is_confidential_mark(json.loads(text)) for text in rows["attributes"]]
    frame = attributes.reindex(columns=columns).assign(
        id=rows["id"], wkb=rows["wkb"], confidential=np.array(flags, dtype=bool)
    )
    return to_geodataframe(frame)


def to_layer_features(marks: gpd.GeoDataFrame, kind: MarkKind) -> gpd.GeoDataFrame:
    """Convert marks to the columns of their layer."""
    if marks.empty:
        return marks
    areas = buffer_marks(marks)
    columns: dict[str, Any] = {"id": areas["id"], "session": areas["session"]}
    if kind == "risk_area":
        columns |= {
            "category": areas["category"],
            "severity": areas["severity"].astype(int),
            "holds": areas["holds"],
            "note": areas["note"].where(areas["note"] != "", None),
        }
    elif kind == "safe_zone":
        columns |= {
            "kind": areas["category"],
            "name": _names_or_none(areas),
            "hours": None,
            "confidential": areas["confidential"],
            "public": False,
        }
    else:
        columns |= {
            "type": areas["category"],
            "name": _names_or_none(areas),
            "phone": None,
            "opening_hours": None,
            "confidential": areas["confidential"],
            "public": False,
            "source": "workshop",
            "verified_on": None,
        }
    return gpd.GeoDataFrame(columns, geometry=areas.geometry, crs=areas.crs)


def _names_or_none(marks: gpd.GeoDataFrame) -> pd.Series:
    return marks["name"].where(marks["name"] != "", None)
