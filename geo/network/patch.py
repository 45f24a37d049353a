"""
A patch of a network: what lies on some ground, renumbered.

A search over a patch costs what the patch holds, however large the network around it is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geo.network.network import FloatArray, IntArray, StreetNetwork
from geo.network.polylines import ranges


@dataclass(frozen=True)
class Patch:
    """
    Junctions of a network and the streets between them.

    Attributes
    ----------
    nodes
        Their numbers in the network, rising; in the patch they are numbered 0, 1, …
    indptr, indices
        To which junctions of the patch each one leads, as in a compressed sparse row matrix.
    edge
        Position in the network of the edge behind each entry of `indices`.
    """

    nodes: IntArray
    indptr: IntArray
    indices: IntArray
    edge: IntArray

    def __len__(self) -> int:
        return len(self.nodes)

    def number(self, nodes: IntArray) -> IntArray:
        """Give the numbers that nodes of the network have in the patch; -1 for those outside."""
        return _place_in(self.nodes, nodes)


def cut_patch(network: StreetNetwork, low: FloatArray, high: FloatArray) -> Patch:
    """
    Cut the patch in a rectangle out of a network; it may be a little wider.

    Parameters
    ----------
    low, high
        Lower left and upper right corner, in the network's CRS.
    """
    arcs = network.arcs
    nodes = network.cells.inside(low, high)
    start = arcs.indptr[nodes].astype(np.int64)
    count = arcs.indptr[nodes + 1] - start
    entry = ranges(start, count)
    leads_to = _place_in(nodes, arcs.indices[entry])
    stays = leads_to >= 0
    kept = np.concatenate([[0], np.cumsum(stays)])
    indptr = kept[np.concatenate([[0], np.cumsum(count)])].astype(np.int32)
    return Patch(nodes, indptr, leads_to[stays], arcs.data[entry[stays]] - 1)


def _place_in(known: IntArray, nodes: IntArray) -> IntArray:
    """Find each node in a rising list; -1 for those not in it."""
    if not len(known):
        return np.full(len(nodes), -1, dtype=np.int32)
    place = np.minimum(np.searchsorted(known, nodes), len(known) - 1)
    return np.where(known[place] == nodes, place, -1).astype(np.int32)
