"""Where a way starts, and the numbered doors it leads to, set apart where they would overlap."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

import shapely

from geo.cartography.palette import INK, VIOLET, WHITE
from geo.sheets.svg import element, words

DOOR_PX = 10.5  # radius of a numbered disc
START_PX = 8.5
EDGE_PX = 2.2
APART_PX = 1.5  # kept between two discs
TURNS = 60  # rounds of pushing discs apart; a few are enough for any real plan


@dataclass(frozen=True)
class Mark:
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
        return DOOR_PX if self.text else START_PX

    @property
    def disc(self) -> shapely.Polygon:
        """The ground its disc covers."""
        return shapely.Point(self.drawn_x, self.drawn_y).buffer(self.radius + EDGE_PX)


def set_apart(marks: Sequence[Mark], *, width: float, height: float) -> list[Mark]:
    """Give each mark its disc's place: its own, or beside it where discs would overlap."""
    spots = [[mark.x, mark.y] for mark in marks]
    for _ in range(TURNS):
        if not _push(spots, marks):
            break
    placed = []
    for mark, (x, y) in zip(marks, spots, strict=True):
        edge = mark.radius + EDGE_PX
        inside_x = min(max(x, edge), width - edge)
        inside_y = min(max(y, edge), height - edge)
        placed.append(replace(mark, drawn_x=inside_x, drawn_y=inside_y))
    return placed


def draw(marks: Sequence[Mark]) -> Iterator[Element]:
    """Draw marks, the first above the others."""
    for mark in marks:
        if math.hypot(mark.drawn_x - mark.x, mark.drawn_y - mark.y) > mark.radius / 2:
            yield from _lead(mark)
    for mark in reversed(marks):
        yield from _disc(mark)


def _push(spots: list[list[float]], marks: Sequence[Mark]) -> bool:
    moved = False
    for one in range(len(spots)):
        for other in range(one):
            wanted = marks[one].radius + marks[other].radius + 2 * EDGE_PX + APART_PX
            right, down = (spots[one][axis] - spots[other][axis] for axis in (0, 1))
            away = math.hypot(right, down)
            if away >= wanted - 0.05:
                continue
            moved = True
            course = math.atan2(down, right) if away > 0.5 else one * 2.4  # 2.4: never in a row
            step = (wanted - away) / 2
            for axis, share in ((0, math.cos(course)), (1, math.sin(course))):
                spots[one][axis] += share * step
                spots[other][axis] -= share * step
    return moved


def _lead(mark: Mark) -> Iterator[Element]:
    ends = f"M{mark.x:.1f} {mark.y:.1f}L{mark.drawn_x:.1f} {mark.drawn_y:.1f}"
    yield element("path", d=ends, stroke=WHITE, stroke_width=3.4, fill="none")
    yield element("path", d=ends, stroke=INK, stroke_width=1.4, fill="none")
    yield element("circle", cx=mark.x, cy=mark.y, r=2.4, fill=INK, stroke=WHITE, stroke_width=0.8)


def _disc(mark: Mark) -> Iterator[Element]:
    at = {"cx": mark.drawn_x, "cy": mark.drawn_y}
    edge = mark.radius + EDGE_PX
    if not mark.text:
        yield element("circle", **at, r=edge, fill=WHITE)
        yield element("circle", **at, r=mark.radius, fill=VIOLET)
        yield element("circle", **at, r=mark.radius * 0.42, fill=WHITE)
        return
    yield element("circle", **at, r=edge, fill=WHITE)
    yield element("circle", **at, r=mark.radius, fill=VIOLET)
    size = 12.5 if len(mark.text) == 1 else 10.5
    spot = (mark.drawn_x, mark.drawn_y + size * 0.36)
    yield words(mark.text, spot, size, fill=WHITE, font_weight=700)
