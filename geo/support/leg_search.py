"""Least-cost routes between fixed positions, with bounds for other positions from each search."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from geo.cached_property import cached_property
from geo.network.exposure import Exposure
from geo.network.landmarks import FLOAT32_TOLERANCE
from geo.network.passability import Passability
from geo.network.snapping import StreetPositions
from geo.network.street_network import FloatArray, Int32Array
from geo.routes.cost import safe_zone_bonus
from geo.routes.route import Route
from geo.routes.search_ellipse import find_nodes_in_ellipse, max_route_length_m
from geo.routes.search_tree import SearchTree
from geo.routes.shortest_path import (
    FIRST_LIMIT_FACTOR,
    MIN_SEARCH_DISTANCE_M,
    ROUND_UP_FACTOR,
    RouteSearch,
)
from geo.support.distance_bounds import DistanceBounds
from geo.support.vehicle_network import find_arrival_positions

PositionIndices = NDArray[np.int64]
LIMIT_GROWTH_FACTOR = 1.4  # times the cost limit, after a search without a route
UNREACHED_FACTOR = (
    8.0  # times the first limit: then all nodes are searched, as there may be no route
)


class LegSearch(RouteSearch):
    """
    Repeated least-cost searches between the same positions.

    Parameters
    ----------
    exposure, aversion, passability
        See `RouteSearch`.
    distance_bounds
        Bounds between the positions, on the network of the exposure.
    """

    def __init__(
        self,
        exposure: Exposure,
        aversion: float,
        distance_bounds: DistanceBounds,
        passability: Passability | None = None,
    ) -> None:
        super().__init__(exposure, aversion, passability)
        self.distance_bounds, self.positions = distance_bounds, distance_bounds.positions
        self._targets, self._target_positions = find_arrival_positions(
            self.network, distance_bounds.positions
        )
        self._target_nodes = self._end_nodes(self._targets)
        self._target_costs = self._costs_to_positions(self._targets)

    def search_leg(
        self, start: int, end: int, *, max_cost: float, bound_savings: Callable[[float], float]
    ) -> tuple[Route | None, FloatArray]:
        """
        Find the route between two positions, in this direction.

        Parameters
        ----------
        start, end
            Indices of the positions.
        max_cost
            Upper bound of the route's cost [min]; infinite where unknown.
        bound_savings
            Function that returns the largest savings in safe zones of a route of a cost [min].

        Returns
        -------
        route, others
            The route, or None where no street that may be passed leads there; and for each position
            an upper bound of the cost from `start` [min], infinite outside the searched area.
        """
        origin, target = self.positions.select_position(start), self.positions.select_position(end)
        along, entry = (
            float(self._costs_along_edge(origin, target)[0]),
            self._costs_from_positions(origin),
        )
        pace = self.network.min_pace_min_per_m
        estimate = max(
            float(self.distance_bounds.min_minutes[start, end]), MIN_SEARCH_DISTANCE_M * pace
        )
        limit = min(FIRST_LIMIT_FACTOR * estimate, along, max_cost) * ROUND_UP_FACTOR
        unreached_limit = UNREACHED_FACTOR * limit if self.passability.has_limits else np.inf
        while True:
            minutes = min(
                limit + bound_savings(limit), limit / (1 - safe_zone_bonus(self.aversion))
            )
            metres = min(minutes / pace, self._max_length_m(limit))
            nodes = self._find_candidate_nodes(start, end, metres, minutes)
            tree = self._search_nodes(nodes, origin, entry, cost_limit=limit)
            both = self._costs_through_tree(tree)
            others = self._least_costs(both)
            if min(float(others[end]), along) <= limit:
                break
            if limit > unreached_limit:
                unreached_limit, max_cost = np.inf, self._search_all_nodes(origin, entry, end)
                if np.isinf(max_cost):
                    return None, others
            if limit >= max_cost * ROUND_UP_FACTOR:
                msg = "the search area must contain the known route"
                raise ValueError(msg)
            limit = min(LIMIT_GROWTH_FACTOR * limit, max_cost * ROUND_UP_FACTOR)
        if along <= others[end]:
            return self._build_route_on_edge(origin, target), others
        both[:, self._target_positions != end] = np.inf
        best = int(np.argmin(both))
        chain = tree.trace_nodes(int(self._target_nodes[best]))
        arrival = self._targets.select_position(best % len(self._targets))
        return self._build_route(origin, arrival, chain), others

    def _costs_through_tree(self, tree: SearchTree) -> FloatArray:
        """Cost through both end nodes of each target, shape (2, targets)."""
        costs = tree.costs_at(self._target_nodes) + self._target_costs
        return np.asarray(costs.reshape(2, -1))

    def _least_costs(self, both: FloatArray) -> FloatArray:
        """Least cost of each position, over its targets and their end nodes."""
        least = np.full(len(self.positions), np.inf)
        np.minimum.at(least, self._target_positions, both.min(axis=0))
        return least

    def _search_all_nodes(
        self, origin: StreetPositions, entry_costs: FloatArray, end: int
    ) -> float:
        """Search without limits; return the cost to a position, infinite where none leads there."""
        nodes = np.arange(self.network.node_count, dtype=np.int32)
        tree = self._search_nodes(nodes, origin, entry_costs)
        return float(self._least_costs(self._costs_through_tree(tree))[end])

    def estimate_junctions(self, cost_limit: float) -> float:
        """Estimate the number of nodes that routes within a cost limit can pass."""
        area_m2 = np.pi * self._max_length_m(cost_limit) ** 2
        return float(self.network.node_count * min(1.0, area_m2 / self.network.extent_m2))

    @cached_property
    def max_route_cost(self) -> float:
        """Upper bound of every route's cost: the cost of all streets together [min]."""
        walking_min, risk_min, _ = self.exposure.cost_components_min.sum(axis=0)
        return float(walking_min + self.aversion * risk_min)

    def search_legs_from(
        self, start: int, *, cost_limit: float, max_savings: float
    ) -> tuple[FloatArray, FloatArray]:
        """
        Compute cost and minutes from one position to all others.

        Parameters
        ----------
        cost_limit
            Cost limit of the routes [min].
        max_savings
            Upper bound of the savings of any route in safe zones [min].

        Returns
        -------
        cost, minutes
            One value per position [min]; infinite where a route costs more than the limit.
        """
        metres = min(
            (cost_limit + max_savings) / self.network.min_pace_min_per_m,
            self._max_length_m(cost_limit),
        )
        origin = self.positions.select_position(start)
        nodes = find_nodes_in_ellipse(
            self.network,
            self.distance_bounds.position_xy[start],
            self.distance_bounds.position_xy,
            max_length_m=metres,
        )
        entry = self._costs_from_positions(origin)
        tree = self._search_nodes(nodes, origin, entry, cost_limit=cost_limit)
        both = self._costs_through_tree(tree)
        target = self._select_best_targets(both)
        side = np.argmin(both[:, target], axis=0)
        cost, along = (
            both[side, target],
            self._costs_along_edge(origin, self.positions),
        )
        on_edge = along <= cost
        cost = np.where(on_edge, along, cost)
        cost[cost > cost_limit] = np.inf
        minutes = self._sum_walk_minutes(tree, start, target, side)
        apart = np.abs(self.positions.along_m - self.positions.along_m[start])
        on_edge_minutes = apart * self.network.pace_min_per_m[self.positions.edge_indices]
        access_minutes = self.distance_bounds.access_minutes[start]
        minutes = np.where(on_edge, on_edge_minutes + access_minutes, minutes)
        return cost, np.where(np.isfinite(cost), minutes, np.inf)

    def _select_best_targets(self, both: FloatArray) -> PositionIndices:
        """Select the target of least cost of each position."""
        order = np.lexsort((both.min(axis=0), self._target_positions))
        _, first = np.unique(self._target_positions[order], return_index=True)
        return np.asarray(order[first])

    def _sum_walk_minutes(
        self,
        search_tree: SearchTree,
        start: int,
        targets: PositionIndices,
        end_sides: PositionIndices,
    ) -> FloatArray:
        """Sum the minutes to each position, through the end of its edge that the search reached."""
        indices = np.arange(len(end_sides))
        target_nodes = self._target_nodes.reshape(2, -1)[end_sides, targets]
        last = search_tree.subgraph.number_nodes(target_nodes)
        minutes, first = search_tree.sum_along_branches(self.network.minutes, last)
        start_nodes = search_tree.subgraph.number_nodes(self.distance_bounds.end_nodes[:, start])
        entered = np.argmax(start_nodes[:, None] == first[None, :], axis=0)
        entry = self.distance_bounds.minutes_to_end_nodes
        return np.asarray(entry[entered, start] + minutes + entry[end_sides, indices])

    def _find_candidate_nodes(
        self, start: int, end: int, max_length_m: float, max_minutes: float
    ) -> Int32Array:
        """Find the nodes that a route of limited length and minutes can pass."""
        xy, network = self.distance_bounds.position_xy, self.network
        nodes = find_nodes_in_ellipse(network, xy[start], xy[[end]], max_length_m=max_length_m)
        half = max_minutes * ROUND_UP_FACTOR / 2
        # With a and b the minutes from a landmark to both ends, and x those to a node on the route,
        # the route takes at least |x - a| + |x - b|: |x - (a + b) / 2| is at most half of it.
        for to_nodes, to_positions in zip(
            network.landmark_minutes, self.distance_bounds.landmark_minutes, strict=True
        ):
            middle = (to_positions[start] + to_positions[end]) / 2
            difference = np.abs(np.take(to_nodes, nodes) - middle)
            nodes = nodes[difference <= half + FLOAT32_TOLERANCE * (to_positions.max() + half)]
        return nodes

    def _max_length_m(self, cost_limit: float) -> float:
        return max_route_length_m(self.exposure, cost_limit, aversion=self.aversion)
