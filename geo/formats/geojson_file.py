"""GeoJSON: its format, and writing after RFC 7946."""

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
from geo.formats.file_format import FileFormat
from geo.formats.geojson_reading import list_json_layers, read_geojson
from geo.formats.geometry_checks import normalise_geometries
from geo.layers.text_cleaning import clean_text


def write_geojson(frame: gpd.GeoDataFrame, layer: str, note: ExportNote | None) -> bytes:
    """Write a frame as a FeatureCollection; see `format_geojson`."""
    return format_geojson(frame, layer=layer, note=note).encode()


def format_geojson(frame: gpd.GeoDataFrame, *, layer: str, note: ExportNote | None = None) -> str:
    """
    Format a frame as the text of a FeatureCollection.

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
        Seven decimals of a degree, outer rings anticlockwise; a missing geometry and a number
        that is unknown or infinite are `null`.
    """
    geometries = normalise_geometries(np.asarray(frame.geometry.array, dtype=object))
    geometries[shapely.is_empty(geometries)] = None
    cells = pd.DataFrame(frame.drop(columns=frame.geometry.name)).astype(object)
    features = [
        _format_feature(record, geometry)
        for record, geometry in zip(
            cells.to_dict("records"), shapely.to_geojson(geometries), strict=True
        )
    ]
    members = {} if note is None else note.to_metadata()
    collection = {"type": "FeatureCollection", "name": layer, **members, "features": features}
    present = geometries[~shapely.is_missing(geometries)]
    if present.size:
        collection["bbox"] = [float(edge) for edge in shapely.total_bounds(present)]
    return json.dumps(collection, ensure_ascii=False, allow_nan=False)


def _format_feature(record: dict[Hashable, Any], geometry: str | None) -> dict[str, object]:
    feature: dict[str, object] = {"type": "Feature"}
    if "id" in record:
        feature["id"] = to_json_value(record.pop("id"))
    feature["properties"] = {str(name): to_json_value(value) for name, value in record.items()}
    feature["geometry"] = None if geometry is None else json.loads(geometry)
    return feature


def to_json_value(value: Any) -> object:  # noqa: ANN401 (any cell of a frame)
    """Convert a cell to a JSON value: unknown and infinite to null, dates and times to ISO text."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, list | tuple | np.ndarray):
        return [to_json_value(part) for part in value]
    if value is None or pd.isna(value) or (isinstance(value, float) and math.isinf(value)):
        return None
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, bool | int | float) else clean_text(str(value))


FORMAT = FileFormat(
    "GeoJSON",
    (".geojson", ".json"),
    ("json",),
    read=read_geojson,
    list_layers=list_json_layers,
    write=write_geojson,
)
