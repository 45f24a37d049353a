"""
Shapes as plain data, and the one Folium element that draws them.

A layer is a list of shapes; the browser's `drawing.js` draws a list in one call. That keeps
what is sent small (a thousand dots are a thousand triples) and its script the same everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

import folium
from branca.element import MacroElement
from folium.template import Template
from markupsafe import Markup
from shapely.geometry import LineString, Polygon
from shapely.geometry.base import BaseGeometry, BaseMultipartGeometry

from geo.cartography.escaping import in_html, in_script

Shape: TypeAlias = dict[str, object]
Place: TypeAlias = tuple[float, float]  # latitude and longitude
Position: TypeAlias = list[float]

# A millionth of a degree is 11 cm on the ground: finer than a pixel at the last zoom.
_DECIMALS = 6


class Drawing(MacroElement):
    """
    The shapes of one layer.

    Parameters
    ----------
    shapes
        What `area`, `line`, `dots`, `sign` and `view` made, in drawing order.
    """

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            Amparo.draw({{ this._parent.get_name() }}, {{ this.shapes }});
        {% endmacro %}
        """
    )

    def __init__(self, shapes: Iterable[Shape]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # branca gives its arguments no types
        self._name = "Drawing"
        self.shapes = in_script(list(shapes))


def group(name: str, shapes: Iterable[Shape]) -> folium.FeatureGroup:
    """Gather shapes in a feature group; an empty one draws nothing, and clears what was there."""
    layer = folium.FeatureGroup(name=name)
    layer.add_child(Drawing(shapes))
    return layer


def area(geometry: BaseGeometry, style: Shape, *, tip: object = None) -> Shape:
    """Draw a Polygon or MultiPolygon (EPSG:4326) with Leaflet's path options."""
    rings = [[_positions(ring) for ring in _rings(part)] for part in polygons(geometry)]
    return {"kind": "area", "at": rings, "style": style, "tip": _tip(tip)}


def line(geometry: BaseGeometry, style: Shape) -> Shape:
    """Draw a LineString or MultiLineString (EPSG:4326) with Leaflet's path options."""
    return {"kind": "line", "at": [_positions(part) for part in lines(geometry)], "style": style}


def dots(
    places: Iterable[tuple[float, float, float]], style: Shape, *, tip: object = None
) -> Shape:
    """Draw discs of one style; each place is latitude, longitude and radius [px]."""
    rounded = [[*_position(lat, lon), round(radius, 1)] for lat, lon, radius in places]
    return {"kind": "dots", "at": rounded, "style": style, "tip": _tip(tip)}


def sign(place: Place, html: Markup, look: str, *, tip: object = None) -> Shape:
    """
    Put a sign on the map.

    Parameters
    ----------
    place
        Latitude and longitude.
    html
        What stands on it; Markup, because it goes to the browser as it is.
    look
        Class names of the frame's style sheet; the first says what kind of sign it is.
    tip
        Plain text shown when it is touched or pointed at; None for none.
    """
    at = _position(*place)
    return {"kind": "sign", "at": at, "html": str(html), "look": look, "tip": _tip(tip)}


def label(place: Place, text: object, look: str, *, clear: int = 0, below: object = None) -> Shape:
    """
    Write a text at a place; it moves aside or hides where texts or signs would overlap.

    Parameters
    ----------
    place
        Latitude and longitude.
    text
        What people call it; plain text.
    look
        Class names of the frame's style sheet.
    clear
        Radius of the sign it belongs to and must not cover [px]; 0 writes it over the place.
    below
        A second, smaller line; narrow frames leave it out.
    """
    words = {"text": _plain(text), "below": _plain(below)}
    return {"kind": "label", "at": _position(*place), "look": look, "clear": clear, **words}


def view(bounds: tuple[float, float, float, float]) -> Shape:
    """Show these bounds (west, south, east, north) once; moving the map is then left alone."""
    west, south, east, north = bounds
    return {"kind": "view", "at": [_position(south, west), _position(north, east)]}


def polygons(geometry: BaseGeometry) -> Iterator[Polygon]:
    """Give the polygons of a geometry, whatever collection holds them, one by one."""
    if isinstance(geometry, Polygon) and not geometry.is_empty:
        yield geometry
    elif isinstance(geometry, BaseMultipartGeometry):
        for part in geometry.geoms:
            yield from polygons(part)


def lines(geometry: BaseGeometry) -> Iterator[LineString]:
    """Give the lines of a geometry, whatever collection holds them, one by one."""
    if isinstance(geometry, LineString) and not geometry.is_empty:
        yield geometry
    elif isinstance(geometry, BaseMultipartGeometry):
        for part in geometry.geoms:
            yield from lines(part)


def _rings(polygon: Polygon) -> Iterator[LineString]:
    yield polygon.exterior
    yield from polygon.interiors


def _positions(ring: LineString) -> list[Position]:
    return [_position(lat, lon) for lon, lat, *_ in ring.coords]


def _position(lat: float, lon: float) -> Position:
    return [round(float(lat), _DECIMALS), round(float(lon), _DECIMALS)]


def _plain(text: object) -> str | None:
    return None if text is None else str(text)


def _tip(text: object) -> str | None:
    return None if text is None or text == "" else str(in_html(text))
