"""Features of GeoJSON as rows: properties as cells, geometries in two dimensions."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

import numpy as np
import shapely

from geo.formats.findings import Finding, RowFinding
from geo.formats.geometry_checks import Geometries, decode_geometries
from geo.formats.ring_closing import close_geojson, make_ring_doubt

GEOMETRY_TYPES = frozenset(
    "Point MultiPoint LineString MultiLineString Polygon MultiPolygon GeometryCollection".split()
)
ID_COLUMN = "id"
DIMENSIONS = 3  # coordinates of a place that GEOS accepts
HEIGHTS_NOTICE = "import.notice_heights"


@dataclass(frozen=True)
class FeatureRows:
    """
    Features as rows.

    Attributes
    ----------
    records
        The properties of each; empty where a feature is none, or has none.
    geometries
        Flat, None where a feature has none or it could not be read.
    findings
        Geometries that could not be read, by row.
    notices
        Whether heights and measures were left out.
    doubts
        Areas that were closed, by row.
    """

    records: list[dict[str, Any]]
    geometries: Geometries
    findings: list[RowFinding]
    notices: list[Finding]
    doubts: list[RowFinding] = field(default_factory=list)


class DecodedFeatures(NamedTuple):
    """The geometries of features, and what was found in them; see `FeatureRows`."""

    geometries: Geometries
    findings: list[RowFinding]
    notices: list[Finding]
    doubts: list[RowFinding]


def read_feature_rows(features: list[Any]) -> FeatureRows:
    """
    Read features; each is a row, also where it is no feature at all.

    Parameters
    ----------
    features
        Parsed JSON. A geometry in the place of a feature is one without properties.

    Returns
    -------
    rows
        A feature's identifier is its cell `id` where its properties have none.
    """
    encoded = np.full(len(features), None, dtype=object)
    encoded[:] = [_encode_geometry(feature) for feature in features]
    return FeatureRows(read_records(features), *decode_features(encoded))


def read_records(features: Sequence[Any]) -> list[dict[str, Any]]:
    """Read the properties and the identifier of each feature; empty where it has none."""
    records = []
    for feature in features:
        properties = feature.get("properties") if isinstance(feature, dict) else None
        record = properties if isinstance(properties, dict) else {}
        identifier = feature.get("id") if isinstance(feature, dict) else None
        if isinstance(identifier, str | int) and ID_COLUMN not in record:
            record = {ID_COLUMN: identifier, **record}
        records.append(record)
    return records


def decode_features(
    encoded: Geometries,
) -> DecodedFeatures:
    """Decode geometries of GeoJSON text, with two coordinates each."""
    with_heights = 0

    def parse(texts: Any, on_invalid: Literal["raise", "ignore"] = "raise") -> Any:  # noqa: ANN401 (as shapely has it)
        nonlocal with_heights
        parsed = shapely.from_geojson(texts, on_invalid=on_invalid)
        with_heights += int(np.count_nonzero(shapely.has_z(parsed)))
        return parsed

    geometries, invalid = decode_geometries(encoded, parse)
    doubts = []
    for position in list(invalid):
        closed = close_geojson(encoded[position])
        geometry = None if closed is None else shapely.from_geojson(closed, on_invalid="ignore")
        if geometry is not None:
            geometries[position] = shapely.force_2d(geometry)
            doubts.append(make_ring_doubt(position))
            del invalid[position]
    for position in list(invalid):
        flat = _cut_measures(encoded[position])
        geometry = None if flat is None else shapely.from_geojson(flat, on_invalid="ignore")
        if geometry is not None:
            geometries[position] = shapely.force_2d(geometry)
            with_heights += 1
            del invalid[position]
    findings = [
        RowFinding(position + 1, finding.key, finding.placeholders)
        for position, finding in sorted(invalid.items())
    ]
    notices = [Finding(HEIGHTS_NOTICE, {"count": with_heights})] if with_heights else []
    return DecodedFeatures(geometries, findings, notices, doubts)


def _encode_geometry(feature: object) -> str | None:
    if not isinstance(feature, dict):
        return None
    is_bare = feature.get("type") in GEOMETRY_TYPES and "geometry" not in feature
    geometry = feature if is_bare else feature.get("geometry")
    return None if geometry is None else json.dumps(geometry)


def _cut_measures(text: str) -> str | None:
    """Cut places of more than three numbers; None where there are none."""
    geometry = json.loads(text) if text else None
    if not isinstance(geometry, dict):
        return None
    cut = _cut_places(geometry)
    return None if cut == geometry else json.dumps(cut)


def _cut_places(value: Any) -> Any:  # noqa: ANN401 (any JSON)
    if isinstance(value, dict):
        return {name: _cut_places(inner) for name, inner in value.items()}
    if not isinstance(value, list):
        return value
    if len(value) > DIMENSIONS and all(isinstance(number, int | float) for number in value):
        return value[:DIMENSIONS]
    return [_cut_places(inner) for inner in value]
