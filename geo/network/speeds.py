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

WALK_SPEED_M_PER_MIN = 75.0
"""4.5 km/h. Women of 60-69 walk 1.241 m/s (74.5 m/min) at ease: Bohannon & Andrews 2011."""

STAIRS_SPEED_M_PER_MIN = 30.0
"""About 0.5 m/s along the ground, up and down together: Fujiyama & Tyler 2010."""

# Terrain coefficients of Soule & Goldman 1972: how many times the energy of walking on
# blacktop. At equal effort the pace falls by about as much, so we divide by them.
DIRT_ROAD_FACTOR = 1.1
LIGHT_BRUSH_FACTOR = 1.2
SWAMP_FACTOR = 1.8
LOOSE_SAND_FACTOR = 2.1

KIND_TERRAIN_FACTORS = {
    "track": DIRT_ROAD_FACTOR,
    "bridleway": DIRT_ROAD_FACTOR,
    "path": LIGHT_BRUSH_FACTOR,
}
"""What is underfoot where nobody tagged the surface."""

SURFACE_TERRAIN_FACTORS = {
    "paved": 1.0,
    "asphalt": 1.0,
    "concrete": 1.0,
    "concrete:plates": 1.0,
    "concrete:lanes": 1.0,
    "paving_stones": 1.0,
    "sett": 1.0,
    "wood": 1.0,
    "metal": 1.0,
    "unpaved": DIRT_ROAD_FACTOR,
    "compacted": DIRT_ROAD_FACTOR,
    "fine_gravel": DIRT_ROAD_FACTOR,
    "gravel": DIRT_ROAD_FACTOR,
    "pebblestone": DIRT_ROAD_FACTOR,
    "ground": DIRT_ROAD_FACTOR,
    "dirt": DIRT_ROAD_FACTOR,
    "earth": DIRT_ROAD_FACTOR,
    "unhewn_cobblestone": DIRT_ROAD_FACTOR,
    "cobblestone": DIRT_ROAD_FACTOR,
    "grass": LIGHT_BRUSH_FACTOR,
    "grass_paver": LIGHT_BRUSH_FACTOR,
    "rock": LIGHT_BRUSH_FACTOR,
    "mud": SWAMP_FACTOR,
    "sand": LOOSE_SAND_FACTOR,
}
"""Our reading of OpenStreetMap's surfaces in the terms of Soule & Goldman."""


@dataclass(frozen=True)
class SpeedSource:
    """
    One number behind the walking times, and who measured it.

    Attributes
    ----------
    text_key
        What it is about: the key of its words in the catalogues.
    speed_m_per_min
        Speed in metres per minute.
    source
        The publication.
    """

    text_key: str
    speed_m_per_min: float
    source: str


BOHANNON_REFERENCE = (
    "Bohannon, R. W. & Andrews, A. W. (2011). Normal walking speed: a descriptive meta-analysis. "
    "Physiotherapy 97(3), 182-189."
)
SOULE_REFERENCE = (
    "Soule, R. G. & Goldman, R. F. (1972). Terrain coefficients for energy cost prediction. "
    "Journal of Applied Physiology 32(5), 706-708."
)
FUJIYAMA_REFERENCE = (
    "Fujiyama, T. & Tyler, N. (2010). Predicting the walking speed of pedestrians on stairs. "
    "Transportation Planning and Technology 33(2), 177-202."
)


def list_speed_sources() -> tuple[SpeedSource, ...]:
    """List the numbers behind walking times, for the screen that shows how answers are made."""
    return (
        SpeedSource("speeds.street", WALK_SPEED_M_PER_MIN, BOHANNON_REFERENCE),
        SpeedSource("speeds.dirt_road", WALK_SPEED_M_PER_MIN / DIRT_ROAD_FACTOR, SOULE_REFERENCE),
        SpeedSource(
            "speeds.light_brush", WALK_SPEED_M_PER_MIN / LIGHT_BRUSH_FACTOR, SOULE_REFERENCE
        ),
        SpeedSource("speeds.swamp", WALK_SPEED_M_PER_MIN / SWAMP_FACTOR, SOULE_REFERENCE),
        SpeedSource("speeds.loose_sand", WALK_SPEED_M_PER_MIN / LOOSE_SAND_FACTOR, SOULE_REFERENCE),
        SpeedSource("speeds.steps", STAIRS_SPEED_M_PER_MIN, FUJIYAMA_REFERENCE),
    )


def estimate_walking_speeds(
    street_kinds: Iterable[str], surfaces: Iterable[str | None], *, is_stairs: BoolArray
) -> FloatArray:
    """
    Give the walking speed on each edge.

    Parameters
    ----------
    street_kinds
        One value of the tag `highway` per edge.
    surfaces
        One value of the tag `surfaces` per edge; None, or a value we do not know, lets the
        kind decide.
    is_stairs
        Whether the edge is a flight of stairs: stairs decide before anything else.

    Returns
    -------
    speed
        Metres per minute along the ground, one per edge, always above zero.
    """
    terrain = np.fromiter(
        (
            SURFACE_TERRAIN_FACTORS.get(under or "", KIND_TERRAIN_FACTORS.get(way, 1.0))
            for way, under in zip(street_kinds, surfaces, strict=True)
        ),
        dtype=np.float64,
        count=len(is_stairs),
    )
    return np.where(is_stairs, STAIRS_SPEED_M_PER_MIN, WALK_SPEED_M_PER_MIN / terrain)
