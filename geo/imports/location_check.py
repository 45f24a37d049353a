"""Check that the rows of a file lie within the boundary of a community."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.errors import LayerCoordinatesSwappedError, LayerOutsideError

BoolArray = NDArray[np.bool_]


def check_location(new: gpd.GeoDataFrame, boundary: BaseGeometry | None, *, file: str) -> BoolArray:
    """
    Check that not all rows lie outside a boundary, and flag those that do.

    Rows without a place are neither inside nor outside.

    Raises
    ------
    LayerOutsideError, LayerCoordinatesSwappedError
        If all do; the second where they would not with latitude and longitude swapped.
    """
    outside = find_outside(new, boundary)
    geometries = np.asarray(new.geometry.array, dtype=object)
    is_placed = ~shapely.is_missing(geometries)
    if boundary is not None and is_placed.any() and outside[is_placed].all():
        axes_swapped = shapely.transform(geometries, lambda coordinates: coordinates[:, ::-1])
        swapped = bool(shapely.intersects(boundary, axes_swapped).any())
        error_class = LayerCoordinatesSwappedError if swapped else LayerOutsideError
        raise error_class(file=file, rows=int(is_placed.sum()))
    return outside


def find_outside(new: gpd.GeoDataFrame, boundary: BaseGeometry | None) -> BoolArray:
    """Find the rows that lie outside a boundary; those without a place, or without one, do not."""
    if boundary is None:
        return np.zeros(len(new), dtype=bool)
    shapely.prepare(boundary)
    geometries = np.asarray(new.geometry.array, dtype=object)
    outside: BoolArray = ~shapely.is_missing(geometries) & ~shapely.intersects(boundary, geometries)
    return outside
