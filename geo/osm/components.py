"""
The parts of a street network that nothing joins.

One to four percent of the nodes of any extract hang apart: a footpath nobody joined to its
street. A search must not start there by accident, yet a village behind a missing bridge is real.
"""

from __future__ import annotations

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from geo.network.polylines import BoolArray, FloatArray, Int64Array

MIN_FRAGMENT_M = 1000.0
"""A fragment with this much street is a place where people live. Our choice, not measured."""

MIN_FRAGMENT_SHARE = 0.05
"""In a small network a shorter fragment counts too: this share of all street. Our choice."""


def number_fragments(u: Int64Array, v: Int64Array, *, length_m: FloatArray) -> Int64Array:
    """
    Give the connected parts of a network numbers by falling length.

    Parameters
    ----------
    u, v
        Nodes at the two ends of each edge, from 0.
    length_m
        Length of each edge [m].

    Returns
    -------
    fragment
        One number per edge; 0 is the longest part, the main network.
    """
    if not len(u):
        return np.zeros(0, dtype=np.int64)
    nodes = int(max(u.max(), v.max())) + 1
    graph = coo_array((np.ones(len(u), dtype=np.int8), (u, v)), shape=(nodes, nodes))
    _, part = connected_components(graph, directed=False)
    of_edge = part[u]
    totals = np.bincount(of_edge, weights=length_m, minlength=part.max() + 1)
    number = np.empty(len(totals), dtype=np.int64)
    number[np.argsort(-totals, kind="stable")] = np.arange(len(totals))
    fragments: Int64Array = number[of_edge]
    return fragments


def find_routable_edges(fragment: Int64Array, *, length_m: FloatArray) -> BoolArray:
    """
    Say which edges searches may use.

    Parameters
    ----------
    fragment
        Fragment of each edge.
    length_m
        Length of each edge [m].

    Returns
    -------
    routable
        True on the main network, and on fragments long enough to be a place of their own.
    """
    totals = np.bincount(fragment, weights=length_m)
    enough = (totals >= MIN_FRAGMENT_M) | (totals >= MIN_FRAGMENT_SHARE * totals.sum())
    routable: BoolArray = (enough | (np.arange(len(totals)) == 0))[fragment]
    return routable
