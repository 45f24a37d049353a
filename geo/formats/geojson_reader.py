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
    LayerBrokenLineError,
    LayerCrsUnknownError,
    LayerFileEmptyError,
    LayerNotGeojsonError,
    LayerUnreadableError,
)
from geo.formats.findings import RowProblem
from geo.formats.geometry_checks import decode
from geo.formats.memory_limit import check_brackets, check_cells
from geo.formats.parsed_layer import RawLayer
from geo.formats.text_encoding import read_text
from geo.layers.schema import unique_names


def read_geojson(path: Path) -> RawLayer:
    """
    Read the features of a GeoJSON file, each with what can be read of it.

    Raises
    ------
    LayerFileEmptyError
        If it is empty or has no features.
    LayerBrokenLineError
        If it is cut off or broken; tells the line.
    LayerUnreadableError
        If it is not text, or no program could mean it.
    LayerNotGeojsonError
        If it is JSON of another kind.
    LayerCrsUnknownError
        If it names a CRS that nobody knows.
    LayerTooLargeError, LayerTooFullError
        If reading it would fill the memory.
    """
    text = read_text(path)
    check_brackets(text, file=path.name)
    if not text.strip():
        raise LayerFileEmptyError(file=path.name)
    try:
        whole = json.loads(text)
    except json.JSONDecodeError as error:
        raise LayerBrokenLineError(file=path.name, line=error.lineno) from error
    except (ValueError, RecursionError) as error:  # numbers or nesting beyond all measure
        raise LayerUnreadableError(file=path.name) from error
    features = _features(whole, path)
    parts = [_geometry(feature) for feature in features]
    shapes, faults = decode(np.array(parts, dtype=object), shapely.from_geojson)
    problems = [RowProblem(place + 1, fault.key, fault.blanks) for place, fault in faults.items()]
    return RawLayer(_cells(features, path), shapes, _crs(whole, path), problems)


def _features(whole: object, path: Path) -> list[object]:
    kind = whole.get("type") if isinstance(whole, dict) else None
    if isinstance(whole, dict) and kind == "FeatureCollection":
        features = whole.get("features")
        if isinstance(features, list) and features:
            return features
        raise LayerFileEmptyError(file=path.name)
    if kind == "Feature":
        return [whole]
    if isinstance(whole, dict) and ("coordinates" in whole or "geometries" in whole):
        return [{"geometry": whole}]
    raise LayerNotGeojsonError(file=path.name, found=str(kind or type(whole).__name__))


def _geometry(feature: object) -> str | None:
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    return None if geometry is None else json.dumps(geometry)


def _cells(features: list[object], path: Path) -> pd.DataFrame:
    records: list[dict[str, Any]] = []
    for feature in features:
        properties = feature.get("properties") if isinstance(feature, dict) else None
        records.append(properties if isinstance(properties, dict) else {})
    names = list(dict.fromkeys(name for record in records for name in record))
    check_cells(len(records), len(names), file=path.name)
    columns = {
        unique: [record.get(name) for record in records]
        for name, unique in zip(names, unique_names(names), strict=True)
    }
    return pd.DataFrame(columns, index=range(len(records)), dtype=object)


def _crs(whole: dict[str, Any], path: Path) -> CRS | None:
    said = whole.get("crs")
    if not isinstance(said, dict) or not isinstance(said.get("properties"), dict):
        return None
    properties = said["properties"]
    name = properties.get("name", properties.get("code"))
    try:
        return CRS.from_user_input(name)
    except CRSError as error:
        raise LayerCrsUnknownError(file=path.name, crs=str(name)[:80]) from error
