"""
Conversion of a street graph with loops and parallel edges to a simple graph.

Searches store one value per pair of nodes, and a sparse matrix silently adds the lengths of
parallel edges. So a loop is split in three and every parallel edge but the shortest in two, with
new nodes in between: the geometry stays the same, the pairs become unique.
"""

from __future__ import annotations

import numpy as np

from geo.network.polylines import Int64Array, Polylines
from geo.osm.line_splitting import concatenate_lines, split_evenly


def split_parallel_edges(lines: Polylines) -> Polylines:
    """
    Split loops and parallel edges, so that each pair of nodes has at most one edge.

    Parameters
    ----------
    lines
        Street edges, each longer than zero.

    Returns
    -------
    lines
        First the unsplit ones, in their order, then the new pieces. New nodes are numbered
        after the old ones. The sum of lengths stays.
    """
    parts = _count_parts(lines)
    unsplit, split = np.flatnonzero(parts == 1), np.flatnonzero(parts > 1)
    if not len(split):
        return lines
    pieces = split_evenly(
        lines.select_lines(split), parts[split], first_new=lines.count_node_numbers()
    )
    return concatenate_lines(lines.select_lines(unsplit), pieces)


def _count_parts(lines: Polylines) -> Int64Array:
    """Count the parts into which each line must be split."""
    lower, upper = np.minimum(lines.u, lines.v), np.maximum(lines.u, lines.v)
    order = np.lexsort((lines.lengths_m(), upper, lower))
    is_parallel = (np.diff(lower[order]) == 0) & (np.diff(upper[order]) == 0)
    parts = np.ones(len(lines), dtype=np.int64)
    parts[order[1:][is_parallel]] = 2
    parts[lines.u == lines.v] = 3
    return parts
