"""
How fast people walk on each kind of street.

One comfortable pace, slowed by what lies underfoot. The pace is that of the women for whom the
way must work, not of an athlete: an older woman in good health, on the level.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

STREET_M_PER_MIN = 75.0
"""4.5 km/h. Women of 60-69 walk 1.241 m/s (74.5 m/min) at ease: Bohannon & Andrews 2011."""

STEPS_M_PER_MIN = 30.0
"""About 0.5 m/s along the ground, up and down together: Fujiyama & Tyler 2010."""

# Terrain coefficients of Soule & Goldman 1972: how many times the energy of walking on
# blacktop. At equal effort the pace falls by about as much, so we divide by them.
DIRT_ROAD = 1.1
LIGHT_BRUSH = 1.2
SWAMP = 1.8
LOOSE_SAND = 2.1

KIND_TERRAIN = {"track": DIRT_ROAD, "bridleway": DIRT_ROAD, "path": LIGHT_BRUSH}
"""What is underfoot where nobody tagged the surface."""

SURFACE_TERRAIN = {
    "paved": 1.0,
    "asphalt": 1.0,
    "concrete": 1.0,
    "concrete:plates": 1.0,
    "concrete:lanes": 1.0,
    "paving_stones": 1.0,
    "sett": 1.0,
    "wood": 1.0,
    "metal": 1.0,
    "unpaved": DIRT_ROAD,
    "compacted": DIRT_ROAD,
    "fine_gravel": DIRT_ROAD,
    "gravel": DIRT_ROAD,
    "pebblestone": DIRT_ROAD,
    "ground": DIRT_ROAD,
    "dirt": DIRT_ROAD,
    "earth": DIRT_ROAD,
    "unhewn_cobblestone": DIRT_ROAD,
    "cobblestone": DIRT_ROAD,
    "grass": LIGHT_BRUSH,
    "grass_paver": LIGHT_BRUSH,
    "rock": LIGHT_BRUSH,
    "mud": SWAMP,
    "sand": LOOSE_SAND,
}
"""Our reading of OpenStreetMap's surfaces in the terms of Soule & Goldman."""


@dataclass(frozen=True)
class SpeedSource:
    """
    One number behind the walking times, and who measured it.

    Attributes
    ----------
    key
        What it is about: the key of its words in the catalogues.
    m_per_min
        Speed in metres per minute.
    source
        The publication.
    """

    key: str
    m_per_min: float
    source: str


BOHANNON = (
    "Bohannon, R. W. & Andrews, A. W. (2011). Normal walking speed: a descriptive meta-analysis. "
    "Physiotherapy 97(3), 182-189."
)
SOULE = (
    "Soule, R. G. & Goldman, R. F. (1972). Terrain coefficients for energy cost prediction. "
    "Journal of Applied Physiology 32(5), 706-708."
)
FUJIYAMA = (
    "Fujiyama, T. & Tyler, N. (2010). Predicting the walking speed of pedestrians on stairs. "
    "Transportation Planning and Technology 33(2), 177-202."
)


def speed_sources() -> tuple[SpeedSource, ...]:
    """List the numbers behind walking times, for the screen that shows how answers are made."""
    return (
        SpeedSource("speeds.street", STREET_M_PER_MIN, BOHANNON),
        SpeedSource("speeds.dirt_road", STREET_M_PER_MIN / DIRT_ROAD, SOULE),
        SpeedSource("speeds.light_brush", STREET_M_PER_MIN / LIGHT_BRUSH, SOULE),
        SpeedSource("speeds.swamp", STREET_M_PER_MIN / SWAMP, SOULE),
        SpeedSource("speeds.loose_sand", STREET_M_PER_MIN / LOOSE_SAND, SOULE),
        SpeedSource("speeds.steps", STEPS_M_PER_MIN, FUJIYAMA),
    )


def walking_speed(
    kind: Iterable[str], surface: Iterable[str | None], *, steps: BoolArray
) -> FloatArray:
    """
    Give the walking speed on each edge.

    Parameters
    ----------
    kind
        One value of the tag `highway` per edge.
    surface
        One value of the tag `surface` per edge; None, or a value we do not know, lets the
        kind decide.
    steps
        Whether the edge is a flight of stairs: stairs decide before anything else.

    Returns
    -------
    speed
        Metres per minute along the ground, one per edge, always above zero.
    """
    terrain = np.fromiter(
        (
            SURFACE_TERRAIN.get(under or "", KIND_TERRAIN.get(way, 1.0))
            for way, under in zip(kind, surface, strict=True)
        ),
        dtype=np.float64,
        count=len(steps),
    )
    return np.where(steps, STEPS_M_PER_MIN, STREET_M_PER_MIN / terrain)
