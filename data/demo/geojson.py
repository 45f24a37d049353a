"""Write layers as GeoJSON after RFC 7946: one feature to a line, so that changes can be read."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from data.demo.ground import Line, lonlat


@dataclass(frozen=True)
class Feature:
    """One point (one row) or ring (anticlockwise, closed) in metres, with its fields."""

    line: Line
    fields: dict[str, object]


def text(features: Iterable[Feature]) -> str:
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
    rows = ",\n".join(_feature(feature) for feature in features)
    return f'{{"type": "FeatureCollection", "features": [\n{rows}\n]}}\n'


def _feature(feature: Feature) -> str:
    places = [list(place) for place in lonlat(feature.line)]
    shape: dict[str, object] = {"type": "Polygon", "coordinates": [places]}
    if len(places) == 1:
        shape = {"type": "Point", "coordinates": places[0]}
    whole = {"type": "Feature", "properties": feature.fields, "geometry": shape}
    return json.dumps(whole, ensure_ascii=False)
