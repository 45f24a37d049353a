"""Coordinates as people write them: `LAT,LON` in degrees."""

from __future__ import annotations

from geo.errors import CoordinateError

LatLonPair = tuple[float, float]  # latitude and longitude [degrees]


def parse_coordinates(text: str) -> LatLonPair:
    """
    Parse `LAT,LON` in degrees.

    Raises
    ------
    CoordinateError
        If it is not two numbers, within ±90 and ±180.
    """
    try:
        lat, lon = (float(part) for part in text.split(","))
    except ValueError as error:
        raise CoordinateError(text=text) from error
    if not (abs(lat) <= 90 and abs(lon) <= 180):  # false for NaN too
        raise CoordinateError(text=text)
    return lat, lon
