"""
Agreeing: what a group drew goes into the layers that ways and coverage are measured on.

The marks stay as they were drawn, those set aside included, and the layers receive a copy: of a
dangerous stretch its corridor. Agreeing again puts what stands now in the place of the earlier
copy; the history keeps both.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

import geopandas as gpd
import pandas as pd

from geo.model import LayerName
from geo.store.actor import actor
from geo.store.audit import append
from geo.store.database import Store, Writer
from geo.store.layers import add_in, as_geoframe, remove_in
from geo.workshop.drawing_area import grounds
from geo.workshop.drawing_sessions import drawing
from geo.workshop.mark import Kind

LAYER_OF: dict[Kind, LayerName] = {
    "risk_area": "risk_areas",
    "safe_zone": "safe_zones",
    "service": "services",
}


@dataclass(frozen=True)
class Agreed:
    """How many features each layer received from a drawing session."""

    risk_areas: int
    safe_zones: int
    services: int


def agree_drawing(store: Store, slug: str, code: str, *, today: date | None = None) -> Agreed:
    """
    Put what a group drew, and did not set aside, into the community's layers.

    Parameters
    ----------
    today
        The day of the agreement; None means today.

    Raises
    ------
    DrawingUnknownError
        If none of this code was opened here.
    """
    drawing(store, slug, code)
    day = today or date.today()

    def work(writer: Writer) -> Agreed:
        marks = _marks(writer, slug, code)
        counts = {}
        for kind, layer in LAYER_OF.items():
            where = {"community": slug, "layer": layer, "code": code}
            old = [row["id"] for row in writer.rows("workshop/agreed_ids", **where)]
            remove_in(writer, slug, layer, old, actor())
            features = _features(marks[marks["kind"] == kind], kind)
            if not features.empty:
                add_in(writer, slug, layer, features, actor())
            counts[layer] = len(features)
        writer.change("retention/agree", community=slug, code=code, agreed_on=day)
        writer.change("communities/layers_changed", slug=slug)
        append(writer, actor(), "session_agreed", {"community": slug, "sessions": 1})
        return Agreed(**counts)

    return store.transact_in_turn(work)


def _marks(writer: Writer, slug: str, code: str) -> gpd.GeoDataFrame:
    rows = writer.frame("workshop/marks_to_agree", community=slug, code=code)
    told = pd.DataFrame([json.loads(text) for text in rows["attributes"]], index=rows.index)
    columns = ["kind", "category", "severity", "holds", "name", "note", "session"]
    frame = told.reindex(columns=columns).assign(id=rows["id"], wkb=rows["wkb"])
    return as_geoframe(frame)


def _features(marks: gpd.GeoDataFrame, kind: Kind) -> gpd.GeoDataFrame:
    """Give marks the columns of their layer."""
    if marks.empty:
        return marks
    ground = grounds(marks)
    own: dict[str, Any] = {"id": ground["id"], "session": ground["session"]}
    if kind == "risk_area":
        own |= {
            "category": ground["category"],
            "severity": ground["severity"].astype(int),
            "holds": ground["holds"],
            "note": ground["note"].where(ground["note"] != "", None),
        }
    elif kind == "safe_zone":
        own |= {"kind": ground["category"], "name": _named(ground), "hours": None}
    else:
        own |= {
            "type": ground["category"],
            "name": _named(ground),
            "phone": None,
            "opening_hours": None,
            "confidential": False,
            "source": "workshop",
            "verified_on": None,
        }
    return gpd.GeoDataFrame(own, geometry=ground.geometry, crs=ground.crs)


def _named(marks: gpd.GeoDataFrame) -> pd.Series:
    return marks["name"].where(marks["name"] != "", None)
