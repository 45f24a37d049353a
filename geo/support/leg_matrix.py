"""
Cost matrix of the legs between services by slot: lower bounds first, exact values on demand.

The cost of a leg is at least the lower bound of its minutes (see `geo.support.distance_bounds`)
less the possible savings in safe zones. Routes cost the same in both directions, so the triangle
inequality turns exact legs from one position into lower and upper bounds of other legs.
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

MIN_BATCH_LEGS = 12  # legs from one position that are searched together rather than one by one …
MAX_BATCH_JUNCTIONS = 20_000  # … if the search covers at most about so many nodes
SMALL_NETWORK_NODES = 5_000  # nodes; in networks up to this size all legs are searched at once
LIKELY_DETOUR_FACTOR = 1.3  # ours: times the lower bound; affects only the order of the search
PositionIndices = NDArray[np.int64]


@dataclass(frozen=True)
class LegFigures:
    """Cost, minutes and premium of legs, each of shape (slots, positions, positions) [min]."""

    cost: FloatArray
    minutes: FloatArray
    cost_premium: FloatArray


class LegMatrix:
    """
    Cost, minutes and premium of each leg: exact where `is_exact`, else lower bounds.

    Parameters
    ----------
    searches_by_slot
        One search per slot, all between the same positions; a single one where nothing depends
        on the slot.

    Attributes
    ----------
    cost, minutes, cost_premium
        Shape (slots, positions, positions) [min]; the premium is the cost in excess of the
        minutes. Lower bounds where not `is_exact`.
    min_minutes
        Shape (positions, positions): lower bounds of the minutes; a metric.
    min_cost
        The same for the cost [min].
    """

    def __init__(self, searches_by_slot: Sequence[LegSearch]) -> None:
        self._leg_searches, slots = searches_by_slot, len(searches_by_slot)
        first_search = searches_by_slot[0]
        distance_bounds, self._safe_zone_bonus = (
            first_search.distance_bounds,
            safe_zone_bonus(first_search.aversion),
        )
        pace, self.min_minutes = (
            first_search.network.min_pace_min_per_m * ROUND_DOWN_FACTOR,
            distance_bounds.min_minutes,
        )
        self._safe_zone_circles = build_safe_zone_circles(
            [search.exposure for search in self._leg_searches]
        )
        outside_m, to_circles_m = measure_outside_m(
            distance_bounds.position_xy, distance_bounds.straight_line_m, self._safe_zone_circles
        )
        outside_min = pace * outside_m + ROUND_DOWN_FACTOR * distance_bounds.access_minutes
        lower_bounds = (
            1 - self._safe_zone_bonus
        ) * self.min_minutes + self._safe_zone_bonus * outside_min
        self.min_cost: FloatArray = close_under_triangle_inequality(lower_bounds)
        self._minutes_to_circles = to_circles_m * pace
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
        """Lower bounds of all legs."""
        return LegFigures(self.cost, self.minutes, self.cost_premium)

    @property
    def estimates(self) -> LegFigures:
        """Exact values where available, and estimates elsewhere."""
        likely = np.broadcast_to(LIKELY_DETOUR_FACTOR * self.min_minutes, self.cost.shape)
        cost = np.where(self.is_exact, self.cost, np.maximum(self.cost, likely))
        minutes = np.where(self.is_exact, self.minutes, cost)
        return LegFigures(cost, minutes, cost - minutes)

    def compute_exact_legs(
        self, slot_index: int, start: PositionIndices, end: PositionIndices
    ) -> None:
        """
        Compute exact values of legs.

        Parameters
        ----------
        start, end
            Positions, one pair per leg.
        """
        pairs = {tuple(sorted(pair)) for pair in zip(start.tolist(), end.tolist(), strict=True)}
        for first, second in sorted(pairs):
            if not self.is_exact[slot_index, first, second]:
                self._search_legs_if_dense(
                    slot_index, first, LIKELY_DETOUR_FACTOR * float(self.min_minutes[first, second])
                )
            if not self.is_exact[slot_index, first, second]:
                self._search_leg(slot_index, first, second)
        if self._leg_searches[slot_index].aversion == 0:
            self.minutes[slot_index] = self.cost[slot_index]
        if self._safe_zone_bonus and len(self._safe_zone_circles):
            self._tighten_savings(slot_index, np.unique([start, end]))

    def compute_all_legs(self, position_indices: PositionIndices) -> bool:
        """Compute all legs between positions if the network is small; return whether it is."""
        if self._leg_searches[0].network.node_count > SMALL_NETWORK_NODES:
            return False
        for layer, rows in enumerate(self._leg_searches):
            limit = rows.max_route_cost
            for start in position_indices.tolist():
                if not self.is_exact[layer, start, position_indices].all():
                    cost, minutes = rows.search_legs_from(
                        start, cost_limit=limit, max_savings=limit
                    )
                    exact_legs = np.flatnonzero(np.isfinite(cost))
                    self._record_exact_legs(
                        layer, start, exact_legs, cost[exact_legs], minutes[exact_legs]
                    )
        return True

    def tighten_bounds_around(self, start: int, radius_min: float) -> None:
        """
        Bound legs by the cost from one position to both of their ends.

        Runs a wide search for each slot. Useful where routes and waits are combined; without a
        safe-zone bonus there is nothing to bound.
        """
        if self._safe_zone_bonus and len(self._safe_zone_circles):
            for layer in range(len(self._leg_searches)):
                self._search_legs_from(layer, start, radius_min)
                near = np.flatnonzero(self.is_exact[layer, start])
                self._tighten_savings(layer, near)

    def get_route(self, slot_index: int, start: int, end: int) -> Route:
        """Return the route of a leg."""
        if (slot_index, start, end) not in self._routes:
            self._search_leg(slot_index, start, end)
        return self._routes[slot_index, start, end]

    def _search_leg(self, slot_index: int, start: int, end: int) -> None:
        """Search one leg, and use the search tree to bound others."""
        search, max_cost = self._leg_searches[slot_index], self._max_cost[slot_index]
        bound_savings = partial(self._bound_savings, slot_index, start, end)
        route, others = search.search_leg(
            start, end, max_cost=float(max_cost[start, end]), bound_savings=bound_savings
        )
        self._routes[slot_index, start, end] = route
        cost, minutes = route.calculate_cost(search.aversion), route.minutes
        self._record_exact_legs(
            slot_index, start, np.array([end]), np.array([cost]), np.array([minutes])
        )
        self._bound_in_other_slots(route, slot_index, start, end)
        others[end] = cost
        max_cost[start] = max_cost[:, start] = np.minimum(max_cost[start], others)
        self._propagate_bounds(slot_index, start, end, cost)
        self._propagate_bounds(slot_index, end, start, cost)

    def _search_legs_if_dense(self, slot_index: int, start: int, cost_limit: float) -> None:
        """Search all legs from a position within a limit, where many legs lie in a small area."""
        unknown = (self.min_minutes[start] <= cost_limit) & ~self.is_exact[slot_index, start]
        if (
            unknown.sum() >= MIN_BATCH_LEGS
            and self._leg_searches[slot_index].estimate_junctions(cost_limit) <= MAX_BATCH_JUNCTIONS
        ):
            self._search_legs_from(slot_index, start, cost_limit)

    def _search_legs_from(self, slot_index: int, start: int, cost_limit: float) -> None:
        """Search all legs from a position whose cost is at most a limit."""
        near = self.min_minutes[start] <= cost_limit
        max_savings = -float(self.cost_premium[slot_index, start, near].min())
        cost, minutes = self._leg_searches[slot_index].search_legs_from(
            start, cost_limit=cost_limit, max_savings=max_savings
        )
        found_ends = np.flatnonzero(np.isfinite(cost))
        self._record_exact_legs(
            slot_index, start, found_ends, cost[found_ends], minutes[found_ends]
        )
        costs, exact, max_cost = (
            self.cost[slot_index],
            self.is_exact[slot_index],
            self._max_cost[slot_index],
        )
        bound = (np.minimum(cost, cost_limit)[:, None] - cost[None, :]) * ROUND_DOWN_FACTOR
        np.maximum(costs, np.maximum(bound, bound.T), out=costs, where=~exact)
        np.minimum(max_cost, cost[:, None] + cost[None, :], out=max_cost, where=~exact)

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
        """Use a route's cost in the other slots as an upper bound of the best route there."""
        for other, search in enumerate(self._leg_searches):
            if other != slot_index and not self.is_exact[other, start, end]:
                cost = replace(route, exposure=search.exposure).calculate_cost(search.aversion)
                least = min(cost, float(self._max_cost[other, start, end]))
                self._max_cost[other, start, end] = self._max_cost[other, end, start] = least

    def _propagate_bounds(self, slot_index: int, start: int, end: int, cost: float) -> None:
        """Bound the legs from one end of an exact leg by those from its other end."""
        costs, max_cost, exact = (
            self.cost[slot_index],
            self._max_cost[slot_index],
            self.is_exact[slot_index],
        )
        lower = np.maximum(costs[start], (cost - max_cost[end]) * ROUND_DOWN_FACTOR)
        costs[start] = costs[:, start] = np.where(exact[start], costs[start], lower)
        upper = np.minimum(max_cost[start], cost + max_cost[end])
        max_cost[start] = max_cost[:, start] = upper

    def _bound_savings(self, slot_index: int, start: int, end: int, cost_limit: float) -> float:
        """Bound the savings of a leg of limited cost; see `_tighten_savings`."""
        near = self._minutes_to_circles[start] + self._minutes_to_circles[end] <= cost_limit
        street_minutes = float(self._safe_zone_circles.street_minutes[near].sum())
        return min(
            -float(self.cost_premium[slot_index, start, end]),
            self._safe_zone_bonus * street_minutes,
        )

    def _tighten_savings(self, slot_index: int, start: PositionIndices) -> None:
        """
        Tighten the bounds of savings of legs from some positions.

        A route can pass a safe zone only if its cost covers the streets outside zones on both
        sides of it.
        """
        max_cost = self._max_cost[slot_index, start]
        savings = np.zeros(max_cost.shape)
        for circle, minutes in enumerate(self._safe_zone_circles.street_minutes.tolist()):
            to_circle = self._minutes_to_circles[:, circle]
            savings += np.where(
                to_circle[start, None] + to_circle[None, :] <= max_cost, minutes, 0.0
            )
        savings = np.minimum(savings, max_cost / (1 - self._safe_zone_bonus))
        lower = np.maximum(self.cost_premium[slot_index, start], -self._safe_zone_bonus * savings)
        exact = self.is_exact[slot_index, start]
        premium = np.where(exact, self.cost_premium[slot_index, start], lower)
        cost = np.maximum(self.cost[slot_index, start], self.minutes[slot_index, start] + premium)
        cost = np.where(exact, self.cost[slot_index, start], cost)
        for leg in ((slot_index, start), (slot_index, slice(None), start)):
            self.cost_premium[leg], self.cost[leg] = premium, cost


def close_under_triangle_inequality(lower_bounds: FloatArray) -> FloatArray:
    """
    Lower the bounds of legs until they satisfy the triangle inequality (Floyd-Warshall).

    Parameters
    ----------
    lower_bounds
        Shape (positions, positions), symmetric, zero on its diagonal.

    Returns
    -------
    lower_bounds
        Shortest chains of bounds: still lower bounds of legs that satisfy the inequality.
    """
    closed = lower_bounds.copy()
    for position in range(len(closed)):
        np.minimum(closed, closed[:, position, None] + closed[None, position, :], out=closed)
    return closed
