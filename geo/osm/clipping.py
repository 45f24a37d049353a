"""Selection of the segments and geometries that intersect a polygon, without clipping them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from geo.layers.antimeridian import MAX_WIDTH_DEG
from geo.network.polylines import BoolArray, FloatArray


def find_intersecting_segments(lonlat: FloatArray, *, clip_polygon: BaseGeometry) -> BoolArray:
    """
    Find the segments between neighbouring points that intersect a polygon.

    Parameters
    ----------
    lonlat
        Points, EPSG:4326, shape (n, 2).
    clip_polygon
        Polygon, EPSG:4326.

    Returns
    -------
    touches
        One value per point, for the segment that starts there; the last is False. A segment
        across the 180° meridian is drawn around the Earth, and touches nothing.
    """
    shapely.prepare(clip_polygon)
    inside = shapely.intersects_xy(clip_polygon, lonlat[:, 0], lonlat[:, 1])
    touches = np.zeros(len(lonlat), dtype=np.bool_)
    touches[:-1] = inside[:-1] | inside[1:]
    # A segment with both ends outside may pass through: only near ones need the full test.
    west, south, east, north = clip_polygon.bounds
    minimum, maximum = np.minimum(lonlat[:-1], lonlat[1:]), np.maximum(lonlat[:-1], lonlat[1:])
    near = (minimum <= (east, north)).all(axis=1) & (maximum >= (west, south)).all(axis=1)
    undecided = np.flatnonzero(near & ~touches[:-1])
    pairs = np.stack([lonlat[undecided], lonlat[undecided + 1]], axis=1)
    touches[undecided] = shapely.intersects(clip_polygon, shapely.linestrings(pairs))
    touches[:-1] &= np.abs(np.diff(lonlat[:, 0])) <= MAX_WIDTH_DEG
    return touches


def find_intersecting_geometries(
    geometries: npt.NDArray[np.object_], *, clip_polygon: BaseGeometry
) -> BoolArray:
    """
    Find the geometries that intersect a polygon.

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
