"""Cached routes and coverage; cache keys are versions and scalars, never frames."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace
from typing import cast

import geopandas as gpd
import pandas as pd

from geo.coverage.measurement import complete_coverage, measure_coverage
from geo.coverage.records import CoverageRequest, CoverageResult
from geo.coverage.safe_coverage import count_safe_coverage
from geo.model import WGS84, ProgressCallback, StepsChoice, TimeSlot, ignore_progress
from geo.privacy.view import View
from geo.routes.cost import SAFEST_AVERSION
from geo.routes.planning import RouteRequest, RouteResult, find_routes
from geo.routes.risk_crossings import build_exposed_lines
from geo.routes.rounded_minutes import round_minutes_up
from geo.routes.route import Route
from geo.routes.slot_times import find_time_in_slot
from pages.ui import state
from pages.ui.route import endpoints


@dataclass(frozen=True)
class RouteSelection:
    """The alternative selected from a route result, and the route drawn beside it."""

    result: RouteResult
    selected_index: int

    @property
    def route(self) -> Route:
        """The selected route."""
        return self.result.alternatives[self.selected_index].route

    @property
    def as_route_result(self) -> RouteResult:
        """The route result with the selected alternative as its route."""
        alternative = self.result.alternatives[self.selected_index]
        request = replace(
            self.result.request, aversion=min(alternative.aversion_to, SAFEST_AVERSION)
        )
        return replace(self.result, request=request, route=alternative.route)

    @property
    def comparison_route(self) -> Route | None:
        """The shortest route, or the safest if the shortest is selected; None without one."""
        if len(self.result.alternatives) == 1:
            return None
        return self.result.alternatives[-1 if self.selected_index == 0 else 0].route


def load_routes(
    view: View, slot: TimeSlot | None, *, steps: StepsChoice = "all", ferries: bool = False
) -> RouteResult | None:
    """Find routes between the endpoints; None until both are selected, and without streets."""
    start, end = endpoints.selected_start(), endpoints.selected_end()
    if start is None or end is None or start.location is None or not view.has_streets:
        return None
    moment = find_time_in_slot(view, slot)
    community = view.community
    versions = community.slug, community.layers_version, community.streets_version
    time_key = (view.slot(moment), moment.date()) if slot else moment.isoformat(timespec="minutes")
    endpoint_key = start.location, end.location or end.service_type
    key = (*versions, *endpoint_key, time_key, steps, ferries)
    target = end.location or str(end.service_type)
    request = RouteRequest(
        origin=start.location,
        destination=target,
        aversion=SAFEST_AVERSION,
        departure_time=moment,
        entire_slot=slot is not None,
        steps=steps,
        ferries=ferries,
    )
    return state.cache_in_session("plan", key, lambda: find_routes(view, request))


def coverage_key(view: View, request: CoverageRequest, *, safe_only: bool) -> tuple[object, ...]:
    """Key of a coverage result in the view's cache; any moment of a slot on a day is the same."""
    moment = (request.departure_time or view.moment()) if view.has_streets else None
    time_key = None if moment is None else (view.slot(moment), moment.date())
    threshold, straight = request.threshold, request.use_straight_lines
    key = ("coverage", request.service_type, threshold, time_key, straight)
    return (*key, "safely") if safe_only and view.has_streets and not straight else key


def find_coverage(view: View, key: Hashable) -> CoverageResult | None:
    """Return the coverage result of a key, if it is cached."""
    return cast("CoverageResult | None", view.cache.find(key))


def load_coverage(
    view: View,
    request: CoverageRequest,
    *,
    safe_only: bool,
    progress: ProgressCallback = ignore_progress,
) -> CoverageResult:
    """
    Measure coverage; `request.departure_time` may be any moment of its slot on that day.

    Parameters
    ----------
    progress
        What it raises stops the measurement; nothing is cached then but what was complete.
    """

    def measure() -> CoverageResult:
        measured = measure_coverage(view, request, progress=progress)
        if safe_only and measured.uses_streets:
            measured = count_safe_coverage(measured)
        return complete_coverage(measured, progress=progress)

    return view.cache.get_or_compute(coverage_key(view, request, safe_only=safe_only), measure)


def build_route_lines(selection: RouteSelection) -> gpd.GeoDataFrame:
    """
    Build lines: the selected route as `safest`, the other as `direct`, minutes as `chip`.

    The stretches between the locations and their streets, the same for both, are `access`.
    """
    routes = [
        ("safest", selection.route),
        *([("direct", selection.comparison_route)] if selection.comparison_route else []),
    ]
    rows: list[dict[str, str | None]] = [
        {"role": role, "chip": state.gettext("route.chip", minutes=round_minutes_up(route.minutes))}
        for role, route in routes
    ]
    access = selection.route.access_lines
    rows += [{"role": "access", "chip": None} for _ in access]
    lines = [*(route.line for _, route in routes), *access]
    crs = selection.route.exposure.network.crs
    return gpd.GeoDataFrame(rows, geometry=lines, crs=crs).to_crs(WGS84)


def build_exposure_lines(selection: RouteSelection) -> gpd.GeoDataFrame:
    """Build lines of both routes inside risk areas, with `role` and `severity`."""
    parts = [build_exposed_lines(selection.route).assign(role="safest")]
    if selection.comparison_route:
        parts.append(build_exposed_lines(selection.comparison_route).assign(role="direct"))
    lines = pd.concat(parts, ignore_index=True)
    return gpd.GeoDataFrame(lines, crs=parts[0].crs).to_crs(WGS84)
