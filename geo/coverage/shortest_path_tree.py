"""Sums of edge measures along a shortest-path tree, from every node to its service."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order

from geo.coverage.service_graph import NO_EDGE, ServiceGraph
from geo.network.street_network import FloatArray


class ShortestPathTree:
    """
    Shortest-path tree, to sum edge measures from each node to its service.

    Nodes are sorted by depth: each level is a slice, and is summed at once from the level above.
    """

    def __init__(self, graph: ServiceGraph, predecessors: NDArray[np.int32]) -> None:
        """Build the tree from the searched graph and the predecessors."""
        size, streets, graph_matrix = len(predecessors), len(graph.arc_edges), graph.matrix
        rows = np.repeat(np.arange(size, dtype=np.int32), np.diff(graph_matrix.indptr))
        used = np.flatnonzero(predecessors[graph_matrix.indices] == rows)
        tree_nodes, service_rows = graph_matrix.indices[used], graph.service_rows
        indptr = np.append(
            np.searchsorted(used, graph_matrix.indptr), len(used) + len(service_rows)
        )
        children = np.concatenate([tree_nodes, service_rows])
        tree = csr_array((np.ones(len(children)), children, indptr), shape=(size + 1, size + 1))
        self._node_order, parent = breadth_first_order(tree, size)
        ranks = np.empty(size + 1, dtype=np.int64)
        ranks[self._node_order] = np.arange(len(self._node_order))
        self._parent_ranks = ranks[parent[self._node_order[1:]]]  # non-decreasing
        by_street = int(np.searchsorted(used, streets))
        self._street_children = tree_nodes[:by_street]
        self._street_edges = graph.arc_edges[used[:by_street]]
        if graph.has_copies:
            has_edge = self._street_edges != NO_EDGE
            self._street_children = self._street_children[has_edge]
            self._street_edges = self._street_edges[has_edge]
        self._entry_children, self._entry_indices = (
            tree_nodes[by_street:],
            used[by_street:] - streets,
        )
        self._node_counts = graph.node_count, size + 1

    def sum_measures(
        self, edge_measures: Sequence[FloatArray], entry_measures: Sequence[FloatArray]
    ) -> list[FloatArray]:
        """
        Sum measures along the tree.

        Parameters
        ----------
        edge_measures, entry_measures
            Each measure, of the network's edges and of the parts between services and nodes.

        Returns
        -------
        sums
            For each measure, one sum for each node; infinite where no route exists.
        """
        nodes, size = self._node_counts
        last = np.zeros((size, len(edge_measures)))
        for column, (edges, entries) in enumerate(zip(edge_measures, entry_measures, strict=True)):
            last[self._street_children, column] = edges[self._street_edges]
            last[self._entry_children, column] = entries[self._entry_indices]
        total = np.take(last, self._node_order, axis=0)
        begin, end = 0, 1
        while begin < len(total):
            begin, end = end, 1 + int(np.searchsorted(self._parent_ranks, end))
            total[begin:end] += total[self._parent_ranks[begin - 1 : end - 1]]
        last[:] = np.inf
        last[self._node_order] = total
        return list(last[:nodes].T.copy())
