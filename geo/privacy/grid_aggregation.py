"""
Homes that meet in the squares of a fixed lattice, until there are enough of them.

The lattice does not know the homes: its squares are counted from the origin of the map. So one
home more or less changes what was gathered in the squares around it, and nowhere else.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

CELL_SIDE_M = 1.0  # of the smallest squares
AXIS_BITS = 25  # of each axis: the largest square holds every map in metres
PART_OFFSET = (
    1 << 40
)  # takes the parts of a community far from each other, for the nearest within one
UNASSIGNED = -1
SUM_TOLERANCE = 1e-9  # persons: sums of fractions of a person are not more exact


def aggregate_points(
    xy: FloatArray, counts: FloatArray, minimums: FloatArray, parts: IntArray
) -> IntArray:
    """
    Gather homes.

    Parameters
    ----------
    xy
        Where they stand [m], shape (homes, 2).
    counts
        What each home has of all that must be enough, shape (homes, kinds).
    minimums
        How much of each kind must meet around it, shape (homes, kinds).
    parts
        The part of the community it lies in, from 0; homes of two parts meet only where one of
        them has too few for itself.

    Returns
    -------
    block
        Which homes are together, numbered from 0; `UNASSIGNED` for all where the whole community is
        not enough.

    Notes
    -----
    Squares double in size, one axis after the other (places with the bits of both axes in turn:
    Morton 1966, "A computer oriented geodetic data base", IBM). Homes of one square that are
    enough become a block. Those left over join the block of the nearest home, as soon as their
    square holds one.
    """
    square = _morton_codes(xy)
    block = np.full(len(xy), UNASSIGNED, dtype=np.int64)
    for within in (parts, np.zeros_like(parts)):
        near = np.column_stack([xy, within * float(PART_OFFSET)])
        for level in range(2 * AXIS_BITS + 1):
            going = np.flatnonzero(block == UNASSIGNED)
            if not len(going):
                return block
            cell = _number_cells(square >> level, within)
            block = _form_aggregates(block, cell, counts, minimums)
            block = _join_nearest(block, cell, near)
    return block


def _morton_codes(xy: FloatArray) -> IntArray:
    """Give each smallest square a number, such that larger squares are runs of numbers."""
    number = np.zeros(len(xy), dtype=np.int64)
    for axis in (0, 1):
        side = np.floor(xy[:, axis] / CELL_SIDE_M).astype(np.int64) + (1 << (AXIS_BITS - 1))
        for bit in range(AXIS_BITS):
            number |= ((side >> bit) & 1) << (2 * bit + axis)
    return number


def _number_cells(codes: IntArray, part: IntArray) -> IntArray:
    """Give the squares of each part numbers from 0."""
    first = np.unique(codes, return_inverse=True)[1].ravel()
    cell = np.unique(first * (int(part.max()) + 1) + part, return_inverse=True)[1]
    return np.asarray(cell.ravel(), dtype=np.int64)


def _form_aggregates(
    aggregate: IntArray, cell: IntArray, counts: FloatArray, minimums: FloatArray
) -> IntArray:
    """Make blocks of the homes that go on together and are enough."""
    going = np.flatnonzero(aggregate == UNASSIGNED)
    size = int(cell.max()) + 1
    sums = [np.bincount(cell[going], kind[going], minlength=size) for kind in counts.T]
    enough = np.ones(size, dtype=bool)
    lacks = (np.column_stack(sums)[cell[going]] < minimums[going] - SUM_TOLERANCE).any(axis=1)
    enough[cell[going[lacks]]] = False
    chosen = going[enough[cell[going]]]
    closed = aggregate.copy()
    numbers = np.unique(cell[chosen], return_inverse=True)[1].ravel()
    closed[chosen] = int(aggregate.max()) + 1 + numbers
    return closed


def _join_nearest(aggregate: IntArray, cell: IntArray, positions: FloatArray) -> IntArray:
    """Let homes join the nearest block, where their square holds one."""
    done = np.flatnonzero(aggregate != UNASSIGNED)
    going = np.flatnonzero(aggregate == UNASSIGNED)
    late = going[np.isin(cell[going], cell[done])]
    joined = aggregate.copy()
    if len(late):
        joined[late] = aggregate[done[cKDTree(positions[done]).query(positions[late])[1]]]
    return joined
