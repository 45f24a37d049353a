"""
Cost matrix of the legs between services by slot: lower bounds first, exact values on demand.

The cost of a leg is at least the lower bound of its minutes (see `geo.support.distance_bounds`)
less the possible savings in safe zones. The triangle inequality turns exact legs from one position
into lower and upper bounds of other legs.

Legs are directed; see `geo.support.leg_bounds`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from geo.errors import NoRouteError
from geo.network.street_network import FloatArray
from geo.routes.cost import safe_zone_bonus
from geo.routes.route import Route
from geo.support.distance_bounds import ROUND_DOWN_FACTOR
from geo.support.leg_bounds import LegBounds, LegFigures, PositionIndices
from geo.support.leg_search import LegSearch
from geo.support.safe_zone_savings import build_safe_zone_circles, measure_outside_m

MIN_BATCH_LEGS = 12  # legs from one position that are searched together rather than one by one …
MAX_BATCH_JUNCTIONS = 20_000  # … if the search covers at most about so many nodes
SMALL_NETWORK_NODES = 5_000  # nodes; in networks up to this size all legs are searched at once
LIKELY_DETOUR_FACTOR = 1.3  # ours: times the lower bound; affects only the order of the search


class LegMatrix(LegBounds):
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
        most_savings = self._safe_zone_bonus * float(self._safe_zone_circles.street_minutes.sum())
        edges = distance_bounds.positions.edge_indices
        by_slot = [search.passability for search in searches_by_slot]
        super().__init__(
            LegFigures(
                cost=np.stack([self.min_cost] * slots),
                minutes=np.stack([self.min_minutes] * slots),
                cost_premium=np.full((slots, *self.min_cost.shape), -most_savings),
            ),
            is_outside=~np.any([state.is_inside(edges) for state in by_slot], axis=0),
            is_directed=any(state.has_directions for state in by_slot),
        )
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
        premium = np.where(self.is_exact, self.cost_premium, 0.0)
        return LegFigures(cost, minutes, premium)

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
        mirrored = self._is_mirrored[start] & self._is_mirrored[end] & (start > end)
        pairs = np.where(mirrored, [end, start], [start, end]).T
        for first, second in sorted({(first, second) for first, second in pairs.tolist()}):
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
                    for end in position_indices[~self.is_exact[layer, start, position_indices]]:
                        self._search_leg(layer, start, int(end))
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
        """
        Return the route of a leg.

        Raises
        ------
        NoRouteError
            If no street that may be passed leads there.
        """
        leg = slot_index, start, end
        if leg not in self._routes:
            self._search_leg(slot_index, start, end)
        if leg not in self._routes:
            raise NoRouteError
        return self._routes[leg]

    def _search_leg(self, slot_index: int, start: int, end: int) -> None:
        """Search one leg, and use the search tree to bound others."""
        search, max_cost = self._leg_searches[slot_index], self._max_cost[slot_index]
        bound_savings = partial(self._bound_savings, slot_index, start, end)
        route, others = search.search_leg(
            start, end, max_cost=float(max_cost[start, end]), bound_savings=bound_savings
        )
        cost = minutes = np.inf
        if route is not None:
            self._routes[slot_index, start, end] = route
            cost, minutes = route.calculate_cost(search.aversion), route.minutes
        self._record_exact_legs(
            slot_index, start, np.array([end]), np.array([cost]), np.array([minutes])
        )
        others[end] = cost
        self._lower_max_cost(slot_index, start, others)
        if route is not None:
            self._bound_in_other_slots(route, slot_index, start, end)
            self._propagate_bounds(slot_index, start, end, cost)

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
        self._propagate_all_bounds(slot_index, start, cost, cost_limit)

    def _bound_in_other_slots(self, route: Route, slot_index: int, start: int, end: int) -> None:
        """Use a route's cost in the other slots as an upper bound of the best route there."""
        passability = self._leg_searches[slot_index].passability
        for other, search in enumerate(self._leg_searches):
            if search.passability is passability and not self.is_exact[other, start, end]:
                cost = replace(route, exposure=search.exposure).calculate_cost(search.aversion)
                least = min(cost, float(self._max_cost[other, start, end]))
                self._max_cost[other, start, end] = least
                if self._is_mirrored[start] and self._is_mirrored[end]:
                    self._max_cost[other, end, start] = least

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
        costs, premiums, minutes = (
            values[slot_index] for values in (self.cost, self.cost_premium, self.minutes)
        )
        exact, max_costs = self.is_exact[slot_index], self._max_cost[slot_index]
        circles = self._minutes_to_circles
        directions = [(costs, premiums, minutes, exact, max_costs)]
        if not self._is_mirrored.all():
            directions.append(tuple(values.T for values in directions[0]))
        for cost_from, premium_from, minutes_from, exact_from, max_cost_from in directions:
            max_cost = max_cost_from[start]
            savings = np.zeros(max_cost.shape)
            for circle, circle_min in enumerate(self._safe_zone_circles.street_minutes.tolist()):
                passes = circles[start, circle, None] + circles[None, :, circle] <= max_cost
                savings += np.where(passes, circle_min, 0.0)
            savings = np.minimum(savings, max_cost / (1 - self._safe_zone_bonus))
            lower = np.maximum(premium_from[start], -self._safe_zone_bonus * savings)
            premium = np.where(exact_from[start], premium_from[start], lower)
            cost = np.maximum(cost_from[start], minutes_from[start] + premium)
            premium_from[start] = premium
            cost_from[start] = np.where(exact_from[start], cost_from[start], cost)
        if self._is_mirrored.all():
            premiums[:, start], costs[:, start] = premiums[start].T, costs[start].T


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
