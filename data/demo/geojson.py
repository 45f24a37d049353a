"""Formatting of layers as GeoJSON after RFC 7946, one feature a line for readable diffs."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from data.demo.projection import Coordinates, project_to_lonlat


@dataclass(frozen=True)
class LayerFeature:
    """One point (one row) or ring (anticlockwise, closed) in metres, with its fields."""

    coordinates: Coordinates
    properties: dict[str, object]


def format_layer(features: Iterable[LayerFeature]) -> str:
    """
    Format a layer.

    Parameters
    ----------
    features
        In the order of the file.

    Returns
    -------
    geojson
        A feature collection; longitude first, six decimals.
    """
    rows = ",\n".join(_format_feature(feature) for feature in features)
    return f'{{"type": "FeatureCollection", "features": [\n{rows}\n]}}\n'


def _format_feature(feature: LayerFeature) -> str:
    positions = [list(position) for position in project_to_lonlat(feature.coordinates)]
    geometry: dict[str, object] = {"type": "Polygon", "coordinates": [positions]}
    if len(positions) == 1:
        geometry = {"type": "Point", "coordinates": positions[0]}
    feature_object = {"type": "Feature", "properties": feature.properties, "geometry": geometry}
    return json.dumps(feature_object, ensure_ascii=False)
