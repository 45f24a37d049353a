"""
Aggregation of points on a fixed quadtree grid until each aggregate reaches minimum counts.

The grid does not depend on the homes: its cells are numbered from the origin of the CRS. So adding
or removing one home changes only aggregates of the cells around it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

CELL_SIDE_M = 1.0  # of the smallest cells
AXIS_BITS = 25  # of each axis: the largest cell contains every map in metres
# Separates the parts of a community, so that the nearest point is of the same part.
PART_OFFSET = 1 << 40
UNASSIGNED = -1
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
        positions = np.column_stack([xy, part * float(PART_OFFSET)])
        for level in range(2 * AXIS_BITS + 1):
            unassigned = np.flatnonzero(aggregate == UNASSIGNED)
            if not len(unassigned):
                return aggregate
            cell = _number_cells(codes >> level, part)
            aggregate = _form_aggregates(aggregate, cell, counts, minimums)
            aggregate = _join_nearest(aggregate, cell, positions)
    return aggregate


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
    aggregate: IntArray, cell: IntArray, counts: FloatArray, minimums: FloatArray
) -> IntArray:
    """Form aggregates of the unassigned homes of a cell that reach the minimums."""
    unassigned = np.flatnonzero(aggregate == UNASSIGNED)
    size = int(cell.max()) + 1
    sums = [np.bincount(cell[unassigned], kind[unassigned], minlength=size) for kind in counts.T]
    enough = np.ones(size, dtype=bool)
    lacks = (np.column_stack(sums)[cell[unassigned]] < minimums[unassigned] - SUM_TOLERANCE).any(
        axis=1
    )
    enough[cell[unassigned[lacks]]] = False
    chosen = unassigned[enough[cell[unassigned]]]
    formed = aggregate.copy()
    numbers = np.unique(cell[chosen], return_inverse=True)[1].ravel()
    formed[chosen] = int(aggregate.max()) + 1 + numbers
    return formed


def _join_nearest(aggregate: IntArray, cell: IntArray, positions: FloatArray) -> IntArray:
    """Assign homes to the nearest aggregate, if their cell contains one."""
    assigned = np.flatnonzero(aggregate != UNASSIGNED)
    unassigned = np.flatnonzero(aggregate == UNASSIGNED)
    joining = unassigned[np.isin(cell[unassigned], cell[assigned])]
    joined = aggregate.copy()
    if len(joining):
        joined[joining] = aggregate[
            assigned[cKDTree(positions[assigned]).query(positions[joining])[1]]
        ]
    return joined
