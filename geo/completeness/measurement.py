"""Measurement of pathway completeness: plans of all homes, and the obstacles they meet."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast

import numpy as np
from numpy.typing import NDArray

from geo.completeness.home_plans import list_positions, plan_homes
from geo.completeness.obstacles import find_obstacles, obstacle_bit
from geo.completeness.records import (
    ChosenStops,
    CompletenessRequest,
    CompletenessResult,
    HomePlans,
)
from geo.completeness.trips import SlotStreets, measure_legs
from geo.coverage.demand_travel_times import load_demand_positions
from geo.coverage.preparation import load_homes
from geo.coverage.request_checks import check_population
from geo.errors import NumberError
from geo.model import ProgressCallback, TimeSlot, ignore_progress
from geo.pathways.records import Pathway, Situation
from geo.pathways.versions import get_pathway
from geo.privacy.view import View
from geo.routes.cost import check_aversion
from geo.routes.planning import Location
from geo.support.clock import check_departure_time
from geo.support.origin_legs import SharedLegs
from geo.support.planning import SupportPlanner
from geo.support.records import SupportRequest
from geo.support.time_windows import check_hours_since

LEGS_SHARE = 0.5  # of the progress: legs, then plans


def measure_completeness(
    view: View, request: CompletenessRequest, *, progress: ProgressCallback = ignore_progress
) -> CompletenessResult:
    """
    Measure for whom whole pathways can be walked in time, as disclosed to the view's audience.

    It reads what the audience may see, and nothing else: homes, or household aggregates for all but
    coordinators, its risk areas, and services as the public sees them, so that no confidential
    service has a place in it. The result is cached until a layer, the streets, or a pathway
    changes.

    Parameters
    ----------
    progress
        What it raises stops the measurement.

    Raises
    ------
    NumberError, NumberTooLargeError
        If the aversion, the limit of metres or the hours since are outside their range.
    EmptyLayerError, PeopleOutsideError, TooFewPeopleError
        If there is nobody to count; see `geo.coverage.request_checks`.
    NoStreetsError
        If the community has no streets.
    DateTimeRangeError
        If opening hours cannot be calculated for a moment.
    """
    check_completeness(request)
    check_population(view)
    pathways = {one: get_pathway(view, one) for one in request.situations}
    key = make_key(request, pathways)
    return view.cache.get_or_compute(
        key, lambda: _Measurement(view, request, pathways, progress).measure()
    )


def check_completeness(request: CompletenessRequest) -> None:
    """
    Check the numbers of a request.

    Raises
    ------
    NumberError, NumberTooLargeError
        If one is outside its range.
    DateTimeRangeError
        If opening hours cannot be calculated for a moment.
    """
    check_aversion(request.aversion)
    check_hours_since(request.hours_since)
    if not request.safe_inside_m >= 0:  # also true for NaN
        raise NumberError(name="safe_inside_m", value=request.safe_inside_m, least=0)
    for _, moment in request.moments:
        check_departure_time(moment)


def find_completeness(view: View, request: CompletenessRequest) -> CompletenessResult | None:
    """Return the cached result of a request; None while there is none."""
    pathways = {one: get_pathway(view, one) for one in request.situations}
    return cast("CompletenessResult | None", view.cache.find(make_key(request, pathways)))


def make_key(request: CompletenessRequest, pathways: Mapping[Situation, Pathway]) -> Hashable:
    """Key of a result in the view's cache: layers, streets and settings are the view's own."""
    return ("completeness", request, tuple(pathways.values()))


@dataclass(frozen=True)
class _Group:
    """Homes on one component of the network, with the planners of each situation and light."""

    rows: NDArray[np.int64]
    planners: dict[tuple[Situation, TimeSlot], SupportPlanner]


class _Measurement:
    """One measurement; its parts are shared by all situations and both lights."""

    def __init__(
        self,
        view: View,
        request: CompletenessRequest,
        pathways: Mapping[Situation, Pathway],
        progress: ProgressCallback,
    ) -> None:
        self._view, self._request, self._progress = view, request, progress
        self._pathways = pathways
        progress(0.0, "completeness.homes")
        self._homes = load_homes(view)
        self._positions = load_demand_positions(view, self._homes)
        self._plans = {
            (situation, light): self._create_plans(situation, light, moment)
            for situation in request.situations
            for light, moment in request.moments
        }

    def measure(self) -> CompletenessResult:
        """Measure component by component."""
        groups = list(self._group_homes())
        for number, group in enumerate(groups):
            self._measure_group(group, scale_progress(self._progress, number, len(groups)))
        is_near, zones = self._positions.is_on_network, self._view.zones
        return CompletenessResult(
            request=self._request,
            homes=self._homes,
            plans=tuple(self._plans.values()),
            zones=tuple(zip(zones["code"], zones["name"].fillna(zones["code"]), strict=True)),
            off_street_people=float(self._homes["people"][~is_near].sum()),
            outside=self._view.population.outside,
            is_aggregated=self._view.audience != "coordinator",
        )

    def _create_plans(self, situation: Situation, light: TimeSlot, moment: datetime) -> HomePlans:
        """Create the plans of homes without any route; those with one are filled in later."""
        pathway = self._pathways[situation]
        shape = len(self._homes), len(pathway.steps)
        return HomePlans(
            situation=situation,
            light=light,
            departure_time=moment,
            pathway=pathway,
            obstacles=np.full(shape, obstacle_bit("no_route"), dtype=np.int8),
            stops=ChosenStops.create(*shape),
        )

    def _group_homes(self) -> Iterator[_Group]:
        """Group the homes near streets by the component of their street."""
        near = np.flatnonzero(self._positions.is_on_network)
        components = self._view.network.edge_components[self._positions.edge_indices[near]]
        for component in np.unique(components).tolist():
            rows = near[components == component]
            at = self._homes.iloc[[int(rows[0])]].get_coordinates()
            origin = Location(float(at["y"].iloc[0]), float(at["x"].iloc[0]))
            planners = {
                (situation, light): SupportPlanner(
                    self._view,
                    SupportRequest(
                        origin=origin,
                        situation=situation,
                        hours_since=self._request.hours_since,
                        departure_time=moment,
                        aversion=self._request.aversion,
                    ),
                    self._pathways[situation],
                )
                for situation in self._request.situations
                for light, moment in self._request.moments
            }
            yield _Group(rows, planners)

    def _measure_group(self, group: _Group, progress: ProgressCallback) -> None:
        """Measure the legs once, and plan each situation and light with them."""
        needed = np.unique(np.concatenate([list_positions(one) for one in group.planners.values()]))
        streets: dict[tuple[TimeSlot, int], SlotStreets] = {}
        for planner in group.planners.values():
            for slot in planner.clock.slots:
                passability = planner.find_passability(slot)
                streets[slot, id(passability)] = SlotStreets(
                    planner.measure_exposure(slot), passability
                )
        first = next(iter(group.planners.values()))
        legs = measure_legs(
            list(streets.values()),
            self._positions.select_positions(group.rows),
            first.service_options.positions.select_positions(needed),
            aversion=self._request.aversion,
            progress=lambda share, key: progress(LEGS_SHARE * share, key),
        )
        for number, (name, planner) in enumerate(group.planners.items()):
            done = LEGS_SHARE + (1 - LEGS_SHARE) * number / len(group.planners)
            progress(done, "completeness.plans")
            slots = [
                list(streets).index((slot, id(planner.find_passability(slot))))
                for slot in planner.clock.slots
            ]
            used = np.searchsorted(needed, list_positions(planner))
            self._plan(group.rows, planner, legs.select(slots, used), self._plans[name])

    def _plan(
        self,
        rows: NDArray[np.int64],
        planner: SupportPlanner,
        legs: SharedLegs,
        plans: HomePlans,
    ) -> None:
        """Plan for all homes of a group, and find the obstacles of each step."""
        stops, is_shut = plan_homes(planner, legs, np.arange(len(rows)))
        plans.stops.fill(rows, stops)
        plans.obstacles[rows] = find_obstacles(
            planner, stops, is_shut, safe_inside_m=self._request.safe_inside_m
        )


def scale_progress(progress: ProgressCallback, number: int, count: int) -> ProgressCallback:
    """Scale the progress of one part of several."""
    return lambda share, key: progress((number + share) / count, key)
