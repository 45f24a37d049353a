"""Boundaries from drawn corners, or as a circle around a point."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import shapely
from shapely.geometry import Point, Polygon
from shapely.geometry.base import BaseGeometry

from geo.errors import (
    AmparoError,
    BoundaryAntimeridianError,
    BoundarySelfIntersectionError,
    BoundaryTooFewCornersError,
    NumberError,
)
from geo.formats.geometry_checks import COORDINATE_DECIMALS
from geo.layers.antimeridian import crosses_antimeridian
from geo.layers.coordinate_text import LatLonPair
from geo.model import WGS84
from geo.network.street_network import estimate_metric_crs

MIN_CORNERS = 3
MIN_RADIUS_KM = 0.1  # a smaller boundary is an input error
QUARTER_SEGMENTS = 16  # of the circle; 64 corners stay within 0.13 % of its radius


def polygon_from_corners(corners: Sequence[LatLonPair]) -> Polygon:
    """
    Build a polygon from its corners, in the order given.

    Parameters
    ----------
    corners
        Latitude and longitude [degrees]; the ring is closed.

    Returns
    -------
    outline
        EPSG:4326, anticlockwise.

    Raises
    ------
    BoundaryTooFewCornersError
        If there are fewer than three, or all lie on one line.
    BoundarySelfIntersectionError
        If the outline crosses itself, so that its inside is ambiguous.
    """
    points = [
        (round(lon, COORDINATE_DECIMALS), round(lat, COORDINATE_DECIMALS)) for lat, lon in corners
    ]
    if shapely.MultiPoint(points).convex_hull.geom_type != "Polygon":
        raise BoundaryTooFewCornersError(least=MIN_CORNERS, count=len(corners))
    outline = Polygon(points)
    if not outline.is_valid:
        raise BoundarySelfIntersectionError
    return shapely.orient_polygons(outline, exterior_cw=False)


def list_corner_errors(corners: Sequence[LatLonPair]) -> list[AmparoError]:
    """
    List everything that keeps corners from being a boundary.

    Parameters
    ----------
    corners
        Latitude and longitude [degrees], in the order drawn.

    Returns
    -------
    errors
        As raised by `polygon_from_corners` and by saving the boundary; empty if it can be saved.
    """
    errors: list[AmparoError] = []
    try:
        polygon_from_corners(corners)
    except (BoundaryTooFewCornersError, BoundarySelfIntersectionError) as error:
        errors.append(error)
    if corners and crosses_antimeridian(shapely.MultiPoint([(lon, lat) for lat, lon in corners])):
        errors.append(BoundaryAntimeridianError())
    return errors


def buffer_point(lat: float, lon: float, *, radius_km: float) -> BaseGeometry:
    """
    Build a circle around a point.

    Parameters
    ----------
    lat, lon
        Centre [degrees].
    radius_km
        Radius [km].

    Raises
    ------
    NumberError
        If the radius is below `MIN_RADIUS_KM`.
    """
    if not radius_km >= MIN_RADIUS_KM:
        raise NumberError(name="km", value=radius_km, least=MIN_RADIUS_KM)
    centre = gpd.GeoDataFrame(geometry=[Point(lon, lat)], crs=WGS84)
    circle = centre.to_crs(estimate_metric_crs(centre)).buffer(
        1000 * radius_km, quad_segs=QUARTER_SEGMENTS
    )
    return shapely.orient_polygons(circle.to_crs(WGS84).iloc[0], exterior_cw=False)
