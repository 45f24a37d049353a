"""Ways of least cost between places, and what each search tells of other places on its ground."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from geo.network.exposure import Exposure
from geo.network.landmarks import FLOAT32_TOLERANCE
from geo.network.street_network import FloatArray, Int32Array
from geo.routes.cost import safe_zone_bonus
from geo.routes.route import Route
from geo.routes.search_ellipse import find_nodes_in_ellipse, max_route_length_m
from geo.routes.shortest_path import (
    FIRST_LIMIT_FACTOR,
    MIN_SEARCH_DISTANCE_M,
    ROUND_UP_FACTOR,
    RouteSearch,
    SearchTree,
)
from geo.support.distance_bounds import DistanceBounds

PositionIndices = NDArray[np.int64]
LIMIT_GROWTH_FACTOR = 1.4  # times the limit within which a way was not found


class LegSearch(RouteSearch):
    """
    A priced network asked again and again between the same places.

    Parameters
    ----------
    exposure, aversion
        See `RouteSearch`.
    distance_bounds
        Where ways begin and end, on the network of the exposure.
    """

    def __init__(
        self, exposure: Exposure, aversion: float, distance_bounds: DistanceBounds
    ) -> None:
        super().__init__(exposure, aversion)
        self.distance_bounds, self.positions = distance_bounds, distance_bounds.positions
        self._all_end_nodes, self._all_entry_costs = (
            distance_bounds.end_nodes.ravel(),
            self._costs_to_end_nodes(distance_bounds.positions),
        )

    def search_leg(
        self, start: int, end: int, *, max_cost: float, bound_savings: Callable[[float], float]
    ) -> tuple[Route, FloatArray]:
        """
        Find the way between two places.

        Parameters
        ----------
        start, end
            Their numbers.
        max_cost
            A cost that it is known not to be above [min]; infinite where nothing is known.
        bound_savings
            Tells the most that a way of so much cost saves in safe zones [min].

        Returns
        -------
        way, others
            The way, and for each place a cost within which one comes there from `start` [min];
            infinite for those off the ground that was searched.
        """
        origin, target = self.positions.select_position(start), self.positions.select_position(end)
        along, entry = (
            float(self._costs_along_edge(origin, target)[0]),
            self._costs_to_end_nodes(origin),
        )
        pace = self.network.min_pace_min_per_m
        away = max(
            float(self.distance_bounds.min_minutes[start, end]), MIN_SEARCH_DISTANCE_M * pace
        )
        limit = min(FIRST_LIMIT_FACTOR * away, along, max_cost) * ROUND_UP_FACTOR
        while True:
            minutes = min(
                limit + bound_savings(limit), limit / (1 - safe_zone_bonus(self.aversion))
            )
            metres = min(minutes / pace, self._max_length_m(limit))
            nodes = self._find_candidate_nodes(start, end, metres, minutes)
            found = self._search_nodes(nodes, origin, entry, cost_limit=limit)
            through = found.costs_at(self._all_end_nodes) + self._all_entry_costs
            both = through.reshape(2, -1)
            if min(float(both[:, end].min()), along) <= limit:
                break
            if limit >= max_cost * ROUND_UP_FACTOR:
                msg = "a way is known, and the ground it lies on does not hold it"
                raise ValueError(msg)
            limit = min(LIMIT_GROWTH_FACTOR * limit, max_cost * ROUND_UP_FACTOR)
        others = both.min(axis=0)
        if along <= both[:, end].min():
            return Route(self.exposure, origin.edge_indices, origin.along_m, target.along_m), others
        side = int(np.argmin(both[:, end]))
        chain = found.trace_nodes(int(self._all_end_nodes.reshape(2, -1)[side, end]))
        return self._build_route(origin, target, chain), others

    def estimate_junctions(self, cost_limit: float) -> float:
        """Estimate how many junctions lie on the ground of all ways within a limit of cost."""
        ground = np.pi * self._max_length_m(cost_limit) ** 2
        return float(self.network.node_count * min(1.0, ground / self.network.extent_m2))

    @cached_property
    def max_route_cost(self) -> float:
        """A cost that no way is above: that of all streets together [min]."""
        walked, at_risk, _ = self.exposure.cost_components_min.sum(axis=0)
        return float(walked + self.aversion * at_risk)

    def search_legs_from(
        self, start: int, *, cost_limit: float, max_savings: float
    ) -> tuple[FloatArray, FloatArray]:
        """
        Find what the ways from one place to all others take.

        Parameters
        ----------
        cost_limit
            Up to which cost ways are looked for [min].
        max_savings
            The most that any of them saves in safe zones [min].

        Returns
        -------
        cost, minutes
            One of each a place [min]; infinite where a way costs more than the limit.
        """
        metres = min(
            (cost_limit + max_savings) / self.network.min_pace_min_per_m,
            self._max_length_m(cost_limit),
        )
        entry = self._all_entry_costs.reshape(2, -1)[:, start]
        nodes = find_nodes_in_ellipse(
            self.network,
            self.distance_bounds.position_xy[start],
            self.distance_bounds.position_xy,
            max_length_m=metres,
        )
        found = self._search_nodes(
            nodes, self.positions.select_position(start), entry, cost_limit=cost_limit
        )
        both = (found.costs_at(self._all_end_nodes) + self._all_entry_costs).reshape(2, -1)
        side = np.argmin(both, axis=0)
        cost, along = (
            both.min(axis=0),
            self._costs_along_edge(self.positions.select_position(start), self.positions),
        )
        on_edge = along <= cost
        cost = np.where(on_edge, along, cost)
        cost[cost > cost_limit] = np.inf
        minutes = self._sum_walk_minutes(found, start, side)
        apart = np.abs(self.positions.along_m - self.positions.along_m[start])
        minutes = np.where(
            on_edge, apart * self.network.pace_min_per_m[self.positions.edge_indices], minutes
        )
        return cost, np.where(np.isfinite(cost), minutes, np.inf)

    def _sum_walk_minutes(
        self, search_tree: SearchTree, start: int, end_sides: PositionIndices
    ) -> FloatArray:
        """Sum the minutes to each place, by the end of its street that a search came to."""
        every = np.arange(len(end_sides))
        last = search_tree.subgraph.number_nodes(self.distance_bounds.end_nodes[end_sides, every])
        since, first = search_tree.sum_along_branches(self.network.minutes, last)
        ends = search_tree.subgraph.number_nodes(self.distance_bounds.end_nodes[:, start])
        entered = np.argmax(ends[:, None] == first[None, :], axis=0)
        entry = self.distance_bounds.minutes_to_end_nodes
        return np.asarray(entry[entered, start] + since + entry[end_sides, every])

    def _find_candidate_nodes(
        self, start: int, end: int, max_length_m: float, max_minutes: float
    ) -> Int32Array:
        """Find the junctions that a way so long at most, in both, can pass between two places."""
        xy, network = self.distance_bounds.position_xy, self.network
        nodes = find_nodes_in_ellipse(network, xy[start], xy[[end]], max_length_m=max_length_m)
        half = max_minutes * ROUND_UP_FACTOR / 2
        # By what it takes from a landmark to both ends of a way and to a junction on it, the way
        # takes |x - a| + |x - b| at least: no x is farther from their middle than half of that.
        for landmark, known in zip(
            network.landmark_minutes, self.distance_bounds.landmark_minutes, strict=True
        ):
            away = np.abs(np.take(landmark, nodes) - (known[start] + known[end]) / 2)
            nodes = nodes[away <= half + FLOAT32_TOLERANCE * (known.max() + half)]
        return nodes

    def _max_length_m(self, cost_limit: float) -> float:
        return max_route_length_m(self.exposure, cost_limit, aversion=self.aversion)
