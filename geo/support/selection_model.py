"""What is to be chosen: steps with their doors, the clock, the legs; nothing but numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from geo.network.street_network import FloatArray
from geo.support.clock import Clock
from geo.support.leg_matrix import Legs, Places
from geo.support.opening_hours import Opening, Timetable, union

AT_ORIGIN = 0  # the place she starts from


@dataclass(frozen=True)
class Task:
    """
    One question in numbers.

    Attributes
    ----------
    clock, legs
        Times, and legs between places.
    doors
        For each step, the places that its doors have among the legs' places; 0 is the origin.
    openings
        For each place but the origin, when it is open.
    stay
        For each step, how long a visit takes [min].
    closes
        For each step, when those of its windows close that are open as she asks [min].
    urgent
        For each step, whether it helps more the sooner it comes.
    before
        For each step, the set of steps that come before it, as bits.
    """

    clock: Clock
    legs: Legs
    doors: tuple[Places, ...]
    openings: Sequence[Opening]
    stay: FloatArray
    closes: tuple[FloatArray, ...]
    urgent: NDArray[np.bool_]
    before: NDArray[np.int64]

    @property
    def steps(self) -> int:
        """How many steps there are."""
        return len(self.doors)

    @property
    def full(self) -> int:
        """The set of all steps."""
        return (1 << self.steps) - 1

    @property
    def always_open(self) -> bool:
        """Whether no door ever makes her wait."""
        places = np.concatenate(self.doors) - 1
        openings = [self.openings[place] for place in places.tolist()]
        return all(one.until(0.0) >= self.clock.horizon for one in openings)

    @cached_property
    def timetable(self) -> Timetable:
        """When each place is open; the origin always."""
        always = Opening(np.zeros(1), np.array([self.clock.horizon]), assumed=False)
        return Timetable([always, *self.openings], self.clock.horizon)

    @cached_property
    def any_door(self) -> tuple[Opening, ...]:
        """When at least one door of each step is open."""
        return tuple(union([self.openings[place - 1] for place in places]) for places in self.doors)

    @cached_property
    def near(self) -> FloatArray:
        """The fewest minutes from each place to a door of each step, shape (places, steps)."""
        columns = [self.legs.quickest[:, places].min(axis=1) for places in self.doors]
        return np.stack(columns, axis=1)

    @cached_property
    def visits(self) -> FloatArray:
        """For each set of steps, how long its visits take together [min]."""
        sets = np.arange(self.full + 1)
        bits = (sets[:, None] >> np.arange(self.steps)[None, :]) & 1
        return np.asarray(bits @ self.stay)

    @cached_property
    def tail(self) -> FloatArray:
        """For each set of steps, the least cost from the first of its doors to the origin [min]."""
        ahead = self.least_ahead(self.legs.straight, ordered=False)
        full, tail = self.full, np.zeros(self.full + 1)
        for chosen in range(1, full + 1):
            first = [step for step in range(self.steps) if chosen >> step & 1]
            done = [full & ~chosen | 1 << step for step in first]
            tail[chosen] = min(
                ahead[one, self.doors[step]].min() for one, step in zip(done, first, strict=True)
            )
        return tail

    def least_ahead(self, cost: FloatArray, *, ordered: bool = True) -> FloatArray:
        """
        Bound what is left of a route: through one door of each step not done, and back.

        Parameters
        ----------
        cost
            Of each leg, whatever the slot, shape (places, places).
        ordered
            Whether steps wait for those before them.

        Returns
        -------
        ahead
            Shape (sets, places): the least cost of ways where a set of steps is done and she
            stands at a place, a door of theirs or not; infinite where no order is left.
        """
        ahead = np.full((self.full + 1, len(cost)), np.inf)
        ahead[self.full] = cost[:, AT_ORIGIN]
        # Doors first: rows of one step then lie together, and are added up whole.
        to_doors = [np.take(cost.T, places, axis=0) for places in self.doors]
        for done in range(self.full - 1, -1, -1):
            for step in self._left(done):
                if not (ordered and self.before[step] & ~done):
                    then = ahead[done | 1 << step, self.doors[step]]
                    least = (to_doors[step] + then[:, None]).min(axis=0, initial=np.inf)
                    np.minimum(ahead[done], least, out=ahead[done])
        return ahead

    def _left(self, done: int) -> list[int]:
        return [step for step in range(self.steps) if not done >> step & 1]

    def only(self, kept: Places) -> Task:
        """Give the same task with some places only."""
        doors = tuple(places[np.isin(places, kept)] for places in self.doors)
        return Task(
            self.clock,
            self.legs,
            doors,
            self.openings,
            self.stay,
            self.closes,
            self.urgent,
            self.before,
        )
