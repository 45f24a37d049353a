"""Schedule of a support plan: stops with departures, opening times and alternatives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from geo.pathways.records import PathwayStep
from geo.support.clock import PlanningClock
from geo.support.departures import MAX_EARLY_MIN
from geo.support.label_search import StopTime
from geo.support.labels import LABEL_TOLERANCE_MIN
from geo.support.leg_matrix import LegMatrix
from geo.support.opening_hours import OpeningIntervals
from geo.support.records import AlternativeService, ReturnTrip, Stop, StopService
from geo.support.selection_model import ORIGIN_INDEX
from geo.support.service_options import ReachableService, ServiceOptions
from geo.support.time_windows import evaluate_windows, has_closed_window

MAX_ALTERNATIVES = 4  # ours: alternative services shown with their minutes …
MAX_ALTERNATIVE_MIN = 60.0  # … and within an hour by the lower bound, except the nearest


@dataclass(frozen=True)
class ScheduledStop:
    """
    A visit, with its previous position and departure.

    Attributes
    ----------
    step, chosen_service
        Step, and the selected service.
    other_services
        Services of the same step that were not selected.
    previous_index, available_min
        Previous position, and the end of the visit there or the arrival at home [min].
    home_stop_time
        Return home before the visit, if any …
    home_origin_index
        … and the position it starts from.
    """

    step: PathwayStep
    chosen_service: ReachableService
    other_services: tuple[ReachableService, ...]
    stop_time: StopTime
    previous_index: int
    available_min: float
    home_stop_time: StopTime | None = None
    home_origin_index: int = ORIGIN_INDEX


class ScheduleBuilder:
    """Builds stops from scheduled visits, for one clock, leg matrix and set of services."""

    def __init__(
        self,
        clock: PlanningClock,
        leg_matrix: LegMatrix,
        service_options: ServiceOptions,
        hours_since: float | None,
    ) -> None:
        self._clock = clock
        self._leg_matrix = leg_matrix
        self._service_options = service_options
        self._hours_since = hours_since

    def build_stops(self, scheduled_stops: Sequence[ScheduledStop]) -> dict[str, Stop]:
        """Build the stop of each visit, by step code."""
        self._compute_exact_legs(scheduled_stops)
        return {scheduled.step.code: self._build_stop(scheduled) for scheduled in scheduled_stops}

    def build_unreachable_stop(self, step: PathwayStep, chosen_id: str | None) -> Stop:
        """Build the stop of an unreachable step: phone lines and contact."""
        services = self._service_options.list_unreachable_services(step)
        services.sort(key=lambda service: service.id != chosen_id)
        service = services[0] if services else None
        deadlines = evaluate_windows(step, self._clock, self._hours_since, 0.0)
        lines = [line.service for line in self._service_options.phone_lines if line.is_open_at(0.0)]
        return Stop(
            step=step,
            service=service,
            route=None,
            leave_at=None,
            arrive_at=None,
            starts_at=None,
            opens_at=None,
            open_until=None,
            wait_minutes=None,
            hours_assumed=False,
            deadlines=deadlines,
            has_closed_window=has_closed_window(deadlines),
            alternatives=tuple(
                AlternativeService(other, None, None, None, None) for other in services[1:]
            ),
            phone_lines=tuple(line for line in lines if line != service),
        )

    def _build_stop(self, scheduled_stop: ScheduledStop) -> Stop:
        clock, visit, opening = (
            self._clock,
            scheduled_stop.stop_time,
            scheduled_stop.chosen_service.opening,
        )
        first = scheduled_stop.available_min + self._get_leg_minutes(
            scheduled_stop.available_min, scheduled_stop.previous_index, visit.position_index
        )
        opens = opening.next_opening_min(first)
        deadlines = evaluate_windows(scheduled_stop.step, clock, self._hours_since, visit.start_min)
        early_min = visit.start_min - visit.arrival_min
        is_early = early_min > MAX_EARLY_MIN
        return Stop(
            step=scheduled_stop.step,
            service=scheduled_stop.chosen_service.service,
            route=self._leg_matrix.get_route(
                visit.slot_index, scheduled_stop.previous_index, visit.position_index
            ),
            leave_at=clock.local_time_at(visit.departure_min),
            arrive_at=clock.local_time_at(visit.arrival_min),
            starts_at=clock.local_time_at(visit.start_min),
            opens_at=clock.local_time_at(opens) if opens > first else None,
            open_until=self._find_closing_time(opening, visit.start_min),
            wait_minutes=_round_wait_min(
                visit.start_min - scheduled_stop.available_min - visit.leg_min
            ),
            hours_assumed=opening.is_assumed,
            deadlines=deadlines,
            has_closed_window=has_closed_window(deadlines),
            alternatives=self._build_alternatives(scheduled_stop),
            phone_lines=self._select_phone_lines(first, is_closed=opens > first),
            home_trip=self._build_home_trip(scheduled_stop),
            call_comment=opening.uncertain_comment(first),
            early_slot=clock.slot_at(visit.departure_min) if is_early else None,
            early_minutes=early_min if is_early else 0.0,
        )

    def _build_home_trip(self, scheduled_stop: ScheduledStop) -> ReturnTrip | None:
        home, moment = scheduled_stop.home_stop_time, self._clock.local_time_at
        if home is None:
            return None
        route = self._leg_matrix.get_route(
            home.slot_index, scheduled_stop.home_origin_index, ORIGIN_INDEX
        )
        return ReturnTrip(route, moment(home.departure_min), moment(home.arrival_min))

    def _select_phone_lines(self, minutes: float, *, is_closed: bool) -> tuple[StopService, ...]:
        """Select the open lines while the service is closed; else the 24-hour lines."""
        horizon = self._clock.horizon_min
        return tuple(
            line.service
            for line in self._service_options.phone_lines
            if line.is_always_open(horizon) or (is_closed and line.is_open_at(minutes))
        )

    def _build_alternatives(self, scheduled_stop: ScheduledStop) -> tuple[AlternativeService, ...]:
        slot = self._find_slot_index(scheduled_stop.available_min)
        cost = self._leg_matrix.cost[slot, scheduled_stop.previous_index]
        ranked = sorted(
            self._select_alternatives(scheduled_stop),
            key=lambda option: (cost[option.position_index + 1], option.service.id),
        )
        reachable = [self._build_alternative(scheduled_stop, option) for option in ranked]
        unreachable = self._service_options.list_unreachable_services(scheduled_stop.step)
        return (
            *reachable,
            *(AlternativeService(service, None, None, None, None) for service in unreachable),
        )

    def _select_alternatives(self, scheduled_stop: ScheduledStop) -> list[ReachableService]:
        """Select alternative services: the nearest, and some more within a limit."""
        min_minutes = self._leg_matrix.min_minutes[scheduled_stop.previous_index]
        ordered = sorted(
            scheduled_stop.other_services,
            key=lambda option: (min_minutes[option.position_index + 1], option.service.id),
        )
        near = [
            option
            for option in ordered[:MAX_ALTERNATIVES]
            if min_minutes[option.position_index + 1] <= MAX_ALTERNATIVE_MIN
        ]
        return near or ordered[:1]

    def _build_alternative(
        self, scheduled_stop: ScheduledStop, service: ReachableService
    ) -> AlternativeService:
        minutes = self._get_leg_minutes(
            scheduled_stop.available_min, scheduled_stop.previous_index, service.position_index + 1
        )
        if not np.isfinite(minutes):  # no street that may be passed leads there
            return AlternativeService(service.service, None, None, None, None)
        arrive = scheduled_stop.available_min + minutes
        start = service.opening.next_opening_min(arrive)
        is_assumed = service.opening.is_assumed
        if not np.isfinite(start):
            return AlternativeService(service.service, minutes, None, None, None, is_assumed)
        opens = self._clock.local_time_at(start) if start > arrive else None
        wait_min = _round_wait_min(start - arrive)
        return AlternativeService(
            service.service,
            minutes,
            opens,
            wait_min,
            self._find_closing_time(service.opening, start),
            is_assumed,
        )

    def _find_closing_time(self, opening: OpeningIntervals, minutes: float) -> datetime | None:
        until = opening.closing_min(minutes)
        is_known = not opening.is_assumed and until < self._clock.horizon_min
        return self._clock.local_time_at(until) if is_known else None

    def _compute_exact_legs(self, scheduled_stops: Sequence[ScheduledStop]) -> None:
        """Compute exact legs of the schedule: to each service, and to its alternatives."""
        legs_by_slot: dict[int, list[tuple[int, int]]] = {}
        for scheduled in scheduled_stops:
            ends = [
                scheduled.stop_time.position_index,
                *(option.position_index + 1 for option in self._select_alternatives(scheduled)),
            ]
            legs = legs_by_slot.setdefault(self._find_slot_index(scheduled.available_min), [])
            legs += [(scheduled.previous_index, end) for end in ends]
        for slot, legs in legs_by_slot.items():
            start, end = np.array(legs, dtype=np.int64).T
            self._leg_matrix.compute_exact_legs(slot, start, end)

    def _get_leg_minutes(self, available_min: float, start: int, end: int) -> float:
        return float(self._leg_matrix.minutes[self._find_slot_index(available_min), start, end])

    def _find_slot_index(self, minutes: float) -> int:
        return int(self._clock.slot_indices_at(np.array([minutes]))[0])


def _round_wait_min(minutes: float) -> float:
    """Set waits below the rounding tolerance to zero."""
    return minutes if minutes > LABEL_TOLERANCE_MIN else 0.0


def order_stops(
    steps: Sequence[PathwayStep],
    stops: Mapping[str, Stop],
    reachable_codes: Sequence[str],
    *,
    first_step: str | None,
) -> tuple[Stop, ...]:
    """
    Insert stops without a route after the step that precedes them in the pathway.

    Parameters
    ----------
    reachable_codes
        Codes of the stops with a route, in the order of visits.
    first_step
        Code of the step requested first, or None.
    """
    codes = list(reachable_codes)
    before: str | None = None
    for step in steps:
        if step.code not in codes:
            goes_first = before is None or step.code == first_step
            codes.insert(0 if goes_first else codes.index(str(before)) + 1, step.code)
        before = step.code
    return tuple(stops[code] for code in codes)
