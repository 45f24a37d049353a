"""Houses along the streets, each facing its street and touching nothing."""

from __future__ import annotations

import math
from random import Random

import numpy as np
from shapely import LineString, Polygon, STRtree

from data.demo.ground import RANDOM_SEED, Coordinates
from data.demo.landscape import TaggedFeature, make_rectangle
from data.demo.streets import Street

ROAD_CLEARANCE_M = {"secondary": 6.5, "residential": 4.5, "unclassified": 4.0, "service": 3.2}
PATH_CLEARANCE_M = 2.6  # half width kept free along tracks, paths and steps [m]
WATER_CLEARANCE_M = 9.0  # nobody builds nearer to the water [m]
HOUSE_SPACING_M = 1.6  # free between two houses [m]
VACANT_LOT_SHARE = 0.38  # share of lots without a house
L_SHAPE_SHARE = 0.3  # share of houses built as an L


def generate_houses(
    streets: list[Street], waters: list[TaggedFeature], occupied: list[TaggedFeature]
) -> list[Coordinates]:
    """
    Set houses along both sides of the streets that have them.

    Parameters
    ----------
    streets
        Joined streets [m]; `spacing` 0 means no houses.
    waters
        River and streams, lines or rings [m].
    occupied
        Ground already used: larger buildings, plaza, pitch [m].

    Returns
    -------
    houses
        Rings, anticlockwise, off every street, water and each other [m].
    """
    rng = Random(RANDOM_SEED + 1)
    free = _BuildingSites(streets, waters, occupied)
    for street in streets:
        if street.house_spacing_m:
            for house in _propose_houses(rng, street):
                free.add_house(house)
    return free.houses


def street_clearance_m(kind: str) -> float:
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
    return ROAD_CLEARANCE_M.get(kind, PATH_CLEARANCE_M)


class _BuildingSites:
    """What is still free; grows fuller with every house."""

    def __init__(
        self, streets: list[Street], waters: list[TaggedFeature], occupied: list[TaggedFeature]
    ) -> None:
        self.roads = [LineString(street.coordinates) for street in streets]
        self.clearances_m = np.array([street_clearance_m(street.kind) for street in streets])
        self.road_tree = STRtree(self.roads)
        self.waters = [_make_geometry(thing.coordinates) for thing in waters]
        self.obstacles = [_make_geometry(thing.coordinates) for thing in occupied]
        self.houses: list[Coordinates] = []

    def add_house(self, ring: Coordinates) -> None:
        """Keep the house if its ground is free."""
        shape = Polygon(ring)
        close = self.road_tree.query(shape.buffer(8))
        if any(self.roads[i].distance(shape) < self.clearances_m[i] for i in close):
            return
        if any(water.distance(shape) < WATER_CLEARANCE_M for water in self.waters):
            return
        if any(block.distance(shape) < HOUSE_SPACING_M for block in self.obstacles):
            return
        self.obstacles.append(shape)
        self.houses.append(ring)


def _make_geometry(line: Coordinates) -> LineString | Polygon:
    return Polygon(line) if np.array_equal(line[0], line[-1]) else LineString(line)


def _propose_houses(rng: Random, street: Street) -> list[Coordinates]:
    """Candidate houses on both sides, with uneven gaps and depths."""
    found = []
    stations, headings = _measure_stations(street.coordinates)
    for side in (-1, 1):
        at = street.house_spacing_m * rng.random()
        while at < stations[-1]:
            lot = rng.random(), rng.random(), rng.random(), rng.random(), rng.random()
            if lot[0] > VACANT_LOT_SHARE:
                spot = [
                    float(np.interp(at, stations, street.coordinates[:, axis])) for axis in (0, 1)
                ]
                heading = float(np.interp(at, stations, headings))
                found.append(
                    _make_house(lot[1:], spot, heading, edge=side * street_clearance_m(street.kind))
                )
            at += street.house_spacing_m * (0.55 + 0.9 * rng.random())
    return found


def _measure_stations(line: Coordinates) -> tuple[Coordinates, Coordinates]:
    """Metres from the start and heading (radians, unwrapped) at each vertex."""
    deltas = np.diff(line, axis=0)
    stations = np.concatenate([[0.0], np.cumsum(np.hypot(deltas[:, 0], deltas[:, 1]))])
    gaps = np.unwrap(np.arctan2(deltas[:, 1], deltas[:, 0]))
    return stations, np.concatenate([gaps[:1], (gaps[1:] + gaps[:-1]) / 2, gaps[-1:]])


def _make_house(
    lot: tuple[float, ...], spot: list[float], heading: float, *, edge: float
) -> Coordinates:
    """House of 9 to 16 by 8 to 12 m, its front along the street, a little set back."""
    width, depth = 9 + 7 * lot[0], 8 + 4 * lot[1]
    back = abs(edge) + 1 + depth / 2 + 13 * lot[2] ** 2
    side = math.copysign(1, edge)
    x = spot[0] - side * back * math.sin(heading)
    y = spot[1] + side * back * math.cos(heading)
    rotation = math.degrees(heading) + 16 * (lot[3] - 0.5)
    ring = make_rectangle(x, y, size=(width, depth, rotation))
    return _cut_corner(ring) if lot[3] < L_SHAPE_SHARE else ring


def _cut_corner(ring: Coordinates) -> Coordinates:
    """Cut one corner out of a rectangle, so that an L remains."""
    a, b, c, d = ring[:4]
    middle = (b + c) / 2
    inner = middle + 0.45 * (a - b)
    notch = inner + (c - b) / 2
    return np.round(np.vstack([a, b, middle, inner, notch, d, a]), 2)
