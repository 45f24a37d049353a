"""rustworkx: Dijkstra in Rust that asks for prices edge by edge, and stops at the target."""

from __future__ import annotations

import numpy as np
import rustworkx as rx

from benchmarks.engine import with_source
from benchmarks.peers.lazy_price import LazyPrice
from benchmarks.questions import Questions
from geo.network.network import FloatArray
from geo.routes.cost import edge_cost


class Rustworkx:
    """See `benchmarks.engine.Engine`."""

    name = f"rustworkx {rx.__version__}"
    note = "prices by a function; route: cost only, its way would price every edge first"
    exact = True

    def __init__(self, questions: Questions) -> None:
        network = questions.network
        self._nodes = network.nodes
        self._pairs = questions.pairs.tolist()
        self._graph = self._made(network.u, network.v, range(len(network.u)), network.nodes)
        self._questions = questions
        self._lazy = LazyPrice(questions.exposure)
        self._to_services: rx.PyGraph | None = None
        self.price(0.0)

    def price(self, aversion: float) -> None:
        """See `Engine`."""
        self._aversion = aversion
        self._price = self._lazy.at(aversion)

    def route(self, pair: int) -> float:
        """See `Engine`."""
        origin, target = self._pairs[pair]
        found = rx.graph_dijkstra_shortest_path_lengths(
            self._graph, origin, self._price, goal=target
        )
        return float(found[target])

    def coverage(self) -> FloatArray:
        """See `Engine`; the graph with its source is made outside the clock."""
        if self._to_services is None:
            u, v, weights = with_source(
                self._questions, edge_cost(self._questions.exposure, self._aversion)
            )
            self._to_services = self._made(u, v, weights.tolist(), self._nodes + 1)
        found = rx.graph_dijkstra_shortest_path_lengths(self._to_services, self._nodes, float)
        cost = np.full(self._nodes + 1, np.inf)
        cost[list(found.keys())] = list(found.values())
        return cost[: self._nodes]

    @staticmethod
    def _made(u: FloatArray, v: FloatArray, payload: list[float] | range, nodes: int) -> rx.PyGraph:
        graph = rx.PyGraph(multigraph=False)
        graph.add_nodes_from(range(nodes))
        graph.add_edges_from(list(zip(u.tolist(), v.tolist(), payload, strict=True)))
        return graph
