"""
Support plans of all homes of one component, for one situation and moment.

Clock, services, opening hours, steps and rules are those of `geo.support.planning`, made once for
all homes, as they depend on where a home is only by the component of its street. The choice of
services and of their order is that of a plan, for many homes at once; what is left of a plan, the
nights at home and late departures, is made by the same functions, visit by visit.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from geo.completeness.records import MAX_OPENING_WAIT_MIN, ChosenStops
from geo.pathways.records import PathwayStep
from geo.support.departures import choose_departure
from geo.support.label_search import StopTime
from geo.support.labels import LABEL_TOLERANCE_MIN
from geo.support.many_origins import SequenceTable, find_best_sequences
from geo.support.origin_legs import OriginLegs, SharedLegs, SingleOriginLegs
from geo.support.overnight import MIN_REST_MIN, find_return_home
from geo.support.planning import SupportPlanner
from geo.support.selection_model import ORIGIN_INDEX, SelectionModel

MAX_THREADS = 2
ORIGINS_AT_ONCE = 400  # homes searched together: their arrays take some tens of megabytes


def plan_homes(
    planner: SupportPlanner, legs: SharedLegs, rows: NDArray[np.int64]
) -> tuple[ChosenStops, NDArray[np.bool_]]:
    """
    Plan for some homes.

    Parameters
    ----------
    planner
        Of any home of the component; its legs are not used.
    legs
        Between homes and the services of `list_positions(planner)`, in the order of its slots.
    rows
        Rows of the homes in `legs`.

    Returns
    -------
    stops, is_shut
        The stops; and for each home and step, whether none of the services among which the plan
        chooses is open within `MAX_OPENING_WAIT_MIN` of coming there straight from home.
    """
    stops = ChosenStops.create(len(rows), len(planner.steps))
    is_shut = np.zeros((len(rows), len(planner.steps)), dtype=bool)
    steps = [step for step in planner.steps if planner.reachable_services[step.code]]
    if steps:
        parts = np.split(np.arange(len(rows)), range(ORIGINS_AT_ONCE, len(rows), ORIGINS_AT_ONCE))
        part_planner = _PartPlanner(planner, legs, rows, stops)
        with ThreadPoolExecutor(MAX_THREADS) as threads:
            for _ in threads.map(lambda part: part_planner.plan(part, is_shut), parts):
                pass  # raises what a part raised
    return stops, is_shut


def list_positions(planner: SupportPlanner) -> NDArray[np.int64]:
    """List the positions of all services among which a planner chooses, ascending."""
    services = [one for options in planner.reachable_services.values() for one in options]
    return np.unique(np.array([one.position_index for one in services], dtype=np.int64))


class _PartPlanner:
    """Plans for some of the homes at once, written into the stops of all."""

    def __init__(
        self,
        planner: SupportPlanner,
        legs: SharedLegs,
        rows: NDArray[np.int64],
        stops: ChosenStops,
    ) -> None:
        self._planner, self._legs, self._rows, self._stops = planner, legs, rows, stops
        self._positions = list_positions(planner)
        self._columns = {step.code: number for number, step in enumerate(planner.steps)}

    def plan(self, part: NDArray[np.int64], is_shut: NDArray[np.bool_]) -> None:
        """Plan all steps, or for homes where not all fit, as many as do."""
        steps = [step for step in self._planner.steps if step.code in self._with_service]
        legs = OriginLegs(self._legs, self._rows[part])
        self._find_shut_steps(steps, legs, part, is_shut)
        for count in range(len(steps), 0, -1):
            subsets = list(combinations(steps, count))
            tables = [find_best_sequences(self._build_model(legs, one), legs) for one in subsets]
            best = _find_best_tables(tables)
            for number, (subset, table) in enumerate(zip(subsets, tables, strict=True)):
                chosen = np.flatnonzero(best == number)
                self._schedule(legs, subset, table, chosen, part)
            part = part[best < 0]
            if not len(part):
                return
            legs = OriginLegs(self._legs, self._rows[part])

    @property
    def _with_service(self) -> set[str]:
        return {code for code, options in self._planner.reachable_services.items() if options}

    def _build_model(self, legs: OriginLegs, steps: Sequence[PathwayStep]) -> SelectionModel:
        """Build the planner's model with the positions of the pathway's services only."""
        model = self._planner.build_model(legs, steps)
        return replace(
            model,
            service_indices=tuple(
                np.searchsorted(self._positions, indices - 1) + 1
                for indices in model.service_indices
            ),
            opening_intervals=[model.opening_intervals[n] for n in self._positions.tolist()],
        )

    def _schedule(
        self,
        legs: OriginLegs,
        steps: Sequence[PathwayStep],
        table: SequenceTable,
        chosen: NDArray[np.int64],
        part: NDArray[np.int64],
    ) -> None:
        """Find by which route each visit is reached; each depends on the previous one only."""
        columns = np.array([self._columns[step.code] for step in steps])
        stays = np.array([step.stay_minutes for step in steps])
        previous = np.zeros(len(chosen), dtype=np.int64)
        available = np.zeros(len(chosen))
        for number in range(len(steps)):
            at = chosen, np.full(len(chosen), number)
            step, position, start = (
                values[at] for values in (table.step_index, table.position_index, table.start_min)
            )
            leg_min, slots, origins = table.leg_min[at], table.slot_index[at], previous.copy()
            waits = start - table.arrival_min[at] > LABEL_TOLERANCE_MIN
            for row in np.flatnonzero(waits | (start - available >= MIN_REST_MIN)).tolist():
                later, origins[row] = self._delay(
                    legs.of_origin(int(chosen[row])),
                    table.stop_time(int(chosen[row]), number),
                    int(previous[row]),
                    float(available[row]),
                )
                leg_min[row], slots[row] = later.leg_min, later.slot_index
            cell = part[chosen], columns[step]
            self._stops.position_index[cell] = self._positions[position - 1] + 1
            self._stops.start_min[cell], self._stops.leg_min[cell] = start, leg_min
            self._stops.inside_m[cell] = legs.inside_m[slots, chosen, origins, position]
            previous, available = position, start + stays[step]

    def _delay(
        self, legs: SingleOriginLegs, stop: StopTime, previous: int, available_min: float
    ) -> tuple[StopTime, int]:
        """Return a visit with a wait as a plan makes it, and the position it is reached from."""
        clock = self._planner.clock
        home = find_return_home(
            legs, clock, stop, previous_index=previous, available_min=available_min
        )
        origin = previous if home is None else ORIGIN_INDEX
        earliest = available_min if home is None else home.arrival_min + MIN_REST_MIN
        if home is None and stop.start_min - stop.arrival_min <= LABEL_TOLERANCE_MIN:
            return stop, origin
        later = choose_departure(legs, clock, stop, start_index=origin, earliest_min=earliest)
        return later, origin

    def _find_shut_steps(
        self,
        steps: Sequence[PathwayStep],
        legs: OriginLegs,
        part: NDArray[np.int64],
        is_shut: NDArray[np.bool_],
    ) -> None:
        """Find the steps none of whose services opens soon after coming straight from home."""
        model = self._build_model(legs, steps)
        for step, services in zip(steps, model.service_indices, strict=True):
            arrival = legs.figures.minutes[0, :, ORIGIN_INDEX][:, services]
            opens = model.timetable.next_openings_min(
                np.broadcast_to(services, arrival.shape), arrival
            )
            is_soon = opens <= arrival + MAX_OPENING_WAIT_MIN
            is_shut[part, self._columns[step.code]] = ~(is_soon & np.isfinite(opens)).any(axis=1)


def _find_best_tables(tables: Sequence[SequenceTable]) -> NDArray[np.int64]:
    """Find the table with the best value of each origin; the first of equal ones, -1 for none."""
    values = np.stack(
        [
            np.stack([t.values.missed_windows, t.values.urgency_min, t.values.total_min])
            for t in tables
        ]
    )
    order = np.lexsort((values[:, 2], values[:, 1], values[:, 0]), axis=0)
    best = order[0]
    return np.where(np.isfinite(values[best, 2, np.arange(values.shape[2])]), best, -1)
