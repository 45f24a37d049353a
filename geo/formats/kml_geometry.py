"""Geometries of KML: points, lines, rings, areas, tracks, and collections of them."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import Element

from shapely.geometry import (
    GeometryCollection,
    LineString,
    MultiLineString,
    MultiPoint,
    MultiPolygon,
    Point,
    Polygon,
)
from shapely.geometry.base import BaseGeometry

from geo.formats.findings import Finding, FindingText
from geo.formats.xml_document import find_text

GEOMETRY_TAGS = frozenset(
    "point linestring linearring polygon multigeometry track multitrack model".split()
)
_COMMA = re.compile(r"(?<!\s)\s*,\s*")
LonLat = tuple[float, float]


class KmlGeometryError(ValueError):
    """
    A geometry that cannot be parsed.

    Parameters
    ----------
    reason
        Ending of a message key, `shape.broken.<reason>`.
    """

    def __init__(self, *, reason: str) -> None:
        super().__init__(reason)
        self.finding = Finding("row.broken", {"reason": FindingText(f"shape.broken.{reason}")})


def parse_placemark_geometry(placemark: Element) -> BaseGeometry | None:
    """
    Parse the geometry of a placemark; several are joined.

    Returns
    -------
    geometry
        Longitude, latitude; None where the placemark has none.

    Raises
    ------
    KmlGeometryError
        If a part of it cannot be parsed: an area with a hole lost is another area.
    """
    parts = [_parse_geometry(child) for child in placemark if child.tag in GEOMETRY_TAGS]
    return _join_parts([part for part in parts if part is not None])


def _parse_geometry(element: Element) -> BaseGeometry | None:
    if element.tag in _COLLECTION_TAGS:
        return parse_placemark_geometry(element)
    return _PARSERS[element.tag](element)


def _join_parts(parts: list[Any]) -> BaseGeometry | None:
    if len(parts) < 2:
        return parts[0] if parts else None
    kinds = {part.geom_type for part in parts}
    if kinds == {"Point"}:
        return MultiPoint(parts)
    if kinds == {"LineString"}:
        return MultiLineString(parts)
    return MultiPolygon(parts) if kinds == {"Polygon"} else GeometryCollection(parts)


def _parse_point(element: Element) -> BaseGeometry | None:
    places = parse_coordinates(find_text(element, "coordinates"))
    if not places:
        return None
    if len(places) > 1:
        return MultiPoint(places)
    return Point(places[0])


def _parse_line(element: Element) -> BaseGeometry | None:
    return make_line(parse_coordinates(find_text(element, "coordinates")))


def _parse_polygon(element: Element) -> BaseGeometry | None:
    outer = [ring for child in element.findall("outerboundaryis") for ring in _list_rings(child)]
    inner = [ring for child in element.findall("innerboundaryis") for ring in _list_rings(child)]
    if len(outer) != 1:
        raise KmlGeometryError(reason="unreadable")
    return Polygon(outer[0], inner)


def _list_rings(boundary: Element) -> list[list[LonLat]]:
    rings = []
    for element in boundary.iter("linearring"):
        ring = parse_coordinates(find_text(element, "coordinates"))
        if len(ring) < 3:
            raise KmlGeometryError(reason="too_few_points")
        if ring[0] != ring[-1]:
            ring.append(ring[0])  # it is told of the row, see `has_open_ring`
        if len(ring) < 4:
            raise KmlGeometryError(reason="too_few_points")
        rings.append(ring)
    return rings


def _parse_track(element: Element) -> BaseGeometry | None:
    """Parse a track of GPS: its coordinates stand apart, with spaces between the numbers."""
    return make_line(
        [
            _parse_place((coord.text or "").split()[:2])
            for coord in element.findall("coord")
            if (coord.text or "").strip()
        ]
    )


def _parse_model(element: Element) -> BaseGeometry | None:
    location = element.find("location")
    if location is None:
        return None
    return Point(_parse_place([find_text(location, "longitude"), find_text(location, "latitude")]))


def make_line(places: list[LonLat]) -> BaseGeometry | None:
    """
    Make a line; a single place is a point, none is None.

    Parameters
    ----------
    places
        Longitude and latitude of each.
    """
    if len(places) < 2:
        return Point(places[0]) if places else None
    return LineString(places)


def has_open_ring(element: Element) -> bool:
    """Return whether an area in an element has a ring whose ends are not the same place."""
    for ring in element.iter("linearring"):
        ends = find_text(ring, "coordinates").split()
        if len(ends) > 2 and parse_coordinates(ends[0]) != parse_coordinates(ends[-1]):
            return True
    return False


def parse_coordinates(text: str) -> list[LonLat]:
    """
    Parse `longitude,latitude[,height]` with white space between places.

    Raises
    ------
    KmlGeometryError
        If one of them is no place.
    """
    return [_parse_place(part.split(",")) for part in _COMMA.sub(",", text).split()]


def _parse_place(numbers: list[str]) -> LonLat:
    try:
        longitude, latitude = float(numbers[0]), float(numbers[1])
    except (ValueError, IndexError) as error:
        raise KmlGeometryError(reason="unreadable") from error
    if not (math.isfinite(longitude) and math.isfinite(latitude)):
        raise KmlGeometryError(reason="unreadable")
    return longitude, latitude


_COLLECTION_TAGS = frozenset({"multigeometry", "multitrack"})
_PARSERS: dict[str, Callable[[Element], BaseGeometry | None]] = {
    "point": _parse_point,
    "linestring": _parse_line,
    "linearring": _parse_line,
    "polygon": _parse_polygon,
    "track": _parse_track,
    "model": _parse_model,
}
