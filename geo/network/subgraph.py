"""
Subgraph of a street network: selected nodes with the edges between them, renumbered.

The cost of a search depends on the size of the subgraph, not on the size of the network.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass

import numpy as np

from geo.network.polylines import concatenate_ranges
from geo.network.street_network import Int32Array, StreetNetwork

OUTSIDE_NUMBER = 0  # target of edges that leave the subgraph; this node has no outgoing edges


@dataclass(frozen=True)
class Subgraph:
    """
    Nodes of a network and the edges between them in compressed sparse row form.

    Attributes
    ----------
    node_indices
        Node numbers in the network, ascending. In the subgraph nodes are numbered from 1;
        0 stands for every node outside.
    indptr, indices
        Neighbours of each node, as in a compressed sparse row matrix.
    edge_indices
        Position in the network of the edge behind each entry of `indices`.
    """

    node_indices: Int32Array
    indptr: Int32Array
    indices: Int32Array
    edge_indices: Int32Array

    def __len__(self) -> int:
        """Count the node numbers, including `OUTSIDE_NUMBER`."""
        return len(self.node_indices) + 1

    def list_arc_tails(self) -> Int32Array:
        """Return the node of the network that each entry of `indices` leads away from."""
        return np.repeat(self.node_indices, np.diff(self.indptr[1:]))

    def number_nodes(self, nodes: Int32Array) -> Int32Array:
        """Map nodes of the network to numbers in the subgraph, or to `OUTSIDE_NUMBER`."""
        if not len(self.node_indices):
            return np.full(len(nodes), OUTSIDE_NUMBER, dtype=np.int32)
        position = np.minimum(np.searchsorted(self.node_indices, nodes), len(self.node_indices) - 1)
        return np.where(self.node_indices[position] == nodes, position + 1, OUTSIDE_NUMBER).astype(
            np.int32
        )


def extract_subgraph(network: StreetNetwork, nodes: Int32Array) -> Subgraph:
    """
    Extract nodes, and the edges between them, from a network.

    Parameters
    ----------
    nodes
        Node numbers in ascending order, each once.
    """
    arcs = network.adjacency_matrix
    start = arcs.indptr[nodes].astype(np.int64)
    count = arcs.indptr[nodes + 1] - start
    entry = concatenate_ranges(start, count)
    table = _thread_number_table(network.node_count)
    table[nodes] = np.arange(1, len(nodes) + 1)
    indices = table[arcs.indices[entry]]
    table[nodes] = OUTSIDE_NUMBER
    indptr = np.zeros(len(nodes) + 2, dtype=np.int32)
    np.cumsum(count, out=indptr[2:])
    return Subgraph(nodes, indptr, indices, arcs.data[entry] - 1)


_thread_tables = threading.local()


def _thread_number_table(size: int) -> Int32Array:
    """Return this thread's lookup table, filled with `OUTSIDE_NUMBER`; callers must reset it."""
    table: Int32Array | None = getattr(_thread_tables, "numbers", None)
    if table is None or len(table) < size:
        table = _thread_tables.numbers = np.full(size, OUTSIDE_NUMBER, dtype=np.int32)
    return table
