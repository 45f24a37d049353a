"""Snapping of the ends of lines to each other, and to lines that they touch."""

from __future__ import annotations

import numpy as np
import shapely
from scipy.spatial import cKDTree

from geo.network.polylines import BoolArray, Int64Array
from geo.street_files.line_points import STREET_LEVEL, LinePoints

TOUCH_M = 1e-3  # an end so near to a line lies on it


def snap_ends(points: LinePoints, tolerance_m: float) -> int:
    """
    Join ends of lines that lie within a tolerance of each other.

    The ends around one node move onto it, so that none moves farther than the tolerance, and no
    chain of short gaps draws a street together.

    Returns
    -------
    count
        Number of nodes that moved.
    """
    ends = np.unique(points.node[points.is_end])
    pairs = cKDTree(points.xy[ends]).query_pairs(tolerance_m, output_type="ndarray")
    if not len(pairs):
        return 0
    neighbours: dict[int, list[int]] = {}
    for first, second in ends[pairs].tolist():
        neighbours.setdefault(first, []).append(second)
        neighbours.setdefault(second, []).append(first)
    uses = np.bincount(points.node, minlength=len(points.xy))
    # The busiest node stays where it is; the rest is decided by place, not by the order of rows.
    order = sorted(neighbours, key=lambda node: (-uses[node], *points.xy[node].tolist()))
    target = np.arange(len(points.xy))
    settled: set[int] = set()
    for node in order:
        if node in settled:
            continue
        settled.add(node)
        for other in neighbours[node]:
            if other not in settled:
                settled.add(other)
                target[other] = node
    points.node = target[points.node]
    return int(np.count_nonzero(target != np.arange(len(target))))


def join_ends_to_lines(points: LinePoints, tolerance_m: float) -> int:
    """
    Join ends to lines that they touch between two points, or come near within a tolerance.

    The end moves onto the line. An end on the ground is not joined to a bridge above it.

    Returns
    -------
    count
        Number of ends that were joined.
    """
    ends = np.unique(points.node[points.is_end])
    end_level = _find_end_levels(points)
    lines = points.to_linestrings()
    tree = shapely.STRtree(lines)
    position, line = tree.query(
        shapely.points(points.xy[ends]), predicate="dwithin", distance=max(tolerance_m, TOUCH_M)
    )
    node = ends[position]
    is_open = ~_are_on_lines(points, node, line) & (
        (points.level[line] == STREET_LEVEL) | (points.level[line] == end_level[node])
    )
    node, line = node[is_open], line[is_open]
    if not len(node):
        return 0
    place = shapely.points(points.xy[node])
    measure = shapely.line_locate_point(lines[line], place)
    foot = shapely.get_coordinates(shapely.line_interpolate_point(lines[line], measure))
    distance = np.hypot(*(foot - points.xy[node]).T)
    order = np.lexsort((line, distance, node))  # an end moves to the nearest line
    first = order[np.unique(node[order], return_index=True)[1]]
    along = points.measure_along()
    moved = first[distance[first] > TOUCH_M]
    points.move_nodes(node[moved], foot[moved])
    points.insert_points(line, measure, node, along=along)
    return len(first)


def _find_end_levels(points: LinePoints) -> Int64Array:
    """Find the level of a line that ends at each node; a raised one before one on the ground."""
    level = np.full(len(points.xy), STREET_LEVEL, dtype=np.int64)
    is_end = points.is_end
    raised = is_end & (points.level[points.line] != STREET_LEVEL)
    level[points.node[raised]] = points.level[points.line[raised]]
    return level


def _are_on_lines(points: LinePoints, node: Int64Array, line: Int64Array) -> BoolArray:
    """Return whether each node is a point of the line beside it."""
    size = len(points.xy)
    is_on: BoolArray = np.isin(line * size + node, points.line * size + points.node)
    return is_on
