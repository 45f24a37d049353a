"""
Aggregation of points on a fixed quadtree grid until each aggregate reaches minimum counts.

The grid does not depend on the homes: its cells are numbered from the origin of the CRS. So adding
or removing one home changes only aggregates of the cells around it.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

CELL_SIDE_M = 1.0  # of the smallest cells
AXIS_BITS = 25  # of each axis: the largest cell contains every map in metres
# Separates the parts of a community, so that the nearest point is of the same part.
PART_OFFSET = 1 << 40
UNASSIGNED = -1
NEIGHBOURS = 12  # of a home, among which the nearest assigned one is looked for
SUM_TOLERANCE = 1e-9  # persons: sums of fractions of a person are not more exact


def aggregate_points(
    xy: FloatArray,
    counts: FloatArray,
    minimums: FloatArray,
    parts: IntArray,
    *,
    across_parts: bool = True,
) -> IntArray:
    """
    Assign homes to aggregates.

    Parameters
    ----------
    xy
        Coordinates [m], shape (homes, 2).
    counts
        Quantities of each home that have a minimum, shape (homes, kinds).
    minimums
        Minimum of each quantity in the aggregate of the home, shape (homes, kinds).
    parts
        Part of the community, from 0; homes of different parts are aggregated only if one of the
        parts does not reach the minimums alone.
    across_parts
        False leaves the homes of such a part unassigned.

    Returns
    -------
    aggregate
        Aggregate of each home, numbered from 0; `UNASSIGNED` for all if the whole community, or
        without `across_parts` their part, does not reach the minimums.

    Notes
    -----
    Cells double in size, one axis after the other (Morton order: Morton 1966, "A computer oriented
    geodetic data base", IBM). The homes of a cell that reach the minimums become an aggregate.
    Remaining homes join the aggregate of the nearest home, as soon as their cell contains one.
    """
    codes = _morton_codes(xy)
    aggregate = np.full(len(xy), UNASSIGNED, dtype=np.int64)
    for part in (parts, np.zeros_like(parts)) if across_parts else (parts,):
        if not (aggregate == UNASSIGNED).any():
            return aggregate
        neighbours = _NearestAssigned(np.column_stack([xy, part * float(PART_OFFSET)]))
        for level, homes in _list_new_cells(codes, part, aggregate):
            cell = _number_cells(codes[homes] >> level, part[homes])
            _form_aggregates(aggregate, homes, cell, counts, minimums)
            _join_nearest(aggregate, homes, cell, neighbours)
    return aggregate


def _list_new_cells(
    codes: IntArray, part: IntArray, aggregate: IntArray
) -> Iterator[tuple[int, IntArray]]:
    """
    List, level by level, the homes of new cells in which a home is unassigned.

    A cell that holds the same homes as on the level before is not new: what reaches the minimums
    in it, or is beside an assigned home, was assigned then. `aggregate` is read anew each time.
    """
    order = np.lexsort((codes, part))
    is_same_part = np.diff(part[order]) == 0
    differing_bits = codes[order][1:] ^ codes[order][:-1]
    merge_level = np.where(is_same_part, _count_bits(differing_bits), 2 * AXIS_BITS + 1)
    for level in range(2 * AXIS_BITS + 1):
        is_unassigned = aggregate[order] == UNASSIGNED
        if not is_unassigned.any():
            return
        begins = np.concatenate([[0], np.flatnonzero(merge_level > level) + 1])
        cell_number = np.cumsum(np.concatenate([[0], merge_level > level]))
        is_chosen = np.logical_or.reduceat(is_unassigned, begins)
        if level > 0:
            is_new = np.zeros(len(begins), dtype=bool)
            is_new[cell_number[1:][merge_level == level]] = True
            is_chosen &= is_new
        if is_chosen.any():
            yield level, np.sort(order[is_chosen[cell_number]])


def _count_bits(numbers: IntArray) -> IntArray:
    """Count the bits of numbers without leading zeros; numbers below 2**53 are exact floats."""
    return np.asarray(np.frexp(numbers.astype(float))[1], dtype=np.int64)


def _morton_codes(xy: FloatArray) -> IntArray:
    """Morton code of the smallest cell of each point: larger cells are ranges of codes."""
    codes = np.zeros(len(xy), dtype=np.int64)
    for axis in (0, 1):
        side = np.floor(xy[:, axis] / CELL_SIDE_M).astype(np.int64) + (1 << (AXIS_BITS - 1))
        for bit in range(AXIS_BITS):
            codes |= ((side >> bit) & 1) << (2 * bit + axis)
    return codes


def _number_cells(codes: IntArray, part: IntArray) -> IntArray:
    """Assign numbers from 0 to the occupied cells of each part."""
    first = np.unique(codes, return_inverse=True)[1].ravel()
    cell = np.unique(first * (int(part.max()) + 1) + part, return_inverse=True)[1]
    return np.asarray(cell.ravel(), dtype=np.int64)


def _form_aggregates(
    aggregate: IntArray, homes: IntArray, cell: IntArray, counts: FloatArray, minimums: FloatArray
) -> None:
    """Form aggregates of the unassigned homes of a cell that reach the minimums."""
    is_unassigned = aggregate[homes] == UNASSIGNED
    unassigned, cell = homes[is_unassigned], cell[is_unassigned]
    size = int(cell.max()) + 1
    sums = [np.bincount(cell, kind[unassigned], minlength=size) for kind in counts.T]
    enough = np.ones(size, dtype=bool)
    lacks = (np.column_stack(sums)[cell] < minimums[unassigned] - SUM_TOLERANCE).any(axis=1)
    enough[cell[lacks]] = False
    chosen = enough[cell]
    numbers = np.unique(cell[chosen], return_inverse=True)[1].ravel()
    aggregate[unassigned[chosen]] = int(aggregate.max()) + 1 + numbers


def _join_nearest(
    aggregate: IntArray, homes: IntArray, cell: IntArray, neighbours: _NearestAssigned
) -> None:
    """Assign homes to the nearest aggregate, if their cell contains one."""
    is_assigned = aggregate[homes] != UNASSIGNED
    has_assigned = np.zeros(int(cell.max()) + 1, dtype=bool)
    has_assigned[cell[is_assigned]] = True
    joining = homes[~is_assigned & has_assigned[cell]]
    if len(joining):
        aggregate[joining] = aggregate[neighbours.find(joining, aggregate != UNASSIGNED)]


class _NearestAssigned:
    """
    Finds the nearest assigned home, as a tree of all assigned homes does.

    Where two are equally near, the shape of such a tree decides; then, and where none of the
    nearest neighbours is assigned, the tree is built. Else one tree of all homes is enough.
    """

    def __init__(self, positions: FloatArray) -> None:
        from scipy.spatial import cKDTree  # loads slowly, and few requests need it

        self._positions, self._build_tree = positions, cKDTree
        self._all = cKDTree(positions)

    def find(self, homes: IntArray, is_assigned: NDArray[np.bool_]) -> IntArray:
        """Find the nearest assigned home of each of some homes that are not assigned."""
        count = min(NEIGHBOURS, len(self._positions))
        distances, found = self._all.query(self._positions[homes], k=np.arange(1, count + 1))
        distances = np.where(is_assigned[np.asarray(found)], distances, np.inf)
        first = np.argmin(distances, axis=1)
        rows = np.arange(len(homes))
        nearest = np.asarray(found)[rows, first]
        least = distances[rows, first]
        # The last neighbour may be one of several as far as it.
        is_unique = (distances == least[:, None]).sum(axis=1) == 1
        is_unique &= np.isfinite(least) & (first < count - 1)
        others = np.flatnonzero(~is_unique)
        if len(others):
            assigned = np.flatnonzero(is_assigned)
            tree = self._build_tree(self._positions[assigned])
            nearest[others] = assigned[tree.query(self._positions[homes[others]])[1]]
        return np.asarray(nearest, dtype=np.int64)
