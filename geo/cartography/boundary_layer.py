"""A boundary that is being made: the ground it will hold, and the corners put so far."""

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
    """Draw ground that may become the boundary (EPSG:4326); None draws none."""
    return leaflet_shapes.feature_group(
        "outline", [] if geometry is None else [leaflet_shapes.area_shape(geometry, _AREA_STYLE)]
    )


def corner_layer(corners: Sequence[LatLng]) -> folium.FeatureGroup:
    """
    Draw the corners of a boundary in the making, and the line from each to the next.

    Parameters
    ----------
    corners
        Latitude and longitude [degrees], in the order they were put. From the last a dotted
        line leads back to the first.
    """
    places = [(lon, lat) for lat, lon in corners]
    drawn: list[LeafletShape] = []
    if len(places) > 1:
        line = LineString(places)
        drawn += [
            leaflet_shapes.line_shape(line, _CASING_STYLE),
            leaflet_shapes.line_shape(line, _LINE_STYLE),
        ]
    if len(places) > 2:
        drawn.append(leaflet_shapes.line_shape(LineString([places[-1], places[0]]), _CLOSING_STYLE))
    drawn += [leaflet_shapes.marker_shape(corner, Markup("<i></i>"), "start") for corner in corners]
    return leaflet_shapes.feature_group("corners", drawn)
