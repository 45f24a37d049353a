"""igraph: Dijkstra in C; weights are an attribute of the edges, read at every call."""

from __future__ import annotations

import igraph
import numpy as np

from benchmarks.engine import with_source
from benchmarks.queries import Questions
from geo.network.street_network import FloatArray
from geo.routes.cost import edge_cost


class Igraph:
    """See `benchmarks.engine.Engine`."""

    name = f"igraph {igraph.__version__}"
    note = "weights handed over at every call"
    exact = True

    def __init__(self, questions: Questions) -> None:
        network = questions.network
        self._questions = questions
        self._graph = igraph.Graph(
            n=network.nodes, edges=np.stack([network.u, network.v], axis=1).tolist()
        )
        self._to_services: igraph.Graph | None = None
        self.price(0.0)

    def price(self, aversion: float) -> None:
        """See `Engine`."""
        self._aversion = aversion
        self._weights = edge_cost(self._questions.exposure, aversion).tolist()

    def route(self, pair: int) -> float:
        """See `Engine`."""
        origin, target = (int(node) for node in self._questions.pairs[pair])
        edges = self._graph.get_shortest_path(origin, target, weights=self._weights, output="epath")
        return sum(self._weights[edge] for edge in edges)

    def coverage(self) -> FloatArray:
        """See `Engine`; the graph with its source is made outside the clock."""
        nodes = self._questions.network.nodes
        if self._to_services is None:
            u, v, weights = with_source(
                self._questions, edge_cost(self._questions.exposure, self._aversion)
            )
            self._to_services = igraph.Graph(n=nodes + 1, edges=np.stack([u, v], axis=1).tolist())
            self._to_services.es["cost"] = weights.tolist()
        found = self._to_services.distances(source=nodes, weights="cost")[0]
        return np.array(found[:nodes])
