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
from geo.routes.cost import safe_zone_bonus
from geo.routes.route import Route
from geo.support.distance_bounds import ROUND_DOWN_FACTOR
from geo.support.leg_search import LegSearch
from geo.support.safe_zone_savings import build_safe_zone_circles, measure_outside_m

MIN_BATCH_LEGS = 12  # legs from one place that are searched together rather than one by one …
MAX_BATCH_JUNCTIONS = 20_000  # … where about so many junctions, or fewer, have to be looked at
SMALL_NETWORK_NODES = 5_000  # junctions: up to so many, all legs are searched at once
LIKELY_DETOUR_FACTOR = 1.3  # ours: times the straight line; only where to look first depends on it
PositionIndices = NDArray[np.int64]


@dataclass(frozen=True)
class LegFigures:
    """What legs are reckoned with: cost, minutes, premium, shape (slots, places, places) [min]."""

    cost: FloatArray
    minutes: FloatArray
    cost_premium: FloatArray


class LegMatrix:
    """
    Bounds of cost, minutes and premium of each leg, exact where `is_exact` says so.

    Parameters
    ----------
    rows_by_slot
        The searches of each slot that differs, all between the same places; one where nothing
        depends on the slot.

    Attributes
    ----------
    cost, minutes, cost_premium
        Shape (slots, places, places) [min]; the premium is what a leg costs beyond its minutes.
        Lower bounds where not `is_exact`.
    min_minutes
        Shape (places, places): the fewest minutes; a metric.
    min_cost
        The same for what they cost at least [min].
    """

    def __init__(self, searches_by_slot: Sequence[LegSearch]) -> None:
        self._leg_searches, slots = searches_by_slot, len(searches_by_slot)
        rows = searches_by_slot[0]
        spread, self._safe_zone_bonus = rows.distance_bounds, safe_zone_bonus(rows.aversion)
        pace, self.min_minutes = (
            rows.network.min_pace_min_per_m * ROUND_DOWN_FACTOR,
            spread.min_minutes,
        )
        self._safe_zone_circles = build_safe_zone_circles(
            [one.exposure for one in self._leg_searches]
        )
        outside, to = measure_outside_m(
            spread.position_xy, spread.straight_line_m, self._safe_zone_circles
        )
        saved = (
            1 - self._safe_zone_bonus
        ) * self.min_minutes + self._safe_zone_bonus * pace * outside
        self.min_cost: FloatArray = close_under_triangle_inequality(saved)
        self._minutes_to_circles = to * pace
        self.cost = np.stack([self.min_cost] * slots)
        self.minutes = np.stack([self.min_minutes] * slots)
        self.cost_premium = np.full(
            self.cost.shape,
            -self._safe_zone_bonus * float(self._safe_zone_circles.street_minutes.sum()),
        )
        self.is_exact = np.zeros(self.cost.shape, dtype=bool)
        self._max_cost = np.full(self.cost.shape, np.inf)
        self._routes: dict[tuple[int, int, int], Route] = {}

    @property
    def lower_bounds(self) -> LegFigures:
        """What legs take at least."""
        return LegFigures(self.cost, self.minutes, self.cost_premium)

    @property
    def estimates(self) -> LegFigures:
        """What legs take where that is known, and elsewhere what is likely."""
        likely = np.broadcast_to(LIKELY_DETOUR_FACTOR * self.min_minutes, self.cost.shape)
        cost = np.where(self.is_exact, self.cost, np.maximum(self.cost, likely))
        minutes = np.where(self.is_exact, self.minutes, cost)
        return LegFigures(cost, minutes, cost - minutes)

    def compute_exact_legs(
        self, slot_index: int, start: PositionIndices, end: PositionIndices
    ) -> None:
        """
        Make legs exact.

        Parameters
        ----------
        start, end
            Places, one of each for a leg.
        """
        pairs = {tuple(sorted(pair)) for pair in zip(start.tolist(), end.tolist(), strict=True)}
        for one, other in sorted(pairs):
            if not self.is_exact[slot_index, one, other]:
                self._search_legs_if_dense(
                    slot_index, one, LIKELY_DETOUR_FACTOR * float(self.min_minutes[one, other])
                )
            if not self.is_exact[slot_index, one, other]:
                self._search_leg(slot_index, one, other)
        if self._leg_searches[slot_index].aversion == 0:
            self.minutes[slot_index] = self.cost[slot_index]
        if self._safe_zone_bonus and len(self._safe_zone_circles):
            self._tighten_savings(slot_index, np.unique([start, end]))

    def compute_all_legs(self, position_indices: PositionIndices) -> bool:
        """Make every leg between some places exact, if the network is small; tell whether it is."""
        if self._leg_searches[0].network.node_count > SMALL_NETWORK_NODES:
            return False
        for layer, rows in enumerate(self._leg_searches):
            limit = rows.max_route_cost
            for start in position_indices.tolist():
                if not self.is_exact[layer, start, position_indices].all():
                    cost, minutes = rows.search_legs_from(
                        start, cost_limit=limit, max_savings=limit
                    )
                    known = np.flatnonzero(np.isfinite(cost))
                    self._record_exact_legs(layer, start, known, cost[known], minutes[known])
        return True

    def tighten_bounds_around(self, start: int, radius_min: float) -> None:
        """
        Bound legs by what it takes to come from one place to both their ends.

        Worth a wide search for each slot where bounds of savings matter, which is where ways and
        waits mingle; without a bonus there is nothing to bound.
        """
        if self._safe_zone_bonus and len(self._safe_zone_circles):
            for layer in range(len(self._leg_searches)):
                self._search_legs_from(layer, start, radius_min)
                near = np.flatnonzero(self.is_exact[layer, start])
                self._tighten_savings(layer, near)

    def get_route(self, slot_index: int, start: int, end: int) -> Route:
        """Give the way of a leg."""
        if (slot_index, start, end) not in self._routes:
            self._search_leg(slot_index, start, end)
        return self._routes[slot_index, start, end]

    def _search_leg(self, slot_index: int, start: int, end: int) -> None:
        """Search a leg by itself, and take what the search tells of others."""
        rows, at_most = self._leg_searches[slot_index], self._max_cost[slot_index]
        saved = partial(self._bound_savings, slot_index, start, end)
        way, others = rows.search_leg(
            start, end, max_cost=float(at_most[start, end]), bound_savings=saved
        )
        self._routes[slot_index, start, end] = way
        cost, minutes = way.calculate_cost(rows.aversion), way.minutes
        self._record_exact_legs(
            slot_index, start, np.array([end]), np.array([cost]), np.array([minutes])
        )
        self._bound_in_other_slots(way, slot_index, start, end)
        others[end] = cost
        at_most[start] = at_most[:, start] = np.minimum(at_most[start], others)
        self._propagate_bounds(slot_index, start, end, cost)
        self._propagate_bounds(slot_index, end, start, cost)

    def _search_legs_if_dense(self, slot_index: int, start: int, cost_limit: float) -> None:
        """Search all legs from a place within a limit, where there are many on little ground."""
        unknown = (self.min_minutes[start] <= cost_limit) & ~self.is_exact[slot_index, start]
        if (
            unknown.sum() >= MIN_BATCH_LEGS
            and self._leg_searches[slot_index].estimate_junctions(cost_limit) <= MAX_BATCH_JUNCTIONS
        ):
            self._search_legs_from(slot_index, start, cost_limit)

    def _search_legs_from(self, slot_index: int, start: int, cost_limit: float) -> None:
        """Search all legs from a place that cost no more than a limit."""
        near = self.min_minutes[start] <= cost_limit
        saved = -float(self.cost_premium[slot_index, start, near].min())
        cost, minutes = self._leg_searches[slot_index].search_legs_from(
            start, cost_limit=cost_limit, max_savings=saved
        )
        known = np.flatnonzero(np.isfinite(cost))
        self._record_exact_legs(slot_index, start, known, cost[known], minutes[known])
        costs, exact, at_most = (
            self.cost[slot_index],
            self.is_exact[slot_index],
            self._max_cost[slot_index],
        )
        bound = (np.minimum(cost, cost_limit)[:, None] - cost[None, :]) * ROUND_DOWN_FACTOR
        np.maximum(costs, np.maximum(bound, bound.T), out=costs, where=~exact)
        np.minimum(at_most, cost[:, None] + cost[None, :], out=at_most, where=~exact)

    def _record_exact_legs(
        self,
        slot_index: int,
        start: int,
        end: PositionIndices,
        cost: FloatArray,
        minutes: FloatArray,
    ) -> None:
        for leg in ((slot_index, start, end), (slot_index, end, start)):
            self.is_exact[leg] = True
            self.cost[leg] = self._max_cost[leg] = cost
            self.minutes[leg] = minutes
            self.cost_premium[leg] = cost - minutes

    def _bound_in_other_slots(self, route: Route, slot_index: int, start: int, end: int) -> None:
        """Price a way in the other slots: the best one there costs no more."""
        for other, rows in enumerate(self._leg_searches):
            if other != slot_index and not self.is_exact[other, start, end]:
                cost = replace(route, exposure=rows.exposure).calculate_cost(rows.aversion)
                least = min(cost, float(self._max_cost[other, start, end]))
                self._max_cost[other, start, end] = self._max_cost[other, end, start] = least

    def _propagate_bounds(self, slot_index: int, start: int, end: int, cost: float) -> None:
        """Bound the legs from one end of a leg that is known by those from its other end."""
        costs, at_most, exact = (
            self.cost[slot_index],
            self._max_cost[slot_index],
            self.is_exact[slot_index],
        )
        least = np.maximum(costs[start], (cost - at_most[end]) * ROUND_DOWN_FACTOR)
        costs[start] = costs[:, start] = np.where(exact[start], costs[start], least)
        most = np.minimum(at_most[start], cost + at_most[end])
        at_most[start] = at_most[:, start] = most

    def _bound_savings(self, slot_index: int, start: int, end: int, cost_limit: float) -> float:
        """Bound what a leg of so much cost can save; see `_limit_savings`."""
        near = self._minutes_to_circles[start] + self._minutes_to_circles[end] <= cost_limit
        held = float(self._safe_zone_circles.street_minutes[near].sum())
        return min(-float(self.cost_premium[slot_index, start, end]), self._safe_zone_bonus * held)

    def _tighten_savings(self, slot_index: int, start: PositionIndices) -> None:
        """
        Mend what legs from some places can save.

        A way passes a safe zone only if what it costs leaves room for the ground outside zones on
        both sides of it.
        """
        room = self._max_cost[slot_index, start]
        saved = np.zeros(room.shape)
        for circle, minutes in enumerate(self._safe_zone_circles.street_minutes.tolist()):
            to = self._minutes_to_circles[:, circle]
            saved += np.where(to[start, None] + to[None, :] <= room, minutes, 0.0)
        saved = np.minimum(saved, room / (1 - self._safe_zone_bonus))
        least = np.maximum(self.cost_premium[slot_index, start], -self._safe_zone_bonus * saved)
        exact = self.is_exact[slot_index, start]
        kept = np.where(exact, self.cost_premium[slot_index, start], least)
        cost = np.maximum(self.cost[slot_index, start], self.minutes[slot_index, start] + kept)
        cost = np.where(exact, self.cost[slot_index, start], cost)
        for leg in ((slot_index, start), (slot_index, slice(None), start)):
            self.cost_premium[leg], self.cost[leg] = kept, cost


def close_under_triangle_inequality(lower_bounds: FloatArray) -> FloatArray:
    """
    Lower bounds of legs until none is longer than two others that lead the same way.

    Parameters
    ----------
    lower_bounds
        Shape (places, places), symmetric, zero on its diagonal.

    Returns
    -------
    lower_bounds
        The shortest through all chains of places: where legs keep the rule of triangles, still
        bounds of them.
    """
    found = lower_bounds.copy()
    for place in range(len(found)):
        np.minimum(found, found[:, place, None] + found[None, place, :], out=found)
    return found
