"""The answer to "which way?": the safest way, the direct one beside it, and what they cross."""

from __future__ import annotations

from dataclasses import dataclass

import folium
from geopandas import GeoDataFrame
from markupsafe import Markup
from shapely import union_all
from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry
from shapely.ops import linemerge

from geo.cartography import leaflet_shapes
from geo.cartography.area_layers import severity_of
from geo.cartography.feature_rows import Row, rows
from geo.cartography.leaflet_shapes import Shape
from geo.cartography.palette import DIRECT, INK, RISK, VIOLET, WHITE

_SAME_WAY = 0.00012  # degrees, about 13 m: ways nearer than this run along one street
_ASIDE = 1e-12  # square degrees; less, and the other way lies straight ahead
_CHIP_CLEAR = 9  # half the width of a way with its casing [px]
_STOP_RADIUS = 14  # of the ring with its white edge [px]
_DASHES = "9 8"
_BAND = 17  # width of an exposed stretch [px]
_DARK = 4  # from this severity on, dashes on the band are white


@dataclass(frozen=True)
class Stop:
    """
    Where a way starts or ends.

    Attributes
    ----------
    lat, lon
        Place [degrees].
    label
        What is written beside it; None for nothing.
    """

    lat: float
    lon: float
    label: str | None = None


def way_layer(
    ways: GeoDataFrame,
    exposed: GeoDataFrame,
    *,
    start: Stop | None = None,
    end: Stop | None = None,
    show: bool = True,
) -> folium.FeatureGroup:
    """
    Draw ways side by side.

    Parameters
    ----------
    ways
        Lines (EPSG:4326) with `role` ("direct" or "safest"), at most one of each; a column
        `chip` holds a few words for the map, as "24 min".
    exposed
        Stretches inside risk areas: lines with `role` and `severity` [1 to 5].
    start, end
        Both ends; leave the end out where a chosen door marks it.
    show
        True moves the map there, once for these ways.
    """
    drawn: list[Shape] = []
    both, stretches = list(rows(ways)), list(rows(exposed))
    for role, draw in (("direct", _direct), ("safest", _safest)):
        own = [row for row in stretches if row.says("role") == role]
        drawn += [
            shape for way in both if way.says("role") == role for shape in draw(way.geometry, own)
        ]
    drawn += _chips(both)
    drawn += stop_shapes(start, "start") + stop_shapes(end, "end")
    if show and len(ways):
        west, south, east, north = (float(degree) for degree in ways.total_bounds)
        drawn.append(leaflet_shapes.view((west, south, east, north)))
    return leaflet_shapes.group("ways", drawn)


def _safest(way: BaseGeometry, exposed: list[Row]) -> list[Shape]:
    casing: Shape = {"pane": "amparo-safest", "color": WHITE, "weight": 13, "keepClear": True}
    line: Shape = {
        "pane": "amparo-safest",
        "color": VIOLET,
        "weight": 7,
        "className": "amparo-safest",
    }
    bands = [shape for row in exposed for shape in _band(row, "amparo-safest")]
    return [leaflet_shapes.line(way, casing), *bands, leaflet_shapes.line(way, line)]


def _direct(way: BaseGeometry, exposed: list[Row]) -> list[Shape]:
    casing: Shape = {"pane": "amparo-direct", "color": WHITE, "weight": 8, "keepClear": True}
    line = _dashed(DIRECT)
    drawn = [leaflet_shapes.line(way, casing), leaflet_shapes.line(way, line)]
    for row in exposed:
        drawn += _band(row, "amparo-direct")
        colour = WHITE if severity_of(row) >= _DARK else INK
        drawn.append(leaflet_shapes.line(row.geometry, _dashed(colour)))
    return drawn


def _dashed(colour: str) -> Shape:
    return {
        "pane": "amparo-direct",
        "color": colour,
        "weight": 4,
        "dashArray": _DASHES,
        "lineCap": "butt",
        "className": "amparo-direct",
    }


def _band(row: Row, pane: str) -> list[Shape]:
    """Draw an exposed stretch: the risk's colour with a thin ink edge, under the line."""
    look, line = RISK[severity_of(row)], row.geometry
    edge: Shape = {"pane": pane, "color": INK, "weight": _BAND + 2, "lineCap": "butt"}
    edge = {**edge, "className": "amparo-edge"}
    band: Shape = {"pane": pane, "color": look.fill, "weight": _BAND, "lineCap": "butt"}
    return [
        leaflet_shapes.line(line, edge),
        leaflet_shapes.line(line, {**band, "className": "amparo-exposed"}),
    ]


def _chips(ways: list[Row]) -> list[Shape]:
    """Put each way's words on its own middle: on the stretch that the other way does not take."""
    drawn = []
    for row in ways:
        words, role = row.says("chip"), row.says("role")
        if words is None:
            continue
        other = union_all([way.geometry for way in ways if way.says("role") != role])
        own = row.geometry.difference(other.buffer(_SAME_WAY))
        if own.is_empty and role == "direct":
            continue  # one and the same way: its chip would only repeat the other
        stretch = _longest(row.geometry if own.is_empty else own)
        middle = stretch.interpolate(0.5, normalized=True)
        chip = leaflet_shapes.label((middle.y, middle.x), words, f"chip {role}", clear=_CHIP_CLEAR)
        drawn.append(chip | {"away": _away(stretch, other)})
    return drawn


def _longest(way: BaseGeometry) -> LineString:
    return max(leaflet_shapes.lines(_joined(way)), key=lambda piece: piece.length)


def _away(stretch: LineString, other: BaseGeometry) -> list[float] | None:
    """
    Point from the middle of a stretch to its side that faces away from the other way.

    Returns
    -------
    direction
        Right and down on a screen [degrees]; None where there is no other way.
    """
    if other.is_empty:
        return None
    middle, before, after = (
        stretch.interpolate(share, normalized=True) for share in (0.5, 0.49, 0.51)
    )
    right, up = before.y - after.y, after.x - before.x  # the stretch's own course, turned left
    for there in (other.interpolate(other.project(middle)), other.centroid):
        side = right * (middle.x - there.x) + up * (middle.y - there.y)
        if abs(side) > _ASIDE:
            sign = 1 if side > 0 else -1
            return [round(sign * right, 9), round(-sign * up, 9)]
    return None


def _joined(geometry: BaseGeometry) -> BaseGeometry:
    return (
        geometry
        if isinstance(geometry, LineString)
        else linemerge(list(leaflet_shapes.lines(geometry)))
    )


def stop_shapes(stop: Stop | None, look: str) -> list[Shape]:
    """Mark one end of a way: a violet ring at its `start`, a disc at its `end`."""
    if stop is None:
        return []
    place = (stop.lat, stop.lon)
    drawn = [leaflet_shapes.sign(place, Markup("<i></i>"), look, tip=stop.label)]
    if stop.label:
        drawn.append(
            leaflet_shapes.label(
                place, stop.label, "start" if look == "start" else "chosen", clear=14
            )
        )
    return drawn
