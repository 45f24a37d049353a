"""
Conversion of a street graph with loops and parallel edges to a simple graph.

Searches store one value per pair of nodes, and a sparse matrix silently adds the lengths of
parallel edges. So a loop is split in three and every parallel edge but the shortest in two, with
new nodes in between: the geometry stays the same, the pairs become unique.
"""

from __future__ import annotations

import numpy as np

from geo.network.polylines import FloatArray, Int64Array, Polylines, concatenate_ranges

COINCIDENT_TOLERANCE_M = 0.001
"""A point this near to a split is used for it [m]; OpenStreetMap stores centimetres."""


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
    first_new = int(max(lines.u.max(), lines.v.max())) + 1
    pieces = _split_evenly(lines.select_lines(split), parts[split], first_new=first_new)
    return _concatenate_lines(lines.select_lines(unsplit), pieces)


def _count_parts(lines: Polylines) -> Int64Array:
    """Count the parts into which each line must be split."""
    lower, upper = np.minimum(lines.u, lines.v), np.maximum(lines.u, lines.v)
    order = np.lexsort((lines.lengths_m(), upper, lower))
    is_parallel = (np.diff(lower[order]) == 0) & (np.diff(upper[order]) == 0)
    parts = np.ones(len(lines), dtype=np.int64)
    parts[order[1:][is_parallel]] = 2
    parts[lines.u == lines.v] = 3
    return parts


def _split_evenly(lines: Polylines, parts: Int64Array, *, first_new: int) -> Polylines:
    """Split each line into equal parts, with new nodes at the splits."""
    lonlat, inserted, cuts = _insert_split_points(lines, parts)
    inserted_before = np.searchsorted(inserted, lines.offsets)  # points inserted before each line
    line_starts, line_ends = (
        (lines.offsets + inserted_before)[:-1],
        (lines.offsets + inserted_before)[1:] - 1,
    )
    new_nodes = first_new + np.arange(len(cuts))
    starts, stops = np.concatenate([line_starts, cuts]), np.concatenate([cuts, line_ends])
    by_start, by_stop = np.argsort(starts), np.argsort(stops)
    sizes = stops[by_stop] - starts[by_start] + 1
    return Polylines(
        lonlat=lonlat[concatenate_ranges(starts[by_start], sizes)],
        offsets=np.concatenate([[0], np.cumsum(sizes)]),
        u=np.concatenate([lines.u, new_nodes])[by_start],
        v=np.concatenate([new_nodes, lines.v])[by_stop],
        osm_way_index=np.repeat(lines.osm_way_index, parts),
    )


def _insert_split_points(
    lines: Polylines, parts: Int64Array
) -> tuple[FloatArray, Int64Array, Int64Array]:
    """
    Insert points that split lines into equal parts.

    Returns
    -------
    lonlat
        All points, including the new ones.
    inserted
        Index of the old point before which each new one was inserted.
    cuts
        Indices in `lonlat` of the splits, in rising order.
    """
    cumulative_m = lines.cumulative_length_m()
    begin_m, end_m = cumulative_m[lines.offsets[:-1]], cumulative_m[lines.offsets[1:] - 1]
    line = np.repeat(np.arange(len(lines)), parts - 1)
    nth = concatenate_ranges(np.ones(len(lines), dtype=np.int64), parts - 1)
    target_m = begin_m[line] + (end_m - begin_m)[line] * nth / parts[line]
    position = np.searchsorted(cumulative_m, target_m - COINCIDENT_TOLERANCE_M)
    missing = cumulative_m[position] > target_m + COINCIDENT_TOLERANCE_M
    new = [np.interp(target_m[missing], cumulative_m, lines.lonlat[:, axis]) for axis in (0, 1)]
    lonlat = np.insert(lines.lonlat, position[missing], np.column_stack(new), axis=0)
    return lonlat, position[missing], position + np.cumsum(missing) - missing


def _concatenate_lines(first: Polylines, second: Polylines) -> Polylines:
    return Polylines(
        lonlat=np.concatenate([first.lonlat, second.lonlat]),
        offsets=np.concatenate([first.offsets, first.offsets[-1] + second.offsets[1:]]),
        u=np.concatenate([first.u, second.u]),
        v=np.concatenate([first.v, second.v]),
        osm_way_index=np.concatenate([first.osm_way_index, second.osm_way_index]),
    )
