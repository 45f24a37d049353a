"""OSMnx: its routing over a directed multigraph of dictionaries; weights are attributes."""

from __future__ import annotations

import networkx as nx
import numpy as np
import osmnx

from benchmarks.queries import Questions
from geo.network.street_network import FloatArray
from geo.routes.cost import edge_cost


class Osmnx:
    """See `benchmarks.engine.Engine`."""

    name = f"osmnx {osmnx.__version__}"
    note = "attributes of all edges set anew"
    exact = True

    def __init__(self, questions: Questions) -> None:
        self._questions = questions
        network = questions.network
        self._graph = nx.MultiDiGraph(crs=network.crs)
        for node, (x, y) in enumerate(network.node_xy.tolist()):
            self._graph.add_node(node, x=x, y=y)
        self._ends = list(zip(network.u.tolist(), network.v.tolist(), strict=True))
        for u, v in self._ends:
            self._graph.add_edge(u, v)
            self._graph.add_edge(v, u)
        self.price(0.0)

    def price(self, aversion: float) -> None:
        """See `Engine`."""
        weights = edge_cost(self._questions.exposure, aversion).tolist()
        adjacent = self._graph.adj
        for (u, v), weight in zip(self._ends, weights, strict=True):
            adjacent[u][v][0]["cost"] = weight
            adjacent[v][u][0]["cost"] = weight

    def route(self, pair: int) -> float:
        """See `Engine`."""
        origin, target = (int(node) for node in self._questions.pairs[pair])
        way = osmnx.routing.shortest_path(self._graph, origin, target, weight="cost")
        return float(nx.path_weight(self._graph, way, "cost"))

    def coverage(self) -> FloatArray:
        """See `Engine`: OSMnx leaves this to networkx."""
        sources = set(self._questions.services.tolist())
        found = nx.multi_source_dijkstra_path_length(self._graph, sources, weight="cost")
        cost = np.full(self._questions.network.nodes, np.inf)
        cost[list(found)] = list(found.values())
        return cost
