"""Demand points of the village: integer numbers of people and women near the houses."""

from __future__ import annotations

from random import Random

import numpy as np
from shapely import Point, Polygon

from data.demo.geojson import LayerFeature
from data.demo.projection import RANDOM_SEED, Coordinates, parse_points

HOUSEHOLD_SIZES = (1, 2, 3, 4, 4, 5, 5, 5, 5, 6, 6, 7, 8, 10)  # people in a house, drawn evenly
EMPTY_HOUSE_SHARE = 0.12  # share of empty houses
WOMEN_SHARE = 0.52  # share of women
MAX_OFFSET_M = 5.0  # largest distance between a point and the middle of its house [m]
LA_VEGA_HOUSEHOLDS = (
    (4, 2),
    (3, 1),
    (2, 1),
)  # people and women in the houses of the smallest canton: nine

# Homes away from every street: x,y | people | women
REMOTE_HOMES = """
-2450,980|6|3
-2540,1120|4|2
2720,-1220|5|3
2610,-1380|7|3
-2250,-1420|5|2
-1850,-1640|8|4
2060,1740|4|2
-980,1980|3|2
1130,-1560|6|3
2840,180|2|1
"""


def generate_demand_points(
    houses: list[Coordinates], *, boundary: Coordinates, smallest_canton: Coordinates
) -> list[LayerFeature]:
    """
    Generate demand points for the houses, and a few far from any street.

    Parameters
    ----------
    houses
        Rings [m].
    boundary
        Ring of the community [m]; houses outside are dropped.
    smallest_canton
        Ring of the canton of nine people [m]; its further houses are empty.

    Returns
    -------
    homes
        Points with integer `people` and `women`; never more women than people.
    """
    rng = Random(RANDOM_SEED + 4)
    canton_households = list(LA_VEGA_HOUSEHOLDS)
    canton, community = Polygon(smallest_canton), Polygon(boundary)
    homes = []
    for house in houses:
        point = house[:-1].mean(axis=0) + MAX_OFFSET_M * (
            np.array([rng.random(), rng.random()]) - 0.5
        )
        count = _draw_household(rng)
        if not community.contains(Point(point)):
            continue
        if canton.contains(Point(point)):
            if not canton_households:
                continue
            count = canton_households.pop(0)
        elif rng.random() < EMPTY_HOUSE_SHARE:
            continue
        homes.append(_make_demand_point(point, count))
    for row in REMOTE_HOMES.strip().splitlines():
        point, total, women = row.split("|")
        homes.append(_make_demand_point(parse_points(point)[0], (int(total), int(women))))
    return homes


def _draw_household(rng: Random) -> tuple[int, int]:
    """Draw the numbers of people and women of one house."""
    total = HOUSEHOLD_SIZES[int(rng.random() * len(HOUSEHOLD_SIZES))]
    return total, sum(rng.random() < WOMEN_SHARE for _ in range(total))


def _make_demand_point(point: Coordinates, count: tuple[int, int]) -> LayerFeature:
    return LayerFeature(np.array([point]), {"people": count[0], "women": count[1]})
