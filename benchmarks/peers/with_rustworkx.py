"""rustworkx: searches in Rust that ask Python for the price of each edge they look at."""

from __future__ import annotations

from collections.abc import Iterable
from math import hypot

import numpy as np
import rustworkx as rx

from benchmarks.engine import with_source
from benchmarks.peers.lazy_weights import LazyPrice
from benchmarks.queries import Questions
from geo.network.street_network import FloatArray, IntArray
from geo.routes.cost import bonus_for, edge_cost


class Rustworkx:
    """See `benchmarks.engine.Engine`."""

    name = f"rustworkx {rx.__version__}"
    note = "weights in a list; Dijkstra for the cost only: asked for the way, it prices all edges"
    exact = True

    def __init__(self, questions: Questions) -> None:
        self._questions = questions
        network = questions.network
        self._pairs = questions.pairs.tolist()
        self._graph = _made(network.u, network.v, range(len(network.u)), network.nodes)
        self._to_services: rx.PyGraph | None = None
        self.price(0.0)

    def price(self, aversion: float) -> None:
        """See `Engine`."""
        self._aversion = aversion
        self._price = edge_cost(self._questions.exposure, aversion).tolist().__getitem__

    def route(self, pair: int) -> float:
        """See `Engine`."""
        origin, target = self._pairs[pair]
        found = rx.graph_dijkstra_shortest_path_lengths(
            self._graph, origin, self._price, goal=target
        )
        return float(found[target])

    def coverage(self) -> FloatArray:
        """See `Engine`; the graph with its source is made outside the clock."""
        nodes = self._questions.network.nodes
        if self._to_services is None:
            weights = edge_cost(self._questions.exposure, self._aversion)
            u, v, weights = with_source(self._questions, weights)
            self._to_services = _made(u, v, weights.tolist(), nodes + 1)
        found = rx.graph_dijkstra_shortest_path_lengths(self._to_services, nodes, float)
        cost = np.full(nodes + 1, np.inf)
        cost[list(found.keys())] = list(found.values())
        return cost[:nodes]


class RustworkxLazy(Rustworkx):
    """The same with all we know of the question: prices made when asked for, and a bound for A*."""

    name = f"rustworkx {rx.__version__}, A* with our bounds"
    note = "prices made when asked for; A* told how little any metre costs"

    def __init__(self, questions: Questions) -> None:
        self._lazy = LazyPrice(questions.exposure)
        self._x, self._y = (axis.tolist() for axis in questions.network.node_xy.T)
        super().__init__(questions)

    def price(self, aversion: float) -> None:
        """See `Engine`."""
        self._aversion = aversion
        self._price = self._lazy.at(aversion)
        self._least = self._questions.network.quickest_pace * (1 - bonus_for(aversion))

    def route(self, pair: int) -> float:
        """See `Engine`."""
        origin, target = self._pairs[pair]
        xs, ys, least = self._x, self._y, self._least
        x, y = xs[target], ys[target]
        way = rx.graph_astar_shortest_path(
            self._graph,
            origin,
            target.__eq__,
            self._price,
            lambda node: least * hypot(xs[node] - x, ys[node] - y),
        )
        steps = zip(way, list(way)[1:], strict=False)
        return sum(self._price(self._graph.get_edge_data(*step)) for step in steps)


def _made(
    u: IntArray, v: IntArray, payload: Iterable[float] | Iterable[int], nodes: int
) -> rx.PyGraph:
    graph = rx.PyGraph(multigraph=False)
    graph.add_nodes_from(range(nodes))
    graph.add_edges_from(list(zip(u.tolist(), v.tolist(), payload, strict=True)))
    return graph
