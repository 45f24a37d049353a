"""networkx: bidirectional Dijkstra over dictionaries, weights asked edge by edge."""

from __future__ import annotations

import networkx as nx
import numpy as np

from benchmarks.queries import BenchmarkQueries
from geo.network.street_network import FloatArray
from geo.routes.cost import calculate_edge_costs


class Networkx:
    """See `benchmarks.engine.Engine`."""

    name = f"networkx {nx.__version__}"
    note = "weights in a list, by a function"
    exact = True

    def __init__(self, queries: BenchmarkQueries) -> None:
        network = queries.network
        self._nodes = network.node_count
        self._pairs = queries.pairs.tolist()
        self._services = set(queries.services.tolist())
        self._graph = nx.Graph()
        self._graph.add_nodes_from(range(network.node_count))
        ends = zip(network.u.tolist(), network.v.tolist(), range(len(network.u)), strict=True)
        self._graph.add_weighted_edges_from(ends, weight="edge")
        self._exposure = queries.exposure
        self.set_aversion(0.0)

    def set_aversion(self, aversion: float) -> None:
        """See `Engine`."""
        weights = calculate_edge_costs(self._exposure, aversion).tolist()
        self._edge_cost = lambda _u, _v, edge: weights[edge["edge"]]

    def route_cost(self, pair: int) -> float:
        """See `Engine`."""
        cost, _ = nx.bidirectional_dijkstra(self._graph, *self._pairs[pair], weight=self._edge_cost)
        return float(cost)

    def service_costs(self) -> FloatArray:
        """See `Engine`."""
        found = nx.multi_source_dijkstra_path_length(
            self._graph, self._services, weight=self._edge_cost
        )
        cost = np.full(self._nodes, np.inf)
        cost[list(found)] = list(found.values())
        return cost
