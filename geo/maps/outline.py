"""A boundary that is being made: the ground it will hold, and the corners put so far."""

from __future__ import annotations

from collections.abc import Sequence

import folium
from markupsafe import Markup
from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry

from geo.maps import shapes
from geo.maps.palette import VIOLET, WHITE
from geo.maps.shapes import Place, Shape

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
    return shapes.group("outline", [] if ground is None else [shapes.area(ground, _GROUND)])


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
        drawn += [shapes.line(line, _RIM), shapes.line(line, _LINE)]
    if len(places) > 2:
        drawn.append(shapes.line(LineString([places[-1], places[0]]), _CLOSING))
    drawn += [shapes.sign(corner, Markup("<i></i>"), "start") for corner in corners]
    return shapes.group("corners", drawn)
