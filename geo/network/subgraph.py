"""
A patch of a network: what lies on some ground, renumbered.

A search over a patch costs what the patch holds, however large the network around it is.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass

import numpy as np

from geo.network.polylines import ranges
from geo.network.street_network import IntArray, StreetNetwork

OUTSIDE = 0  # where streets that leave the patch lead to; nothing leads on from there


@dataclass(frozen=True)
class Patch:
    """
    Junctions of a network and the streets between them.

    Attributes
    ----------
    nodes
        Their numbers in the network, rising; in the patch they are numbered from 1, and 0
        stands for all that is outside.
    indptr, indices
        To which numbers each one leads, as in a compressed sparse row matrix.
    edge
        Position in the network of the edge behind each entry of `indices`.
    """

    nodes: IntArray
    indptr: IntArray
    indices: IntArray
    edge: IntArray

    def __len__(self) -> int:
        """Count the numbers, that of the outside among them."""
        return len(self.nodes) + 1

    def number(self, nodes: IntArray) -> IntArray:
        """Give the numbers that nodes of the network have in the patch, or `OUTSIDE`."""
        if not len(self.nodes):
            return np.full(len(nodes), OUTSIDE, dtype=np.int32)
        place = np.minimum(np.searchsorted(self.nodes, nodes), len(self.nodes) - 1)
        return np.where(self.nodes[place] == nodes, place + 1, OUTSIDE).astype(np.int32)


def cut_patch(network: StreetNetwork, nodes: IntArray) -> Patch:
    """
    Cut some junctions, and the streets between them, out of a network.

    Parameters
    ----------
    nodes
        In rising order, each once.
    """
    arcs = network.arcs
    start = arcs.indptr[nodes].astype(np.int64)
    count = arcs.indptr[nodes + 1] - start
    entry = ranges(start, count)
    table = _table(network.nodes)
    table[nodes] = np.arange(1, len(nodes) + 1)
    indices = table[arcs.indices[entry]]
    table[nodes] = OUTSIDE
    indptr = np.zeros(len(nodes) + 2, dtype=np.int32)
    np.cumsum(count, out=indptr[2:])
    return Patch(nodes, indptr, indices, arcs.data[entry] - 1)


_tables = threading.local()


def _table(size: int) -> IntArray:
    """Lend this thread's table of numbers: `OUTSIDE` everywhere, and to be given back so."""
    table: IntArray | None = getattr(_tables, "numbers", None)
    if table is None or len(table) < size:
        table = _tables.numbers = np.full(size, OUTSIDE, dtype=np.int32)
    return table
