"""Latitude and longitude that changed places: which rows look so, and their exchange."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.formats.geometry_checks import DEGREE_BOUNDS, Geometries
from geo.imports.import_choices import ImportChoices
from geo.model import Community

BoolArray = NDArray[np.bool_]
MAX_LATITUDE = float(DEGREE_BOUNDS[3])  # degrees
# Few people live beyond it; the longitudes of the Andes and of Central Asia are.
POLAR_LATITUDE = 60.0  # degrees
DEGREES_PER_HOUR = 15.0  # degrees of longitude an hour of time zone
# Time zones follow borders: a longitude may be this far from its zone's meridian.
ZONE_TOLERANCE = 25.0  # degrees
ZONE_MARGIN = 15.0  # degrees by which the exchanged place has to be nearer


def exchange_axes(geometries: Geometries) -> Geometries:
    """Exchange latitude and longitude of geometries."""
    exchanged: NDArray[Any] = shapely.transform(geometries, lambda degrees: degrees[:, ::-1])
    return exchanged


def swap_axes(geometries: Geometries, choices: ImportChoices) -> tuple[Geometries, BoolArray]:
    """
    Exchange the axes of geometries beyond a pole, where that was chosen.

    Returns
    -------
    geometries, swapped
        Geometries, and which of them were exchanged.
    """
    swapped = np.zeros(len(geometries), dtype=bool)
    if choices.axes != "swapped":
        return geometries, swapped
    bounds = np.abs(shapely.bounds(geometries))
    longitude, latitude = bounds[:, [0, 2]].max(axis=1), bounds[:, [1, 3]].max(axis=1)
    swapped = (latitude > MAX_LATITUDE) & (longitude <= MAX_LATITUDE)
    exchanged = geometries.copy()
    exchanged[swapped] = exchange_axes(geometries[swapped])
    return exchanged, swapped


def find_swapped(geometries: Geometries, community: Community) -> BoolArray:
    """
    Find the geometries that look as if latitude and longitude had changed places.

    By the community's boundary; without one by its time zone, and by latitudes where few live.
    """
    boundary: BaseGeometry | None = community.boundary
    if boundary is not None:
        shapely.prepare(boundary)
        outside = ~shapely.intersects(boundary, geometries)
        within: BoolArray = np.zeros(len(geometries), dtype=bool)
        within[outside] = shapely.intersects(boundary, exchange_axes(geometries[outside]))
        return within
    bounds = shapely.bounds(geometries)
    longitude, latitude = bounds[:, [0, 2]].mean(axis=1), bounds[:, [1, 3]].mean(axis=1)
    is_polar: BoolArray = (np.abs(latitude) > POLAR_LATITUDE) & (
        np.abs(longitude) <= POLAR_LATITUDE
    )
    if community.timezone is None:
        return is_polar
    meridian = _find_meridian(community.timezone)
    as_written, as_exchanged = np.abs(longitude - meridian), np.abs(latitude - meridian)
    fits_zone = (as_exchanged <= ZONE_TOLERANCE) & (as_written > as_exchanged + ZONE_MARGIN)
    looks_swapped: BoolArray = is_polar | fits_zone
    return looks_swapped


def find_nearer_exchanged(geometries: Geometries, community: Community) -> BoolArray:
    """Find the geometries that exchanged axes bring nearer to the boundary; none without one."""
    boundary: BaseGeometry | None = community.boundary
    if boundary is None:
        return np.zeros(len(geometries), dtype=bool)
    as_written = shapely.distance(boundary, geometries)
    nearer: BoolArray = shapely.distance(boundary, exchange_axes(geometries)) < as_written
    return nearer


def _find_meridian(timezone: str) -> float:
    """Return the longitude of a time zone's standard time."""
    offsets = [datetime(2026, month, 1, tzinfo=UTC).astimezone(ZoneInfo(timezone)).utcoffset()
               for month in (1, 7)]  # fmt: skip
    standard = min(offset.total_seconds() for offset in offsets if offset is not None)
    return standard / 3600 * DEGREES_PER_HOUR
