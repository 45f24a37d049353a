"""
Legs between all doors by day and by night: bounds at first, exact where somebody asks.

No leg costs less than the straight line on the quickest street, less what safe zones can save. As
ways cost the same in both directions, what is known of legs from one place bounds those between
others: no side of a triangle is shorter than the difference of the other two, nor longer than
their sum.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from geo.model import Slot
from geo.network.network import FloatArray
from geo.routes.cost import bonus_for
from geo.routes.way import Way
from geo.support.rows import Rows
from geo.support.savings import circles_of, outside_m

FIRST_LIMIT = 1.5  # times the straight line's minutes; most ways in a city cost less
WIDER = 1.6  # times the limit within which a leg was not found
SHORT_M = 100.0  # a first limit for neighbours on one corner
DOWN = 1 - 1e-9  # so that no bound is above what it bounds for the last digit
ROUNDING = 1 + 1e-9


class Legs:
    """
    Bounds of cost, minutes and premium of each leg, exact where `exact` says so.

    Parameters
    ----------
    rows_of
        Makes the searches of a slot.
    slots
        Those that differ: one where nothing depends on the slot.

    Attributes
    ----------
    cost, minutes, premium
        Shape (slots, places, places) [min]; the premium is what a leg costs beyond its minutes.
        Lower bounds where not `exact`.
    straight
        Shape (places, places): what the straight line costs at least [min]; a metric.
    quickest
        The same for its minutes.
    """

    def __init__(self, rows_of: Callable[[Slot], Rows], slots: tuple[Slot, ...]) -> None:
        self._rows = [rows_of(slot) for slot in slots]
        rows = self._rows[0]
        pace, self._bonus = rows.network.quickest_pace * DOWN, bonus_for(rows.aversion)
        self.quickest: FloatArray = rows.apart_m * pace
        self._circles = circles_of([one.exposure for one in self._rows])
        outside = outside_m(rows.xy, rows.apart_m, self._circles) * pace
        self.straight: FloatArray = (1 - self._bonus) * self.quickest + self._bonus * outside
        self._rims = self._circles.apart(rows.xy) * pace
        self.cost = np.stack([self.straight] * len(slots))
        self.minutes = np.stack([self.quickest] * len(slots))
        self.premium = np.full(self.cost.shape, -self._bonus * float(self._circles.minutes.sum()))
        self.exact = np.zeros(self.cost.shape, dtype=bool)
        self._at_most = np.full(self.cost.shape, np.inf)
        self._limit = np.zeros(self.cost.shape[:2])

    def settle(self, layer: int, start: NDArray[np.int64], end: NDArray[np.int64]) -> None:
        """
        Make legs exact, and with them all others that the same searches find.

        Parameters
        ----------
        start, end
            Places, one of each for a leg.
        """
        while len(left := np.flatnonzero(~self.exact[layer, start, end])):
            start, end = start[left], end[left]
            # The place that most of the legs begin or end at is searched from.
            place = int(np.bincount(np.concatenate([start, end])).argmax())
            mine = (start == place) | (end == place)
            self._learn(layer, place, self._limit_for(layer, place, start[mine], end[mine]))

    def _limit_for(
        self, layer: int, place: int, start: NDArray[np.int64], end: NDArray[np.int64]
    ) -> float:
        """Tell up to which cost ways from a place are looked for, so that legs are found."""
        at_least = float(self.cost[layer, start, end].max())
        pace = self._rows[layer].network.quickest_pace
        straight = max(float(self.quickest[start, end].max()), SHORT_M * pace)
        most = float(self._at_most[layer, start, end].max())
        guess = max(FIRST_LIMIT * straight, at_least * ROUNDING, WIDER * self._limit[layer, place])
        return min(guess, most * ROUNDING)

    def way(self, layer: int, start: int, end: int) -> Way:
        """Find the way of a leg, with its line."""
        rows = self._rows[layer]
        return rows.way(rows.places.one(start), rows.places.one(end))

    def _learn(self, layer: int, place: int, limit: float) -> None:
        rows = self._rows[layer]
        cost, minutes = rows.row(place, limit)
        known = np.isfinite(cost)
        for found in (np.s_[layer, place, known], np.s_[layer, known, place]):
            self.exact[found] = True
            self.cost[found] = cost[known]
            self.minutes[found] = minutes[known]
            self.premium[found] = cost[known] - minutes[known]
        self._limit[layer, place] = limit
        self._tighten(layer, cost, np.minimum(cost, limit))

    def _tighten(self, layer: int, cost: FloatArray, at_least: FloatArray) -> None:
        """Mend bounds by what one place's legs tell of the others."""
        exact, costs = self.exact[layer], self.cost[layer]
        bound = (at_least[:, None] - cost[None, :]) * DOWN  # minus infinity where nothing is known
        np.maximum(costs, np.maximum(bound, bound.T), out=costs, where=~exact)
        at_most = self._at_most[layer]
        np.minimum(at_most, cost[:, None] + cost[None, :], out=at_most)
        at_most[exact] = costs[exact]
        if self._rows[layer].aversion == 0:
            self.minutes[layer] = costs
        if self._bonus and len(self._circles):
            self._limit_savings(layer, np.flatnonzero(np.isfinite(cost)))

    def _limit_savings(self, layer: int, near: NDArray[np.int64]) -> None:
        """Mend what legs can save: a way of limited cost passes only the safe zones in its reach."""
        among = np.ix_(near, near)
        reach = self._at_most[layer][among] / (1 - self._bonus)  # minutes of a way that costs this
        saved = np.zeros(reach.shape)
        for circle, minutes in enumerate(self._circles.minutes.tolist()):
            rim = self._rims[near, circle]
            saved += np.where(rim[:, None] + rim[None, :] <= reach, minutes, 0.0)
        least = np.maximum(self.premium[layer][among], -self._bonus * saved)
        kept = np.where(self.exact[layer][among], self.premium[layer][among], least)
        self.premium[layer][among] = kept
