"""Where people live: whole numbers of people and women at invented points near the houses."""

from __future__ import annotations

from random import Random

import numpy as np
from shapely import Point, Polygon

from data.demo.geojson import Feature
from data.demo.ground import SEED, Line, points

SIZES = (1, 2, 3, 4, 4, 5, 5, 5, 5, 6, 6, 7, 8, 10)  # people in a house, drawn evenly
EMPTY = 0.12  # share of houses where nobody lives
WOMAN = 0.52  # share of women
SHIFT_M = 5.0  # largest distance between a point and the middle of its house [m]
LA_VEGA = ((4, 2), (3, 1), (2, 1))  # people and women in the houses of the smallest canton: nine

# Homes away from every street: x,y | people | women
REMOTE = """
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


def people(houses: list[Line], *, within: Line, smallest: Line) -> list[Feature]:
    """
    Settle people in the houses, and a few far from any street.

    Parameters
    ----------
    houses
        Rings [m].
    within
        Ring of the community [m]; who lives outside is not counted.
    smallest
        Ring of the canton of nine people [m]; its houses share them, further ones stand empty.

    Returns
    -------
    homes
        Points with whole `people` and `women`; women never more than people.
    """
    rng = Random(SEED + 4)
    nine = list(LA_VEGA)
    canton, community = Polygon(smallest), Polygon(within)
    homes = []
    for house in houses:
        spot = house[:-1].mean(axis=0) + SHIFT_M * (np.array([rng.random(), rng.random()]) - 0.5)
        count = _household(rng)
        if not community.contains(Point(spot)):
            continue
        if canton.contains(Point(spot)):
            if not nine:
                continue
            count = nine.pop(0)
        elif rng.random() < EMPTY:
            continue
        homes.append(_home(spot, count))
    for row in REMOTE.strip().splitlines():
        spot, total, women = row.split("|")
        homes.append(_home(points(spot)[0], (int(total), int(women))))
    return homes


def _household(rng: Random) -> tuple[int, int]:
    """People and women of one house."""
    total = SIZES[int(rng.random() * len(SIZES))]
    return total, sum(rng.random() < WOMAN for _ in range(total))


def _home(spot: Line, count: tuple[int, int]) -> Feature:
    return Feature(np.array([spot]), {"people": count[0], "women": count[1]})
