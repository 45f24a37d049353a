"""
Search ellipse: restrict a shortest-path search to the nodes that can lie on a route.

A route of limited length between two points stays in the ellipse that has them as its foci. Nodes
outside the ellipse can be left out of the search, and the result is still exact.
"""

from __future__ import annotations

import numpy as np

from geo.network.exposure import Exposure
from geo.network.street_network import FloatArray, Int32Array, StreetNetwork
from geo.routes.cost import safe_zone_bonus

LENGTH_TOLERANCE_M = 0.01  # tolerance for the rounding error of a sum of lengths


def max_route_length_m(exposure: Exposure, max_cost: float, *, aversion: float) -> float:
    """
    Bound the length of all routes whose cost is at most a limit.

    Parameters
    ----------
    max_cost
        Cost limit [min].
    aversion
        Aversion used for the costs.

    Returns
    -------
    metres
        The bound uses the lowest pace of all streets and subtracts at most the bonus per metre,
        for at most all metres in safe zones.
    """
    bonus = safe_zone_bonus(aversion)
    metres = max_cost / exposure.network.min_pace_min_per_m
    return min(metres / (1 - bonus), metres + bonus * exposure.total_safe_m)


def find_nodes_in_ellipse(
    network: StreetNetwork, origin: FloatArray, destinations: FloatArray, *, max_length_m: float
) -> Int32Array:
    """
    Find the nodes that routes from an origin to the nearest destination can pass.

    Parameters
    ----------
    origin
        x and y in the network's CRS.
    destinations
        Coordinates of at least one destination, shape (n, 2).
    max_length_m
        Longest length of the routes.

    Returns
    -------
    nodes
        In ascending order; may include nodes that no such route passes.
    """
    max_length_m += LENGTH_TOLERANCE_M
    near = destinations[_distances_to_point_m(destinations, origin) <= max_length_m]
    nodes = network.node_grid.query_rectangle(*_ellipse_bounds(origin, near, max_length_m))
    xy = np.take(network.node_xy, nodes, axis=0)
    left = max_length_m - _distances_to_point_m(xy, origin)
    if len(near) == 1:
        left -= _distances_to_point_m(xy, near[0])
    return np.asarray(nodes[left >= 0])


def _distances_to_point_m(xy: FloatArray, point: FloatArray) -> FloatArray:
    """Distances from points to one point; four times as fast as `hypot`."""
    x, y = xy[:, 0] - point[0], xy[:, 1] - point[1]
    return np.asarray(np.sqrt(x * x + y * y))


def _ellipse_bounds(
    origin: FloatArray, destinations: FloatArray, max_length_m: float
) -> tuple[FloatArray, FloatArray]:
    """Bounding box of the ellipses: lower left and upper right corner."""
    middle, apart = (origin + destinations) / 2, destinations - origin
    # Half the extent of an ellipse along x is half of √(metres² − dy²), and vice versa along y.
    half = np.sqrt(np.maximum(max_length_m**2 - apart[:, ::-1] ** 2, 0.0)) / 2
    low, high = np.vstack([origin, middle - half]), np.vstack([origin, middle + half])
    return low.min(axis=0), high.max(axis=0)
