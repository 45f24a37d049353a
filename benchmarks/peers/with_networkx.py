"""networkx: bidirectional Dijkstra over dictionaries, weights asked edge by edge."""

from __future__ import annotations

import networkx as nx
import numpy as np

from benchmarks.queries import Questions
from geo.network.street_network import FloatArray
from geo.routes.cost import edge_cost


class Networkx:
    """See `benchmarks.engine.Engine`."""

    name = f"networkx {nx.__version__}"
    note = "weights in a list, by a function"
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
        self._exposure = questions.exposure
        self.price(0.0)

    def price(self, aversion: float) -> None:
        """See `Engine`."""
        weights = edge_cost(self._exposure, aversion).tolist()
        self._price = lambda _u, _v, edge: weights[edge["edge"]]

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
