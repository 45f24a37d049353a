"""
Connected components of a street network, and which of them are routable.

One to four percent of the nodes of an extract are disconnected, such as a footpath that was not
joined to its street. A search must not start there, but a village behind a missing bridge is real.
"""

from __future__ import annotations

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from geo.network.polylines import BoolArray, FloatArray, Int64Array

MIN_FRAGMENT_M = 1000.0
"""Length of street from which a fragment is routable [m]. Our choice, not measured."""

MIN_FRAGMENT_SHARE = 0.05
"""Share of all street from which a shorter fragment is routable. Our choice."""


def number_fragments(u: Int64Array, v: Int64Array, *, length_m: FloatArray) -> Int64Array:
    """
    Assign numbers to the connected components of a network, by falling length.

    Parameters
    ----------
    u, v
        Nodes at the two ends of each edge, from 0.
    length_m
        Length of each edge [m].

    Returns
    -------
    fragment
        One number per edge; 0 is the longest component, the main network.
    """
    if not len(u):
        return np.zeros(0, dtype=np.int64)
    nodes = int(max(u.max(), v.max())) + 1
    graph = coo_array((np.ones(len(u), dtype=np.int8), (u, v)), shape=(nodes, nodes))
    _, component = connected_components(graph, directed=False)
    edge_component = component[u]
    totals = np.bincount(edge_component, weights=length_m, minlength=component.max() + 1)
    number = np.empty(len(totals), dtype=np.int64)
    number[np.argsort(-totals, kind="stable")] = np.arange(len(totals))
    fragments: Int64Array = number[edge_component]
    return fragments


def find_routable_edges(fragment: Int64Array, *, length_m: FloatArray) -> BoolArray:
    """
    Find the edges that searches may use.

    Parameters
    ----------
    fragment
        Fragment of each edge.
    length_m
        Length of each edge [m].

    Returns
    -------
    routable
        True on the main network, and on fragments above either of the two lengths.
    """
    totals = np.bincount(fragment, weights=length_m)
    is_long_enough = (totals >= MIN_FRAGMENT_M) | (totals >= MIN_FRAGMENT_SHARE * totals.sum())
    routable: BoolArray = (is_long_enough | (np.arange(len(totals)) == 0))[fragment]
    return routable
