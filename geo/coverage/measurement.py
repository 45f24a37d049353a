"""Coverage measurement: who reaches a service of a type within a threshold, and who does not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import geopandas as gpd
import pandas as pd

from geo.coverage.area_builders import load_area_builders
from geo.coverage.demand_travel_times import (
    DemandTravelTimes,
    choose_detour_factor,
    compute_demand_travel_times,
    select_counted_services,
)
from geo.coverage.disclosure import disclose_by_zone
from geo.coverage.nearest_of_types import join_travel_times
from geo.coverage.preparation import load_homes
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
from geo.coverage.request_checks import check_population, check_request
from geo.coverage.result_building import build_result, is_safely_within
from geo.coverage.service_selection import (
    BoolArray,
    SelectedServices,
    get_moment,
    select_services,
)
from geo.coverage.summary import assign_zones
from geo.model import ProgressCallback, ignore_progress
from geo.privacy.view import View
from geo.support.clock import check_departure_time

__all__ = [
    "CoverageRequest",
    "CoverageResult",
    "TravelThreshold",
    "measure_coverage",
]

# Simulated locations of a confidential service in its zone. Each costs two searches; the covered
# share of a zone is then estimated to about 2 %.
SIMULATION_COUNT = 24


# Draws of a further type are taken in another order: services of two types would else lie at the
# same simulated home in every draw. Each is coprime to the number of draws.
DRAW_STRIDES = (1, 23, 19, 17, 13, 11, 7, 5)


@dataclass(frozen=True)
class _TypeTravelTimes:
    """
    Travel times to the services of one type, one item for each draw of simulated locations.

    Attributes
    ----------
    counted, at_all_hours
        To the services that count, and to those of all hours; the same where those count.
    """

    counted: tuple[DemandTravelTimes, ...]
    at_all_hours: tuple[DemandTravelTimes, ...]


def measure_coverage(
    view: View, request: CoverageRequest, *, progress: ProgressCallback = ignore_progress
) -> CoverageResult:
    """
    Measure the coverage of a service type, as disclosed to the view's audience.

    People outside the community's boundary are not counted; services there count.

    Coordinators get results by demand point. Other audiences get results by household aggregate,
    as in their layers, so the difference of two results discloses no more than an aggregate.
    Where a confidential service of a type is counted, they get results by zone only: the mean
    over simulated locations in its zone. The true location is not used, so no series of
    thresholds or times can reveal it. Nor are its opening hours, which they do not know: where
    only open services count, it has the assumed hours of those without any.

    Travel times are cached by type, by what is open and by slot, and shared by all thresholds.

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
        If the community has no service of one of the types.
    PlacelessServiceError
        If all of them are without a place: they are reached by phone or by their gateway.
    DateTimeRangeError
        If only open services count, at a time for which opening hours cannot be calculated.
    """
    check_request(request)
    if request.open_only:
        check_departure_time(get_moment(view, request))
    check_population(view)
    progress(0.02, HOMES)
    return _measure(view, request, progress)


def _measure(view: View, request: CoverageRequest, progress: ProgressCallback) -> CoverageResult:
    """Measure a checked request; every number passes the rules of the view's audience."""
    selections = [select_services(view, request, one) for one in request.service_types]
    is_simulated = any(one.is_simulated for one in selections)
    homes = (
        assign_zones(view.population.counted, view.count_source.zones)  # those that are named
        if is_simulated
        else load_homes(view)
    )
    parts = [
        _load_travel_times(view, request, one, homes, _scale(progress, number, len(selections)))
        for number, one in enumerate(selections)
    ]
    progress(0.4, COUNTS)
    builders = load_area_builders(view, homes)
    services = gpd.GeoDataFrame(
        pd.concat([one.services for one in selections], ignore_index=True), crs=homes.crs
    )
    results = [
        build_result(
            request,
            homes,
            services,
            _join_draw(request, selections, parts, draw, at_all_hours=False),
            at_all_hours=_join_draw(request, selections, parts, draw, at_all_hours=True),
            builders=builders,
        )
        for draw in range(SIMULATION_COUNT if is_simulated else 1)
    ]
    result = disclose_by_zone(results, services) if is_simulated else results[0]
    return replace(
        result,
        outside=view.population.outside,
        is_aggregated=view.audience != "coordinator",
        confidential_count=sum(one.confidential_count for one in selections if one.is_simulated),
        placeless_count=sum(one.placeless_count for one in selections),
        off_street_service_count=sum(one.off_street_count for one in selections),
        closed_service_count=sum(one.closed_count for one in selections),
        assumed_hours_count=sum(one.assumed_count for one in selections),
        closed_confidential_count=sum(one.closed_confidential_count for one in selections),
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


def _scale(progress: ProgressCallback, number: int, count: int) -> ProgressCallback:
    """Scale the progress of one type of several to its part of the travel times."""
    return lambda share, key: progress(0.1 + 0.3 * (number + share) / count, key)


def _join_draw(
    request: CoverageRequest,
    selections: Sequence[SelectedServices],
    parts: Sequence[_TypeTravelTimes],
    draw: int,
    *,
    at_all_hours: bool,
) -> DemandTravelTimes:
    """Join the travel times of all types in one draw."""
    chosen = []
    for order, part in enumerate(parts):
        draws = part.at_all_hours if at_all_hours else part.counted
        stride = DRAW_STRIDES[order % len(DRAW_STRIDES)]
        chosen.append(draws[(draw * stride + order) % len(draws)])
    return join_travel_times(
        chosen,
        [len(one.located if at_all_hours else one.services) for one in selections],
        counts=request.threshold.is_within,
        counts_safely=lambda times: is_safely_within(request, times),
    )


def _travel_key(
    view: View, request: CoverageRequest, service_type: str, is_open: BoolArray | None
) -> tuple[object, ...]:
    """Key of all that travel times depend on, besides the view: the threshold is not in it."""
    moment = get_moment(view, request) if view.has_streets else None
    return (
        service_type,
        None if is_open is None else is_open.tobytes(),
        None if moment is None else (view.slot(moment), moment.date()),  # streets have hours
        request.aversion,
        request.use_straight_lines,
        choose_detour_factor(request),
    )


def _load_travel_times(
    view: View,
    request: CoverageRequest,
    selected: SelectedServices,
    homes: gpd.GeoDataFrame,
    progress: ProgressCallback,
) -> _TypeTravelTimes:
    """Load the travel times to services of a type; those of all hours are the same if all are."""
    at_all_hours = _load_draws(view, request, selected, None, homes, progress)
    if selected.is_open is None:
        return _TypeTravelTimes(at_all_hours, at_all_hours)
    draws = _load_draws(view, request, selected, selected.is_open, homes, progress)
    return _TypeTravelTimes(draws, at_all_hours)


def _load_draws(  # noqa: PLR0913 (what travel times depend on)
    view: View,
    request: CoverageRequest,
    selected: SelectedServices,
    is_open: BoolArray | None,
    homes: gpd.GeoDataFrame,
    progress: ProgressCallback,
) -> tuple[DemandTravelTimes, ...]:
    key = _travel_key(view, request, selected.service_type, is_open)
    if selected.is_simulated:
        return view.cache.get_or_compute(
            ("anywhere", *key),
            lambda: _simulate_travel_times(view, request, selected, is_open, homes, progress),
        )

    def measure() -> tuple[DemandTravelTimes, ...]:
        services = selected.located if is_open is None else selected.located[is_open]
        counted = select_counted_services(view, request, services.reset_index(drop=True))[0]
        return (compute_demand_travel_times(view, request, homes, counted),)

    progress(0.3, TRIPS)
    return view.cache.get_or_compute(("trips", *key), measure)


def _simulate_travel_times(  # noqa: PLR0913 (as above)
    view: View,
    request: CoverageRequest,
    selected: SelectedServices,
    is_open: BoolArray | None,
    homes: gpd.GeoDataFrame,
    progress: ProgressCallback,
) -> tuple[DemandTravelTimes, ...]:
    arrangements = view.count_source.impute_confidential_locations(
        selected.service_type, draws=SIMULATION_COUNT
    )
    simulated = []
    for number, services in enumerate(arrangements):
        progress(number / len(arrangements), TRIPS)
        chosen = services if is_open is None else services[is_open].reset_index(drop=True)
        counted = select_counted_services(view, request, chosen)[0]
        times = compute_demand_travel_times(view, request, homes, counted)
        simulated.append(replace(times, reachable_network=None))
    return tuple(simulated)
