"""The answer to "which way?": the safest way, the direct one beside it, and what they cross."""

from __future__ import annotations

from dataclasses import dataclass

import folium
from geopandas import GeoDataFrame
from markupsafe import Markup
from shapely import remove_repeated_points
from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry
from shapely.ops import linemerge

from geo.maps import shapes
from geo.maps.areas import said
from geo.maps.palette import DIRECT, INK, RISK, VIOLET, WHITE
from geo.maps.shapes import Shape

_SAME_WAY = 0.00012  # degrees, about 13 m: ways nearer than this run along one street
_CHIP_CLEAR = 9  # half the width of a way with its casing [px]
_DASHES = "9 8"
_BAND = 17  # width of an exposed stretch [px]
_DARK = 4  # from this severity on, dashes on the band are white
_MIDDLE = 0.5


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
    for role, draw in (("direct", _direct), ("safest", _safest)):
        for line in ways.loc[ways["role"] == role, "geometry"]:
            drawn += draw(line, exposed.loc[exposed["role"] == role])
    drawn += _chips(ways)
    drawn += _stop(start, "start") + _stop(end, "end")
    if show and len(ways):
        west, south, east, north = (float(degree) for degree in ways.total_bounds)
        drawn.append(shapes.view((west, south, east, north)))
    return shapes.group("ways", drawn)


def _safest(way: BaseGeometry, exposed: GeoDataFrame) -> list[Shape]:
    casing: Shape = {"pane": "amparo-safest", "color": WHITE, "weight": 13, "keepClear": True}
    line: Shape = {"pane": "amparo-safest", "color": VIOLET, "weight": 7, "className": "amparo-safest"}
    bands = [shape for row in exposed.itertuples() for shape in _band(row, "amparo-safest")]
    return [shapes.line(way, casing), *bands, shapes.line(way, line)]


def _direct(way: BaseGeometry, exposed: GeoDataFrame) -> list[Shape]:
    casing: Shape = {"pane": "amparo-direct", "color": WHITE, "weight": 8, "keepClear": True}
    line = _dashed(DIRECT)
    drawn = [shapes.line(way, casing), shapes.line(way, line)]
    for row in exposed.itertuples():
        drawn += _band(row, "amparo-direct")
        colour = WHITE if row.severity >= _DARK else INK
        drawn.append(shapes.line(row.geometry, _dashed(colour)))
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


def _band(row: object, pane: str) -> list[Shape]:
    """Draw an exposed stretch: the risk's colour with a thin ink edge, under the line."""
    look = RISK[int(row.severity)]  # type: ignore[attr-defined]  # a column of the frame
    line: BaseGeometry = row.geometry  # type: ignore[attr-defined]  # as above
    edge: Shape = {"pane": pane, "color": INK, "weight": _BAND + 2, "lineCap": "butt"}
    band: Shape = {"pane": pane, "color": look.fill, "weight": _BAND, "lineCap": "butt"}
    return [shapes.line(line, edge), shapes.line(line, {**band, "className": "amparo-exposed"})]


def _chips(ways: GeoDataFrame) -> list[Shape]:
    """Put each way's words on its own middle: on the stretch that the other way does not take."""
    drawn = []
    for row in ways.itertuples():
        words = said(row, "chip")
        if words is None:
            continue
        others = ways.loc[ways["role"] != row.role, "geometry"]
        own = row.geometry
        for other in others:
            own = own.difference(other.buffer(_SAME_WAY))
        pieces = list(shapes.lines(_joined(own))) or list(shapes.lines(_joined(row.geometry)))
        if row.role == "direct" and own.is_empty:
            continue  # one and the same way: its chip would only repeat the other
        middle = max(pieces, key=lambda piece: piece.length).interpolate(_MIDDLE, normalized=True)
        look = f"chip {row.role}"
        drawn.append(shapes.label((middle.y, middle.x), words, look, clear=_CHIP_CLEAR))
    return drawn


def _joined(geometry: BaseGeometry) -> BaseGeometry:
    clean = remove_repeated_points(geometry)
    return clean if isinstance(clean, LineString) else linemerge(list(shapes.lines(clean)))


def _stop(stop: Stop | None, look: str) -> list[Shape]:
    if stop is None:
        return []
    place = (stop.lat, stop.lon)
    drawn = [shapes.sign(place, Markup("<i></i>"), look, tip=stop.label)]
    if stop.label:
        drawn.append(shapes.label(place, stop.label, "start" if look == "start" else "chosen", clear=14))
    return drawn
