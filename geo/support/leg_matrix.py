"""
Legs between all doors by day and by night: bounds at first, exact where somebody asks.

No leg costs less than the fewest minutes between its ends
(see `geo.support.distance_bounds`), less what
safe zones can save. As ways cost the same in both directions, what is known of legs from one place
bounds those between others: no side of a triangle is shorter than the difference of the other
two, nor longer than their sum.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from geo.network.street_network import FloatArray
from geo.routes.cost import bonus_for
from geo.routes.route import Way
from geo.support.distance_bounds import DOWN
from geo.support.leg_search import Rows
from geo.support.safe_zone_savings import circles_of, outside_m

MANY = 12  # legs from one place that are searched together rather than one by one …
LITTLE_GROUND = 20_000  # … where about so many junctions, or fewer, have to be looked at
SMALL_TOWN = 5_000  # junctions: up to so many, all legs are searched at once
LIKELY = 1.3  # ours: times the straight line; only where to look first depends on it
Places = NDArray[np.int64]


@dataclass(frozen=True)
class Figures:
    """What legs are reckoned with: cost, minutes, premium, shape (slots, places, places) [min]."""

    cost: FloatArray
    minutes: FloatArray
    premium: FloatArray


class Legs:
    """
    Bounds of cost, minutes and premium of each leg, exact where `exact` says so.

    Parameters
    ----------
    rows_by_slot
        The searches of each slot that differs, all between the same places; one where nothing
        depends on the slot.

    Attributes
    ----------
    cost, minutes, premium
        Shape (slots, places, places) [min]; the premium is what a leg costs beyond its minutes.
        Lower bounds where not `exact`.
    quickest
        Shape (places, places): the fewest minutes; a metric.
    straight
        The same for what they cost at least [min].
    """

    def __init__(self, rows_by_slot: Sequence[Rows]) -> None:
        self._rows, slots = rows_by_slot, len(rows_by_slot)
        rows = rows_by_slot[0]
        spread, self._bonus = rows.spread, bonus_for(rows.aversion)
        pace, self.quickest = rows.network.quickest_pace * DOWN, spread.quickest
        self._circles = circles_of([one.exposure for one in self._rows])
        outside, to = outside_m(spread.xy, spread.apart_m, self._circles)
        saved = (1 - self._bonus) * self.quickest + self._bonus * pace * outside
        self.straight: FloatArray = metric(saved)
        self._to_circles = to * pace
        self.cost = np.stack([self.straight] * slots)
        self.minutes = np.stack([self.quickest] * slots)
        self.premium = np.full(self.cost.shape, -self._bonus * float(self._circles.minutes.sum()))
        self.exact = np.zeros(self.cost.shape, dtype=bool)
        self._at_most = np.full(self.cost.shape, np.inf)
        self._ways: dict[tuple[int, int, int], Way] = {}

    @property
    def bounds(self) -> Figures:
        """What legs take at least."""
        return Figures(self.cost, self.minutes, self.premium)

    @property
    def guesses(self) -> Figures:
        """What legs take where that is known, and elsewhere what is likely."""
        likely = np.broadcast_to(LIKELY * self.quickest, self.cost.shape)
        cost = np.where(self.exact, self.cost, np.maximum(self.cost, likely))
        minutes = np.where(self.exact, self.minutes, cost)
        return Figures(cost, minutes, cost - minutes)

    def settle(self, layer: int, start: Places, end: Places) -> None:
        """
        Make legs exact.

        Parameters
        ----------
        start, end
            Places, one of each for a leg.
        """
        pairs = {tuple(sorted(pair)) for pair in zip(start.tolist(), end.tolist(), strict=True)}
        for one, other in sorted(pairs):
            if not self.exact[layer, one, other]:
                self._find_together(layer, one, LIKELY * float(self.quickest[one, other]))
            if not self.exact[layer, one, other]:
                self._find(layer, one, other)
        if self._rows[layer].aversion == 0:
            self.minutes[layer] = self.cost[layer]
        if self._bonus and len(self._circles):
            self._limit_savings(layer, np.unique([start, end]))

    def settle_all(self, places: Places) -> bool:
        """Make every leg between some places exact, if the network is small; tell whether it is."""
        if self._rows[0].network.nodes > SMALL_TOWN:
            return False
        for layer, rows in enumerate(self._rows):
            limit = rows.dearest
            for start in places.tolist():
                if not self.exact[layer, start, places].all():
                    cost, minutes = rows.row(start, limit=limit, saved=limit)
                    known = np.flatnonzero(np.isfinite(cost))
                    self._know(layer, start, known, cost[known], minutes[known])
        return True

    def look_around(self, start: int, minutes: float) -> None:
        """
        Bound legs by what it takes to come from one place to both their ends.

        Worth a wide search for each slot where bounds of savings matter, which is where ways and
        waits mingle; without a bonus there is nothing to bound.
        """
        if self._bonus and len(self._circles):
            for layer in range(len(self._rows)):
                self._find_many(layer, start, minutes)
                near = np.flatnonzero(self.exact[layer, start])
                self._limit_savings(layer, near)

    def way(self, layer: int, start: int, end: int) -> Way:
        """Give the way of a leg."""
        if (layer, start, end) not in self._ways:
            self._find(layer, start, end)
        return self._ways[layer, start, end]

    def _find(self, layer: int, start: int, end: int) -> None:
        """Search a leg by itself, and take what the search tells of others."""
        rows, at_most = self._rows[layer], self._at_most[layer]
        saved = partial(self._saved, layer, start, end)
        way, others = rows.leg(start, end, at_most=float(at_most[start, end]), saved=saved)
        self._ways[layer, start, end] = way
        cost, minutes = way.cost(rows.aversion), way.minutes
        self._know(layer, start, np.array([end]), np.array([cost]), np.array([minutes]))
        self._try_elsewhere(way, layer, start, end)
        others[end] = cost
        at_most[start] = at_most[:, start] = np.minimum(at_most[start], others)
        self._bound(layer, start, end, cost)
        self._bound(layer, end, start, cost)

    def _find_together(self, layer: int, start: int, limit: float) -> None:
        """Search all legs from a place within a limit, where there are many on little ground."""
        unknown = (self.quickest[start] <= limit) & ~self.exact[layer, start]
        if unknown.sum() >= MANY and self._rows[layer].junctions(limit) <= LITTLE_GROUND:
            self._find_many(layer, start, limit)

    def _find_many(self, layer: int, start: int, limit: float) -> None:
        """Search all legs from a place that cost no more than a limit."""
        near = self.quickest[start] <= limit
        saved = -float(self.premium[layer, start, near].min())
        cost, minutes = self._rows[layer].row(start, limit=limit, saved=saved)
        known = np.flatnonzero(np.isfinite(cost))
        self._know(layer, start, known, cost[known], minutes[known])
        costs, exact, at_most = self.cost[layer], self.exact[layer], self._at_most[layer]
        bound = (np.minimum(cost, limit)[:, None] - cost[None, :]) * DOWN
        np.maximum(costs, np.maximum(bound, bound.T), out=costs, where=~exact)
        np.minimum(at_most, cost[:, None] + cost[None, :], out=at_most, where=~exact)

    def _know(
        self, layer: int, start: int, end: Places, cost: FloatArray, minutes: FloatArray
    ) -> None:
        for leg in ((layer, start, end), (layer, end, start)):
            self.exact[leg] = True
            self.cost[leg] = self._at_most[leg] = cost
            self.minutes[leg] = minutes
            self.premium[leg] = cost - minutes

    def _try_elsewhere(self, way: Way, layer: int, start: int, end: int) -> None:
        """Price a way in the other slots: the best one there costs no more."""
        for other, rows in enumerate(self._rows):
            if other != layer and not self.exact[other, start, end]:
                cost = replace(way, exposure=rows.exposure).cost(rows.aversion)
                least = min(cost, float(self._at_most[other, start, end]))
                self._at_most[other, start, end] = self._at_most[other, end, start] = least

    def _bound(self, layer: int, start: int, end: int, cost: float) -> None:
        """Bound the legs from one end of a leg that is known by those from its other end."""
        costs, at_most, exact = self.cost[layer], self._at_most[layer], self.exact[layer]
        least = np.maximum(costs[start], (cost - at_most[end]) * DOWN)
        costs[start] = costs[:, start] = np.where(exact[start], costs[start], least)
        most = np.minimum(at_most[start], cost + at_most[end])
        at_most[start] = at_most[:, start] = most

    def _saved(self, layer: int, start: int, end: int, limit: float) -> float:
        """Bound what a leg of so much cost can save; see `_limit_savings`."""
        near = self._to_circles[start] + self._to_circles[end] <= limit
        held = float(self._circles.minutes[near].sum())
        return min(-float(self.premium[layer, start, end]), self._bonus * held)

    def _limit_savings(self, layer: int, start: Places) -> None:
        """
        Mend what legs from some places can save.

        A way passes a safe zone only if what it costs leaves room for the ground outside zones on
        both sides of it.
        """
        room = self._at_most[layer, start]
        saved = np.zeros(room.shape)
        for circle, minutes in enumerate(self._circles.minutes.tolist()):
            to = self._to_circles[:, circle]
            saved += np.where(to[start, None] + to[None, :] <= room, minutes, 0.0)
        saved = np.minimum(saved, room / (1 - self._bonus))
        least = np.maximum(self.premium[layer, start], -self._bonus * saved)
        exact = self.exact[layer, start]
        kept = np.where(exact, self.premium[layer, start], least)
        cost = np.maximum(self.cost[layer, start], self.minutes[layer, start] + kept)
        cost = np.where(exact, self.cost[layer, start], cost)
        for leg in ((layer, start), (layer, slice(None), start)):
            self.premium[leg], self.cost[leg] = kept, cost


def metric(least: FloatArray) -> FloatArray:
    """
    Lower bounds of legs until none is longer than two others that lead the same way.

    Parameters
    ----------
    least
        Shape (places, places), symmetric, zero on its diagonal.

    Returns
    -------
    least
        The shortest through all chains of places: where legs keep the rule of triangles, still
        bounds of them.
    """
    found = least.copy()
    for place in range(len(found)):
        np.minimum(found, found[:, place, None] + found[None, place, :], out=found)
    return found
