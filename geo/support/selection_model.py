"""Numeric model of stop selection: steps with their services, clock, legs and windows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.cached_property import cached_property
from geo.network.street_network import FloatArray
from geo.support.clock import PlanningClock
from geo.support.leg_bounds import PositionIndices
from geo.support.leg_matrix import LegMatrix
from geo.support.opening_hours import OpeningIntervals, OpeningTimetable, union_openings
from geo.support.origin_legs import OriginLegs

ORIGIN_INDEX = 0  # position of the origin


@dataclass(frozen=True)
class SelectionModel:
    """
    Input of the stop selection as arrays.

    Attributes
    ----------
    clock, leg_matrix
        Clock, and legs between positions.
    service_indices
        For each step, the leg matrix indices of its services; 0 is the origin.
    opening_intervals
        For each position but the origin, when it is open.
    stay_min
        For each step, the duration of a visit [min].
    window_closings_min
        For each step, the closing times of windows that are open at departure [min].
    urgent_steps
        For each step, whether an earlier visit is better.
    preceding_steps
        For each step, the set of steps required before it, as bits.
    """

    clock: PlanningClock
    leg_matrix: LegMatrix | OriginLegs
    service_indices: tuple[PositionIndices, ...]
    opening_intervals: Sequence[OpeningIntervals]
    stay_min: FloatArray
    window_closings_min: tuple[FloatArray, ...]
    urgent_steps: NDArray[np.bool_]
    preceding_steps: NDArray[np.int64]

    @property
    def step_count(self) -> int:
        """Number of steps."""
        return len(self.service_indices)

    @property
    def most_services(self) -> int:
        """Largest number of services of a step."""
        return max(len(indices) for indices in self.service_indices)

    @property
    def all_steps(self) -> int:
        """Set of all steps, as bits."""
        return (1 << self.step_count) - 1

    @property
    def always_open(self) -> bool:
        """Whether all services are open during the whole planning period."""
        indices = np.concatenate(self.service_indices) - 1
        openings = [self.opening_intervals[index] for index in indices.tolist()]
        return all(opening.closing_min(0.0) >= self.clock.horizon_min for opening in openings)

    @cached_property
    def timetable(self) -> OpeningTimetable:
        """Timetable of all positions; the origin is always open."""
        always = OpeningIntervals(np.zeros(1), np.array([self.clock.horizon_min]), is_assumed=False)
        return OpeningTimetable([always, *self.opening_intervals], self.clock.horizon_min)

    @cached_property
    def step_openings(self) -> tuple[OpeningIntervals, ...]:
        """For each step, when at least one of its services is open."""
        return tuple(
            union_openings([self.opening_intervals[index - 1] for index in indices])
            for indices in self.service_indices
        )

    @property
    def min_cost(self) -> FloatArray:
        """Lower bounds of the cost of legs, shape (origins, positions, positions) [min]."""
        bounds = self.leg_matrix.min_cost
        return bounds.reshape(-1, *bounds.shape[-2:])

    @cached_property
    def min_minutes_to_step(self) -> FloatArray:
        """Lower bound of minutes to each step, shape (origins, positions, steps)."""
        bounds = self.leg_matrix.min_minutes
        by_origin = bounds.reshape(-1, *bounds.shape[-2:])
        columns = [by_origin[:, :, indices].min(axis=2) for indices in self.service_indices]
        return np.stack(columns, axis=2)

    @cached_property
    def stay_by_step_set_min(self) -> FloatArray:
        """Total duration of visits for each set of steps [min]."""
        sets = np.arange(self.all_steps + 1)
        bits = (sets[:, None] >> np.arange(self.step_count)[None, :]) & 1
        return np.asarray(bits @ self.stay_min)

    @cached_property
    def min_return_cost(self) -> FloatArray:
        """
        Lower bound of the cost from the first step of each step set to the origin [min].

        Shape (sets, origins).
        """
        ahead = self.bound_remaining_cost(self.min_cost, ordered=False)
        full, tail = self.all_steps, np.zeros((self.all_steps + 1, ahead.shape[1]))
        for step_set in range(1, full + 1):
            first = [step for step in range(self.step_count) if step_set >> step & 1]
            done = [full & ~step_set | 1 << step for step in first]
            tail[step_set] = np.min(
                [
                    ahead[done_set][:, self.service_indices[step]].min(axis=1)
                    for done_set, step in zip(done, first, strict=True)
                ],
                axis=0,
            )
        return tail

    def bound_remaining_cost(self, leg_costs: FloatArray, *, ordered: bool = True) -> FloatArray:
        """
        Bound the remaining cost: through one service of each step not done, and back.

        Parameters
        ----------
        leg_costs
            Lower bound of each leg over all slots, shape (origins, positions, positions).
        ordered
            Whether preceding steps must be done first.

        Returns
        -------
        ahead
            Shape (sets, origins, positions): the least route cost from a position when a set of
            steps is done; infinite where no order is feasible.
        """
        ahead = np.full((self.all_steps + 1, *leg_costs.shape[:2]), np.inf)
        ahead[self.all_steps] = leg_costs[:, :, ORIGIN_INDEX]
        # Services first, so that the rows of one step are contiguous in memory.
        by_service = leg_costs.transpose(2, 0, 1)
        to_services = [np.take(by_service, indices, axis=0) for indices in self.service_indices]
        for done in range(self.all_steps - 1, -1, -1):
            for step in self._list_remaining_steps(done):
                if not (ordered and self.preceding_steps[step] & ~done):
                    then = ahead[done | 1 << step][:, self.service_indices[step]].T
                    least = (to_services[step] + then[:, :, None]).min(axis=0, initial=np.inf)
                    np.minimum(ahead[done], least, out=ahead[done])
        return ahead

    def _list_remaining_steps(self, completed_steps: int) -> list[int]:
        return [step for step in range(self.step_count) if not completed_steps >> step & 1]

    def restrict_positions(self, position_indices: PositionIndices) -> SelectionModel:
        """Return the same model restricted to some positions."""
        service_indices = tuple(
            indices[np.isin(indices, position_indices)] for indices in self.service_indices
        )
        return SelectionModel(
            self.clock,
            self.leg_matrix,
            service_indices,
            self.opening_intervals,
            self.stay_min,
            self.window_closings_min,
            self.urgent_steps,
            self.preceding_steps,
        )
