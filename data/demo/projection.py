"""Local coordinates of the invented village in metres, and their projection to WGS84."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Coordinates = NDArray[np.float64]

RANDOM_SEED = 1863  # any number will do
ORIGIN_LAT, ORIGIN_LON = 13.9, -89.85  # the middle of the plaza; the village itself does not exist
M_PER_DEGREE_LAT = 110_641.0  # length of a degree at 13.9 N on the WGS84 ellipsoid [m]
M_PER_DEGREE_LON = 108_079.0  # same, along the parallel [m]
DEGREE_DECIMALS = 6  # about 11 cm; also removes differences between versions of libm


def parse_points(text: str) -> Coordinates:
    """
    Parse a list of points.

    Parameters
    ----------
    text
        Pairs `x,y` separated by blanks, metres east and north of the plaza.

    Returns
    -------
    line
        One row per point, columns x and y [m].
    """
    return np.array([[float(number) for number in pair.split(",")] for pair in text.split()])


def project_to_lonlat(line: Coordinates) -> list[tuple[float, float]]:
    """
    Convert local coordinates to longitude and latitude.

    Parameters
    ----------
    line
        Columns x and y [m].

    Returns
    -------
    lonlat
        Pairs (longitude, latitude) in EPSG:4326, rounded to six decimals.
    """
    lon = np.round(ORIGIN_LON + line[:, 0] / M_PER_DEGREE_LON, DEGREE_DECIMALS)
    lat = np.round(ORIGIN_LAT + line[:, 1] / M_PER_DEGREE_LAT, DEGREE_DECIMALS)
    return list(zip(lon.tolist(), lat.tolist(), strict=True))
