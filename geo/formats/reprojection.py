"""From a file's own coordinates to degrees."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely
from pyproj import CRS

from geo.errors import LayerCrsError
from geo.formats.geometry_checks import Geometries
from geo.model import WGS84

MAX_DEGREES = 180.0  # degrees; what lies beyond was not measured in degrees


def reproject_to_degrees(
    geometries: Geometries, crs: CRS | None, *, file: str
) -> tuple[Geometries, str | None]:
    """
    Bring shapes to EPSG:4326.

    Parameters
    ----------
    geometries
        Flat, in `crs`, None where a row has none.
    crs
        None: nobody said; they are taken for degrees if they can be.
    file
        Name for the error.

    Returns
    -------
    geometries
        Longitude, latitude.
    reprojected_from
        Name of the CRS they came in; None where nothing had to be done.

    Raises
    ------
    LayerCrsError
        If nobody said, or said degrees, and most lie where no degree is.
    """
    usable = crs is not None and (crs.is_geographic or crs.is_projected)
    if crs is not None and usable and not crs.equals(CRS(WGS84), ignore_axis_order=True):
        moved = gpd.GeoSeries(geometries, crs=crs).to_crs(WGS84)
        return np.asarray(moved.array, dtype=object), _format_crs(crs)
    bounds = shapely.bounds(geometries)
    known = ~np.isnan(bounds).any(axis=1)
    beyond = (np.abs(bounds[known]) > MAX_DEGREES).any(axis=1)
    if known.any() and beyond.mean() > 1 / 2:  # most: one such row is a slip of the pen
        raise LayerCrsError(file=file)
    return geometries, None


def _format_crs(crs: CRS) -> str:
    authority = crs.to_authority()
    return ":".join(authority) if authority else crs.name
