"""
Walking speed of each street edge, by street kind, surface and stairs.

A comfortable walking speed is divided by a terrain factor. The speed is that of an older woman in
good health on level streets, so that routes suit the slower walkers.

Sources
-------
Bohannon, R. W. & Andrews, A. W. (2011). Normal walking speed: a descriptive meta-analysis.
Physiotherapy 97(3), 182-189.
Soule, R. G. & Goldman, R. F. (1972). Terrain coefficients for energy cost prediction. Journal of
Applied Physiology 32(5), 706-708.
Fujiyama, T. & Tyler, N. (2010). Predicting the walking speed of pedestrians on stairs.
Transportation Planning and Technology 33(2), 177-202.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

WALK_SPEED_M_PER_MIN = 75.0
"""4.5 km/h. Women of 60-69 walk 1.241 m/s (74.5 m/min) at ease: Bohannon & Andrews 2011."""

STAIRS_SPEED_M_PER_MIN = 30.0
"""About 0.5 m/s horizontally, mean of ascent and descent: Fujiyama & Tyler 2010."""

# Terrain coefficients of Soule & Goldman 1972: energy of walking relative to blacktop.
# At equal effort the speed falls by about the same factor, so it is divided by them.
DIRT_ROAD_FACTOR = 1.1
LIGHT_BRUSH_FACTOR = 1.2
SWAMP_FACTOR = 1.8
LOOSE_SAND_FACTOR = 2.1

KIND_TERRAIN_FACTORS = {
    "track": DIRT_ROAD_FACTOR,
    "bridleway": DIRT_ROAD_FACTOR,
    "path": LIGHT_BRUSH_FACTOR,
    "connector": LIGHT_BRUSH_FACTOR,
}
"""Terrain factor by street kind, used where the surface is not tagged."""

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
"""Terrain factor by OpenStreetMap surface: our assignment to the classes of Soule & Goldman."""


def estimate_walking_speeds(
    street_kinds: Iterable[str], surfaces: Iterable[str | None], *, is_stairs: BoolArray
) -> FloatArray:
    """
    Estimate the walking speed on each edge.

    Parameters
    ----------
    street_kinds
        One value of the tag `highway` per edge.
    surfaces
        One value of the tag `surface` per edge; for None or an unknown value the street
        kind decides.
    is_stairs
        Whether the edge is stairs; this overrides kind and surface.

    Returns
    -------
    speed
        Metres per minute, one per edge, always above zero.
    """
    terrain = np.fromiter(
        (
            SURFACE_TERRAIN_FACTORS.get(surface or "", KIND_TERRAIN_FACTORS.get(kind, 1.0))
            for kind, surface in zip(street_kinds, surfaces, strict=True)
        ),
        dtype=np.float64,
        count=len(is_stairs),
    )
    return np.where(is_stairs, STAIRS_SPEED_M_PER_MIN, WALK_SPEED_M_PER_MIN / terrain)
