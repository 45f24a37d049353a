"""Write layers as GeoJSON after RFC 7946: one feature to a line, so that changes can be read."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from data.demo.ground import Coordinates, project_to_lonlat


@dataclass(frozen=True)
class LayerFeature:
    """One point (one row) or ring (anticlockwise, closed) in metres, with its fields."""

    coordinates: Coordinates
    properties: dict[str, object]


def format_layer(features: Iterable[LayerFeature]) -> str:
    """
    Write a layer.

    Parameters
    ----------
    features
        In the order in which they shall stand in the file.

    Returns
    -------
    geojson
        A feature collection; longitude first, six decimals.
    """
    rows = ",\n".join(_format_feature(feature) for feature in features)
    return f'{{"type": "FeatureCollection", "features": [\n{rows}\n]}}\n'


def _format_feature(feature: LayerFeature) -> str:
    places = [list(place) for place in project_to_lonlat(feature.coordinates)]
    shape: dict[str, object] = {"type": "Polygon", "coordinates": [places]}
    if len(places) == 1:
        shape = {"type": "Point", "coordinates": places[0]}
    feature_object = {"type": "Feature", "properties": feature.properties, "geometry": shape}
    return json.dumps(feature_object, ensure_ascii=False)
