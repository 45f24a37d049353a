"""Coverage results from demand points and their travel times."""

from __future__ import annotations

import geopandas as gpd
import numpy as np

from geo.coverage.area_builders import AreaBuilders
from geo.coverage.demand_travel_times import DemandTravelTimes
from geo.coverage.records import CoverageRequest, CoverageResult
from geo.coverage.travel_time import TravelTimes
from geo.layers.population import count_population


def is_safely_within(request: CoverageRequest, safest: TravelTimes) -> np.ndarray:
    """Return which safest routes are within the threshold and the limit of metres."""
    return np.asarray(
        request.threshold.is_within(safest) & (safest.inside_m <= request.safe_inside_m)
    )


def build_result(  # noqa: PLR0913 (what a result is made of)
    request: CoverageRequest,
    demand_points: gpd.GeoDataFrame,
    services: gpd.GeoDataFrame,
    travel_result: DemandTravelTimes,
    *,
    at_all_hours: DemandTravelTimes,
    builders: AreaBuilders,
) -> CoverageResult:
    """
    Build the result of a request; what it says of services not counted is left at zero.

    Parameters
    ----------
    services
        The services that count.
    travel_result
        Travel times to them.
    at_all_hours
        Travel times to the services of all hours; the same where those count.
    """
    safest = travel_result.safest_travel_times
    measured = _tabulate_demand(
        demand_points,
        travel_result.travel_times,
        request,
        is_safe=None if safest is None else is_safely_within(request, safest),
        at_all_hours=at_all_hours.travel_times,
    )
    return CoverageResult(
        request=request,
        slot=travel_result.slot,
        demand_points=measured,
        counted=count_population(measured),
        outside=None,
        services=services,
        confidential_count=0,
        placeless_count=0,
        detour_factor=travel_result.detour_factor,
        off_street_people=travel_result.off_street_people,
        off_street_service_count=0,
        reachable_network=travel_result.reachable_network,
        is_aggregated=False,
        builders=builders,
    )


def _tabulate_demand(
    demand_points: gpd.GeoDataFrame,
    travel_times: TravelTimes,
    request: CoverageRequest,
    *,
    is_safe: np.ndarray | None,
    at_all_hours: TravelTimes,
) -> gpd.GeoDataFrame:
    covered = request.threshold.is_within(travel_times)
    closed = request.threshold.is_within(at_all_hours) & ~covered
    return demand_points.assign(
        minutes=travel_times.minutes,
        metres=travel_times.length_m,
        inside_m=travel_times.inside_m,
        service=travel_times.service,
        covered=covered,
        covered_safely=None if is_safe is None else covered & is_safe,
        only_while_open=closed if request.open_only else None,
        no_way=~np.isfinite(at_all_hours.length_m),
    )
