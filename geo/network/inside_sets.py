"""
Nodes that only restricted edges join to the main part of a network, in connected sets.

A public street of an estate whose gates are all private is inside, as are its private streets.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

Int32Array = NDArray[np.int32]
BoolArray = NDArray[np.bool_]
OUTSIDE = 0  # number of no set


def find_inside_nodes(
    u: Int32Array, v: Int32Array, node_count: int, *, is_free: BoolArray, is_open: BoolArray
) -> BoolArray:
    """
    Find nodes that free edges do not join to the largest part of their component.

    Parameters
    ----------
    u, v
        First and last node of each edge.
    is_free, is_open
        Whether each edge is not restricted, and whether it is not closed.
    """
    if is_free.all():
        return np.zeros(node_count, dtype=bool)
    part = _number_components(u, v, node_count, is_free)
    component = _number_components(u, v, node_count, is_open)
    size = np.bincount(part)
    part_component = np.zeros(len(size), dtype=np.int64)
    part_component[part] = component
    order = np.lexsort((np.arange(len(size)), -size, part_component))
    largest = order[np.unique(part_component[order], return_index=True)[1]]
    return ~np.isin(part, largest)


def number_sets(
    u: Int32Array, v: Int32Array, inside: BoolArray, *, is_open: BoolArray, is_shut: BoolArray
) -> Int32Array:
    """
    Give a number to each connected set of inside nodes that has more than one way in.

    Parameters
    ----------
    u, v, is_open
        See `find_inside_nodes`, whose result is `inside`.
    is_shut
        Whether nobody may enter an edge; a set with such edges has a number.

    Returns
    -------
    node_sets
        Number of the set of each node, or `OUTSIDE`.
    """
    if not inside.any():
        return np.zeros(len(inside), dtype=np.int32)
    group = _number_components(u, v, len(inside), is_open & inside[u] & inside[v])
    enters = np.flatnonzero(is_open & (inside[u] != inside[v]))
    inner = np.where(inside[u[enters]], u[enters], v[enters])
    outer = np.where(inside[u[enters]], v[enters], u[enters])
    contacts = np.unique(np.stack([group[inner], outer]), axis=1)[0]
    keeps = np.bincount(contacts, minlength=len(inside)) > 1
    for nodes in (u[is_shut], v[is_shut]):
        keeps[group[nodes[inside[nodes]]]] = True
    number = np.zeros(len(keeps), dtype=np.int32)
    number[keeps] = np.arange(1, keeps.sum() + 1)
    return np.where(inside, number[group], OUTSIDE).astype(np.int32)


def _number_components(
    u: Int32Array, v: Int32Array, node_count: int, selected: BoolArray
) -> Int32Array:
    edges = u[selected], v[selected]
    graph = csr_array((np.ones(len(edges[0]), np.int8), edges), shape=(node_count, node_count))
    return np.asarray(connected_components(graph, directed=False)[1], dtype=np.int32)
