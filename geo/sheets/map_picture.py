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
from geo.language import DEFAULT_LOCALE, sentence
from geo.osm.attribution import attribution
from geo.privacy.view import View
from geo.sheets import label_placement, number_markers, risk_drawing, route_drawing
from geo.sheets.base_map_drawing import base_of, ground
from geo.sheets.fonts import width_of
from geo.sheets.label_placement import Room
from geo.sheets.map_frame import Frame, frame_around
from geo.sheets.number_markers import Mark
from geo.sheets.svg import element, picture, text_of, words

BAR_MOST = 0.24  # of the width: the longest scale bar
BAR_SIZES_M = (20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000)
SMALL = 8.5  # of the scale, the attribution and north [px]


@dataclass(frozen=True)
class Spot:
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
class Drawing:
    """
    What a picture shows of an answer.

    Attributes
    ----------
    crs
        Metric, of lines and spots.
    lines
        The ways in their order.
    spots
        The start, if it is shown, and the doors that have a place.
    """

    crs: CRS
    lines: Sequence[shapely.LineString]
    spots: Sequence[Spot]


def draw_map(
    view: View, drawing: Drawing, *, size: tuple[float, float], locale: str = DEFAULT_LOCALE
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
    shown = [*drawing.lines, *(spot.point for spot in drawing.spots)]
    frame = frame_around(np.array(shown, dtype=object), drawing.crs, size=size)
    drawn = picture(*size)
    drawn.append(risk_drawing.hatchings())
    drawn.extend(_layers(view, drawing, frame, locale))
    return text_of(drawn)


def _layers(view: View, drawing: Drawing, frame: Frame, locale: str) -> Iterator[Element]:
    base, grounds = base_of(view, frame), risk_drawing.marked_grounds(view, frame)
    placed = _marks(drawing, frame)
    lines = route_drawing.side_by_side(
        list(frame.on_picture(np.array(drawing.lines, dtype=object)))
    )
    yield from ground(base, frame)
    yield from risk_drawing.safe_zones(view, frame)
    yield from risk_drawing.risk_areas(grounds)
    room = Room(frame.width, frame.height)
    rim = list(_rim(view, frame, room, locale))
    for mark in placed:
        room.take(mark.disc)
    along = shapely.union_all(lines)
    room.take(along.buffer(route_drawing.CASING_PX / 2))
    beside = list(label_placement.mark_names(placed, room))
    yield from label_placement.street_names(base, frame, room, along=along)
    yield from label_placement.place_names(base, room)
    yield from label_placement.water_names(base, room)
    yield from route_drawing.ways(lines, grounds)
    yield from number_markers.draw(placed)
    yield from beside
    yield from rim


def _marks(drawing: Drawing, frame: Frame) -> list[Mark]:
    points = frame.on_picture(np.array([spot.point for spot in drawing.spots], dtype=object))
    found = [
        Mark(float(point.x), float(point.y), spot.text, spot.name)
        for point, spot in zip(points, drawing.spots, strict=True)
    ]
    return number_markers.set_apart(found, width=frame.width, height=frame.height)


def _rim(view: View, frame: Frame, room: Room, locale: str) -> Iterator[Element]:
    """Draw the scale, north and whom the streets are owed to, and keep names off them."""
    yield from _scale(frame, room, locale)
    yield from _north(frame, room, locale)
    yield from _owed(attribution(view.community, locale), frame, room)


def _owed(source: str, frame: Frame, room: Room) -> Iterator[Element]:
    wide = min(width_of(source, SMALL) + 10, frame.width * 0.7)
    size = SMALL * min(1.0, (wide - 10) / max(width_of(source, SMALL), 1e-9))
    left, top = frame.width - wide, frame.height - SMALL * 1.7
    yield _plate(room, left, top, wide, SMALL * 1.7)
    spot = (frame.width - 5, frame.height - SMALL * 0.5)
    yield words(source, spot, size, fill=SOFT_INK, text_anchor="end")


def _scale(frame: Frame, room: Room, locale: str) -> Iterator[Element]:
    fitting = [one for one in BAR_SIZES_M if one * frame.scale <= frame.width * BAR_MOST]
    metres = max(fitting, default=BAR_SIZES_M[0])
    long, y = metres * frame.scale, frame.height - 8
    told = (
        sentence("sheet.kilometres", locale, km=metres // 1000)
        if metres >= 1000
        else sentence("sheet.metres", locale, metres=metres)
    )
    yield _plate(room, 4, y - 18, max(long, width_of(told, SMALL + 1)) + 12, 22)
    yield element(
        "path", d=f"M10 {y - 5}V{y}H{10 + long:.1f}V{y - 5}", fill="none", stroke=INK,
        stroke_width=1.4,
    )  # fmt: skip
    yield words(told, (10 + long / 2, y - 5), SMALL + 1, fill=INK)


def _north(frame: Frame, room: Room, locale: str) -> Iterator[Element]:
    x, y = frame.width - 15, 8.0
    yield _plate(room, x - 10, y - 4, 20, 31)
    yield element("path", d=f"M{x} {y}L{x + 5} {y + 11}L{x} {y + 8}L{x - 5} {y + 11}Z", fill=INK)
    yield words(sentence("sheet.north", locale), (x, y + 23), 10, fill=INK, font_weight=700)


def _plate(room: Room, left: float, top: float, wide: float, high: float) -> Element:
    room.take(shapely.box(left, top, left + wide, top + high))
    return element(
        "rect", x=left, y=top, width=wide, height=high, rx=3, fill=WHITE, fill_opacity=0.82
    )
