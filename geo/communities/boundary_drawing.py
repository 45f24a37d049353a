"""A boundary that somebody drew: corner by corner, or as the ground around a place."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import shapely
from shapely.geometry import Point, Polygon
from shapely.geometry.base import BaseGeometry

from geo.errors import BoundaryCornersError, BoundaryCrossedError, CoordinateError, NumberError
from geo.formats.geometry_checks import DECIMALS
from geo.model import WGS84
from geo.network.street_network import metric_crs

LEAST_CORNERS = 3
LEAST_KM = 0.1  # a boundary smaller than a block is a slip of the finger
QUARTER_SEGMENTS = 16  # of the circle; 64 corners stay within 0.13 % of its radius

Corner = tuple[float, float]  # latitude and longitude


def outline_of(corners: Sequence[Corner]) -> Polygon:
    """
    Make an area of its corners, in the order they were pointed at.

    Parameters
    ----------
    corners
        Latitude and longitude [degrees]; the last is joined to the first.

    Returns
    -------
    outline
        EPSG:4326, anticlockwise.

    Raises
    ------
    BoundaryCornersError
        If there are fewer than three, or all lie on one line.
    BoundaryCrossedError
        If the outline crosses itself: nobody knows then what is inside.
    """
    places = [(round(lon, DECIMALS), round(lat, DECIMALS)) for lat, lon in corners]
    if shapely.MultiPoint(places).convex_hull.geom_type != "Polygon":
        raise BoundaryCornersError(least=LEAST_CORNERS, count=len(corners))
    outline = Polygon(places)
    if not outline.is_valid:
        raise BoundaryCrossedError
    return shapely.orient_polygons(outline, exterior_cw=False)


def ground_around(lat: float, lon: float, *, km: float) -> BaseGeometry:
    """
    Make an area of all that is no farther from a place than a distance.

    Parameters
    ----------
    lat, lon
        The place [degrees].
    km
        As the crow flies [km].

    Raises
    ------
    NumberError
        If the distance is shorter than a block.
    """
    if not km >= LEAST_KM:
        raise NumberError(name="km", value=km, least=LEAST_KM)
    place = gpd.GeoDataFrame(geometry=[Point(lon, lat)], crs=WGS84)
    flat = place.to_crs(metric_crs(place)).buffer(1000 * km, quad_segs=QUARTER_SEGMENTS)
    return shapely.orient_polygons(flat.to_crs(WGS84).iloc[0], exterior_cw=False)


def read_centre(text: str) -> Corner:
    """
    Read `LAT,LON` in degrees, as maps write it.

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
