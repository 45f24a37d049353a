"""One question, one answer: which door next, by which way, is it open, what stands beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np

from geo.errors import DateTimeRangeError, NumberError, NumberTooLargeError, StepUnknownError
from geo.model import TimeSlot
from geo.network.exposure import Exposure
from geo.network.snapping import StreetPositions
from geo.pathways.records import Pathway, PathwayStep
from geo.privacy.view import View
from geo.routes.cost import check_aversion
from geo.routes.planning import snap_location
from geo.support.clock import PlanningClock
from geo.support.distance_bounds import DistanceBounds
from geo.support.label_search import StopSequence
from geo.support.leg_matrix import LegMatrix
from geo.support.leg_search import LegSearch
from geo.support.lower_bounds import PlanValue
from geo.support.opening_hours import OpeningHoursReader
from geo.support.overnight import insert_home_stop
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
from geo.support.time_windows import is_urgent_step, list_window_closings
from geo.support.vehicle_network import measure_vehicle_exposure

MAX_HOURS_SINCE = 24.0 * 366 * 100  # a hundred years: beyond, a number is a slip of the finger
FIRST_YEAR, LAST_YEAR = 1901, 2200  # opening hours and the sun are reckoned within these
EMPTY_SEQUENCE = StopSequence((), PlanValue(0.0, 0.0, 0.0))


def plan_support(view: View, request: SupportRequest, pathway: Pathway) -> SupportPlan:
    """
    Choose a door for each step, and their order, and the ways between them.

    Parameters
    ----------
    pathway
        Its steps; those of `request.skip` are left out. A service in `request.chosen` that is none
        of its step's (any more) is as good as none chosen.

    Returns
    -------
    plan
        The best one there is: first as few windows missed as can be, then urgent steps as soon as
        can be, then the least of ways priced and waits, the way back too. Steps that no way leads
        to stand among the others at their turn.

    Raises
    ------
    NumberError, NumberTooLargeError
        If the aversion, or the hours since, is no number that makes sense.
    StepUnknownError
        If a step to skip, or to come first, is none of the pathway's.
    NoStreetsError
        If the community has no streets.
    LocationOutsideError
        If the origin lies outside the community, or far from its streets.
    DateTimeRangeError
        If opening hours cannot be reckoned at that moment.
    """
    return _SupportPlanner(view, request, pathway).build_plan()


def check_hours_since(hours: float | None) -> float | None:
    """
    Accept hours since it happened: zero or more, or not said.

    Raises
    ------
    NumberError, NumberTooLargeError
        If they are negative, not a number, or more than a hundred years.
    """
    if hours is None:
        return None
    if not hours >= 0:  # true of what is not a number, too
        raise NumberError(name="hours_since", value=hours, least=0)
    if hours > MAX_HOURS_SINCE:
        raise NumberTooLargeError(name="hours_since", value=hours, most=MAX_HOURS_SINCE)
    return float(hours)


class _SupportPlanner:
    """The work on one question."""

    def __init__(self, view: View, request: SupportRequest, pathway: Pathway) -> None:
        _check_request(request, pathway)
        self._view, self._request, self._pathway = view, request, pathway
        self._origin = snap_location(view, request.origin, endpoint="from")
        self._clock = PlanningClock(view, request.departure_time)
        country = view.community.country
        self._hours_reader = OpeningHoursReader(
            self._clock, timezone=view.timezone, country=country
        )
        self._service_options = ServiceOptions(view, self._origin, self._clock, self._hours_reader)
        self._steps = [step for step in pathway.steps if step.code not in request.skipped_steps]
        self._reachable_services = {
            step.code: self._list_step_services(step) for step in self._steps
        }

    def build_plan(self) -> SupportPlan:
        """Choose, and tell the choice."""
        ask, clock, legs = self._request, self._clock, self._build_leg_matrix()
        steps, route = self._find_best_sequence(legs)
        telling = ScheduleBuilder(clock, legs, self._service_options, ask.hours_since)
        turns = list(self._schedule_stops(legs, steps, route))
        stops = telling.build_stops(turns)
        for step in self._steps:
            if step.code not in stops:
                stops[step.code] = telling.build_unreachable_stop(
                    step, ask.chosen_services.get(step.code)
                )
        visited = [turn.step.code for turn in turns]
        back = route.stop_times[-1] if turns else None
        last = turns[-1].stop_time.position_index if turns else ORIGIN_INDEX
        stays = sum(turn.step.stay_minutes for turn in turns)
        return SupportPlan(
            request=ask,
            pathway=self._pathway,
            stops=order_stops(self._steps, stops, visited, first_step=ask.first_step),
            return_route=None
            if back is None
            else legs.get_route(back.slot_index, last, ORIGIN_INDEX),
            total_minutes=0.0 if back is None else back.arrival_min - stays,
            total_cost=route.plan_value.total_min,
            missed_windows=int(route.plan_value.missed_windows),
            skipped_steps=tuple(
                step for step in self._pathway.steps if step.code in ask.skipped_steps
            ),
            always_open_lines=tuple(
                one.service
                for one in self._service_options.phone_lines
                if one.is_always_open(clock.horizon_min)
            ),
            return_departs_at=None
            if back is None
            else clock.local_time_at(telling.latest_departure_min(back)),
            return_arrives_at=None if back is None else clock.local_time_at(back.arrival_min),
            holidays_known=self._hours_reader.holidays_known,
            urgency_min=route.plan_value.urgency_min,
        )

    def _list_step_services(self, step: PathwayStep) -> list[ReachableService]:
        """List the doors of a step: the one she chose, or all that a way leads to."""
        every, chosen = (
            self._service_options.list_reachable_services(step),
            self._request.chosen_services.get(step.code),
        )
        without = self._service_options.list_unreachable_services(step)
        if any(door.id == chosen for door in without):
            return []
        named = [one for one in every if one.service.id == chosen]
        own = any(one.service.type == step.service for one in every)
        if not named and not own and any(is_own_confidential(step, door) for door in without):
            return []  # whom to ask is nearer to what she needs than another kind of door
        return named or select_preferred_services(step, every)

    def _build_leg_matrix(self) -> LegMatrix:
        places, aversion = (
            _concatenate_positions(self._origin, self._service_options.positions),
            self._request.aversion,
        )
        exposures = [self._measure_exposure(slot) for slot in self._clock.slots]
        spread = DistanceBounds(exposures[0].network, places)
        return LegMatrix([LegSearch(exposure, aversion, spread) for exposure in exposures])

    def _measure_exposure(self, slot: TimeSlot) -> Exposure:
        if self._request.travel_mode == "vehicle":
            return measure_vehicle_exposure(self._view, slot)
        return self._view.exposure(slot)

    def _find_best_sequence(
        self, leg_matrix: LegMatrix
    ) -> tuple[tuple[PathwayStep, ...], StopSequence]:
        """Find the best route through all steps, or through as many as can be in two weeks."""
        steps = [step for step in self._steps if self._reachable_services[step.code]]
        for many in range(len(steps), 0, -1):
            tried = (
                (kept, find_best_sequence(self._build_model(leg_matrix, kept)))
                for kept in combinations(steps, many)
            )
            found = [(kept, route) for kept, route in tried if route is not None]
            if found:
                return min(found, key=lambda one: one[1].plan_value)
        return (), EMPTY_SEQUENCE

    def _build_model(self, leg_matrix: LegMatrix, steps: Sequence[PathwayStep]) -> SelectionModel:
        since = self._request.hours_since
        doors = [
            [one.position_index + 1 for one in self._reachable_services[step.code]]
            for step in steps
        ]
        return SelectionModel(
            clock=self._clock,
            leg_matrix=leg_matrix,
            service_indices=tuple(np.array(places, dtype=np.int64) for places in doors),
            opening_intervals=self._service_options.opening_intervals,
            stay_min=np.array([step.stay_minutes for step in steps]),
            window_closings_min=tuple(list_window_closings(step, since) for step in steps),
            urgent_steps=np.array([is_urgent_step(step, since) for step in steps]),
            preceding_steps=list_preceding_steps(steps, first_step=self._request.first_step),
        )

    def _schedule_stops(
        self, leg_matrix: LegMatrix, steps: Sequence[PathwayStep], sequence: StopSequence
    ) -> Iterator[ScheduledStop]:
        """Tell for each visit what it is for, and from where and when she goes there."""
        came_from, free = ORIGIN_INDEX, 0.0
        for visit in sequence.stop_times[:-1]:
            step = steps[visit.step_index]
            every = self._service_options.list_reachable_services(step)
            chosen = next(one for one in every if one.position_index + 1 == visit.position_index)
            others = tuple(one for one in every if one is not chosen)
            night = insert_home_stop(
                leg_matrix, self._clock, visit, previous_index=came_from, available_min=free
            )
            if night is None:
                yield ScheduledStop(step, chosen, others, visit, came_from, free)
            else:
                home, later = night
                yield ScheduledStop(
                    step, chosen, others, later, ORIGIN_INDEX, home.arrival_min, home, came_from
                )
            came_from, free = visit.position_index, visit.start_min + step.stay_minutes


def _concatenate_positions(one: StreetPositions, others: StreetPositions) -> StreetPositions:
    return StreetPositions(
        np.concatenate([one.edge_indices, others.edge_indices]),
        np.concatenate([one.along_m, others.along_m]),
        np.concatenate([one.access_m, others.access_m]),
    )


def _check_request(request: SupportRequest, pathway: Pathway) -> None:
    check_aversion(request.aversion)
    check_hours_since(request.hours_since)
    if not FIRST_YEAR <= request.departure_time.year <= LAST_YEAR:
        text = request.departure_time.isoformat(timespec="minutes")
        raise DateTimeRangeError(text=text, first=str(FIRST_YEAR), last=str(LAST_YEAR))
    codes = [step.code for step in pathway.steps]
    named = [
        *sorted(request.skipped_steps),
        *([] if request.first_step is None else [request.first_step]),
    ]
    unknown = [code for code in named if code not in codes]
    if unknown:
        raise StepUnknownError(step=unknown[0], known=", ".join(codes))
