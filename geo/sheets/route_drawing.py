"""Ways on a picture: violet on white, side by side where two share a street, with arrowheads."""

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
SIDE_OFFSET_PX = 2.9  # to the right of the street's middle, where another way takes the same street
MIN_SHARED_LENGTH_PX = 24.0  # length that two ways must share to be drawn side by side
SIMPLIFY_TOLERANCE_PX = 0.7
ARROW_SPACING_PX = 64.0
ARROW_PX = 3.1
ARROW_COURSE_LENGTH_PX = 6.0  # looked at for the course of an arrowhead


def offset_shared_routes(lines: Sequence[BaseGeometry]) -> list[BaseGeometry]:
    """Move each way to its right [px] where it shares streets with another, as people walk."""
    drawn = [line.simplify(SIMPLIFY_TOLERANCE_PX) for line in lines]
    corridors = [line.buffer(2.0) for line in drawn]
    moved = []
    for number, line in enumerate(drawn):
        others = [one for at, one in enumerate(corridors) if at != number]
        shared = any(line.intersection(other).length > MIN_SHARED_LENGTH_PX for other in others)
        moved.append(_offset_line(line) if shared else line)
    return moved


def draw_routes(
    lines: Sequence[BaseGeometry], areas: list[tuple[int, BaseGeometry]]
) -> Iterator[Element]:
    """
    Draw ways, and under them a band in the colour of the marked ground they cross.

    Parameters
    ----------
    lines
        On the picture [px].
    areas
        Severity and ground, as `geo.sheets.risk_drawing.project_risk_areas` gives them.
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
    # y runs downwards on a picture: what shapely calls left is the walker's right.
    moved = [part.offset_curve(SIDE_OFFSET_PX, join_style="round") for part in extract_lines(line)]
    parts = [piece for part in moved for piece in extract_lines(part)]
    return shapely.multilinestrings(parts) if parts else line


def _draw_arrowheads(line: BaseGeometry) -> Iterator[Element]:
    for part in extract_lines(line):
        along = min(ARROW_SPACING_PX, part.length) / 2
        while along < part.length - ARROW_COURSE_LENGTH_PX:
            before = part.interpolate(max(along - ARROW_COURSE_LENGTH_PX / 2, 0))
            after = part.interpolate(along + ARROW_COURSE_LENGTH_PX / 2)
            course = math.degrees(math.atan2(after.y - before.y, after.x - before.x))
            middle = part.interpolate(along)
            yield create_element(
                "path",
                d=f"M{-ARROW_PX / 2} {-ARROW_PX / 1.6}L{ARROW_PX / 2} 0"
                f"L{-ARROW_PX / 2} {ARROW_PX / 1.6}",
                transform=f"translate({middle.x:.1f} {middle.y:.1f}) rotate({course:.0f})",
                fill="none",
                stroke=WHITE,
                stroke_width=1.3,
                stroke_linecap="round",
                stroke_linejoin="round",
            )
            along += ARROW_SPACING_PX
