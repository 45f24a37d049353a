"""Services by straight-line distance, for a community without a street network: no minutes."""

from __future__ import annotations

from collections.abc import Collection

import geopandas as gpd
import numpy as np
from pyproj import Geod

from geo.errors import LocationOutsideError
from geo.layers.confidential_features import is_confidential
from geo.model import WGS84
from geo.network.snapping import MAX_STREET_DISTANCE_M
from geo.network.street_network import FloatArray, estimate_metric_crs
from geo.privacy.view import View
from geo.routes.planning import Location

_ELLIPSOID = Geod(ellps="WGS84")


def list_services_by_distance(
    view: View, origin: Location | None, *, types: Collection[str] | None = None
) -> gpd.GeoDataFrame:
    """
    List services with their distances from an origin, the nearest first.

    Parameters
    ----------
    origin
        None leaves all distances unknown.
    types
        Types of service; None means all.

    Returns
    -------
    services
        Rows of the view, with `distance_m` [m]: NaN without an origin, and for services without
        a place on the map. Confidential ones have none for any reader, and come last.
    """
    services = view.services
    if types is not None:
        services = services[services["type"].isin(list(types))]
    distances = np.full(len(services), np.nan)
    if origin is not None and len(services):
        has_place = (services.geometry.notna() & ~is_confidential(services)).to_numpy()
        distances[has_place] = _measure_distances(
            origin, gpd.GeoSeries(services.geometry[has_place])
        )
    return services.assign(distance_m=distances).sort_values(
        "distance_m", kind="stable", na_position="last", ignore_index=True
    )


def check_within_community(view: View, location: Location, *, endpoint: str) -> None:
    """
    Check that a location is in the community, or near it.

    Parameters
    ----------
    endpoint
        "from" or "to": the endpoint that the error message names.

    Raises
    ------
    LocationOutsideError
        If it lies as far outside of the boundary as no route could start.
    """
    boundary = view.community.boundary
    if boundary is None:
        return
    limits = gpd.GeoDataFrame(geometry=[boundary], crs=WGS84)
    crs = estimate_metric_crs(limits)
    points = gpd.GeoSeries([location.point], crs=WGS84).to_crs(crs)
    distance_m = float(limits.to_crs(crs).distance(points.iloc[0]).iloc[0])
    if not distance_m <= MAX_STREET_DISTANCE_M:  # also where it cannot be projected
        raise LocationOutsideError(end=endpoint, community=view.community.name)


def _measure_distances(origin: Location, places: gpd.GeoSeries) -> FloatArray:
    """Measure geodesics to points, or to a point inside of other shapes [m]."""
    points = places.representative_point()
    count = len(points)
    _, _, distances_m = _ELLIPSOID.inv(
        np.full(count, origin.lon), np.full(count, origin.lat), points.x, points.y
    )
    return np.asarray(distances_m, dtype=float)
