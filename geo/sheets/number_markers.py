"""Where a way starts, and the numbered doors it leads to, set apart where they would overlap."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

import shapely

from geo.cartography.palette import INK, VIOLET, WHITE
from geo.sheets.svg import create_element, draw_text

SERVICE_RADIUS_PX = 10.5  # radius of a numbered disc
START_RADIUS_PX = 8.5
EDGE_PX = 2.2
MIN_GAP_PX = 1.5  # kept between two discs
MAX_ITERATIONS = 60  # rounds of pushing discs apart; a few are enough for any real plan


@dataclass(frozen=True)
class NumberMarker:
    """
    One place on a picture.

    Attributes
    ----------
    x, y
        Where it lies [px].
    text
        Its number; empty for the start.
    name
        What is written beside it where there is room, or None.
    drawn_x, drawn_y
        Where its disc stands [px].
    """

    x: float
    y: float
    text: str
    name: str | None = None
    drawn_x: float = math.nan
    drawn_y: float = math.nan

    @property
    def radius(self) -> float:
        """Of its disc [px]."""
        return SERVICE_RADIUS_PX if self.text else START_RADIUS_PX

    @property
    def disc(self) -> shapely.Polygon:
        """The ground its disc covers."""
        return shapely.Point(self.drawn_x, self.drawn_y).buffer(self.radius + EDGE_PX)


def separate_markers(
    markers: Sequence[NumberMarker], *, width: float, height: float
) -> list[NumberMarker]:
    """Give each mark its disc's place: its own, or beside it where discs would overlap."""
    spots = [[mark.x, mark.y] for mark in markers]
    for _ in range(MAX_ITERATIONS):
        if not _push_apart(spots, markers):
            break
    placed = []
    for mark, (x, y) in zip(markers, spots, strict=True):
        edge = mark.radius + EDGE_PX
        inside_x = min(max(x, edge), width - edge)
        inside_y = min(max(y, edge), height - edge)
        placed.append(replace(mark, drawn_x=inside_x, drawn_y=inside_y))
    return placed


def draw_markers(markers: Sequence[NumberMarker]) -> Iterator[Element]:
    """Draw marks, the first above the others."""
    for mark in markers:
        if math.hypot(mark.drawn_x - mark.x, mark.drawn_y - mark.y) > mark.radius / 2:
            yield from _draw_leader_line(mark)
    for mark in reversed(markers):
        yield from _draw_disc(mark)


def _push_apart(positions: list[list[float]], markers: Sequence[NumberMarker]) -> bool:
    moved = False
    for one in range(len(positions)):
        for other in range(one):
            wanted = markers[one].radius + markers[other].radius + 2 * EDGE_PX + MIN_GAP_PX
            right, down = (positions[one][axis] - positions[other][axis] for axis in (0, 1))
            away = math.hypot(right, down)
            if away >= wanted - 0.05:
                continue
            moved = True
            course = math.atan2(down, right) if away > 0.5 else one * 2.4  # 2.4: never in a row
            step = (wanted - away) / 2
            for axis, share in ((0, math.cos(course)), (1, math.sin(course))):
                positions[one][axis] += share * step
                positions[other][axis] -= share * step
    return moved


def _draw_leader_line(marker: NumberMarker) -> Iterator[Element]:
    ends = f"M{marker.x:.1f} {marker.y:.1f}L{marker.drawn_x:.1f} {marker.drawn_y:.1f}"
    yield create_element("path", d=ends, stroke=WHITE, stroke_width=3.4, fill="none")
    yield create_element("path", d=ends, stroke=INK, stroke_width=1.4, fill="none")
    yield create_element(
        "circle", cx=marker.x, cy=marker.y, r=2.4, fill=INK, stroke=WHITE, stroke_width=0.8
    )


def _draw_disc(marker: NumberMarker) -> Iterator[Element]:
    at = {"cx": marker.drawn_x, "cy": marker.drawn_y}
    edge = marker.radius + EDGE_PX
    if not marker.text:
        yield create_element("circle", **at, r=edge, fill=WHITE)
        yield create_element("circle", **at, r=marker.radius, fill=VIOLET)
        yield create_element("circle", **at, r=marker.radius * 0.42, fill=WHITE)
        return
    yield create_element("circle", **at, r=edge, fill=WHITE)
    yield create_element("circle", **at, r=marker.radius, fill=VIOLET)
    size = 12.5 if len(marker.text) == 1 else 10.5
    spot = (marker.drawn_x, marker.drawn_y + size * 0.36)
    yield draw_text(marker.text, spot, size, fill=WHITE, font_weight=700)
