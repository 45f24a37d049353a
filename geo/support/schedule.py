"""A chosen route told as stops: when to leave, what opens when, what else there is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from geo.pathways.records import PathwayStep
from geo.support.clock import PlanningClock
from geo.support.label_search import StopTime
from geo.support.labels import LABEL_TOLERANCE_MIN
from geo.support.leg_matrix import LegMatrix
from geo.support.opening_hours import OpeningIntervals
from geo.support.overnight import SLOT_END_MARGIN_MIN
from geo.support.records import AlternativeService, ReturnTrip, Stop, StopService
from geo.support.selection_model import ORIGIN_INDEX
from geo.support.service_options import ReachableService, ServiceOptions
from geo.support.time_windows import evaluate_windows, has_closed_window

MAX_ALTERNATIVES = 4  # ours: other doors told with their minutes, as many as one can weigh …
MAX_ALTERNATIVE_MIN = 60.0  # … and none that surely is beyond an hour, but for the nearest


@dataclass(frozen=True)
class ScheduledStop:
    """
    A visit, and from where and when she goes there.

    Attributes
    ----------
    step, chosen_service
        What for, and the door.
    other_services
        The doors of the same step that were not chosen.
    previous_index, available_min
        The place before, and when her visit there ends, or when she is at home [min].
    home_stop_time
        The way home before it, where she goes there in between …
    home_origin_index
        … and the place that she leaves for it.
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
    """Tells turns as stops, for one clock, one set of legs and doors."""

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
        """Tell each turn, by the code of its step."""
        self._compute_exact_legs(scheduled_stops)
        return {turn.step.code: self._build_stop(turn) for turn in scheduled_stops}

    def build_unreachable_stop(self, step: PathwayStep, chosen_id: str | None) -> Stop:
        """Tell a step that no way leads to: whom to call, or to ask."""
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
                AlternativeService(one, None, None, None, None) for one in services[1:]
            ),
            phone_lines=tuple(line for line in lines if line != service),
        )

    def latest_departure_min(self, stop_time: StopTime) -> float:
        """Tell how late one may set out in the slot chosen and still be let in as early."""
        turns = float(self._clock.next_slot_change(np.array([stop_time.departure_min]))[0])
        return max(
            stop_time.departure_min,
            min(stop_time.start_min - stop_time.leg_min, turns - SLOT_END_MARGIN_MIN),
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
        leave = self.latest_departure_min(visit)
        deadlines = evaluate_windows(scheduled_stop.step, clock, self._hours_since, visit.start_min)
        return Stop(
            step=scheduled_stop.step,
            service=scheduled_stop.chosen_service.service,
            route=self._leg_matrix.get_route(
                visit.slot_index, scheduled_stop.previous_index, visit.position_index
            ),
            leave_at=clock.local_time_at(leave),
            arrive_at=clock.local_time_at(leave + visit.leg_min),
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
        )

    def _build_home_trip(self, scheduled_stop: ScheduledStop) -> ReturnTrip | None:
        home, moment = scheduled_stop.home_stop_time, self._clock.local_time_at
        if home is None:
            return None
        way = self._leg_matrix.get_route(
            home.slot_index, scheduled_stop.home_origin_index, ORIGIN_INDEX
        )
        return ReturnTrip(way, moment(home.departure_min), moment(home.arrival_min))

    def _select_phone_lines(self, minutes: float, *, is_closed: bool) -> tuple[StopService, ...]:
        """List the lines that answer beside a closed door; beside an open one, the 24-hour ones."""
        horizon = self._clock.horizon_min
        return tuple(
            line.service
            for line in self._service_options.phone_lines
            if line.is_always_open(horizon) or (is_closed and line.is_open_at(minutes))
        )

    def _build_alternatives(self, scheduled_stop: ScheduledStop) -> tuple[AlternativeService, ...]:
        layer = self._find_slot_index(scheduled_stop.available_min)
        cost = self._leg_matrix.cost[layer, scheduled_stop.previous_index]
        weighed = sorted(
            self._select_alternatives(scheduled_stop),
            key=lambda one: (cost[one.position_index + 1], one.service.id),
        )
        told = [self._build_alternative(scheduled_stop, one) for one in weighed]
        unwalked = self._service_options.list_unreachable_services(scheduled_stop.step)
        return (*told, *(AlternativeService(door, None, None, None, None) for door in unwalked))

    def _select_alternatives(self, scheduled_stop: ScheduledStop) -> list[ReachableService]:
        """Take those of the other doors that are worth weighing: the nearest, and some not far."""
        away = self._leg_matrix.min_minutes[scheduled_stop.previous_index]
        every = sorted(
            scheduled_stop.other_services,
            key=lambda one: (away[one.position_index + 1], one.service.id),
        )
        near = [
            one
            for one in every[:MAX_ALTERNATIVES]
            if away[one.position_index + 1] <= MAX_ALTERNATIVE_MIN
        ]
        return near or every[:1]

    def _build_alternative(
        self, scheduled_stop: ScheduledStop, service: ReachableService
    ) -> AlternativeService:
        minutes = self._get_leg_minutes(
            scheduled_stop.available_min, scheduled_stop.previous_index, service.position_index + 1
        )
        arrive = scheduled_stop.available_min + minutes
        start = service.opening.next_opening_min(arrive)
        if not np.isfinite(start):
            return AlternativeService(service.service, minutes, None, None, None)
        opens = self._clock.local_time_at(start) if start > arrive else None
        waited = _round_wait_min(start - arrive)
        return AlternativeService(
            service.service, minutes, opens, waited, self._find_closing_time(service.opening, start)
        )

    def _find_closing_time(self, opening: OpeningIntervals, minutes: float) -> datetime | None:
        until = opening.closing_min(minutes)
        known = not opening.is_assumed and until < self._clock.horizon_min
        return self._clock.local_time_at(until) if known else None

    def _compute_exact_legs(self, scheduled_stops: Sequence[ScheduledStop]) -> None:
        """Make the legs exact that are told: at once to the door, and to the other doors."""
        told: dict[int, list[tuple[int, int]]] = {}
        for turn in scheduled_stops:
            places = [
                turn.stop_time.position_index,
                *(one.position_index + 1 for one in self._select_alternatives(turn)),
            ]
            legs = told.setdefault(self._find_slot_index(turn.available_min), [])
            legs += [(turn.previous_index, place) for place in places]
        for layer, legs in told.items():
            start, end = np.array(legs, dtype=np.int64).T
            self._leg_matrix.compute_exact_legs(layer, start, end)

    def _get_leg_minutes(self, available_min: float, start: int, end: int) -> float:
        return float(self._leg_matrix.minutes[self._find_slot_index(available_min), start, end])

    def _find_slot_index(self, minutes: float) -> int:
        return int(self._clock.slot_indices_at(np.array([minutes]))[0])


def _round_wait_min(minutes: float) -> float:
    """Take away what is left of a sum of minutes for its last digits."""
    return minutes if minutes > LABEL_TOLERANCE_MIN else 0.0


def order_stops(
    steps: Sequence[PathwayStep],
    stops: Mapping[str, Stop],
    reachable_codes: Sequence[str],
    *,
    first_step: str | None,
) -> tuple[Stop, ...]:
    """
    Put stops without a way at their turn: after the step that is read before them.

    Parameters
    ----------
    reachable_codes
        Codes of the stops with a way, as they are visited.
    first_step
        Code of the step that she wants first, or None.
    """
    told = list(reachable_codes)
    before: str | None = None
    for step in steps:
        if step.code not in told:
            at_front = before is None or step.code == first_step
            told.insert(0 if at_front else told.index(str(before)) + 1, step.code)
        before = step.code
    return tuple(stops[code] for code in told)
