"""
Least-cost routes by Dijkstra's algorithm (SciPy) on a subgraph that grows as needed.

Edge costs are calculated, and searched, only for nodes that a route of limited cost can pass. If
the route found costs more than the limit, the subgraph is widened until it contains every route of
that cost. The result is exact, and the search time depends on the distance, not on the network.
"""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from geo.errors import NoRouteError
from geo.network.exposure import Exposure
from geo.network.passability import Passability
from geo.network.polylines import concatenate_ranges
from geo.network.snapping import StreetPositions
from geo.network.street_network import FloatArray, Int32Array, StreetNetwork
from geo.network.subgraph import OUTSIDE_NUMBER, extract_subgraph
from geo.routes.cost import (
    calculate_access_costs,
    calculate_costs,
    calculate_selected_edge_costs,
)
from geo.routes.route import Route
from geo.routes.search_ellipse import find_nodes_in_ellipse, max_route_length_m
from geo.routes.search_tree import SearchTree

MIN_ARC_COST = 1e-12  # minutes; a zero weight would remove the arc from a sparse matrix
MIN_SEARCH_DISTANCE_M = 100.0  # lower bound of the first limit, for neighbouring locations
FIRST_LIMIT_FACTOR = 1.4  # times the cost of the straight line; most city routes cost less
ROUND_UP_FACTOR = 1 + 1e-9  # tolerance for the rounding error of a route's own cost


class RouteSearch:
    """
    Least-cost search on a network for one time slot and one aversion.

    Parameters
    ----------
    exposure
        Street network with its exposure.
    aversion
        See `geo.routes.cost`.
    passability
        Who may pass which edge; None where no moment is known, see `StreetNetwork.passability`.

    Raises
    ------
    ValueError
        If an edge cost is not finite and positive: SciPy would ignore such an edge.
    """

    def __init__(
        self, exposure: Exposure, aversion: float, passability: Passability | None = None
    ) -> None:
        self.exposure = exposure
        self.aversion = aversion
        self.network = exposure.network
        self.passability = passability or exposure.network.passability()
        if not (np.isfinite(aversion) and exposure.has_valid_costs):
            msg = "every edge needs a finite, positive cost"
            raise ValueError(msg)

    def find_route(self, origin: StreetPositions, destination: StreetPositions) -> Route:
        """Find the least-cost route between two positions; see `find_nearest`."""
        return self.find_nearest(origin, destination)[0]

    def find_nearest(
        self, origin: StreetPositions, destinations: StreetPositions
    ) -> tuple[Route, int]:
        """
        Find the destination of least cost, and the route to it.

        Parameters
        ----------
        origin
            One position.
        destinations
            At least one position.

        Returns
        -------
        route, index
            The route, and the index of its destination.

        Raises
        ------
        NoRouteError
            If no street that may be passed connects the origin to any destination, or all of them
            are off the network.
        """
        linked = np.flatnonzero(self._is_connected(origin, destinations))
        if not len(linked):
            raise NoRouteError
        targets = destinations.select_positions(linked)
        along = self._costs_along_edge(origin, targets)
        entry, leave = self._costs_from_positions(origin), self._costs_to_positions(targets)
        limit = FIRST_LIMIT_FACTOR * self._straight_line_cost(origin, targets)
        while True:
            tree = self._search_within_cost(origin, targets, entry, limit)
            through = tree.costs_at(self._end_nodes(targets)) + leave
            least = min(through.min(), along.min())
            if least <= limit:
                break
            if np.isinf(least) and len(tree.subgraph.node_indices) == self.network.node_count:
                raise NoRouteError
            limit = ROUND_UP_FACTOR * least if np.isfinite(least) else 2 * limit
        if along.min() <= through.min():
            index = int(np.argmin(along))
            route = self._build_route_on_edge(origin, targets.select_position(index))
            return route, int(linked[index])
        best_end = int(np.argmin(through))
        index = best_end % len(targets)
        chain = tree.trace_nodes(int(self._end_nodes(targets)[best_end]))
        return self._build_route(origin, targets.select_position(index), chain), int(linked[index])

    def _search_within_cost(
        self,
        origin: StreetPositions,
        destinations: StreetPositions,
        entry_costs: FloatArray,
        cost_limit: float,
    ) -> SearchTree:
        """Search the nodes that can lie on a route within a cost limit."""
        metres = max_route_length_m(self.exposure, cost_limit, aversion=self.aversion)
        origin_xy, destination_xy = self._position_xy(origin)[0], self._position_xy(destinations)
        nodes = find_nodes_in_ellipse(self.network, origin_xy, destination_xy, max_length_m=metres)
        return self._search_nodes(nodes, origin, entry_costs)

    def _search_nodes(
        self,
        nodes: Int32Array,
        origin: StreetPositions,
        entry_costs: FloatArray,
        *,
        cost_limit: float = np.inf,
    ) -> SearchTree:
        """Search a set of nodes, up to a cost limit."""
        subgraph = extract_subgraph(self.network, nodes)
        origin_nodes = subgraph.number_nodes(self._end_nodes(origin))
        inside = origin_nodes != OUTSIDE_NUMBER
        costs = calculate_selected_edge_costs(
            self.exposure, subgraph.edge_indices, aversion=self.aversion
        )
        if self.passability.has_limits:
            edge = int(origin.edge_indices[0])
            sets = self.passability.list_sets(
                edge, float(origin.along_m[0]), float(self.network.length_m[edge])
            )
            edges, tails = subgraph.edge_indices, subgraph.list_arc_tails()
            costs[self.passability.find_blocked_arcs(edges, tails, sets)] = np.inf
        data = np.concatenate([costs, np.maximum(entry_costs[inside], MIN_ARC_COST)])
        indices = np.concatenate([subgraph.indices, origin_nodes[inside]])
        indptr = np.append(subgraph.indptr, len(data)).astype(np.int32)
        size = len(subgraph) + 1
        matrix = csr_array((data, indices, indptr), shape=(size, size))
        cost, predecessors = dijkstra(
            matrix, indices=np.array([len(subgraph)]), return_predecessors=True, limit=cost_limit
        )
        return SearchTree(subgraph, cost[0], predecessors[0])

    def _build_route(
        self, origin: StreetPositions, destination: StreetPositions, nodes: NDArray[np.int64]
    ) -> Route:
        """Build the route from the origin along a chain of nodes to the destination."""
        edges = find_edges_between(self.network, nodes)
        forwards = self.network.u[edges] == nodes[:-1]
        length = self.network.length_m
        first, final = int(origin.edge_indices[0]), int(destination.edge_indices[0])
        enter = 0.0 if self.network.u[first] == nodes[0] else length[first]
        leave = 0.0 if self.network.u[final] == nodes[-1] else length[final]
        edge_length_m = length[edges]
        edge = np.concatenate([origin.edge_indices, edges, destination.edge_indices])
        from_m = np.concatenate([origin.along_m, np.where(forwards, 0.0, edge_length_m), [leave]])
        to_m = np.concatenate(
            [[enter], np.where(forwards, edge_length_m, 0.0), destination.along_m]
        )
        has_length = from_m != to_m
        has_length[
            0
        ] |= not has_length.any()  # both positions coincide: keep one part for the location
        endpoints = origin.append_positions(destination)
        return Route(
            self.exposure, edge[has_length], from_m[has_length], to_m[has_length], endpoints
        )

    def _build_route_on_edge(self, origin: StreetPositions, destination: StreetPositions) -> Route:
        """Build the route along one edge; without access stretches between equal locations."""
        is_same = bool(destination.match_locations(origin)[0])
        return Route(
            self.exposure,
            origin.edge_indices,
            origin.along_m,
            destination.along_m,
            None if is_same else origin.append_positions(destination),
        )

    def _end_nodes(self, positions: StreetPositions) -> NDArray[np.int32]:
        """Return the first nodes of the positions' edges, then the last nodes."""
        return np.concatenate(
            [self.network.u[positions.edge_indices], self.network.v[positions.edge_indices]]
        )

    def _costs_to_end_nodes(self, positions: StreetPositions) -> FloatArray:
        """Cost from locations to the nodes of `_end_nodes`, with their access stretches."""
        length = self.network.length_m[positions.edge_indices]
        ends = np.concatenate([np.zeros(len(positions)), length])
        access = calculate_access_costs(self.exposure, positions, aversion=self.aversion)
        return np.tile(access, 2) + self.calculate_part_costs(
            np.tile(positions.edge_indices, 2), np.tile(positions.along_m, 2), ends
        )

    def _costs_from_positions(self, positions: StreetPositions) -> FloatArray:
        """Cost from positions to the nodes of `_end_nodes`; infinite where nobody may walk."""
        return self._costs_of_parts(positions, leaves=True)

    def _costs_to_positions(self, positions: StreetPositions) -> FloatArray:
        """Cost from the nodes of `_end_nodes` to positions; infinite where nobody may walk."""
        return self._costs_of_parts(positions, leaves=False)

    def _costs_of_parts(self, positions: StreetPositions, *, leaves: bool) -> FloatArray:
        costs = self._costs_to_end_nodes(positions)
        if self.passability.has_limits:
            edges, along_m = positions.edge_indices, positions.along_m
            is_blocked = self.passability.find_blocked_parts(
                edges, along_m, self.network.length_m[edges], leaves=leaves
            )
            costs[is_blocked] = np.inf
        return costs

    def calculate_part_costs(
        self, edge_indices: NDArray[np.int64], from_m: FloatArray, to_m: FloatArray
    ) -> FloatArray:
        """Cost of parts of edges [min]; see `Exposure.measure_parts`."""
        return calculate_costs(
            self.exposure.measure_parts(edge_indices, from_m, to_m),
            length_m=np.abs(to_m - from_m),
            pace_min_per_m=self.network.pace_min_per_m[edge_indices],
            aversion=self.aversion,
        )

    def _costs_along_edge(
        self, origin: StreetPositions, destinations: StreetPositions
    ) -> FloatArray:
        """Cost along one edge; infinite on another edge, and against a one-way street."""
        same = destinations.edge_indices == origin.edge_indices[0]
        if not same.any():
            return np.full(len(destinations), np.inf)
        from_m = np.broadcast_to(origin.along_m, destinations.along_m.shape)
        edge = np.where(same, destinations.edge_indices, origin.edge_indices[0])
        direction = self.passability.direction[edge]
        usable = same & (direction * (destinations.along_m - from_m) >= 0)
        along = self.calculate_part_costs(edge, from_m, destinations.along_m)
        access = self._access_costs_between(origin, destinations)
        return np.where(usable, access + along, np.inf)

    def _access_costs_between(
        self, origin: StreetPositions, destinations: StreetPositions
    ) -> FloatArray:
        """Cost of both access stretches; zero between equal locations."""
        at_origin, at_destinations = (
            calculate_access_costs(self.exposure, positions, aversion=self.aversion)
            for positions in (origin, destinations)
        )
        is_same = destinations.match_locations(origin)
        return np.where(is_same, 0.0, at_origin + at_destinations)

    def _is_connected(
        self, origin: StreetPositions, destinations: StreetPositions
    ) -> NDArray[np.bool_]:
        parts, u = self.network.node_components, self.network.u
        same = parts[u[destinations.edge_indices]] == parts[u[origin.edge_indices[0]]]
        return np.asarray(same & destinations.is_on_network & origin.is_on_network)

    def _straight_line_cost(self, origin: StreetPositions, destinations: StreetPositions) -> float:
        apart = np.hypot(*(self._position_xy(destinations) - self._position_xy(origin)).T)
        street = np.maximum(apart, MIN_SEARCH_DISTANCE_M) * self.network.min_pace_min_per_m
        return float((street + destinations.access_minutes).min() + origin.access_minutes[0])

    def _position_xy(self, positions: StreetPositions) -> FloatArray:
        """Coordinates of positions in the network's CRS."""
        lines = self.network.lines[positions.edge_indices]
        return shapely.get_coordinates(shapely.line_interpolate_point(lines, positions.along_m))


def find_edges_between(network: StreetNetwork, nodes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Find the edge between each node of a chain and the next."""
    arcs = network.adjacency_matrix
    start = arcs.indptr[nodes[:-1]].astype(np.int64)
    count = arcs.indptr[nodes[:-1] + 1] - start
    entry = concatenate_ranges(start, count)
    is_match = arcs.indices[entry] == np.repeat(nodes[1:], count)
    edges: NDArray[np.int64] = arcs.data[entry[is_match]].astype(np.int64) - 1
    return edges
