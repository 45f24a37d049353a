"""rustworkx: searches in Rust that ask Python for the price of each edge they look at."""

from __future__ import annotations

from collections.abc import Iterable
from math import hypot

import numpy as np
import rustworkx as rx

from benchmarks.engine import add_super_source
from benchmarks.peers.lazy_weights import LazyEdgeCost
from benchmarks.queries import BenchmarkQueries
from geo.network.street_network import FloatArray, Int32Array
from geo.routes.cost import calculate_edge_costs, safe_zone_bonus


class Rustworkx:
    """See `benchmarks.engine.Engine`."""

    name = f"rustworkx {rx.__version__}"
    note = "weights in a list; Dijkstra for the cost only: asked for the way, it prices all edges"
    exact = True

    def __init__(self, queries: BenchmarkQueries) -> None:
        self._queries = queries
        network = queries.network
        self._pairs = queries.pairs.tolist()
        self._graph = _build_graph(network.u, network.v, range(len(network.u)), network.node_count)
        self._to_services: rx.PyGraph | None = None
        self.set_aversion(0.0)

    def set_aversion(self, aversion: float) -> None:
        """See `Engine`."""
        self._aversion = aversion
        self._edge_cost = (
            calculate_edge_costs(self._queries.exposure, aversion).tolist().__getitem__
        )

    def route_cost(self, pair: int) -> float:
        """See `Engine`."""
        origin, target = self._pairs[pair]
        found = rx.graph_dijkstra_shortest_path_lengths(
            self._graph, origin, self._edge_cost, goal=target
        )
        return float(found[target])

    def service_costs(self) -> FloatArray:
        """See `Engine`; the graph with its source is made outside the clock."""
        nodes = self._queries.network.node_count
        if self._to_services is None:
            weights = calculate_edge_costs(self._queries.exposure, self._aversion)
            u, v, weights = add_super_source(self._queries, weights)
            self._to_services = _build_graph(u, v, weights.tolist(), nodes + 1)
        found = rx.graph_dijkstra_shortest_path_lengths(self._to_services, nodes, float)
        cost = np.full(nodes + 1, np.inf)
        cost[list(found.keys())] = list(found.values())
        return cost[:nodes]


class RustworkxLazy(Rustworkx):
    """The same with all we know of the question: prices made when asked for, and a bound for A*."""

    name = f"rustworkx {rx.__version__}, A* with our bounds"
    note = "prices made when asked for; A* told how little any metre costs"

    def __init__(self, queries: BenchmarkQueries) -> None:
        self._lazy = LazyEdgeCost(queries.exposure)
        self._x, self._y = (axis.tolist() for axis in queries.network.node_xy.T)
        super().__init__(queries)

    def set_aversion(self, aversion: float) -> None:
        """See `Engine`."""
        self._aversion = aversion
        self._edge_cost = self._lazy.cost_function(aversion)
        self._min_pace = self._queries.network.min_pace_min_per_m * (1 - safe_zone_bonus(aversion))

    def route_cost(self, pair: int) -> float:
        """See `Engine`."""
        origin, target = self._pairs[pair]
        xs, ys, least = self._x, self._y, self._min_pace
        x, y = xs[target], ys[target]
        way = rx.graph_astar_shortest_path(
            self._graph,
            origin,
            target.__eq__,
            self._edge_cost,
            lambda node: least * hypot(xs[node] - x, ys[node] - y),
        )
        steps = zip(way, list(way)[1:], strict=False)
        return sum(self._edge_cost(self._graph.get_edge_data(*step)) for step in steps)


def _build_graph(
    u: Int32Array, v: Int32Array, payload: Iterable[float] | Iterable[int], nodes: int
) -> rx.PyGraph:
    graph = rx.PyGraph(multigraph=False)
    graph.add_nodes_from(range(nodes))
    graph.add_edges_from(list(zip(u.tolist(), v.tolist(), payload, strict=True)))
    return graph
