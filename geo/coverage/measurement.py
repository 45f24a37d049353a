"""Coverage measurement: who reaches a service of a type within a threshold, and who does not."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import numpy as np

from geo.coverage.area_builders import AreaBuilders, load_area_builders
from geo.coverage.demand_travel_times import (
    DemandTravelTimes,
    choose_detour_factor,
    compute_demand_travel_times,
    select_counted_services,
)
from geo.coverage.disclosure import disclose_by_zone
from geo.coverage.progress import (
    CATCHMENT,
    COUNTS,
    GAPS,
    HOMES,
    TRIPS,
)
from geo.coverage.records import (
    CoverageRequest,
    CoverageResult,
    TravelThreshold,
)
from geo.coverage.summary import assign_zones
from geo.coverage.travel_time import (
    TravelTimes,
)
from geo.errors import (
    EmptyLayerError,
    NoServiceError,
    NumberError,
    NumberNotGreaterError,
    PeopleOutsideError,
    PlacelessServiceError,
    TooFewPeopleError,
)
from geo.layers.confidential_features import is_confidential
from geo.layers.population import count_population
from geo.model import ProgressCallback, ignore_progress
from geo.privacy.small_counts import MIN_FREQUENCY
from geo.privacy.view import View
from geo.routes.cost import check_aversion
from geo.routes.planning import select_located_services

__all__ = [
    "CoverageRequest",
    "CoverageResult",
    "TravelThreshold",
    "measure_coverage",
]

# Simulated locations of a confidential service in its zone. Each costs two searches; the covered
# share of a zone is then estimated to about 2 %.
SIMULATION_COUNT = 24


def measure_coverage(
    view: View, request: CoverageRequest, *, progress: ProgressCallback = ignore_progress
) -> CoverageResult:
    """
    Measure the coverage of a service type, as disclosed to the view's audience.

    People outside the community's boundary are not counted; services there count.

    Coordinators get results by demand point. Other audiences get results by household aggregate,
    as in their layers, so the difference of two results discloses no more than an aggregate.
    Where a confidential service of the type is counted, they get results by zone only: the mean
    over simulated locations in its zone. The true location is not used, so no series of
    thresholds or times can reveal it.

    Parameters
    ----------
    progress
        What it raises stops the measurement.

    Raises
    ------
    NumberNotGreaterError
        If the threshold or the detour factor is not above zero, or not finite.
    NumberError
        If the limit of safe metres, or the aversion, is below zero.
    EmptyLayerError
        If there are no demand points.
    PeopleOutsideError
        If all demand points lie outside the boundary.
    TooFewPeopleError
        If there are too few people for household aggregates, except for coordinators.
    NoServiceError
        If the community has no service of the type.
    PlacelessServiceError
        If all of them are without a place: they are reached by phone or by their gateway.
    """
    _check_request(request)
    _check_population(view)
    progress(0.02, HOMES)
    source = view.count_source
    of_type = source.services[source.services["type"] == request.service_type]
    if of_type.empty:
        raise NoServiceError(type=request.service_type, community=view.community.name)
    placed = of_type[of_type.geometry.notna()]
    placeless_count = len(of_type) - len(placed)
    if placed.empty:
        raise PlacelessServiceError(type=request.service_type)
    confidential = is_confidential(placed)
    if confidential.any() and view.audience != "coordinator":
        result = _measure_by_zone(
            view, request, confidential_count=int(confidential.sum()), progress=progress
        )
        outside = view.population.outside
        return replace(result, placeless_count=placeless_count, outside=outside)
    result = _measure_by_point(view, request, progress=progress)
    return replace(result, placeless_count=placeless_count)


def _measure_by_point(
    view: View, request: CoverageRequest, *, progress: ProgressCallback
) -> CoverageResult:
    """Measure each demand point; travel times are cached and shared by all thresholds."""
    homes = view.cache.get_or_compute(
        "homes in zones", lambda: assign_zones(view.population.counted, view.zones)
    )
    services = select_located_services(view, request.service_type)
    counted, off_street_count = select_counted_services(view, request, services)
    progress(0.2, TRIPS)
    travel_times = view.cache.get_or_compute(
        ("trips", *_travel_key(view, request)),
        lambda: compute_demand_travel_times(view, request, homes, counted),
    )
    result = _build_result(
        request, homes, counted, travel_times, builders=load_area_builders(view, homes)
    )
    return replace(
        result,
        outside=view.population.outside,
        is_aggregated=view.audience != "coordinator",
        off_street_service_count=off_street_count,
    )


def complete_coverage(
    result: CoverageResult, *, progress: ProgressCallback = ignore_progress
) -> CoverageResult:
    """Compute what a screen shows of a result and is cached with it: counts, gaps, catchment."""
    progress(0.45, COUNTS)
    _ = result.people, result.women, result.zones
    progress(0.5, GAPS)
    _ = result.gap_areas
    progress(0.75, CATCHMENT)
    _ = result.catchment
    return result


def _travel_key(view: View, request: CoverageRequest) -> tuple[object, ...]:
    """Key of all that travel times depend on, besides the view: the threshold is not in it."""
    moment = (request.departure_time or view.moment()) if view.has_streets else None
    return (
        request.service_type,
        None if moment is None else (view.slot(moment), moment.date()),  # streets have hours
        request.aversion,
        request.use_straight_lines,
        choose_detour_factor(request),
    )


def _measure_by_zone(
    view: View,
    request: CoverageRequest,
    *,
    confidential_count: int,
    progress: ProgressCallback,
) -> CoverageResult:
    """Measure each simulation; travel times are cached and shared by all thresholds."""
    homes = assign_zones(view.population.counted, view.count_source.zones)
    travel_times = view.cache.get_or_compute(
        ("anywhere", *_travel_key(view, request)),
        lambda: _simulate_travel_times(view, request, homes, progress),
    )
    progress(0.4, COUNTS)
    of_type = view.services[view.services["type"] == request.service_type]
    located, off_street_count = select_counted_services(
        view, request, of_type[of_type.geometry.notna()].reset_index(drop=True)
    )
    builders = load_area_builders(view, homes)
    results = [
        _build_result(request, homes, located, times, builders=builders) for times in travel_times
    ]
    return disclose_by_zone(
        results,
        located,
        confidential_count=confidential_count,
        off_street_service_count=off_street_count,
    )


def _simulate_travel_times(
    view: View, request: CoverageRequest, homes: gpd.GeoDataFrame, progress: ProgressCallback
) -> list[DemandTravelTimes]:
    arrangements = view.count_source.impute_confidential_locations(
        request.service_type, draws=SIMULATION_COUNT
    )
    simulated = []
    for number, services in enumerate(arrangements):
        progress(0.1 + 0.3 * number / len(arrangements), TRIPS)
        counted = select_counted_services(view, request, services)[0]
        times = compute_demand_travel_times(view, request, homes, counted)
        simulated.append(replace(times, reachable_network=None))
    return simulated


def _build_result(
    request: CoverageRequest,
    demand_points: gpd.GeoDataFrame,
    services: gpd.GeoDataFrame,
    travel_result: DemandTravelTimes,
    *,
    builders: AreaBuilders,
) -> CoverageResult:
    safely = None
    if travel_result.safest_travel_times is not None:
        safely = request.threshold.is_within(travel_result.safest_travel_times) & (
            travel_result.safest_travel_times.inside_m <= request.safe_inside_m
        )
    measured = _tabulate_demand(
        demand_points, travel_result.travel_times, request.threshold, is_safe=safely
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


def _check_population(view: View) -> None:
    if view.demand.empty:
        raise EmptyLayerError(layer="demand", community=view.community.name)
    if view.demand["people"].isna().any():
        raise TooFewPeopleError(least=MIN_FREQUENCY)
    if view.population.counted.empty:
        raise PeopleOutsideError(community=view.community.name)


def _check_request(request: CoverageRequest) -> None:
    check_aversion(request.aversion)
    above_zero = {"threshold": request.threshold.limit, "detour": request.detour_factor}
    for name, value in above_zero.items():
        if value is not None and not (np.isfinite(value) and value > 0):
            raise NumberNotGreaterError(name=name, value=value, least=0)
    if not request.safe_inside_m >= 0:  # also true for NaN
        raise NumberError(name="safe_inside_m", value=request.safe_inside_m, least=0)


def _tabulate_demand(
    demand_points: gpd.GeoDataFrame,
    travel_times: TravelTimes,
    threshold: TravelThreshold,
    *,
    is_safe: np.ndarray | None,
) -> gpd.GeoDataFrame:
    covered = threshold.is_within(travel_times)
    return demand_points.assign(
        minutes=travel_times.minutes,
        metres=travel_times.length_m,
        inside_m=travel_times.inside_m,
        service=travel_times.service,
        covered=covered,
        covered_safely=None if is_safe is None else covered & is_safe,
        no_way=~np.isfinite(travel_times.length_m),
    )
