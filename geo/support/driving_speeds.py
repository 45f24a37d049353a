"""
Driving speed of street edges, by tagged limit, class of street and country.

A tagged limit comes first. Without one, the speed is the usual one of the class of street, and at
most that of the country's limit for it: `data/driving_speeds` has a file for each country.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from geo.network.speed_limits import RURAL_KINDS, read_speed_limits
from geo.network.street_network import FloatArray

M_PER_MIN_PER_KM_H = 1000 / 60  # one km/h
SPEED_LIMIT_FACTOR = 0.8
"""
Mean speed as a share of the speed limit.

Source: Project OSRM, osrm-backend, `profiles/car.lua`, `speed_reduction`: where a limit is tagged,
`profiles/lib/way_handlers.lua` replaces the speed of the class by this share of it.
"""

OSRM_SOURCE = (
    "Project OSRM, osrm-backend, profiles/car.lua: the speed of cars by class of street, where no "
    "sign says otherwise."
)
LINK_SOURCE = "Ours: half the speed of the streets it joins; it is short, and bends."
UNCLASSIFIED_SOURCE = "Ours: as a residential street; the class is unverified."
TRACK_SOURCE = "Ours: a track that cars can use, at about twice the walking speed."
DRIVING_SPEEDS_KM_H: dict[str, tuple[float, str]] = {
    "motorway": (90.0, OSRM_SOURCE),
    "motorway_link": (45.0, LINK_SOURCE),
    "trunk": (85.0, OSRM_SOURCE),
    "trunk_link": (42.5, LINK_SOURCE),
    "primary": (65.0, OSRM_SOURCE),
    "primary_link": (32.5, LINK_SOURCE),
    "secondary": (55.0, OSRM_SOURCE),
    "secondary_link": (27.5, LINK_SOURCE),
    "tertiary": (40.0, OSRM_SOURCE),
    "tertiary_link": (20.0, LINK_SOURCE),
    "unclassified": (25.0, OSRM_SOURCE),
    "residential": (25.0, OSRM_SOURCE),
    "living_street": (10.0, OSRM_SOURCE),
    "service": (15.0, OSRM_SOURCE),
    "road": (25.0, UNCLASSIFIED_SOURCE),
    "track": (10.0, TRACK_SOURCE),
}


def estimate_driving_speeds(
    kinds: NDArray[np.object_], limits_km_h: FloatArray, *, country: str | None
) -> FloatArray:
    """
    Estimate the driving speed of edges [m/min].

    Parameters
    ----------
    kinds
        Class of street of each edge, in OpenStreetMap's words.
    limits_km_h
        Tagged speed limit of each edge [km/h], or NaN.
    country
        ISO 3166 code of two letters, or None.

    Returns
    -------
    speeds
        Zero where the class of street is not drivable, whatever limit is tagged.
    """
    by_kind = {kind: estimate_kind_speed(kind, country) for kind in set(kinds.tolist())}
    km_h = np.array([by_kind[kind] for kind in kinds.tolist()], dtype=np.float64)
    is_tagged = (km_h > 0) & (limits_km_h > 0)
    return np.where(is_tagged, SPEED_LIMIT_FACTOR * limits_km_h, km_h) * M_PER_MIN_PER_KM_H


def estimate_kind_speed(kind: str, country: str | None) -> float:
    """Estimate the speed on a class of street without a tagged limit [km/h]; zero: not drivable."""
    usual = DRIVING_SPEEDS_KM_H.get(kind, (0.0, ""))[0]
    limits = read_speed_limits(country)
    if not usual or not limits:
        return usual
    road = kind.removesuffix("_link")
    by_place = limits.get("rural" if road in RURAL_KINDS else "urban", np.inf)
    return min(usual, SPEED_LIMIT_FACTOR * limits.get(road, by_place))
