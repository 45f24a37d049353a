"""GeoJSON: reading, also with the obsolete `crs` member, and writing after RFC 7946."""

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
from pyproj import CRS

from geo.errors import (
    LayerFileEmptyError,
    LayerNotGeojsonError,
    LayerSyntaxError,
    LayerUnreadableError,
)
from geo.formats.crs_text import parse_crs
from geo.formats.export_note import ExportNote
from geo.formats.file_format import FileFormat, LayerSource, ParsedLayer
from geo.formats.findings import RowFinding
from geo.formats.geometry_checks import decode_geometries, normalise_geometries
from geo.formats.memory_limit import check_bracket_count, check_cell_count
from geo.formats.text_encoding import read_text_file
from geo.layers.column_matching import make_unique_names
from geo.layers.text_cleaning import clean_text


def read_geojson(source: LayerSource) -> ParsedLayer:
    """
    Read the features of a GeoJSON file; unreadable geometries become findings.

    Raises
    ------
    LayerFileEmptyError
        If it is empty or has no features.
    LayerSyntaxError
        If the JSON is truncated or broken; names the line.
    LayerUnreadableError
        If it is not text, or its numbers or nesting exceed the parser's limits.
    LayerNotGeojsonError
        If it is JSON of another kind.
    LayerCrsUnknownError, LayerCrsTextError
        If it names an unknown CRS, or describes one by more than a code or plain WKT.
    LayerTooLargeError, LayerColumnsError, LayerMemoryError
        If reading it would fill the memory.
    """
    file = source.file.name
    text = read_text_file(source.file)
    check_bracket_count(text, file=file)
    if not text.strip():
        raise LayerFileEmptyError(file=file)
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        raise LayerSyntaxError(file=file, line=error.lineno) from error
    except (ValueError, RecursionError) as error:  # numbers or nesting beyond the parser's limits
        raise LayerUnreadableError(file=file) from error
    features = _read_features(document, file)
    encoded = [_encode_geometry(feature) for feature in features]
    geometries, invalid = decode_geometries(np.array(encoded, dtype=object), shapely.from_geojson)
    findings = [
        RowFinding(position + 1, finding.key, finding.placeholders)
        for position, finding in invalid.items()
    ]
    return ParsedLayer(
        _collect_properties(features, file), geometries, _read_crs(document, file), findings
    )


def _read_features(document: object, file: str) -> list[object]:
    kind = document.get("type") if isinstance(document, dict) else None
    if isinstance(document, dict) and kind == "FeatureCollection":
        features = document.get("features")
        if isinstance(features, list) and features:
            return features
        raise LayerFileEmptyError(file=file)
    if kind == "Feature":
        return [document]
    if isinstance(document, dict) and ("coordinates" in document or "geometries" in document):
        return [{"geometry": document}]
    raise LayerNotGeojsonError(file=file, found=str(kind or type(document).__name__))


def _encode_geometry(feature: object) -> str | None:
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    return None if geometry is None else json.dumps(geometry)


def _collect_properties(features: list[object], file: str) -> pd.DataFrame:
    records: list[dict[str, Any]] = []
    for feature in features:
        properties = feature.get("properties") if isinstance(feature, dict) else None
        records.append(properties if isinstance(properties, dict) else {})
    names = list(dict.fromkeys(name for record in records for name in record))
    check_cell_count(len(records), len(names), file=file)
    columns = {
        unique: [record.get(name) for record in records]
        for name, unique in zip(names, make_unique_names(names), strict=True)
    }
    return pd.DataFrame(columns, index=range(len(records)), dtype=object)


def _read_crs(document: dict[str, Any], file: str) -> CRS | None:
    crs_member = document.get("crs")
    if not isinstance(crs_member, dict) or not isinstance(crs_member.get("properties"), dict):
        return None
    properties = crs_member["properties"]
    return parse_crs(properties.get("name", properties.get("code")), file=file)


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
    "GeoJSON", (".geojson", ".json"), ("json",), read=read_geojson, write=write_geojson
)
