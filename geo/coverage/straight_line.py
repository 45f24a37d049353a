"""Straight-line coverage, for a community without streets, or for comparison."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely

from geo.coverage.metric_points import MetricPoints
from geo.coverage.travel_time import NO_SERVICE, TravelTimes
from geo.network.speeds import WALK_SPEED_M_PER_MIN

# Routes are longer than the straight line. Ballou, Rahardja & Sakai (2002), Transportation
# Research A 36(9), 843-848, found road to straight-line ratios from 1.12 to 2.10 by country;
# 1.3 is near the middle of their countries. It is shown wherever it is used, and can be changed.
DEFAULT_DETOUR_FACTOR = 1.3


def measure_straight_lines(
    demand_points: MetricPoints,
    services: gpd.GeoDataFrame,
    *,
    detour_factor: float = DEFAULT_DETOUR_FACTOR,
) -> TravelTimes:
    """
    Measure the straight line from each demand point to the nearest service.

    Parameters
    ----------
    services
        Points, EPSG:4326; at least one, and at least one demand point.
    detour_factor
        Assumed ratio of the route's length to the straight line.

    Returns
    -------
    trips
        `length_m` is the straight line times `detour_factor`. Exposure is unknown: metres inside
        risk areas are NaN, not zero.
    """
    tree = shapely.STRtree(services.geometry.to_crs(demand_points.crs).to_numpy())
    points, count = shapely.points(demand_points.xy), len(demand_points.xy)
    (home, service), metres = tree.query_nearest(points, return_distance=True, all_matches=False)
    length = np.full(count, np.inf)
    nearest = np.full(count, NO_SERVICE, dtype=np.int64)
    length[home], nearest[home] = metres * detour_factor, service
    minutes = length / WALK_SPEED_M_PER_MIN
    return TravelTimes(minutes, minutes, length, np.full(count, np.nan), nearest)
