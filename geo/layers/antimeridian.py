"""Areas and points on both sides of the 180° meridian, which have no common metric CRS."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

MAX_WIDTH_DEG = 180.0  # what is wider reaches around the Earth, or lies on both sides of 180°


def crosses_antimeridian(geometry: BaseGeometry) -> bool:
    """
    Return whether a geometry, EPSG:4326, lies on both sides of the 180° meridian.

    Its longitudes are between -180 and 180 then, whether it is split at the meridian (RFC 7946,
    section 3.1.9) or not, and they span more than half of the Earth.
    """
    west, _, east, _ = geometry.bounds
    return bool(east - west > MAX_WIDTH_DEG)


def lie_across_antimeridian(lon: NDArray[np.float64]) -> bool:
    """Return whether points lie on both sides of the 180° meridian; longitudes in degrees."""
    return bool(np.ptp(lon) > MAX_WIDTH_DEG)
