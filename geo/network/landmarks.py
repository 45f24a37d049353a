"""
Landmarks: a few junctions far apart, and how long it takes from them to all others.

Walking from a to b never takes less than the difference of what it takes from a landmark to each
of them. In a town that says more than the straight line does: streets bend, and rivers are passed
where there is a bridge. Prices change with what people draw; minutes do not, so landmarks last as
long as the network.

Sources: A. V. Goldberg and C. Harrelson, "Computing the shortest path: A* search meets graph
theory", SODA 2005: bounds from landmarks, and the choice of the junction farthest from all others.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

MAX_LANDMARKS = (
    8  # ours: twice as many make bounds one part in a hundred higher, and take twice as long
)
Float32Array = NDArray[np.float32]
FLOAT32_TOLERANCE = (
    2.0**-22
)  # of the larger one: more than two numbers can lose when they are kept short


def compute_landmark_minutes(
    arc_minutes: csr_array, node_components: NDArray[np.int32]
) -> Float32Array:
    """
    Choose landmarks in the largest part of a network, each the farthest from those before it.

    Parameters
    ----------
    arc_minutes
        What each arc takes, shape (nodes, nodes), both directions alike.
    node_components
        The part that each node belongs to.

    Returns
    -------
    since
        Shape (landmarks, nodes): what it takes from each landmark [min]; zero off the largest
        part, where nothing is bounded by it.
    """
    nodes = len(node_components)
    if not nodes:
        return np.zeros((0, 0), dtype=np.float32)
    inside = node_components == np.bincount(node_components).argmax()
    many = min(MAX_LANDMARKS, int(inside.sum()))
    since = np.zeros((many, nodes), dtype=np.float32)
    # Where the first search starts is no landmark: the junction farthest from it is the first.
    nearest = _minutes_from_node(arc_minutes, int(np.argmax(inside)))
    for number in range(many):
        at = int(np.argmax(np.where(inside, nearest, -1.0)))
        taken = _minutes_from_node(arc_minutes, at)
        since[number, inside] = taken[inside]
        nearest = taken if number == 0 else np.minimum(nearest, taken)
    return since


def bound_travel_minutes(landmark_minutes: NDArray[np.float64]) -> NDArray[np.float64]:
    """
    Bound what it takes between places.

    Parameters
    ----------
    landmark_minutes
        What it takes from each landmark to each place, shape (landmarks, places) [min].

    Returns
    -------
    least
        Shape (places, places): a metric, lower than what walking takes.
    """
    least = np.zeros((landmark_minutes.shape[1], landmark_minutes.shape[1]))
    for one in landmark_minutes:
        np.maximum(least, np.abs(one[:, None] - one[None, :]), out=least)
    rounded = FLOAT32_TOLERANCE * float(landmark_minutes.max(initial=0.0))
    return np.asarray(np.maximum(least - rounded, 0.0))


def _minutes_from_node(arc_minutes: csr_array, node: int) -> NDArray[np.float64]:
    return np.asarray(dijkstra(arc_minutes, indices=np.array([node]))[0])
