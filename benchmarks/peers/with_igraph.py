"""igraph: Dijkstra in C; weights are an attribute of the edges, read at every call."""

from __future__ import annotations

import igraph
import numpy as np

from benchmarks.engine import add_super_source
from benchmarks.queries import BenchmarkQueries
from geo.network.street_network import FloatArray
from geo.routes.cost import calculate_edge_costs


class Igraph:
    """See `benchmarks.engine.Engine`."""

    name = f"igraph {igraph.__version__}"
    note = "weights handed over at every call"
    exact = True

    def __init__(self, queries: BenchmarkQueries) -> None:
        network = queries.network
        self._queries = queries
        self._graph = igraph.Graph(
            n=network.node_count, edges=np.stack([network.u, network.v], axis=1).tolist()
        )
        self._to_services: igraph.Graph | None = None
        self.set_aversion(0.0)

    def set_aversion(self, aversion: float) -> None:
        """See `Engine`."""
        self._aversion = aversion
        self._weights = calculate_edge_costs(self._queries.exposure, aversion).tolist()

    def route_cost(self, pair: int) -> float:
        """See `Engine`."""
        origin, target = (int(node) for node in self._queries.pairs[pair])
        edges = self._graph.get_shortest_path(origin, target, weights=self._weights, output="epath")
        return sum(self._weights[edge] for edge in edges)

    def service_costs(self) -> FloatArray:
        """See `Engine`; the graph with its source is made outside the clock."""
        nodes = self._queries.network.node_count
        if self._to_services is None:
            u, v, weights = add_super_source(
                self._queries, calculate_edge_costs(self._queries.exposure, self._aversion)
            )
            self._to_services = igraph.Graph(n=nodes + 1, edges=np.stack([u, v], axis=1).tolist())
            self._to_services.es["cost"] = weights.tolist()
        found = self._to_services.distances(source=nodes, weights="cost")[0]
        return np.array(found[:nodes])
