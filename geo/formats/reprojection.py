"""Reprojection of a file's coordinates to WGS84 degrees."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely
from pyproj import CRS

from geo.errors import LayerCrsError
from geo.formats.geometry_checks import Geometries
from geo.model import WGS84

MAX_DEGREES = 180.0  # degrees; larger coordinates are not degrees


def declares_usable_crs(crs: CRS | None) -> bool:
    """Return whether a file's CRS places its coordinates on Earth: geographic or projected."""
    return crs is not None and (crs.is_geographic or crs.is_projected)


def reproject_to_degrees(
    geometries: Geometries, crs: CRS | None, *, file: str
) -> tuple[Geometries, str | None]:
    """
    Reproject geometries to EPSG:4326.

    Parameters
    ----------
    geometries
        Flat, in `crs`, None where a row has none.
    crs
        None, or one that is neither geographic nor projected: WGS84 is assumed.
    file
        Name for the error.

    Returns
    -------
    geometries
        Longitude, latitude.
    reprojected_from
        Name of the CRS they came in; None where they were in WGS84 or it was assumed.

    Raises
    ------
    LayerCrsError
        If WGS84 is declared or assumed and most coordinates are out of the range of degrees.
    """
    if (
        crs is not None
        and declares_usable_crs(crs)
        and not crs.equals(CRS(WGS84), ignore_axis_order=True)
    ):
        reprojected = gpd.GeoSeries(geometries, crs=crs).to_crs(WGS84)
        return np.asarray(reprojected.array, dtype=object), _format_crs(crs)
    bounds = shapely.bounds(geometries)
    placed = ~np.isnan(bounds).any(axis=1)
    out_of_range = (np.abs(bounds[placed]) > MAX_DEGREES).any(axis=1)
    if placed.any() and out_of_range.mean() > 1 / 2:  # a single such row is a typing error
        raise LayerCrsError(file=file)
    return geometries, None


def _format_crs(crs: CRS) -> str:
    authority = crs.to_authority()
    return ":".join(authority) if authority else crs.name
