"""Origin and numbered service markers of a map picture, moved apart where discs overlap."""

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
MIN_GAP_PX = 1.5  # between two discs
MAX_ITERATIONS = 60  # of pushing discs apart; real plans need a few


@dataclass(frozen=True)
class NumberMarker:
    """
    One marker on a picture.

    Attributes
    ----------
    x, y
        Position of its location [px].
    text
        Its number; empty for the origin.
    name
        Label beside it where it fits, or None.
    drawn_x, drawn_y
        Centre of its disc [px].
    """

    x: float
    y: float
    text: str
    name: str | None = None
    drawn_x: float = math.nan
    drawn_y: float = math.nan

    @property
    def radius(self) -> float:
        """Radius of its disc [px]."""
        return SERVICE_RADIUS_PX if self.text else START_RADIUS_PX

    @property
    def disc(self) -> shapely.Polygon:
        """The area that its disc covers."""
        return shapely.Point(self.drawn_x, self.drawn_y).buffer(self.radius + EDGE_PX)


def separate_markers(
    markers: Sequence[NumberMarker], *, width: float, height: float
) -> list[NumberMarker]:
    """Position the disc of each marker: at its location, or beside it where discs overlap."""
    centres = [[marker.x, marker.y] for marker in markers]
    for _ in range(MAX_ITERATIONS):
        if not _push_apart(centres, markers):
            break
    placed = []
    for marker, (x, y) in zip(markers, centres, strict=True):
        edge = marker.radius + EDGE_PX
        inside_x = min(max(x, edge), width - edge)
        inside_y = min(max(y, edge), height - edge)
        placed.append(replace(marker, drawn_x=inside_x, drawn_y=inside_y))
    return placed


def draw_markers(markers: Sequence[NumberMarker]) -> Iterator[Element]:
    """Draw markers, the first above the others."""
    for marker in markers:
        shift = math.hypot(marker.drawn_x - marker.x, marker.drawn_y - marker.y)
        if shift > marker.radius / 2:
            yield from _draw_leader_line(marker)
    for marker in reversed(markers):
        yield from _draw_disc(marker)


def _push_apart(positions: list[list[float]], markers: Sequence[NumberMarker]) -> bool:
    has_moved = False
    for first in range(len(positions)):
        for second in range(first):
            required = markers[first].radius + markers[second].radius + 2 * EDGE_PX + MIN_GAP_PX
            right, down = (positions[first][axis] - positions[second][axis] for axis in (0, 1))
            distance = math.hypot(right, down)
            if distance >= required - 0.05:
                continue
            has_moved = True
            # Discs on one spot leave it in different directions: 2.4 rad is no part of a circle.
            angle = math.atan2(down, right) if distance > 0.5 else first * 2.4
            step = (required - distance) / 2
            for axis, share in ((0, math.cos(angle)), (1, math.sin(angle))):
                positions[first][axis] += share * step
                positions[second][axis] -= share * step
    return has_moved


def _draw_leader_line(marker: NumberMarker) -> Iterator[Element]:
    line = f"M{marker.x:.1f} {marker.y:.1f}L{marker.drawn_x:.1f} {marker.drawn_y:.1f}"
    yield create_element("path", d=line, stroke=WHITE, stroke_width=3.4, fill="none")
    yield create_element("path", d=line, stroke=INK, stroke_width=1.4, fill="none")
    yield create_element(
        "circle", cx=marker.x, cy=marker.y, r=2.4, fill=INK, stroke=WHITE, stroke_width=0.8
    )


def _draw_disc(marker: NumberMarker) -> Iterator[Element]:
    centre = {"cx": marker.drawn_x, "cy": marker.drawn_y}
    edge = marker.radius + EDGE_PX
    if not marker.text:
        yield create_element("circle", **centre, r=edge, fill=WHITE)
        yield create_element("circle", **centre, r=marker.radius, fill=VIOLET)
        yield create_element("circle", **centre, r=marker.radius * 0.42, fill=WHITE)
        return
    yield create_element("circle", **centre, r=edge, fill=WHITE)
    yield create_element("circle", **centre, r=marker.radius, fill=VIOLET)
    size = 12.5 if len(marker.text) == 1 else 10.5
    at = (marker.drawn_x, marker.drawn_y + size * 0.36)
    yield draw_text(marker.text, at, size, fill=WHITE, font_weight=700)
