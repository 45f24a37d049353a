"""Join streets: where two lines cross, or one ends beside another, both get the same point."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from shapely import LineString, Point, STRtree

from data.demo.ground import Line
from data.demo.streets import Street

REACH_M = 14.0  # an end this near to another street belongs on it [m]
SAME_M = 4.0  # two points this near are one [m]


def woven(streets: list[Street]) -> list[Street]:
    """
    Join streets into one network.

    Parameters
    ----------
    streets
        Lines that cross or nearly touch [m].

    Returns
    -------
    streets
        The same streets; wherever two meet, both hold a vertex with equal coordinates.
    """
    lines = [street.line for street in streets]
    for number in range(len(lines)):
        for end in (0, -1):
            _fasten(lines, number, end)
    for first in range(len(lines)):
        for second in range(first + 1, len(lines)):
            _cross(lines, first, second)
    settled = _settle(lines)
    return [replace(street, line=line) for street, line in zip(streets, settled, strict=True)]


def _fasten(lines: list[Line], number: int, end: int) -> None:
    """Move an end onto the nearest street, if one is in reach; cut off what hangs over."""
    tip = Point(lines[number][end])
    shapes = [LineString(line) for line in lines]
    near = [int(i) for i in STRtree(shapes).query(tip.buffer(REACH_M)) if i != number]
    reached = sorted((shapes[i].distance(tip), i) for i in near)
    if not reached or reached[0][0] > REACH_M:
        return
    other = reached[0][1]
    spot = _foot(lines[other], lines[number][end]).round(2)
    spot, lines[other] = _with(lines[other], spot)
    line = lines[number].copy()
    line[end] = spot
    lines[number] = line


def _foot(line: Line, spot: Line) -> Line:
    """Nearest point of a line, by plain arithmetic."""
    start, way = line[:-1], line[1:] - line[:-1]
    share = np.clip(((spot - start) * way).sum(axis=1) / (way**2).sum(axis=1), 0, 1)
    feet = start + share[:, None] * way
    nearest: Line = feet[((feet - spot) ** 2).sum(axis=1).argmin()]
    return nearest


def _with(line: Line, spot: Line) -> tuple[Line, Line]:
    """Give a line a vertex at a spot on it; a vertex already near is used instead."""
    gaps = ((line - spot) ** 2).sum(axis=1)
    nearest = int(gaps.argmin())
    if gaps[nearest] <= SAME_M**2:
        return line[nearest], line
    way = line[1:] - line[:-1]
    share = np.clip(((spot - line[:-1]) * way).sum(axis=1) / (way**2).sum(axis=1), 0, 1)
    off = ((line[:-1] + share[:, None] * way - spot) ** 2).sum(axis=1)
    return spot, np.insert(line, int(off.argmin()) + 1, spot, axis=0)


def _cross(lines: list[Line], first: int, second: int) -> None:
    """Give two crossing lines a common vertex at each crossing."""
    met = LineString(lines[first]).intersection(LineString(lines[second]))
    for shape in getattr(met, "geoms", [met]):
        if shape.is_empty:
            continue
        spot = np.round(np.array(shape.coords[0]), 2)
        spot, lines[first] = _with(lines[first], spot)
        nearest = ((lines[second] - spot) ** 2).sum(axis=1)
        if nearest.min() <= SAME_M**2:
            line = lines[second].copy()
            line[int(nearest.argmin())] = spot
            lines[second] = line
        else:
            _, lines[second] = _with(lines[second], spot)


def _settle(lines: list[Line]) -> list[Line]:
    """Make points that lie within reach of each other equal, whichever street they are on."""
    known = np.empty((0, 2))
    settled = []
    for line in lines:
        kept: list[Line] = []
        for spot in line:
            gaps = ((known - spot) ** 2).sum(axis=1)
            if len(gaps) and gaps.min() <= SAME_M**2:
                place = known[int(gaps.argmin())]
            else:
                place, known = spot, np.vstack([known, spot])
            if not kept or not np.array_equal(kept[-1], place):
                kept.append(place)
        settled.append(np.array(kept))
    return settled
