"""
A patch of a network: what lies on some ground, renumbered.

A search over a patch costs what the patch holds, however large the network around it is.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass

import numpy as np

from geo.network.polylines import concatenate_ranges
from geo.network.street_network import Int32Array, StreetNetwork

OUTSIDE_NUMBER = 0  # where streets that leave the patch lead to; nothing leads on from there


@dataclass(frozen=True)
class Subgraph:
    """
    Junctions of a network and the streets between them.

    Attributes
    ----------
    node_indices
        Their numbers in the network, rising; in the patch they are numbered from 1, and 0
        stands for all that is outside.
    indptr, indices
        To which numbers each one leads, as in a compressed sparse row matrix.
    edge_indices
        Position in the network of the edge behind each entry of `indices`.
    """

    node_indices: Int32Array
    indptr: Int32Array
    indices: Int32Array
    edge_indices: Int32Array

    def __len__(self) -> int:
        """Count the numbers, that of the outside among them."""
        return len(self.node_indices) + 1

    def number_nodes(self, nodes: Int32Array) -> Int32Array:
        """Give the numbers that nodes of the network have in the patch, or `OUTSIDE_NUMBER`."""
        if not len(self.node_indices):
            return np.full(len(nodes), OUTSIDE_NUMBER, dtype=np.int32)
        place = np.minimum(np.searchsorted(self.node_indices, nodes), len(self.node_indices) - 1)
        return np.where(self.node_indices[place] == nodes, place + 1, OUTSIDE_NUMBER).astype(
            np.int32
        )


def extract_subgraph(network: StreetNetwork, nodes: Int32Array) -> Subgraph:
    """
    Cut some junctions, and the streets between them, out of a network.

    Parameters
    ----------
    nodes
        In rising order, each once.
    """
    arcs = network.adjacency_matrix
    start = arcs.indptr[nodes].astype(np.int64)
    count = arcs.indptr[nodes + 1] - start
    entry = concatenate_ranges(start, count)
    table = _borrow_number_table(network.node_count)
    table[nodes] = np.arange(1, len(nodes) + 1)
    indices = table[arcs.indices[entry]]
    table[nodes] = OUTSIDE_NUMBER
    indptr = np.zeros(len(nodes) + 2, dtype=np.int32)
    np.cumsum(count, out=indptr[2:])
    return Subgraph(nodes, indptr, indices, arcs.data[entry] - 1)


_thread_tables = threading.local()


def _borrow_number_table(size: int) -> Int32Array:
    """Lend this thread's table of numbers: `OUTSIDE_NUMBER` everywhere, and to be given back so."""
    table: Int32Array | None = getattr(_thread_tables, "numbers", None)
    if table is None or len(table) < size:
        table = _thread_tables.numbers = np.full(size, OUTSIDE_NUMBER, dtype=np.int32)
    return table
