"""Houses along the streets, each facing its street and touching nothing."""

from __future__ import annotations

import math
from random import Random

import numpy as np
from shapely import LineString, Polygon, STRtree

from data.demo.ground import SEED, Line
from data.demo.landscape import Thing, box
from data.demo.streets import Street

ROAD_EDGE_M = {"secondary": 6.5, "residential": 4.5, "unclassified": 4.0, "service": 3.2}
PATH_EDGE_M = 2.6  # half width kept free along tracks, paths and steps [m]
WATER_EDGE_M = 9.0  # nobody builds nearer to the water [m]
NEIGHBOUR_M = 1.6  # free between two houses [m]
VACANT = 0.38  # share of lots without a house
CORNER_HOUSES = 0.3  # share of houses built as an L


def houses(streets: list[Street], waters: list[Thing], taken: list[Thing]) -> list[Line]:
    """
    Set houses along both sides of the streets that have them.

    Parameters
    ----------
    streets
        Joined streets [m]; `spacing` 0 means no houses.
    waters
        River and streams, lines or rings [m].
    taken
        Ground already used: larger buildings, plaza, pitch [m].

    Returns
    -------
    houses
        Rings, anticlockwise, off every street, water and each other [m].
    """
    rng = Random(SEED + 1)
    free = _Ground(streets, waters, taken)
    for street in streets:
        if street.spacing:
            for house in _along(rng, street):
                free.settle(house)
    return free.houses


def edge_m(kind: str) -> float:
    """
    Say how far from the middle of a street a wall may stand.

    Parameters
    ----------
    kind
        Its `highway` value.

    Returns
    -------
    distance
        Half the width of the street with its ditch [m].
    """
    return ROAD_EDGE_M.get(kind, PATH_EDGE_M)


class _Ground:
    """What is still free; grows fuller with every house."""

    def __init__(self, streets: list[Street], waters: list[Thing], taken: list[Thing]) -> None:
        self.roads = [LineString(street.line) for street in streets]
        self.edges = np.array([edge_m(street.kind) for street in streets])
        self.road_tree = STRtree(self.roads)
        self.waters = [_shape(thing.line) for thing in waters]
        self.blocks = [_shape(thing.line) for thing in taken]
        self.houses: list[Line] = []

    def settle(self, ring: Line) -> None:
        """Keep the house if its ground is free."""
        shape = Polygon(ring)
        close = self.road_tree.query(shape.buffer(8))
        if any(self.roads[i].distance(shape) < self.edges[i] for i in close):
            return
        if any(water.distance(shape) < WATER_EDGE_M for water in self.waters):
            return
        if any(block.distance(shape) < NEIGHBOUR_M for block in self.blocks):
            return
        self.blocks.append(shape)
        self.houses.append(ring)


def _shape(line: Line) -> LineString | Polygon:
    return Polygon(line) if np.array_equal(line[0], line[-1]) else LineString(line)


def _along(rng: Random, street: Street) -> list[Line]:
    """Candidate houses on both sides, with uneven gaps and depths."""
    found = []
    stations, headings = _stations(street.line)
    for side in (-1, 1):
        at = street.spacing * rng.random()
        while at < stations[-1]:
            lot = rng.random(), rng.random(), rng.random(), rng.random(), rng.random()
            if lot[0] > VACANT:
                spot = [float(np.interp(at, stations, street.line[:, axis])) for axis in (0, 1)]
                heading = float(np.interp(at, stations, headings))
                found.append(_house(lot[1:], spot, heading, edge=side * edge_m(street.kind)))
            at += street.spacing * (0.55 + 0.9 * rng.random())
    return found


def _stations(line: Line) -> tuple[Line, Line]:
    """Metres from the start and heading (radians, unwrapped) at each vertex."""
    way = np.diff(line, axis=0)
    stations = np.concatenate([[0.0], np.cumsum(np.hypot(way[:, 0], way[:, 1]))])
    gaps = np.unwrap(np.arctan2(way[:, 1], way[:, 0]))
    return stations, np.concatenate([gaps[:1], (gaps[1:] + gaps[:-1]) / 2, gaps[-1:]])


def _house(lot: tuple[float, ...], spot: list[float], heading: float, *, edge: float) -> Line:
    """House of 9 to 16 by 8 to 12 m, its front along the street, a little set back."""
    width, depth = 9 + 7 * lot[0], 8 + 4 * lot[1]
    back = abs(edge) + 1 + depth / 2 + 13 * lot[2] ** 2
    side = math.copysign(1, edge)
    x = spot[0] - side * back * math.sin(heading)
    y = spot[1] + side * back * math.cos(heading)
    turn = math.degrees(heading) + 16 * (lot[3] - 0.5)
    ring = box(x, y, size=(width, depth, turn))
    return _corner(ring) if lot[3] < CORNER_HOUSES else ring


def _corner(ring: Line) -> Line:
    """Cut one corner out of a rectangle, so that an L remains."""
    a, b, c, d = ring[:4]
    middle = (b + c) / 2
    inner = middle + 0.45 * (a - b)
    notch = inner + (c - b) / 2
    return np.round(np.vstack([a, b, middle, inner, notch, d, a]), 2)
