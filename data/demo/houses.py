"""Generation of houses along the streets, clear of streets, water and each other."""

from __future__ import annotations

import math
from random import Random

import numpy as np
from shapely import LineString, Polygon, STRtree

from data.demo.landscape import TaggedFeature, make_rectangle
from data.demo.projection import RANDOM_SEED, Coordinates
from data.demo.streets import Street

ROAD_CLEARANCE_M = {"secondary": 6.5, "residential": 4.5, "unclassified": 4.0, "service": 3.2}
PATH_CLEARANCE_M = 2.6  # half width without houses along tracks, paths and steps [m]
WATER_CLEARANCE_M = 9.0  # smallest distance to water [m]
HOUSE_SPACING_M = 1.6  # smallest distance between houses [m]
VACANT_LOT_SHARE = 0.38  # share of lots without a house
L_SHAPE_SHARE = 0.3  # share of L-shaped houses


def generate_houses(
    streets: list[Street], waters: list[TaggedFeature], occupied: list[TaggedFeature]
) -> list[Coordinates]:
    """
    Generate houses along both sides of the streets that have them.

    Parameters
    ----------
    streets
        Joined streets [m]; `spacing` 0 means no houses.
    waters
        River and streams, lines or rings [m].
    occupied
        Occupied areas: larger buildings, plaza, pitch [m].

    Returns
    -------
    houses
        Rings, anticlockwise, off every street, water and each other [m].
    """
    rng = Random(RANDOM_SEED + 1)
    sites = _BuildingSites(streets, waters, occupied)
    for street in streets:
        if street.house_spacing_m:
            for house in _propose_houses(rng, street):
                sites.add_house(house)
    return sites.houses


def street_clearance_m(kind: str) -> float:
    """
    Return the distance of walls from the centre line of a street.

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
    """Obstacles to new houses; every added house becomes one."""

    def __init__(
        self, streets: list[Street], waters: list[TaggedFeature], occupied: list[TaggedFeature]
    ) -> None:
        self.roads = [LineString(street.coordinates) for street in streets]
        self.clearances_m = np.array([street_clearance_m(street.kind) for street in streets])
        self.road_tree = STRtree(self.roads)
        self.waters = [_make_geometry(feature.coordinates) for feature in waters]
        self.obstacles = [_make_geometry(feature.coordinates) for feature in occupied]
        self.houses: list[Coordinates] = []

    def add_house(self, ring: Coordinates) -> None:
        """Add a house if its site is free."""
        polygon = Polygon(ring)
        near_roads = self.road_tree.query(polygon.buffer(8))
        if any(self.roads[i].distance(polygon) < self.clearances_m[i] for i in near_roads):
            return
        if any(water.distance(polygon) < WATER_CLEARANCE_M for water in self.waters):
            return
        if any(obstacle.distance(polygon) < HOUSE_SPACING_M for obstacle in self.obstacles):
            return
        self.obstacles.append(polygon)
        self.houses.append(ring)


def _make_geometry(line: Coordinates) -> LineString | Polygon:
    return Polygon(line) if np.array_equal(line[0], line[-1]) else LineString(line)


def _propose_houses(rng: Random, street: Street) -> list[Coordinates]:
    """Propose houses on both sides, with uneven gaps and depths."""
    houses = []
    stations, headings = _measure_stations(street.coordinates)
    for side in (-1, 1):
        station_m = street.house_spacing_m * rng.random()
        while station_m < stations[-1]:
            random_numbers = rng.random(), rng.random(), rng.random(), rng.random(), rng.random()
            if random_numbers[0] > VACANT_LOT_SHARE:
                point = [
                    float(np.interp(station_m, stations, street.coordinates[:, axis]))
                    for axis in (0, 1)
                ]
                heading = float(np.interp(station_m, stations, headings))
                houses.append(
                    _make_house(
                        random_numbers[1:],
                        point,
                        heading,
                        edge=side * street_clearance_m(street.kind),
                    )
                )
            station_m += street.house_spacing_m * (0.55 + 0.9 * rng.random())
    return houses


def _measure_stations(line: Coordinates) -> tuple[Coordinates, Coordinates]:
    """Measure the distance from the start [m] and heading [rad, unwrapped] at each vertex."""
    deltas = np.diff(line, axis=0)
    stations = np.concatenate([[0.0], np.cumsum(np.hypot(deltas[:, 0], deltas[:, 1]))])
    headings = np.unwrap(np.arctan2(deltas[:, 1], deltas[:, 0]))
    return stations, np.concatenate(
        [headings[:1], (headings[1:] + headings[:-1]) / 2, headings[-1:]]
    )


def _make_house(
    random_numbers: tuple[float, ...], point: list[float], heading: float, *, edge: float
) -> Coordinates:
    """Build a house of 9 to 16 by 8 to 12 m, facing the street, a little set back."""
    width, depth = 9 + 7 * random_numbers[0], 8 + 4 * random_numbers[1]
    setback_m = abs(edge) + 1 + depth / 2 + 13 * random_numbers[2] ** 2
    side = math.copysign(1, edge)
    x = point[0] - side * setback_m * math.sin(heading)
    y = point[1] + side * setback_m * math.cos(heading)
    rotation = math.degrees(heading) + 16 * (random_numbers[3] - 0.5)
    ring = make_rectangle(x, y, size=(width, depth, rotation))
    return _cut_corner(ring) if random_numbers[3] < L_SHAPE_SHARE else ring


def _cut_corner(ring: Coordinates) -> Coordinates:
    """Remove one corner of a rectangle, so that an L remains."""
    a, b, c, d = ring[:4]
    middle = (b + c) / 2
    inner = middle + 0.45 * (a - b)
    notch = inner + (c - b) / 2
    return np.round(np.vstack([a, b, middle, inner, notch, d, a]), 2)
