"""What of an extract lies on a community's ground: whole segments, whole shapes, never cut."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from geo.network.polylines import BoolArray, FloatArray


def find_intersecting_segments(lonlat: FloatArray, *, clip_polygon: BaseGeometry) -> BoolArray:
    """
    Say which segments between neighbouring points touch a polygon.

    Parameters
    ----------
    lonlat
        Points, EPSG:4326, shape (n, 2).
    clip_polygon
        Polygon, EPSG:4326.

    Returns
    -------
    touches
        One value per point, for the segment that starts there; the last is False.
    """
    shapely.prepare(clip_polygon)
    inside = shapely.intersects_xy(clip_polygon, lonlat[:, 0], lonlat[:, 1])
    touches = np.zeros(len(lonlat), dtype=np.bool_)
    touches[:-1] = inside[:-1] | inside[1:]
    # Both ends outside, yet the segment may pass through: only near ones need the full test.
    west, south, east, north = clip_polygon.bounds
    low, high = np.minimum(lonlat[:-1], lonlat[1:]), np.maximum(lonlat[:-1], lonlat[1:])
    near = (low <= (east, north)).all(axis=1) & (high >= (west, south)).all(axis=1)
    open_ = np.flatnonzero(near & ~touches[:-1])
    pairs = np.stack([lonlat[open_], lonlat[open_ + 1]], axis=1)
    touches[open_] = shapely.intersects(clip_polygon, shapely.linestrings(pairs))
    return touches


def find_intersecting_geometries(
    geometries: npt.NDArray[np.object_], *, clip_polygon: BaseGeometry
) -> BoolArray:
    """
    Say which shapes touch a polygon.

    Parameters
    ----------
    geometries
        Geometries, EPSG:4326.
    clip_polygon
        Polygon, EPSG:4326.
    """
    shapely.prepare(clip_polygon)
    touches: BoolArray = shapely.intersects(clip_polygon, geometries)
    return touches
