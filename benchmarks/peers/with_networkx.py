"""networkx: bidirectional Dijkstra over dictionaries, prices asked edge by edge."""

from __future__ import annotations

import networkx as nx
import numpy as np

from benchmarks.peers.lazy_price import LazyPrice
from benchmarks.questions import Questions
from geo.network.network import FloatArray


class Networkx:
    """See `benchmarks.engine.Engine`."""

    name = f"networkx {nx.__version__}"
    note = "prices by a function"
    exact = True

    def __init__(self, questions: Questions) -> None:
        network = questions.network
        self._nodes = network.nodes
        self._pairs = questions.pairs.tolist()
        self._services = set(questions.services.tolist())
        self._graph = nx.Graph()
        self._graph.add_nodes_from(range(network.nodes))
        ends = zip(network.u.tolist(), network.v.tolist(), range(len(network.u)), strict=True)
        self._graph.add_weighted_edges_from(ends, weight="edge")
        self._lazy = LazyPrice(questions.exposure)
        self.price(0.0)

    def price(self, aversion: float) -> None:
        """See `Engine`."""
        of_edge = self._lazy.at(aversion)
        self._price = lambda _u, _v, edge: of_edge(edge["edge"])

    def route(self, pair: int) -> float:
        """See `Engine`."""
        cost, _ = nx.bidirectional_dijkstra(self._graph, *self._pairs[pair], weight=self._price)
        return float(cost)

    def coverage(self) -> FloatArray:
        """See `Engine`."""
        found = nx.multi_source_dijkstra_path_length(
            self._graph, self._services, weight=self._price
        )
        cost = np.full(self._nodes, np.inf)
        cost[list(found)] = list(found.values())
        return cost
