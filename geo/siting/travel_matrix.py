"""Travel times between each site and each demand point, by the routes of coverage."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import geopandas as gpd
import numpy as np

from geo.coverage.straight_line import DEFAULT_DETOUR_FACTOR
from geo.coverage.travel_time import compute_reachable_network, measure_travel_times
from geo.model import ProgressCallback, ignore_progress
from geo.network.snapping import StreetPositions, snap_to_main_network
from geo.network.speeds import WALK_SPEED_M_PER_MIN
from geo.network.street_network import FloatArray, estimate_metric_crs
from geo.privacy.view import View
from geo.routes.cost import DIRECT_AVERSION, SAFEST_AVERSION
from geo.routes.street_access import find_passability_in_slot

MATRIX_MESSAGE = "siting.ways"


@dataclass(frozen=True)
class TravelMatrix:
    """
    Ways between sites (rows) and demand points (columns).

    Attributes
    ----------
    minutes
        By the quickest route; infinite where there is none.
    safest_minutes, safest_inside_m
        By the safest route: its minutes, and its metres inside risk areas; None for straight lines.
    """

    minutes: FloatArray
    safest_minutes: FloatArray | None = None
    safest_inside_m: FloatArray | None = None


def measure_travel_matrix(
    view: View,
    sites: gpd.GeoDataFrame,
    demand_points: gpd.GeoDataFrame,
    *,
    moment: datetime | None,
    progress: ProgressCallback = ignore_progress,
) -> TravelMatrix:
    """
    Measure the way from each demand point to each site.

    Parameters
    ----------
    sites, demand_points
        Points, EPSG:4326.
    moment
        With its time zone, for daylight and the hours of streets; None measures straight lines.
    progress
        What it raises stops the measurement.

    Returns
    -------
    matrix
        Sites and demand points too far from every street have no way.
    """
    if moment is None:
        return TravelMatrix(_measure_lines(sites, demand_points))
    network = view.network
    slot = view.slot(moment)
    exposure, passability = view.exposure(slot), find_passability_in_slot(view, slot, moment)
    homes = snap_to_main_network(network, demand_points.geometry)
    positions = snap_to_main_network(network, sites.geometry)
    shape = (len(sites), len(demand_points))
    minutes, safest, inside_m = (np.full(shape, np.inf) for _ in range(3))
    for site in np.flatnonzero(positions.is_on_network):
        progress(float(site) / len(sites), MATRIX_MESSAGE)
        alone: StreetPositions = positions.select_positions(np.array([site]))
        for aversion in (DIRECT_AVERSION, SAFEST_AVERSION):
            reachable = compute_reachable_network(
                exposure, alone, aversion=aversion, passability=passability
            )
            times = measure_travel_times(reachable, homes)
            if aversion == DIRECT_AVERSION:
                minutes[site] = np.where(homes.is_on_network, times.minutes, np.inf)
            else:
                safest[site] = np.where(homes.is_on_network, times.minutes, np.inf)
                inside_m[site] = np.where(homes.is_on_network, times.inside_m, np.inf)
    return TravelMatrix(minutes, safest, inside_m)


def _measure_lines(sites: gpd.GeoDataFrame, demand_points: gpd.GeoDataFrame) -> FloatArray:
    crs = estimate_metric_crs(demand_points)
    ends = [frame.geometry.to_crs(crs) for frame in (sites, demand_points)]
    site_xy, home_xy = (np.column_stack([one.x, one.y]) for one in ends)
    metres = np.linalg.norm(site_xy[:, None, :] - home_xy[None, :, :], axis=2)
    return np.asarray(metres * DEFAULT_DETOUR_FACTOR / WALK_SPEED_M_PER_MIN)
