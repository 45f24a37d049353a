"""Support planning: choose services and their order for a pathway, with routes and times."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

import geopandas as gpd
import numpy as np

from geo.errors import StepUnknownError
from geo.model import WGS84, TimeSlot
from geo.network.exposure import Exposure
from geo.network.passability import Passability
from geo.network.snapping import prefer_component
from geo.pathways.records import Pathway, PathwayStep
from geo.privacy.view import View
from geo.routes.cost import check_aversion
from geo.routes.planning import snap_location
from geo.routes.street_access import PLANNED_DAYS, find_passability_in_slot
from geo.support.clock import PlanningClock, check_departure_time
from geo.support.departures import choose_departure
from geo.support.distance_bounds import DistanceBounds
from geo.support.label_search import StopSequence
from geo.support.labels import LABEL_TOLERANCE_MIN
from geo.support.leg_matrix import LegMatrix
from geo.support.leg_search import LegSearch
from geo.support.opening_hours import OpeningHoursReader
from geo.support.origin_legs import OriginLegs
from geo.support.overnight import MIN_REST_MIN, find_return_home
from geo.support.plan_values import PlanValue
from geo.support.records import SupportPlan, SupportRequest
from geo.support.schedule import ScheduleBuilder, ScheduledStop, order_stops
from geo.support.selection_model import ORIGIN_INDEX, SelectionModel
from geo.support.service_options import ReachableService, ServiceOptions
from geo.support.step_rules import (
    is_own_confidential,
    list_preceding_steps,
    select_preferred_services,
)
from geo.support.stop_selection import find_best_sequence
from geo.support.time_windows import check_hours_since, is_urgent_step, list_window_closings
from geo.support.vehicle_network import measure_vehicle_exposure

EMPTY_SEQUENCE = StopSequence((), PlanValue(0.0, 0.0, 0.0))


def plan_support(view: View, request: SupportRequest, pathway: Pathway) -> SupportPlan:
    """
    Choose a service for each step, their order, and the routes between them.

    Parameters
    ----------
    pathway
        Steps of the plan, without `request.skipped_steps`. A service in
        `request.chosen_services` that does not serve its step (any more) is ignored.

    Returns
    -------
    plan
        The optimal plan: first the fewest missed windows, then the earliest urgent steps, then
        the least sum of route costs and waits, including the return. Unreachable steps are
        included in pathway order.

    Raises
    ------
    NumberError, NumberTooLargeError
        If the aversion, or the hours since, is outside its range.
    StepUnknownError
        If a skipped or first step is not in the pathway.
    NoStreetsError
        If the community has no streets.
    LocationOutsideError
        If the origin lies outside the community, or far from its streets.
    DateTimeRangeError
        If opening hours cannot be calculated for that moment.
    """
    return SupportPlanner(view, request, pathway).build_plan()


class SupportPlanner:
    """
    Planner for one request; see `plan_support`.

    Attributes
    ----------
    clock, service_options, steps
        Clock, services, and the steps that are not skipped: the same for every origin on one
        component of the network.
    reachable_services
        For each step code, the services among which the planner chooses.
    hours_since
        Of the request.
    """

    def __init__(self, view: View, request: SupportRequest, pathway: Pathway) -> None:
        _check_request(request, pathway)
        self._view, self._request, self._pathway = view, request, pathway
        self.hours_since = request.hours_since
        nearest = snap_location(view, request.origin, endpoint="from")
        self._origin = prefer_component(
            view.network,
            gpd.GeoSeries([request.origin.point], crs=WGS84),
            nearest,
            view.network.main_component,
        )
        self.clock = PlanningClock(view, request.departure_time)
        country = view.community.country
        self._hours_reader = OpeningHoursReader(self.clock, timezone=view.timezone, country=country)
        self.service_options = ServiceOptions(view, self._origin, self.clock, self._hours_reader)
        self.steps = [step for step in pathway.steps if step.code not in request.skipped_steps]
        self.reachable_services = {step.code: self._list_step_services(step) for step in self.steps}

    def build_plan(self) -> SupportPlan:
        """Select the stops, and build the plan."""
        request, clock, legs = self._request, self.clock, self._build_leg_matrix()
        steps, route = self._find_best_sequence(legs)
        schedule_builder = ScheduleBuilder(clock, legs, self.service_options, request.hours_since)
        scheduled = list(self._schedule_stops(legs, steps, route))
        stops = schedule_builder.build_stops(scheduled)
        for step in self.steps:
            if step.code not in stops:
                stops[step.code] = schedule_builder.build_unreachable_stop(
                    step, request.chosen_services.get(step.code)
                )
        visited = [stop.step.code for stop in scheduled]
        return_stop = route.stop_times[-1] if scheduled else None
        last = scheduled[-1].stop_time.position_index if scheduled else ORIGIN_INDEX
        stays = sum(stop.step.stay_minutes for stop in scheduled)
        return SupportPlan(
            request=request,
            pathway=self._pathway,
            stops=order_stops(self.steps, stops, visited, first_step=request.first_step),
            return_route=None
            if return_stop is None
            else legs.get_route(return_stop.slot_index, last, ORIGIN_INDEX),
            total_minutes=0.0 if return_stop is None else return_stop.arrival_min - stays,
            total_cost=route.plan_value.total_min,
            missed_windows=int(route.plan_value.missed_windows),
            skipped_steps=tuple(
                step for step in self._pathway.steps if step.code in request.skipped_steps
            ),
            always_open_lines=tuple(
                line.service
                for line in self.service_options.phone_lines
                if line.is_always_open(clock.horizon_min)
            ),
            other_lines=tuple(
                line.service
                for line in self.service_options.phone_lines
                if line.service.phone and not line.is_always_open(clock.horizon_min)
            ),
            return_departs_at=None
            if return_stop is None
            else clock.local_time_at(return_stop.departure_min),
            return_arrives_at=None
            if return_stop is None
            else clock.local_time_at(return_stop.arrival_min),
            holidays_known=self._hours_reader.holidays_known,
            urgency_min=route.plan_value.urgency_min,
        )

    def _list_step_services(self, step: PathwayStep) -> list[ReachableService]:
        """List the services of a step: the chosen one, or all reachable ones."""
        reachable, chosen = (
            self.service_options.list_reachable_services(step),
            self._request.chosen_services.get(step.code),
        )
        unreachable = self.service_options.list_unreachable_services(step)
        if any(service.id == chosen for service in unreachable):
            return []
        selected = [option for option in reachable if option.service.id == chosen]
        has_own_type = any(option.service.type == step.service for option in reachable)
        if (
            not selected
            and not has_own_type
            and any(is_own_confidential(step, service) for service in unreachable)
        ):
            return []  # the contact of a confidential service comes before other service types
        return selected or select_preferred_services(step, reachable)

    def _build_leg_matrix(self) -> LegMatrix:
        positions, aversion = (
            self._origin.append_positions(self.service_options.positions),
            self._request.aversion,
        )
        exposures = [self.measure_exposure(slot) for slot in self.clock.slots]
        distance_bounds = DistanceBounds(exposures[0].network, positions)
        return LegMatrix(
            [
                LegSearch(exposure, aversion, distance_bounds, self.find_passability(slot))
                for exposure, slot in zip(exposures, self.clock.slots, strict=True)
            ]
        )

    def find_passability(self, slot: TimeSlot) -> Passability | None:
        """Find which streets are open on foot in a slot; None by vehicle, without a moment."""
        if self._request.travel_mode == "vehicle":
            return None
        moment = self._request.departure_time
        return find_passability_in_slot(self._view, slot, moment, days=PLANNED_DAYS)

    def measure_exposure(self, slot: TimeSlot) -> Exposure:
        """Measure the exposure of the streets in a slot."""
        if self._request.travel_mode == "vehicle":
            return measure_vehicle_exposure(self._view, slot)
        return self._view.exposure(slot)

    def _find_best_sequence(
        self, leg_matrix: LegMatrix
    ) -> tuple[tuple[PathwayStep, ...], StopSequence]:
        """Find the best sequence of all steps, or of as many as fit into the planning horizon."""
        steps = [step for step in self.steps if self.reachable_services[step.code]]
        for count in range(len(steps), 0, -1):
            candidates = (
                (subset, find_best_sequence(self.build_model(leg_matrix, subset)))
                for subset in combinations(steps, count)
            )
            solved = [(subset, sequence) for subset, sequence in candidates if sequence is not None]
            if solved:
                return min(solved, key=lambda pair: pair[1].plan_value)
        return (), EMPTY_SEQUENCE

    def build_model(
        self, leg_matrix: LegMatrix | OriginLegs, steps: Sequence[PathwayStep]
    ) -> SelectionModel:
        """Build the model of some steps."""
        hours_since = self._request.hours_since
        positions = [
            [service.position_index + 1 for service in self.reachable_services[step.code]]
            for step in steps
        ]
        return SelectionModel(
            clock=self.clock,
            leg_matrix=leg_matrix,
            service_indices=tuple(np.array(indices, dtype=np.int64) for indices in positions),
            opening_intervals=self.service_options.opening_intervals,
            stay_min=np.array([step.stay_minutes for step in steps]),
            window_closings_min=tuple(list_window_closings(step, hours_since) for step in steps),
            urgent_steps=np.array([is_urgent_step(step, hours_since) for step in steps]),
            preceding_steps=list_preceding_steps(steps, first_step=self._request.first_step),
        )

    def _schedule_stops(
        self, leg_matrix: LegMatrix, steps: Sequence[PathwayStep], sequence: StopSequence
    ) -> Iterator[ScheduledStop]:
        """Build the scheduled stop of each visit, with its previous position and departure."""
        previous, available = ORIGIN_INDEX, 0.0
        for visit in sequence.stop_times[:-1]:
            step = steps[visit.step_index]
            options = self.service_options.list_reachable_services(step)
            chosen = next(
                option for option in options if option.position_index + 1 == visit.position_index
            )
            others = tuple(option for option in options if option is not chosen)
            home = find_return_home(
                leg_matrix, self.clock, visit, previous_index=previous, available_min=available
            )
            start = previous if home is None else ORIGIN_INDEX
            earliest = available if home is None else home.arrival_min + MIN_REST_MIN
            later = visit
            if home is not None or visit.start_min - visit.arrival_min > LABEL_TOLERANCE_MIN:
                later = choose_departure(
                    leg_matrix, self.clock, visit, start_index=start, earliest_min=earliest
                )
            if home is not None:
                available = home.arrival_min
            yield ScheduledStop(step, chosen, others, later, start, available, home, previous)
            previous, available = visit.position_index, visit.start_min + step.stay_minutes


def _check_request(request: SupportRequest, pathway: Pathway) -> None:
    check_aversion(request.aversion)
    check_hours_since(request.hours_since)
    check_departure_time(request.departure_time)
    codes = [step.code for step in pathway.steps]
    requested = [
        *sorted(request.skipped_steps),
        *([] if request.first_step is None else [request.first_step]),
    ]
    unknown = [code for code in requested if code not in codes]
    if unknown:
        raise StepUnknownError(step=unknown[0], known=", ".join(codes))
