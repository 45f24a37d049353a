"""Travel times of demand points to their service, by street or by straight lines."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np

from geo.coverage.demand_cache import load_for_demand
from geo.coverage.metric_points import load_metric_points
from geo.coverage.records import CoverageRequest
from geo.coverage.straight_line import DEFAULT_DETOUR_FACTOR, measure_straight_lines
from geo.coverage.travel_time import (
    NO_SERVICE,
    ReachableNetwork,
    TravelTimes,
    compute_reachable_network,
    measure_travel_times,
)
from geo.model import TimeSlot
from geo.network.snapping import StreetPositions, snap_to_main_network
from geo.privacy.view import View
from geo.routes.cost import SAFEST_AVERSION
from geo.routes.street_access import find_passability_in_slot


@dataclass(frozen=True)
class DemandTravelTimes:
    """Travel times before a threshold; safest times and `slot` are None for straight lines."""

    travel_times: TravelTimes
    safest_travel_times: TravelTimes | None = None
    slot: TimeSlot | None = None
    detour_factor: float | None = None
    off_street_people: float = 0.0
    reachable_network: ReachableNetwork | None = None


def select_counted_services(
    view: View, request: CoverageRequest, services: gpd.GeoDataFrame
) -> tuple[gpd.GeoDataFrame, int]:
    """Select the services that a route can reach, and count those that lie off every street."""
    if not _uses_streets(view, request):
        return services, 0
    near = _snap_services(view, services).is_on_network
    return services[near].reset_index(drop=True), int((~near).sum())


def _uses_streets(view: View, request: CoverageRequest) -> bool:
    return view.has_streets and not request.use_straight_lines


def compute_demand_travel_times(
    view: View,
    request: CoverageRequest,
    demand_points: gpd.GeoDataFrame,
    services: gpd.GeoDataFrame,
) -> DemandTravelTimes:
    """Compute the travel times of demand points to the counted services of a request."""
    if not _uses_streets(view, request):
        detour = choose_detour_factor(request)
        points = load_metric_points(view, demand_points)
        trips = measure_straight_lines(points, services, detour_factor=detour)
        return DemandTravelTimes(trips, detour_factor=detour)
    return _compute_street_travel_times(view, request, demand_points, services)


def choose_detour_factor(request: CoverageRequest) -> float:
    """Choose the factor of straight lines: the requested one, or that of the method."""
    plain = request.use_straight_lines and request.threshold.is_in_metres
    return (
        request.detour_factor
        if request.detour_factor is not None
        else (1.0 if plain else DEFAULT_DETOUR_FACTOR)
    )


def _compute_street_travel_times(
    view: View,
    request: CoverageRequest,
    demand_points: gpd.GeoDataFrame,
    services: gpd.GeoDataFrame,
) -> DemandTravelTimes:
    moment = request.departure_time or view.moment()
    slot = view.slot(moment)
    exposure = view.exposure(slot)
    service_positions, demand_positions = (
        _snap_services(view, services),
        load_demand_positions(view, demand_points),
    )
    near = demand_positions.is_on_network
    off_street_people = float(demand_points["people"][~near].sum())
    if services.empty:
        unreached = _unreached_travel_times(len(demand_points))
        return DemandTravelTimes(
            unreached, unreached, slot=slot, off_street_people=off_street_people
        )
    passability = find_passability_in_slot(view, slot, moment)
    reachable, safest = (
        compute_reachable_network(
            exposure, service_positions, aversion=aversion, passability=passability
        )
        for aversion in (request.aversion, max(SAFEST_AVERSION, request.aversion))
    )
    return DemandTravelTimes(
        travel_times=_mask_far_points(near, measure_travel_times(reachable, demand_positions)),
        safest_travel_times=_mask_far_points(near, measure_travel_times(safest, demand_positions)),
        slot=slot,
        off_street_people=off_street_people,
        reachable_network=reachable,
    )


def _unreached_travel_times(count: int) -> TravelTimes:
    """Return the travel times where no service lies on the network."""
    infinite = np.full(count, np.inf)
    return TravelTimes(infinite, infinite, infinite, infinite, np.full(count, NO_SERVICE))


def _snap_services(view: View, services: gpd.GeoDataFrame) -> StreetPositions:
    return snap_to_main_network(view.network, services.geometry)


def load_demand_positions(view: View, demand_points: gpd.GeoDataFrame) -> StreetPositions:
    """Snap the counted demand points of a view to its streets, once for all questions."""
    network = view.network
    return load_for_demand(
        view,
        "demand on streets",
        demand_points,
        lambda: snap_to_main_network(network, demand_points.geometry),
        network,
    )


def _mask_far_points(is_near: np.ndarray, travel_times: TravelTimes) -> TravelTimes:
    masked = {name: np.where(is_near, array, np.inf) for name, array in vars(travel_times).items()}
    return TravelTimes(**{**masked, "service": np.where(is_near, travel_times.service, NO_SERVICE)})
