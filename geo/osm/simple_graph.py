"""
A graph in which two nodes name one edge.

Searches keep one number per pair of nodes, and adding parallel edges into a matrix adds their
lengths together without a word. So a loop is cut in three and every parallel edge but the
shortest in two, with new nodes in between: the ground stays the same, the pairs become unique.
"""

from __future__ import annotations

import numpy as np

from geo.network.polylines import FloatArray, Int64Array, Polylines, concatenate_ranges

COINCIDENT_TOLERANCE_M = 0.001
"""A point this near to where a line is cut serves as well; OpenStreetMap keeps centimetres."""


def split_parallel_edges(lines: Polylines) -> Polylines:
    """
    Cut loops and parallel edges, so that each pair of nodes has one edge at most.

    Parameters
    ----------
    lines
        Pieces of street, each longer than zero.

    Returns
    -------
    lines
        First those left whole, in their order, then the new pieces. New nodes are numbered
        after the old ones. The sum of lengths stays.
    """
    parts = _count_parts(lines)
    unsplit, cut = np.flatnonzero(parts == 1), np.flatnonzero(parts > 1)
    if not len(cut):
        return lines
    first_new = int(max(lines.u.max(), lines.v.max())) + 1
    pieces = _split_evenly(lines.select_lines(cut), parts[cut], first_new=first_new)
    return _concatenate_lines(lines.select_lines(unsplit), pieces)


def _count_parts(lines: Polylines) -> Int64Array:
    """Say in how many parts each line must be cut."""
    low, high = np.minimum(lines.u, lines.v), np.maximum(lines.u, lines.v)
    order = np.lexsort((lines.lengths_m(), high, low))
    again = (np.diff(low[order]) == 0) & (np.diff(high[order]) == 0)
    parts = np.ones(len(lines), dtype=np.int64)
    parts[order[1:][again]] = 2
    parts[lines.u == lines.v] = 3
    return parts


def _split_evenly(lines: Polylines, parts: Int64Array, *, first_new: int) -> Polylines:
    """Cut each line into so many even parts, with new nodes where it is cut."""
    lonlat, inserted, cuts = _insert_split_points(lines, parts)
    before = np.searchsorted(inserted, lines.offsets)  # points put in before each line begins
    begins, line_ends = (lines.offsets + before)[:-1], (lines.offsets + before)[1:] - 1
    between = first_new + np.arange(len(cuts))
    starts, stops = np.concatenate([begins, cuts]), np.concatenate([cuts, line_ends])
    by_start, by_stop = np.argsort(starts), np.argsort(stops)
    sizes = stops[by_stop] - starts[by_start] + 1
    return Polylines(
        lonlat=lonlat[concatenate_ranges(starts[by_start], sizes)],
        offsets=np.concatenate([[0], np.cumsum(sizes)]),
        u=np.concatenate([lines.u, between])[by_start],
        v=np.concatenate([between, lines.v])[by_stop],
        osm_way_index=np.repeat(lines.osm_way_index, parts),
    )


def _insert_split_points(
    lines: Polylines, parts: Int64Array
) -> tuple[FloatArray, Int64Array, Int64Array]:
    """
    Put points on lines that part them evenly.

    Returns
    -------
    lonlat
        All points, the new ones among them.
    inserted
        Before which of the old points each new one was put.
    cuts
        Where in `lonlat` lines are to be cut, in rising order.
    """
    along = lines.cumulative_length_m()
    begin, end = along[lines.offsets[:-1]], along[lines.offsets[1:] - 1]
    line = np.repeat(np.arange(len(lines)), parts - 1)
    nth = concatenate_ranges(np.ones(len(lines), dtype=np.int64), parts - 1)
    target = begin[line] + (end - begin)[line] * nth / parts[line]
    place = np.searchsorted(along, target - COINCIDENT_TOLERANCE_M)
    missing = along[place] > target + COINCIDENT_TOLERANCE_M
    new = [np.interp(target[missing], along, lines.lonlat[:, axis]) for axis in (0, 1)]
    lonlat = np.insert(lines.lonlat, place[missing], np.column_stack(new), axis=0)
    return lonlat, place[missing], place + np.cumsum(missing) - missing


def _concatenate_lines(one: Polylines, other: Polylines) -> Polylines:
    return Polylines(
        lonlat=np.concatenate([one.lonlat, other.lonlat]),
        offsets=np.concatenate([one.offsets, one.offsets[-1] + other.offsets[1:]]),
        u=np.concatenate([one.u, other.u]),
        v=np.concatenate([one.v, other.v]),
        osm_way_index=np.concatenate([one.osm_way_index, other.osm_way_index]),
    )
