"""Join streets: where two lines cross, or one ends beside another, both get the same point."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from shapely import LineString, Point, STRtree

from data.demo.ground import Coordinates
from data.demo.streets import Street

SNAP_DISTANCE_M = 14.0  # an end this near to another street belongs on it [m]
MERGE_DISTANCE_M = 4.0  # two points this near are one [m]


def join_streets(streets: list[Street]) -> list[Street]:
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
    lines = [street.coordinates for street in streets]
    for number in range(len(lines)):
        for end in (0, -1):
            _snap_end(lines, number, end)
    for first in range(len(lines)):
        for second in range(first + 1, len(lines)):
            _join_crossing(lines, first, second)
    settled = _merge_near_vertices(lines)
    return [
        replace(street, coordinates=line) for street, line in zip(streets, settled, strict=True)
    ]


def _snap_end(lines: list[Coordinates], number: int, end: int) -> None:
    """Move an end onto the nearest street, if one is in reach; cut off what hangs over."""
    tip = Point(lines[number][end])
    shapes = [LineString(line) for line in lines]
    near = [int(i) for i in STRtree(shapes).query(tip.buffer(SNAP_DISTANCE_M)) if i != number]
    reached = sorted((shapes[i].distance(tip), i) for i in near)
    if not reached or reached[0][0] > SNAP_DISTANCE_M:
        return
    other = reached[0][1]
    spot = _find_nearest_point(lines[other], lines[number][end]).round(2)
    spot, lines[other] = _insert_vertex(lines[other], spot)
    line = lines[number].copy()
    line[end] = spot
    lines[number] = line


def _find_nearest_point(line: Coordinates, spot: Coordinates) -> Coordinates:
    """Nearest point of a line, by plain arithmetic."""
    start, delta = line[:-1], line[1:] - line[:-1]
    share = np.clip(((spot - start) * delta).sum(axis=1) / (delta**2).sum(axis=1), 0, 1)
    feet = start + share[:, None] * delta
    nearest: Coordinates = feet[((feet - spot) ** 2).sum(axis=1).argmin()]
    return nearest


def _insert_vertex(line: Coordinates, spot: Coordinates) -> tuple[Coordinates, Coordinates]:
    """Give a line a vertex at a spot on it; a vertex already near is used instead."""
    gaps = ((line - spot) ** 2).sum(axis=1)
    nearest = int(gaps.argmin())
    if gaps[nearest] <= MERGE_DISTANCE_M**2:
        return line[nearest], line
    delta = line[1:] - line[:-1]
    share = np.clip(((spot - line[:-1]) * delta).sum(axis=1) / (delta**2).sum(axis=1), 0, 1)
    off = ((line[:-1] + share[:, None] * delta - spot) ** 2).sum(axis=1)
    return spot, np.insert(line, int(off.argmin()) + 1, spot, axis=0)


def _join_crossing(lines: list[Coordinates], first: int, second: int) -> None:
    """Give two crossing lines a common vertex at each crossing."""
    met = LineString(lines[first]).intersection(LineString(lines[second]))
    for shape in getattr(met, "geoms", [met]):
        if shape.is_empty:
            continue
        spot = np.round(np.array(shape.coords[0]), 2)
        spot, lines[first] = _insert_vertex(lines[first], spot)
        nearest = ((lines[second] - spot) ** 2).sum(axis=1)
        if nearest.min() <= MERGE_DISTANCE_M**2:
            line = lines[second].copy()
            line[int(nearest.argmin())] = spot
            lines[second] = line
        else:
            _, lines[second] = _insert_vertex(lines[second], spot)


def _merge_near_vertices(lines: list[Coordinates]) -> list[Coordinates]:
    """Make points that lie within reach of each other equal, whichever street they are on."""
    known = np.empty((0, 2))
    settled = []
    for line in lines:
        vertices: list[Coordinates] = []
        for spot in line:
            gaps = ((known - spot) ** 2).sum(axis=1)
            if len(gaps) and gaps.min() <= MERGE_DISTANCE_M**2:
                place = known[int(gaps.argmin())]
            else:
                place, known = spot, np.vstack([known, spot])
            if not vertices or not np.array_equal(vertices[-1], place):
                vertices.append(place)
        settled.append(np.array(vertices))
    return settled
