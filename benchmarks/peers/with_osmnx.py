"""OSMnx: its routing over a directed multigraph of dictionaries; weights are attributes."""

from __future__ import annotations

import networkx as nx
import numpy as np
import osmnx

from benchmarks.queries import BenchmarkQueries
from geo.network.street_network import FloatArray
from geo.routes.cost import calculate_edge_costs


class Osmnx:
    """See `benchmarks.engine.Engine`."""

    name = f"osmnx {osmnx.__version__}"
    note = "attributes of all edges set anew"
    exact = True

    def __init__(self, queries: BenchmarkQueries) -> None:
        self._queries = queries
        network = queries.network
        self._graph = nx.MultiDiGraph(crs=network.crs)
        for node, (x, y) in enumerate(network.node_xy.tolist()):
            self._graph.add_node(node, x=x, y=y)
        self._edge_nodes = list(zip(network.u.tolist(), network.v.tolist(), strict=True))
        for u, v in self._edge_nodes:
            self._graph.add_edge(u, v)
            self._graph.add_edge(v, u)
        self.set_aversion(0.0)

    def set_aversion(self, aversion: float) -> None:
        """See `Engine`."""
        weights = calculate_edge_costs(self._queries.exposure, aversion).tolist()
        adjacent = self._graph.adj
        for (u, v), weight in zip(self._edge_nodes, weights, strict=True):
            adjacent[u][v][0]["cost"] = weight
            adjacent[v][u][0]["cost"] = weight

    def route_cost(self, pair: int) -> float:
        """See `Engine`."""
        origin, target = (int(node) for node in self._queries.pairs[pair])
        way = osmnx.routing.shortest_path(self._graph, origin, target, weight="cost")
        return float(nx.path_weight(self._graph, way, "cost"))

    def service_costs(self) -> FloatArray:
        """See `Engine`: OSMnx leaves this to networkx."""
        sources = set(self._queries.services.tolist())
        found = nx.multi_source_dijkstra_path_length(self._graph, sources, weight="cost")
        cost = np.full(self._queries.network.node_count, np.inf)
        cost[list(found)] = list(found.values())
        return cost
