"""NetworKit: Dijkstra in C++; new weights mean a new graph, built from arrays."""

from __future__ import annotations

import networkit as nk
import numpy as np
from scipy.sparse import coo_matrix

from benchmarks.engine import add_super_source
from benchmarks.queries import BenchmarkQueries
from geo.network.street_network import FloatArray
from geo.routes.cost import calculate_edge_costs


class Networkit:
    """See `benchmarks.engine.Engine`."""

    name = f"networkit {nk.__version__}"
    note = "graph built anew from arrays, quicker than setting each weight"
    exact = True

    def __init__(self, queries: BenchmarkQueries) -> None:
        self._queries = queries
        self._to_services: nk.Graph | None = None
        self.set_aversion(0.0)

    def set_aversion(self, aversion: float) -> None:
        """See `Engine`."""
        network = self._queries.network
        self._aversion = aversion
        weights = calculate_edge_costs(self._queries.exposure, aversion)
        self._graph = self._build_graph(network.u, network.v, weights, network.node_count)

    def route_cost(self, pair: int) -> float:
        """See `Engine`."""
        origin, target = (int(node) for node in self._queries.pairs[pair])
        search = nk.distance.BidirectionalDijkstra(self._graph, origin, target, True)
        search.run()
        return float(search.getDistance())

    def service_costs(self) -> FloatArray:
        """See `Engine`; the graph with its source is made outside the clock."""
        nodes = self._queries.network.node_count
        if self._to_services is None:
            weights = calculate_edge_costs(self._queries.exposure, self._aversion)
            self._to_services = self._build_graph(
                *add_super_source(self._queries, weights), nodes + 1
            )
        search = nk.distance.Dijkstra(self._to_services, nodes, False, False)
        search.run()
        found = np.array(search.getDistances(asarray=True))[:nodes]
        return np.where(found < np.finfo(np.float64).max, found, np.inf)

    @staticmethod
    def _build_graph(u: FloatArray, v: FloatArray, weights: FloatArray, nodes: int) -> nk.Graph:
        matrix = coo_matrix((weights, (u, v)), shape=(nodes, nodes))
        return nk.GraphFromCoo(matrix, n=nodes, weighted=True, directed=False)
