"""Shortest-path tree over a subgraph of the street network."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.network.polylines import concatenate_ranges
from geo.network.street_network import FloatArray, Int32Array
from geo.network.subgraph import OUTSIDE_NUMBER, Subgraph


@dataclass(frozen=True)
class SearchTree:
    """Shortest-path tree over a subgraph: cost and predecessor of each node."""

    subgraph: Subgraph
    node_costs: FloatArray
    predecessors: NDArray[np.int32]

    def costs_at(self, nodes: Int32Array) -> FloatArray:
        """Return the cost at nodes of the network; infinite outside the subgraph."""
        number = self.subgraph.number_nodes(nodes)
        return np.where(number == OUTSIDE_NUMBER, np.inf, self.node_costs[number])

    def trace_nodes(self, node: int) -> NDArray[np.int64]:
        """List the network nodes on the path from the origin to this node."""
        origin = len(self.subgraph)
        chain = [int(self.subgraph.number_nodes(np.array([node]))[0])]
        while (before := int(self.predecessors[chain[-1]])) != origin:
            chain.append(before)
        numbers = np.array(chain[::-1]) - 1
        return np.asarray(self.subgraph.node_indices[numbers], dtype=np.int64)

    def sum_along_branches(
        self, edge_values: FloatArray, node_numbers: Int32Array
    ) -> tuple[FloatArray, Int32Array]:
        """
        Sum edge values along the tree paths to nodes; all paths advance one step at a time.

        Parameters
        ----------
        edge_values
            One value for each edge of the network.
        node_numbers
            Node numbers in the subgraph; `OUTSIDE_NUMBER` gives a sum of zero.

        Returns
        -------
        sums, first
            For each node, the sum from the first node after the origin, and the number of that
            first node.
        """
        current, origin = node_numbers.astype(np.int64), len(self.subgraph)
        empty = np.empty(0, dtype=np.int64)
        steps = [(empty, empty, empty)]
        active = np.flatnonzero(current != OUTSIDE_NUMBER)
        while len(active):
            parents = self.predecessors[current[active]].astype(np.int64)
            has_parent = (parents != origin) & (parents >= 0)
            active, parents = active[has_parent], parents[has_parent]
            steps.append((active, parents, current[active]))
            current[active] = parents
        target_index, parents, children = (
            np.concatenate(part) for part in zip(*steps, strict=True)
        )
        sums = np.zeros(len(node_numbers))
        np.add.at(sums, target_index, edge_values[self._edges_between(parents, children)])
        return sums, current.astype(np.int32)

    def _edges_between(self, parents: NDArray[np.int64], children: NDArray[np.int64]) -> Int32Array:
        """Return the edges between adjacent nodes of the subgraph."""
        subgraph = self.subgraph
        begin = subgraph.indptr[children].astype(np.int64)
        count = subgraph.indptr[children + 1] - begin
        entry = concatenate_ranges(begin, count)
        is_match = subgraph.indices[entry] == np.repeat(parents, count)
        edge: Int32Array = subgraph.edge_indices[entry[is_match]]
        return edge
