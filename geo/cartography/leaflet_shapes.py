"""
Leaflet shapes as plain JSON records, and the Folium element that draws them.

A layer is a list of shapes; `frontend/map/shape_layers.js` draws a list in one call. That keeps
the payload small (a thousand dots are a thousand triples) and the script of every layer alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

import folium
from branca.element import MacroElement
from folium.template import Template
from markupsafe import Markup
from shapely.geometry import LineString, Polygon
from shapely.geometry.base import BaseGeometry, BaseMultipartGeometry

from geo.cartography.escaping import dump_script_json, escape_html

LeafletShape: TypeAlias = dict[str, object]
LatLng: TypeAlias = tuple[float, float]  # latitude and longitude
RoundedLatLng: TypeAlias = list[float]

# A millionth of a degree is 11 cm: finer than a pixel at the highest zoom.
_COORDINATE_DECIMALS = 6


class Popup(NamedTuple):
    """
    What a marker tells when it is pressed: plain texts, which the browser inserts as text.

    Attributes
    ----------
    lines
        Of parts `(text, dial)`; a part with `dial` becomes a link that dials it.
    """

    title: str
    lines: Sequence[Sequence[tuple[str, str | None]]]


class ShapesElement(MacroElement):
    """
    The shapes of one layer.

    Parameters
    ----------
    shapes
        Records of `area_shape`, `line_shape`, `dots_shape`, `marker_shape`, `label_shape` and
        `view_shape`, in drawing order.
    """

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            Amparo.draw({{ this._parent.get_name() }}, {{ this.shapes }});
        {% endmacro %}
        """
    )

    def __init__(self, shapes: Iterable[LeafletShape]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # branca gives its arguments no types
        self._name = "Drawing"
        self.shapes = dump_script_json(list(shapes))


def feature_group(name: str, shapes: Iterable[LeafletShape]) -> folium.FeatureGroup:
    """Build a feature group of shapes; an empty one clears the layer."""
    layer = folium.FeatureGroup(name=name)
    layer.add_child(ShapesElement(shapes))
    return layer


def area_shape(
    geometry: BaseGeometry, style: LeafletShape, *, tooltip: object = None
) -> LeafletShape:
    """Draw a Polygon or MultiPolygon (EPSG:4326) with Leaflet's path options."""
    rings = [
        [_round_ring(ring) for ring in _iterate_rings(part)] for part in iterate_polygons(geometry)
    ]
    return {"kind": "area", "at": rings, "style": style, "tip": _tooltip_html(tooltip)}


def line_shape(geometry: BaseGeometry, style: LeafletShape) -> LeafletShape:
    """Draw a LineString or MultiLineString (EPSG:4326) with Leaflet's path options."""
    return {
        "kind": "line",
        "at": [_round_ring(part) for part in iterate_lines(geometry)],
        "style": style,
    }


def dots_shape(
    circles: Iterable[tuple[float, float, float]], style: LeafletShape, *, tooltip: object = None
) -> LeafletShape:
    """Draw discs of one style; each circle is latitude, longitude and radius [px]."""
    rounded = [[*_round_latlng(lat, lon), round(radius, 1)] for lat, lon, radius in circles]
    return {"kind": "dots", "at": rounded, "style": style, "tip": _tooltip_html(tooltip)}


def marker_shape(
    latlng: LatLng,
    html: Markup,
    class_name: str,
    *,
    tooltip: object = None,
    popup: Popup | None = None,
) -> LeafletShape:
    """
    Draw a marker.

    Parameters
    ----------
    latlng
        Latitude and longitude.
    html
        Content of the marker; Markup, because the browser inserts it unchanged.
    class_name
        Class names of the frame's style sheet; the first is the kind of marker.
    tooltip
        Plain text shown on touch or hover; None for none.
    popup
        What it tells when it is pressed; None for nothing.
    """
    shape: LeafletShape = {
        "kind": "sign",
        "at": _round_latlng(*latlng),
        "html": str(html),
        "look": class_name,
        "tip": _tooltip_html(tooltip),
    }
    return shape if popup is None else {**shape, "popup": popup}


def label_shape(
    latlng: LatLng, text: object, class_name: str, *, clearance_px: int = 0, subtitle: object = None
) -> LeafletShape:
    """
    Draw a text at a position; the browser moves or hides it where it would overlap others.

    Parameters
    ----------
    latlng
        Latitude and longitude.
    text
        Plain text of the label.
    class_name
        Class names of the frame's style sheet.
    clearance_px
        Radius of its own marker, which it must not cover [px]; 0 centres it on the position.
    subtitle
        A second, smaller line; narrow frames omit it.
    """
    return {
        "kind": "label",
        "at": _round_latlng(*latlng),
        "look": class_name,
        "clear": clearance_px,
        "text": _plain_text(text),
        "below": _plain_text(subtitle),
    }


def view_shape(bounds: tuple[float, float, float, float]) -> LeafletShape:
    """Fit the map to bounds (west, south, east, north) once; later moves are not overridden."""
    west, south, east, north = bounds
    return {"kind": "view", "at": [_round_latlng(south, west), _round_latlng(north, east)]}


def iterate_polygons(geometry: BaseGeometry) -> Iterator[Polygon]:
    """Iterate over the polygons of a geometry, at any depth of collections."""
    if isinstance(geometry, Polygon) and not geometry.is_empty:
        yield geometry
    elif isinstance(geometry, BaseMultipartGeometry):
        for part in geometry.geoms:
            yield from iterate_polygons(part)


def iterate_lines(geometry: BaseGeometry) -> Iterator[LineString]:
    """Iterate over the lines of a geometry, at any depth of collections."""
    if isinstance(geometry, LineString) and not geometry.is_empty:
        yield geometry
    elif isinstance(geometry, BaseMultipartGeometry):
        for part in geometry.geoms:
            yield from iterate_lines(part)


def _iterate_rings(polygon: Polygon) -> Iterator[LineString]:
    yield polygon.exterior
    yield from polygon.interiors


def _round_ring(ring: LineString) -> list[RoundedLatLng]:
    return [_round_latlng(lat, lon) for lon, lat, *_ in ring.coords]


def _round_latlng(lat: float, lon: float) -> RoundedLatLng:
    return [round(float(lat), _COORDINATE_DECIMALS), round(float(lon), _COORDINATE_DECIMALS)]


def _plain_text(text: object) -> str | None:
    return None if text is None else str(text)


def _tooltip_html(text: object) -> str | None:
    return None if text is None or text == "" else str(escape_html(text))
