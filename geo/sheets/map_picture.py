"""
The map of a sheet, drawn by us as SVG: ground, what people marked, the ways, numbered doors.

Everything on it comes from the view of its audience. What it shows is bounded by the ways and the
doors on it alone, so that nothing kept back decides where it looks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

import numpy as np
import shapely
from pyproj import CRS

from geo.cartography.palette import INK, SOFT_INK, WHITE
from geo.language import DEFAULT_LOCALE, gettext
from geo.osm.attribution import format_attribution
from geo.privacy.view import View
from geo.sheets import label_placement, number_markers, risk_drawing, route_drawing
from geo.sheets.base_map_drawing import draw_base_map, read_base_map
from geo.sheets.fonts import measure_text_width
from geo.sheets.label_placement import LabelCollisions
from geo.sheets.map_frame import MapFrame, fit_frame
from geo.sheets.number_markers import NumberMarker
from geo.sheets.svg import create_element, create_svg, draw_text, serialise_svg

MAX_SCALE_BAR_SHARE = 0.24  # of the width: the longest scale bar
SCALE_BAR_SIZES_M = (20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000)
SMALL_TEXT_PX = 8.5  # of the scale, the attribution and north [px]


@dataclass(frozen=True)
class MapMarker:
    """
    A place to mark.

    Attributes
    ----------
    point
        In the CRS of the ways.
    text
        Its number; empty for the start.
    name
        What to write beside it where there is room, or None.
    """

    point: shapely.Point
    text: str
    name: str | None = None


@dataclass(frozen=True)
class MapContent:
    """
    What a picture shows of an answer.

    Attributes
    ----------
    crs
        Metric, of lines and spots.
    lines
        The ways in their order.
    markers
        The start, if it is shown, and the doors that have a place.
    """

    crs: CRS
    lines: Sequence[shapely.LineString]
    markers: Sequence[MapMarker]


def draw_map(
    view: View, content: MapContent, *, size: tuple[float, float], locale: str = DEFAULT_LOCALE
) -> str:
    """
    Draw a map.

    Parameters
    ----------
    size
        Width and height [px of 1/96 inch].

    Returns
    -------
    svg
        Its text.
    """
    shown = [*content.lines, *(spot.point for spot in content.markers)]
    frame = fit_frame(np.array(shown, dtype=object), content.crs, size=size)
    drawn = create_svg(*size)
    drawn.append(risk_drawing.define_hatchings())
    drawn.extend(_draw_layers(view, content, frame, locale))
    return serialise_svg(drawn)


def _draw_layers(
    view: View, content: MapContent, frame: MapFrame, locale: str
) -> Iterator[Element]:
    base, grounds = read_base_map(view, frame), risk_drawing.project_risk_areas(view, frame)
    placed = _place_markers(content, frame)
    lines = route_drawing.offset_shared_routes(
        list(frame.project_to_pixels(np.array(content.lines, dtype=object)))
    )
    yield from draw_base_map(base, frame)
    yield from risk_drawing.draw_safe_zones(view, frame)
    yield from risk_drawing.draw_risk_areas(grounds)
    room = LabelCollisions(frame.width, frame.height)
    rim = list(_draw_map_furniture(view, frame, room, locale))
    for mark in placed:
        room.occupy(mark.disc)
    along = shapely.union_all(lines)
    room.occupy(along.buffer(route_drawing.CASING_PX / 2))
    beside = list(label_placement.draw_marker_names(placed, room))
    yield from label_placement.draw_street_names(base, frame, room, route_lines=along)
    yield from label_placement.draw_place_names(base, room)
    yield from label_placement.draw_water_names(base, room)
    yield from route_drawing.draw_routes(lines, grounds)
    yield from number_markers.draw_markers(placed)
    yield from beside
    yield from rim


def _place_markers(content: MapContent, frame: MapFrame) -> list[NumberMarker]:
    points = frame.project_to_pixels(
        np.array([spot.point for spot in content.markers], dtype=object)
    )
    found = [
        NumberMarker(float(point.x), float(point.y), spot.text, spot.name)
        for point, spot in zip(points, content.markers, strict=True)
    ]
    return number_markers.separate_markers(found, width=frame.width, height=frame.height)


def _draw_map_furniture(
    view: View, frame: MapFrame, collisions: LabelCollisions, locale: str
) -> Iterator[Element]:
    """Draw the scale, north and whom the streets are owed to, and keep names off them."""
    yield from _draw_scale_bar(frame, collisions, locale)
    yield from _draw_north_arrow(frame, collisions, locale)
    yield from _draw_attribution(format_attribution(view.community, locale), frame, collisions)


def _draw_attribution(
    source: str, frame: MapFrame, collisions: LabelCollisions
) -> Iterator[Element]:
    wide = min(measure_text_width(source, SMALL_TEXT_PX) + 10, frame.width * 0.7)
    size = SMALL_TEXT_PX * min(
        1.0, (wide - 10) / max(measure_text_width(source, SMALL_TEXT_PX), 1e-9)
    )
    left, top = frame.width - wide, frame.height - SMALL_TEXT_PX * 1.7
    yield _draw_plate(collisions, left, top, wide, SMALL_TEXT_PX * 1.7)
    spot = (frame.width - 5, frame.height - SMALL_TEXT_PX * 0.5)
    yield draw_text(source, spot, size, fill=SOFT_INK, text_anchor="end")


def _draw_scale_bar(frame: MapFrame, collisions: LabelCollisions, locale: str) -> Iterator[Element]:
    fitting = [
        one for one in SCALE_BAR_SIZES_M if one * frame.scale <= frame.width * MAX_SCALE_BAR_SHARE
    ]
    metres = max(fitting, default=SCALE_BAR_SIZES_M[0])
    long, y = metres * frame.scale, frame.height - 8
    told = (
        gettext("sheet.kilometres", locale, km=metres // 1000)
        if metres >= 1000
        else gettext("sheet.metres", locale, metres=metres)
    )
    yield _draw_plate(
        collisions, 4, y - 18, max(long, measure_text_width(told, SMALL_TEXT_PX + 1)) + 12, 22
    )
    yield create_element(
        "path", d=f"M10 {y - 5}V{y}H{10 + long:.1f}V{y - 5}", fill="none", stroke=INK,
        stroke_width=1.4,
    )  # fmt: skip
    yield draw_text(told, (10 + long / 2, y - 5), SMALL_TEXT_PX + 1, fill=INK)


def _draw_north_arrow(
    frame: MapFrame, collisions: LabelCollisions, locale: str
) -> Iterator[Element]:
    x, y = frame.width - 15, 8.0
    yield _draw_plate(collisions, x - 10, y - 4, 20, 31)
    yield create_element(
        "path", d=f"M{x} {y}L{x + 5} {y + 11}L{x} {y + 8}L{x - 5} {y + 11}Z", fill=INK
    )
    yield draw_text(gettext("sheet.north", locale), (x, y + 23), 10, fill=INK, font_weight=700)


def _draw_plate(
    collisions: LabelCollisions, left: float, top: float, wide: float, high: float
) -> Element:
    collisions.occupy(shapely.box(left, top, left + wide, top + high))
    return create_element(
        "rect", x=left, y=top, width=wide, height=high, rx=3, fill=WHITE, fill_opacity=0.82
    )
