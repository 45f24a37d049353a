"""A frame as GeoJSON after RFC 7946, with its note as members of the collection."""

from __future__ import annotations

import json
import math
from collections.abc import Hashable
from datetime import date
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.formats.export_note import ExportNote
from geo.formats.geometry_checks import normalise_geometries


def format_geojson(frame: gpd.GeoDataFrame, *, layer: str, note: ExportNote | None = None) -> str:
    """
    Write a frame as the text of a FeatureCollection.

    Parameters
    ----------
    frame
        EPSG:4326; a column `id` becomes the identifier of each feature.
    layer
        Member `name` of the collection, as other programs expect it.
    note
        Members `audience`, `purpose`, `date`, `source`, `licence`, `suppressed`, `community`.

    Returns
    -------
    text
        Seven decimals of a degree, outer rings anticlockwise; no shape is `null`, and neither
        an unknown number nor an infinite one is written as a number.
    """
    shapes = normalise_geometries(np.asarray(frame.geometry.array, dtype=object))
    shapes[shapely.is_empty(shapes)] = None
    cells = pd.DataFrame(frame.drop(columns=frame.geometry.name)).astype(object)
    features = [
        _format_feature(record, shape)
        for record, shape in zip(cells.to_dict("records"), shapely.to_geojson(shapes), strict=True)
    ]
    members = {} if note is None else note.to_metadata()
    collection = {"type": "FeatureCollection", "name": layer, **members, "features": features}
    placed = shapes[~shapely.is_missing(shapes)]
    if placed.size:
        collection["bbox"] = [float(edge) for edge in shapely.total_bounds(placed)]
    return json.dumps(collection, ensure_ascii=False, allow_nan=False)


def _format_feature(record: dict[Hashable, Any], geometry: str | None) -> dict[str, object]:
    feature: dict[str, object] = {"type": "Feature"}
    if "id" in record:
        feature["id"] = to_json_value(record.pop("id"))
    feature["properties"] = {str(name): to_json_value(value) for name, value in record.items()}
    feature["geometry"] = None if geometry is None else json.loads(geometry)
    return feature


def to_json_value(value: Any) -> object:  # noqa: ANN401 (whatever a frame may hold)
    """Give a cell as JSON has it: unknown and infinite as null, days and times as ISO text."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, list | tuple | np.ndarray):
        return [to_json_value(part) for part in value]
    if value is None or pd.isna(value) or (isinstance(value, float) and math.isinf(value)):
        return None
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, bool | int | float | str) else str(value)
