"""Draws routes as SVG: side by side where two share a street, with arrowheads and risk bands."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

import shapely
from shapely.geometry.base import BaseGeometry

from geo.cartography.palette import INK, RISK_HATCHINGS, VIOLET, WHITE
from geo.sheets.risk_drawing import clip_to_risk_areas
from geo.sheets.svg import create_element, draw_path, extract_lines

LINE_PX = 4.6
CASING_PX = 8.6
BAND_PX = 11.0
SIDE_OFFSET_PX = 2.9  # right of the centre line, where another route follows the street
MIN_SHARED_LENGTH_PX = 24.0  # from which two routes are drawn side by side
SIMPLIFY_TOLERANCE_PX = 0.7
ARROW_SPACING_PX = 64.0
ARROW_PX = 3.1
ARROW_HEADING_LENGTH_PX = 6.0  # of the stretch that gives the heading of an arrowhead


def offset_shared_routes(lines: Sequence[BaseGeometry]) -> list[BaseGeometry]:
    """Offset each route [px] to the walker's right where it shares streets with another."""
    simplified = [line.simplify(SIMPLIFY_TOLERANCE_PX) for line in lines]
    corridors = [line.buffer(2.0) for line in simplified]
    offset_lines = []
    for number, line in enumerate(simplified):
        others = [corridor for index, corridor in enumerate(corridors) if index != number]
        is_shared = any(line.intersection(other).length > MIN_SHARED_LENGTH_PX for other in others)
        offset_lines.append(_offset_line(line) if is_shared else line)
    return offset_lines


def draw_routes(
    lines: Sequence[BaseGeometry], areas: list[tuple[int, BaseGeometry]]
) -> Iterator[Element]:
    """
    Draw routes, and below them bands in the colours of the risk areas they cross.

    Parameters
    ----------
    lines
        Routes [px].
    areas
        Severities and geometries of `geo.sheets.risk_drawing.project_risk_areas`.
    """
    for line in lines:
        yield _draw_stroke(line, WHITE, CASING_PX)
    for line in lines:
        for severity, stretch in clip_to_risk_areas(line, areas):
            yield _draw_stroke(stretch, INK, BAND_PX + 1.6, cap="butt")
            yield _draw_stroke(stretch, RISK_HATCHINGS[severity].fill, BAND_PX, cap="butt")
    for line in lines:
        yield _draw_stroke(line, VIOLET, LINE_PX)
    for line in lines:
        yield from _draw_arrowheads(line)


def _draw_stroke(line: BaseGeometry, colour: str, width: float, *, cap: str = "round") -> Element:
    return draw_path(
        line,
        fill="none",
        stroke=colour,
        stroke_width=width,
        stroke_linecap=cap,
        stroke_linejoin="round",
    )


def _offset_line(line: BaseGeometry) -> BaseGeometry:
    # y points down on a picture, so the left side in shapely is the walker's right.
    curves = [part.offset_curve(SIDE_OFFSET_PX, join_style="round") for part in extract_lines(line)]
    parts = [part for curve in curves for part in extract_lines(curve)]
    return shapely.multilinestrings(parts) if parts else line


def _draw_arrowheads(line: BaseGeometry) -> Iterator[Element]:
    for part in extract_lines(line):
        position = min(ARROW_SPACING_PX, part.length) / 2
        while position < part.length - ARROW_HEADING_LENGTH_PX:
            before = part.interpolate(max(position - ARROW_HEADING_LENGTH_PX / 2, 0))
            after = part.interpolate(position + ARROW_HEADING_LENGTH_PX / 2)
            heading = math.degrees(math.atan2(after.y - before.y, after.x - before.x))
            middle = part.interpolate(position)
            yield create_element(
                "path",
                d=f"M{-ARROW_PX / 2} {-ARROW_PX / 1.6}L{ARROW_PX / 2} 0"
                f"L{-ARROW_PX / 2} {ARROW_PX / 1.6}",
                transform=f"translate({middle.x:.1f} {middle.y:.1f}) rotate({heading:.0f})",
                fill="none",
                stroke=WHITE,
                stroke_width=1.3,
                stroke_linecap="round",
                stroke_linejoin="round",
            )
            position += ARROW_SPACING_PX
