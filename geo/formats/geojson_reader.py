"""GeoJSON, with the `crs` that older programs still write."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import shapely
from pyproj import CRS
from pyproj.exceptions import CRSError

from geo.errors import (
    LayerCrsUnknownError,
    LayerFileEmptyError,
    LayerNotGeojsonError,
    LayerSyntaxError,
    LayerUnreadableError,
)
from geo.formats.findings import RowFinding
from geo.formats.geometry_checks import decode_geometries
from geo.formats.memory_limit import check_bracket_count, check_cell_count
from geo.formats.parsed_layer import ParsedLayer
from geo.formats.text_encoding import read_text_file
from geo.layers.schema import make_unique_names


def read_geojson(path: Path) -> ParsedLayer:
    """
    Read the features of a GeoJSON file, each with what can be read of it.

    Raises
    ------
    LayerFileEmptyError
        If it is empty or has no features.
    LayerSyntaxError
        If it is cut off or broken; tells the line.
    LayerUnreadableError
        If it is not text, or no program could mean it.
    LayerNotGeojsonError
        If it is JSON of another kind.
    LayerCrsUnknownError
        If it names a CRS that nobody knows.
    LayerTooLargeError, LayerMemoryError
        If reading it would fill the memory.
    """
    text = read_text_file(path)
    check_bracket_count(text, file=path.name)
    if not text.strip():
        raise LayerFileEmptyError(file=path.name)
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        raise LayerSyntaxError(file=path.name, line=error.lineno) from error
    except (ValueError, RecursionError) as error:  # numbers or nesting beyond all measure
        raise LayerUnreadableError(file=path.name) from error
    features = _read_features(document, path)
    parts = [_encode_geometry(feature) for feature in features]
    shapes, faults = decode_geometries(np.array(parts, dtype=object), shapely.from_geojson)
    findings = [
        RowFinding(place + 1, fault.key, fault.placeholders) for place, fault in faults.items()
    ]
    return ParsedLayer(
        _collect_properties(features, path), shapes, _read_crs(document, path), findings
    )


def _read_features(document: object, path: Path) -> list[object]:
    kind = document.get("type") if isinstance(document, dict) else None
    if isinstance(document, dict) and kind == "FeatureCollection":
        features = document.get("features")
        if isinstance(features, list) and features:
            return features
        raise LayerFileEmptyError(file=path.name)
    if kind == "Feature":
        return [document]
    if isinstance(document, dict) and ("coordinates" in document or "geometries" in document):
        return [{"geometry": document}]
    raise LayerNotGeojsonError(file=path.name, found=str(kind or type(document).__name__))


def _encode_geometry(feature: object) -> str | None:
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    return None if geometry is None else json.dumps(geometry)


def _collect_properties(features: list[object], path: Path) -> pd.DataFrame:
    records: list[dict[str, Any]] = []
    for feature in features:
        properties = feature.get("properties") if isinstance(feature, dict) else None
        records.append(properties if isinstance(properties, dict) else {})
    names = list(dict.fromkeys(name for record in records for name in record))
    check_cell_count(len(records), len(names), file=path.name)
    columns = {
        unique: [record.get(name) for record in records]
        for name, unique in zip(names, make_unique_names(names), strict=True)
    }
    return pd.DataFrame(columns, index=range(len(records)), dtype=object)


def _read_crs(document: dict[str, Any], path: Path) -> CRS | None:
    crs_member = document.get("crs")
    if not isinstance(crs_member, dict) or not isinstance(crs_member.get("properties"), dict):
        return None
    properties = crs_member["properties"]
    name = properties.get("name", properties.get("code"))
    try:
        return CRS.from_user_input(name)
    except CRSError as error:
        raise LayerCrsUnknownError(file=path.name, crs=str(name)[:80]) from error
