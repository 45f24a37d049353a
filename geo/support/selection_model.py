"""What is to be chosen: steps with their doors, the clock, the legs; nothing but numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from geo.network.street_network import FloatArray
from geo.support.clock import PlanningClock
from geo.support.leg_matrix import LegMatrix, PositionIndices
from geo.support.opening_hours import OpeningIntervals, OpeningTimetable, union_openings

ORIGIN_INDEX = 0  # the place she starts from


@dataclass(frozen=True)
class SelectionModel:
    """
    One question in numbers.

    Attributes
    ----------
    clock, leg_matrix
        Times, and legs between places.
    service_indices
        For each step, the places that its doors have among the legs' places; 0 is the origin.
    opening_intervals
        For each place but the origin, when it is open.
    stay_min
        For each step, how long a visit takes [min].
    window_closings_min
        For each step, when those of its windows close that are open as she asks [min].
    urgent_steps
        For each step, whether it helps more the sooner it comes.
    preceding_steps
        For each step, the set of steps that come before it, as bits.
    """

    clock: PlanningClock
    leg_matrix: LegMatrix
    service_indices: tuple[PositionIndices, ...]
    opening_intervals: Sequence[OpeningIntervals]
    stay_min: FloatArray
    window_closings_min: tuple[FloatArray, ...]
    urgent_steps: NDArray[np.bool_]
    preceding_steps: NDArray[np.int64]

    @property
    def step_count(self) -> int:
        """How many steps there are."""
        return len(self.service_indices)

    @property
    def all_steps(self) -> int:
        """The set of all steps."""
        return (1 << self.step_count) - 1

    @property
    def always_open(self) -> bool:
        """Whether no door ever makes her wait."""
        places = np.concatenate(self.service_indices) - 1
        openings = [self.opening_intervals[place] for place in places.tolist()]
        return all(one.closing_min(0.0) >= self.clock.horizon_min for one in openings)

    @cached_property
    def timetable(self) -> OpeningTimetable:
        """When each place is open; the origin always."""
        always = OpeningIntervals(np.zeros(1), np.array([self.clock.horizon_min]), is_assumed=False)
        return OpeningTimetable([always, *self.opening_intervals], self.clock.horizon_min)

    @cached_property
    def step_openings(self) -> tuple[OpeningIntervals, ...]:
        """When at least one door of each step is open."""
        return tuple(
            union_openings([self.opening_intervals[place - 1] for place in places])
            for places in self.service_indices
        )

    @cached_property
    def min_minutes_to_step(self) -> FloatArray:
        """The fewest minutes from each place to a door of each step, shape (places, steps)."""
        columns = [
            self.leg_matrix.min_minutes[:, places].min(axis=1) for places in self.service_indices
        ]
        return np.stack(columns, axis=1)

    @cached_property
    def stay_by_step_set_min(self) -> FloatArray:
        """For each set of steps, how long its visits take together [min]."""
        sets = np.arange(self.all_steps + 1)
        bits = (sets[:, None] >> np.arange(self.step_count)[None, :]) & 1
        return np.asarray(bits @ self.stay_min)

    @cached_property
    def min_return_cost(self) -> FloatArray:
        """For each set of steps, the least cost from the first of its doors to the origin [min]."""
        ahead = self.bound_remaining_cost(self.leg_matrix.min_cost, ordered=False)
        full, tail = self.all_steps, np.zeros(self.all_steps + 1)
        for chosen in range(1, full + 1):
            first = [step for step in range(self.step_count) if chosen >> step & 1]
            done = [full & ~chosen | 1 << step for step in first]
            tail[chosen] = min(
                ahead[one, self.service_indices[step]].min()
                for one, step in zip(done, first, strict=True)
            )
        return tail

    def bound_remaining_cost(self, leg_costs: FloatArray, *, ordered: bool = True) -> FloatArray:
        """
        Bound what is left of a route: through one door of each step not done, and back.

        Parameters
        ----------
        leg_costs
            Of each leg, whatever the slot, shape (places, places).
        ordered
            Whether steps wait for those before them.

        Returns
        -------
        ahead
            Shape (sets, places): the least cost of ways where a set of steps is done and she
            stands at a place, a door of theirs or not; infinite where no order is left.
        """
        ahead = np.full((self.all_steps + 1, len(leg_costs)), np.inf)
        ahead[self.all_steps] = leg_costs[:, ORIGIN_INDEX]
        # Doors first: rows of one step then lie together, and are added up whole.
        to_doors = [np.take(leg_costs.T, places, axis=0) for places in self.service_indices]
        for done in range(self.all_steps - 1, -1, -1):
            for step in self._list_remaining_steps(done):
                if not (ordered and self.preceding_steps[step] & ~done):
                    then = ahead[done | 1 << step, self.service_indices[step]]
                    least = (to_doors[step] + then[:, None]).min(axis=0, initial=np.inf)
                    np.minimum(ahead[done], least, out=ahead[done])
        return ahead

    def _list_remaining_steps(self, completed_steps: int) -> list[int]:
        return [step for step in range(self.step_count) if not completed_steps >> step & 1]

    def restrict_positions(self, position_indices: PositionIndices) -> SelectionModel:
        """Give the same task with some places only."""
        doors = tuple(places[np.isin(places, position_indices)] for places in self.service_indices)
        return SelectionModel(
            self.clock,
            self.leg_matrix,
            doors,
            self.opening_intervals,
            self.stay_min,
            self.window_closings_min,
            self.urgent_steps,
            self.preceding_steps,
        )
