"""Folium layers of a boundary that is being drawn: its area, and its corners so far."""

from __future__ import annotations

from collections.abc import Sequence

import folium
from markupsafe import Markup
from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry

from geo.cartography import leaflet_shapes
from geo.cartography.leaflet_shapes import LatLng, LeafletShape
from geo.cartography.palette import VIOLET, WHITE

_LINE_STYLE: LeafletShape = {"pane": "amparo-safest", "color": VIOLET, "weight": 5}
_CASING_STYLE: LeafletShape = {"pane": "amparo-safest", "color": WHITE, "weight": 9}
_CLOSING_STYLE: LeafletShape = {
    "pane": "amparo-safest",
    "color": VIOLET,
    "weight": 4,
    "dashArray": "2 9",
}
_AREA_STYLE: LeafletShape = {
    "pane": "amparo-safest",
    "color": VIOLET,
    "weight": 4,
    "fillColor": VIOLET,
    "fillOpacity": 0.1,
}


def outline_layer(geometry: BaseGeometry | None) -> folium.FeatureGroup:
    """Draw an area proposed as boundary (EPSG:4326); None draws none."""
    return leaflet_shapes.feature_group(
        "outline", [] if geometry is None else [leaflet_shapes.area_shape(geometry, _AREA_STYLE)]
    )


def corner_layer(corners: Sequence[LatLng]) -> folium.FeatureGroup:
    """
    Draw the corners of an unfinished boundary and the lines between them.

    Parameters
    ----------
    corners
        Latitude and longitude [degrees], in the order they were set. A dotted line closes the
        ring from the last to the first.
    """
    positions = [(lon, lat) for lat, lon in corners]
    shapes: list[LeafletShape] = []
    if len(positions) > 1:
        line = LineString(positions)
        shapes += [
            leaflet_shapes.line_shape(line, _CASING_STYLE),
            leaflet_shapes.line_shape(line, _LINE_STYLE),
        ]
    if len(positions) > 2:
        closing_line = LineString([positions[-1], positions[0]])
        shapes.append(leaflet_shapes.line_shape(closing_line, _CLOSING_STYLE))
    marker = Markup("<i></i>")
    shapes += [leaflet_shapes.marker_shape(corner, marker, "start") for corner in corners]
    return leaflet_shapes.feature_group("corners", shapes)
