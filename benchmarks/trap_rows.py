"""Five services of an invented district of Lima, which the trap files write again and again."""

from __future__ import annotations

import json
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

Row = dict[str, Any]
ROWS: tuple[Row, ...] = (
    {"name": "Posta Ñaña", "type": "health", "lat": -12.0512, "lon": -77.0311},
    {"name": "Comisaría Sur", "type": "police", "lat": -12.0634, "lon": -77.0422},
    {"name": "Hospital Кант", "type": "health", "lat": -12.0756, "lon": -77.0533},
    {"name": "Fiscalía", "type": "legal", "lat": -12.0878, "lon": -77.0644},
    {"name": "Defensoría", "type": "legal", "lat": -12.0991, "lon": -77.0755},
)
SQUARE = [[-77.05, -12.05], [-77.04, -12.05], [-77.04, -12.04], [-77.05, -12.04], [-77.05, -12.05]]
METRIC = 32718


def make_point(row: Row, **more: object) -> Row:
    """Make a feature of a row."""
    properties = {key: row[key] for key in row if key not in ("lat", "lon")}
    geometry = {"type": "Point", "coordinates": [row["lon"], row["lat"]]}
    return {"type": "Feature", "geometry": geometry, "properties": properties | more}


def make_collection(features: list[Any], **more: object) -> bytes:
    """Write a feature collection."""
    document = {"type": "FeatureCollection", "features": features, **more}
    return json.dumps(document, ensure_ascii=False).encode()


def change_row(position: int, **values: object) -> list[Row]:
    """Return the rows, one with other values."""
    return [row | values if number == position else dict(row) for number, row in enumerate(ROWS)]


def make_frame() -> gpd.GeoDataFrame:
    """Return the rows as a frame."""
    table = pd.DataFrame([{"name": row["name"], "type": row["type"]} for row in ROWS])
    points = [shapely.Point(row["lon"], row["lat"]) for row in ROWS]
    return gpd.GeoDataFrame(table, geometry=points, crs=4326)
