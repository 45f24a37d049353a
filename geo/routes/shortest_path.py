"""
Least-cost ways from one place, by Dijkstra's algorithm over arrays.

Only the ground that a way of limited cost can touch is priced and searched; if the way found
costs more than the limit, the ground is widened until it holds every way as cheap. So the answer
is exact, new prices cost nothing by themselves, and a large network is no slower than a small one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from geo.errors import NoRouteError
from geo.network.exposure import Exposure
from geo.network.polylines import concatenate_ranges
from geo.network.snapping import StreetPositions
from geo.network.street_network import FloatArray, Int32Array, StreetNetwork
from geo.network.subgraph import OUTSIDE_NUMBER, Subgraph, extract_subgraph
from geo.routes.cost import calculate_costs, calculate_selected_edge_costs
from geo.routes.route import Route
from geo.routes.search_ellipse import find_nodes_in_ellipse, max_route_length_m

MIN_ARC_COST = 1e-12  # minutes; an arc of exactly zero would not be an arc
MIN_SEARCH_DISTANCE_M = 100.0  # a first limit for neighbours on one corner
FIRST_LIMIT_FACTOR = 1.4  # times the cost of the straight line; most ways in a city cost less
ROUND_UP_FACTOR = 1 + 1e-9  # so that a way is not lost for the last digit of its own cost


@dataclass(frozen=True)
class SearchTree:
    """A search tree over a patch: the cost of each junction, and the one before it."""

    subgraph: Subgraph
    node_costs: FloatArray
    predecessors: NDArray[np.int32]

    def costs_at(self, nodes: Int32Array) -> FloatArray:
        """Tell the cost at nodes of the network; infinite outside the patch."""
        number = self.subgraph.number_nodes(nodes)
        return np.where(number == OUTSIDE_NUMBER, np.inf, self.node_costs[number])

    def trace_nodes(self, node: int) -> NDArray[np.int64]:
        """List the nodes of the network from the origin's first to this one."""
        origin = len(self.subgraph)
        chain = [int(self.subgraph.number_nodes(np.array([node]))[0])]
        while (before := int(self.predecessors[chain[-1]])) != origin:
            chain.append(before)
        nodes: NDArray[np.int64] = self.subgraph.node_indices[np.array(chain[::-1]) - 1].astype(
            np.int64
        )
        return nodes

    def sum_along_branches(
        self, edge_values: FloatArray, node_numbers: Int32Array
    ) -> tuple[FloatArray, Int32Array]:
        """
        Sum something along the branches to some junctions, all branches a step at a time.

        Parameters
        ----------
        edge_values
            Of each edge of the network.
        node_numbers
            The junctions' numbers in the patch; of those not found nothing is told.

        Returns
        -------
        sums, first
            For each of them, the sum from the first junction after the origin, and that
            junction's number.
        """
        here, origin = node_numbers.astype(np.int64), len(self.subgraph)
        none = np.empty(0, dtype=np.int64)
        steps = [(none, none, none)]
        going = np.flatnonzero(here != OUTSIDE_NUMBER)
        while len(going):
            up = self.predecessors[here[going]].astype(np.int64)
            on = (up != origin) & (up >= 0)
            going, up = going[on], up[on]
            steps.append((going, up, here[going]))
            here[going] = up
        which, up, down = (np.concatenate(part) for part in zip(*steps, strict=True))
        sums = np.zeros(len(node_numbers))
        np.add.at(sums, which, edge_values[self._edges_between(up, down)])
        return sums, here.astype(np.int32)

    def _edges_between(self, parents: NDArray[np.int64], children: NDArray[np.int64]) -> Int32Array:
        """Tell the edges between neighbours, by their numbers in the patch."""
        patch = self.subgraph
        begin = patch.indptr[children].astype(np.int64)
        count = patch.indptr[children + 1] - begin
        entry = concatenate_ranges(begin, count)
        leads = patch.indices[entry] == np.repeat(parents, count)
        edge: Int32Array = patch.edge_indices[entry[leads]]
        return edge


class RouteSearch:
    """
    A network priced for one time slot and one aversion, ready to be searched.

    Parameters
    ----------
    exposure
        The streets, and what they are exposed to.
    aversion
        See `geo.routes.cost`.

    Raises
    ------
    ValueError
        If a price is not finite and positive: such an edge would vanish without a word.
    """

    def __init__(self, exposure: Exposure, aversion: float) -> None:
        self.exposure = exposure
        self.aversion = aversion
        self.network = exposure.network
        if not (np.isfinite(aversion) and exposure.has_valid_costs):
            msg = "every edge needs a finite, positive cost"
            raise ValueError(msg)

    def find_route(self, origin: StreetPositions, destination: StreetPositions) -> Route:
        """Find the way of least cost between two places; see `nearest`."""
        return self.find_nearest(origin, destination)[0]

    def find_nearest(
        self, origin: StreetPositions, destinations: StreetPositions
    ) -> tuple[Route, int]:
        """
        Find the target of least cost, and the way there.

        Parameters
        ----------
        origin
            One place.
        destinations
            At least one.

        Returns
        -------
        way, which
            The way, and the number of the target it leads to.

        Raises
        ------
        NoRouteError
            If nothing joins the origin to any target.
        """
        joined = np.flatnonzero(self._is_connected(origin, destinations))
        if not len(joined):
            raise NoRouteError
        near = destinations.select_positions(joined)
        along = self._costs_along_edge(origin, near)
        entry, leave = self._costs_to_end_nodes(origin), self._costs_to_end_nodes(near)
        limit = FIRST_LIMIT_FACTOR * self._straight_line_cost(origin, near)
        while True:
            found = self._search_within_cost(origin, near, entry, limit)
            through = found.costs_at(self._end_nodes(near)) + leave
            least = min(through.min(), along.min())
            if least <= limit:
                break
            limit = ROUND_UP_FACTOR * least if np.isfinite(least) else 2 * limit
        if along.min() <= through.min():
            which = int(np.argmin(along))
            target = near.select_position(which)
            way = Route(self.exposure, origin.edge_indices, origin.along_m, target.along_m)
            return way, int(joined[which])
        best = int(np.argmin(through))
        which = best % len(near)
        chain = found.trace_nodes(int(self._end_nodes(near)[best]))
        return self._build_route(origin, near.select_position(which), chain), int(joined[which])

    def _search_within_cost(
        self,
        origin: StreetPositions,
        destinations: StreetPositions,
        entry_costs: FloatArray,
        cost_limit: float,
    ) -> SearchTree:
        """Search the ground that holds every way from the origin within a limit of cost."""
        metres = max_route_length_m(self.exposure, cost_limit, aversion=self.aversion)
        place, others = self._position_xy(origin)[0], self._position_xy(destinations)
        nodes = find_nodes_in_ellipse(self.network, place, others, max_length_m=metres)
        return self._search_nodes(nodes, origin, entry_costs)

    def _search_nodes(
        self,
        nodes: Int32Array,
        origin: StreetPositions,
        entry_costs: FloatArray,
        *,
        cost_limit: float = np.inf,
    ) -> SearchTree:
        """Search some junctions, up to a limit of cost."""
        patch = extract_subgraph(self.network, nodes)
        ends = patch.number_nodes(self._end_nodes(origin))
        inside = ends != OUTSIDE_NUMBER
        price = calculate_selected_edge_costs(
            self.exposure, patch.edge_indices, aversion=self.aversion
        )
        data = np.concatenate([price, np.maximum(entry_costs[inside], MIN_ARC_COST)])
        indices = np.concatenate([patch.indices, ends[inside]])
        indptr = np.append(patch.indptr, len(data)).astype(np.int32)
        size = len(patch) + 1
        matrix = csr_array((data, indices, indptr), shape=(size, size))
        cost, before = dijkstra(
            matrix, indices=np.array([len(patch)]), return_predecessors=True, limit=cost_limit
        )
        return SearchTree(patch, cost[0], before[0])

    def _build_route(
        self, origin: StreetPositions, destination: StreetPositions, nodes: NDArray[np.int64]
    ) -> Route:
        """Walk from the origin along a chain of nodes to the target."""
        edges = find_edges_between(self.network, nodes)
        forwards = self.network.u[edges] == nodes[:-1]
        length = self.network.length_m
        first, final = int(origin.edge_indices[0]), int(destination.edge_indices[0])
        enter = 0.0 if self.network.u[first] == nodes[0] else length[first]
        leave = 0.0 if self.network.u[final] == nodes[-1] else length[final]
        whole = length[edges]
        edge = np.concatenate([origin.edge_indices, edges, destination.edge_indices])
        from_m = np.concatenate([origin.along_m, np.where(forwards, 0.0, whole), [leave]])
        to_m = np.concatenate([[enter], np.where(forwards, whole, 0.0), destination.along_m])
        walked = from_m != to_m
        walked[0] |= not walked.any()  # two places on one corner: a way of no length is somewhere
        return Route(self.exposure, edge[walked], from_m[walked], to_m[walked])

    def _end_nodes(self, positions: StreetPositions) -> NDArray[np.int32]:
        """Give the first nodes of the places' edges, then the last ones."""
        return np.concatenate(
            [self.network.u[positions.edge_indices], self.network.v[positions.edge_indices]]
        )

    def _costs_to_end_nodes(self, positions: StreetPositions) -> FloatArray:
        """Price the parts of edges from places to `_ends`."""
        length = self.network.length_m[positions.edge_indices]
        ends = np.concatenate([np.zeros(len(positions)), length])
        return self.calculate_part_costs(
            np.tile(positions.edge_indices, 2), np.tile(positions.along_m, 2), ends
        )

    def calculate_part_costs(
        self, edge_indices: NDArray[np.int64], from_m: FloatArray, to_m: FloatArray
    ) -> FloatArray:
        """Price parts of edges [min]; see `Exposure.between`."""
        return calculate_costs(
            self.exposure.measure_parts(edge_indices, from_m, to_m),
            length_m=np.abs(to_m - from_m),
            pace_min_per_m=self.network.pace_min_per_m[edge_indices],
            aversion=self.aversion,
        )

    def _costs_along_edge(
        self, origin: StreetPositions, destinations: StreetPositions
    ) -> FloatArray:
        """Price the walk along one edge; infinite where the target lies on another."""
        same = destinations.edge_indices == origin.edge_indices[0]
        if not same.any():
            return np.full(len(destinations), np.inf)
        from_m = np.broadcast_to(origin.along_m, destinations.along_m.shape)
        edge = np.where(same, destinations.edge_indices, origin.edge_indices[0])
        return np.where(same, self.calculate_part_costs(edge, from_m, destinations.along_m), np.inf)

    def _is_connected(
        self, origin: StreetPositions, destinations: StreetPositions
    ) -> NDArray[np.bool_]:
        parts, u = self.network.node_components, self.network.u
        return np.asarray(parts[u[destinations.edge_indices]] == parts[u[origin.edge_indices[0]]])

    def _straight_line_cost(self, origin: StreetPositions, destinations: StreetPositions) -> float:
        apart = np.hypot(*(self._position_xy(destinations) - self._position_xy(origin)).T).min()
        return float(max(apart, MIN_SEARCH_DISTANCE_M) * self.network.min_pace_min_per_m)

    def _position_xy(self, positions: StreetPositions) -> FloatArray:
        """Tell where places lie, in the network's CRS."""
        lines = self.network.lines[positions.edge_indices]
        return shapely.get_coordinates(shapely.line_interpolate_point(lines, positions.along_m))


def find_edges_between(network: StreetNetwork, nodes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Find the edge that joins each node of a chain to the next."""
    arcs = network.adjacency_matrix
    start = arcs.indptr[nodes[:-1]].astype(np.int64)
    count = arcs.indptr[nodes[:-1] + 1] - start
    entry = concatenate_ranges(start, count)
    leads_on = arcs.indices[entry] == np.repeat(nodes[1:], count)
    found: NDArray[np.int64] = arcs.data[entry[leads_on]].astype(np.int64) - 1
    return found
