"""Splitting of lines at given distances, with new nodes at the splits."""

from __future__ import annotations

import numpy as np

from geo.network.polylines import FloatArray, Int64Array, Polylines, concatenate_ranges

COINCIDENT_TOLERANCE_M = 0.001
"""A point this near to a split is used for it [m]; OpenStreetMap stores centimetres."""


def split_evenly(lines: Polylines, parts: Int64Array, *, first_new: int) -> Polylines:
    """
    Split each line into equal parts.

    Parameters
    ----------
    parts
        Number of parts of each line.
    first_new
        Number of the first new node.
    """
    line = np.repeat(np.arange(len(lines)), parts - 1)
    nth = concatenate_ranges(np.ones(len(lines), dtype=np.int64), parts - 1)
    return split_at_distances(
        lines, line, lines.lengths_m()[line] * nth / parts[line], first_new=first_new
    )


def split_at_distances(
    lines: Polylines, line: Int64Array, distance_m: FloatArray, *, first_new: int
) -> Polylines:
    """
    Split lines at distances from their first point.

    Parameters
    ----------
    line
        Index of the line of each split, in rising order.
    distance_m
        Distance of each split [m], within its line and rising along it.
    first_new
        Number of the first new node; one is made at each split.

    Returns
    -------
    lines
        The pieces, line by line, each in the direction of its line.
    """
    lonlat, inserted, cuts = _insert_split_points(lines, line, distance_m)
    inserted_before = np.searchsorted(inserted, lines.offsets)  # points inserted before each line
    line_starts, line_ends = (
        (lines.offsets + inserted_before)[:-1],
        (lines.offsets + inserted_before)[1:] - 1,
    )
    new_nodes = first_new + np.arange(len(cuts))
    starts, stops = np.concatenate([line_starts, cuts]), np.concatenate([cuts, line_ends])
    by_start, by_stop = np.argsort(starts), np.argsort(stops)
    sizes = stops[by_stop] - starts[by_start] + 1
    parts = np.bincount(line, minlength=len(lines)) + 1
    return Polylines(
        lonlat=lonlat[concatenate_ranges(starts[by_start], sizes)],
        offsets=np.concatenate([[0], np.cumsum(sizes)]),
        u=np.concatenate([lines.u, new_nodes])[by_start],
        v=np.concatenate([new_nodes, lines.v])[by_stop],
        osm_way_index=np.repeat(lines.osm_way_index, parts),
    )


def _insert_split_points(
    lines: Polylines, line: Int64Array, distance_m: FloatArray
) -> tuple[FloatArray, Int64Array, Int64Array]:
    """
    Insert points that split lines.

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
    target_m = cumulative_m[lines.offsets[:-1]][line] + distance_m
    position = np.searchsorted(cumulative_m, target_m - COINCIDENT_TOLERANCE_M)
    missing = cumulative_m[position] > target_m + COINCIDENT_TOLERANCE_M
    new = [np.interp(target_m[missing], cumulative_m, lines.lonlat[:, axis]) for axis in (0, 1)]
    lonlat = np.insert(lines.lonlat, position[missing], np.column_stack(new), axis=0)
    return lonlat, position[missing], position + np.cumsum(missing) - missing


def concatenate_lines(first: Polylines, second: Polylines) -> Polylines:
    """Concatenate two sets of lines of the same nodes."""
    return Polylines(
        lonlat=np.concatenate([first.lonlat, second.lonlat]),
        offsets=np.concatenate([first.offsets, first.offsets[-1] + second.offsets[1:]]),
        u=np.concatenate([first.u, second.u]),
        v=np.concatenate([first.v, second.v]),
        osm_way_index=np.concatenate([first.osm_way_index, second.osm_way_index]),
    )
