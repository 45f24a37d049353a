"""NetworKit: Dijkstra in C++; new weights mean a new graph, built from arrays."""

from __future__ import annotations

import networkit as nk
import numpy as np
from scipy.sparse import coo_matrix

from benchmarks.engine import with_source
from benchmarks.queries import Questions
from geo.network.street_network import FloatArray
from geo.routes.cost import edge_cost


class Networkit:
    """See `benchmarks.engine.Engine`."""

    name = f"networkit {nk.__version__}"
    note = "graph built anew from arrays, quicker than setting each weight"
    exact = True

    def __init__(self, questions: Questions) -> None:
        self._questions = questions
        self._to_services: nk.Graph | None = None
        self.price(0.0)

    def price(self, aversion: float) -> None:
        """See `Engine`."""
        network = self._questions.network
        self._aversion = aversion
        weights = edge_cost(self._questions.exposure, aversion)
        self._graph = self._made(network.u, network.v, weights, network.nodes)

    def route(self, pair: int) -> float:
        """See `Engine`."""
        origin, target = (int(node) for node in self._questions.pairs[pair])
        search = nk.distance.BidirectionalDijkstra(self._graph, origin, target, True)
        search.run()
        return float(search.getDistance())

    def coverage(self) -> FloatArray:
        """See `Engine`; the graph with its source is made outside the clock."""
        nodes = self._questions.network.nodes
        if self._to_services is None:
            weights = edge_cost(self._questions.exposure, self._aversion)
            self._to_services = self._made(*with_source(self._questions, weights), nodes + 1)
        search = nk.distance.Dijkstra(self._to_services, nodes, False, False)
        search.run()
        found = np.array(search.getDistances(asarray=True))[:nodes]
        return np.where(found < np.finfo(np.float64).max, found, np.inf)

    @staticmethod
    def _made(u: FloatArray, v: FloatArray, weights: FloatArray, nodes: int) -> nk.Graph:
        matrix = coo_matrix((weights, (u, v)), shape=(nodes, nodes))
        return nk.GraphFromCoo(matrix, n=nodes, weighted=True, directed=False)
