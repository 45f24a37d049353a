"""A boundary that is being made: the ground it will hold, and the corners put so far."""

from __future__ import annotations

from collections.abc import Sequence

import folium
from markupsafe import Markup
from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry

from geo.cartography import leaflet_shapes
from geo.cartography.leaflet_shapes import Place, Shape
from geo.cartography.palette import VIOLET, WHITE

_LINE: Shape = {"pane": "amparo-safest", "color": VIOLET, "weight": 5}
_RIM: Shape = {"pane": "amparo-safest", "color": WHITE, "weight": 9}
_CLOSING: Shape = {"pane": "amparo-safest", "color": VIOLET, "weight": 4, "dashArray": "2 9"}
_GROUND: Shape = {
    "pane": "amparo-safest",
    "color": VIOLET,
    "weight": 4,
    "fillColor": VIOLET,
    "fillOpacity": 0.1,
}


def outline_layer(ground: BaseGeometry | None) -> folium.FeatureGroup:
    """Draw ground that may become the boundary (EPSG:4326); None draws none."""
    return leaflet_shapes.group(
        "outline", [] if ground is None else [leaflet_shapes.area(ground, _GROUND)]
    )


def corner_layer(corners: Sequence[Place]) -> folium.FeatureGroup:
    """
    Draw the corners of a boundary in the making, and the line from each to the next.

    Parameters
    ----------
    corners
        Latitude and longitude [degrees], in the order they were put. From the last a dotted
        line leads back to the first.
    """
    places = [(lon, lat) for lat, lon in corners]
    drawn: list[Shape] = []
    if len(places) > 1:
        line = LineString(places)
        drawn += [leaflet_shapes.line(line, _RIM), leaflet_shapes.line(line, _LINE)]
    if len(places) > 2:
        drawn.append(leaflet_shapes.line(LineString([places[-1], places[0]]), _CLOSING))
    drawn += [leaflet_shapes.sign(corner, Markup("<i></i>"), "start") for corner in corners]
    return leaflet_shapes.group("corners", drawn)
