"""Spatial index of street nodes: a regular grid for rectangle queries."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.network.polylines import FloatArray, concatenate_ranges

NODES_PER_CELL = 8  # on average; finer or coarser by half changes little
MAX_CELLS_PER_SIDE = 1000  # for sparse networks over a large extent
MIN_CELL_SIDE_M = 1.0


@dataclass(frozen=True)
class SpatialGrid:
    """
    Regular grid over street nodes.

    Attributes
    ----------
    lower_left
        Lower left corner of the grid, in the network's CRS.
    cell_side_m
        Side of each cell.
    grid_shape
        Columns and rows.
    sorted_nodes
        Nodes ordered by cell; cells are ordered row by row.
    cell_offsets
        Start of each cell in `sorted_nodes`; one more entry than cells.
    """

    lower_left: FloatArray
    cell_side_m: float
    grid_shape: NDArray[np.int64]
    sorted_nodes: NDArray[np.int32]
    cell_offsets: NDArray[np.int64]

    @classmethod
    def from_points(cls, xy: FloatArray) -> SpatialGrid:
        """Assign metric points to cells; shape (n, 2), n at least 1."""
        corner = xy.min(axis=0)
        extent = xy.max(axis=0) - corner
        side = max(
            float(np.sqrt(extent.prod() * NODES_PER_CELL / len(xy))),
            float(extent.max()) / MAX_CELLS_PER_SIDE,
            MIN_CELL_SIDE_M,
        )
        shape = (extent // side).astype(np.int64) + 1
        column, row = ((xy - corner) // side).astype(np.int64).T
        cell = row * shape[0] + column
        order = np.argsort(cell, kind="stable").astype(np.int32)
        first = np.searchsorted(cell[order], np.arange(shape.prod() + 1))
        return cls(corner, side, shape, order, first)

    def query_rectangle(self, lower_left: FloatArray, upper_right: FloatArray) -> NDArray[np.int32]:
        """
        Find all nodes of the cells that a rectangle touches.

        Parameters
        ----------
        lower_left, upper_right
            Corners of the rectangle.

        Returns
        -------
        nodes
            In ascending order; includes some nodes outside the rectangle.
        """
        (left, below), (right, above) = (
            np.clip((corner - self.lower_left) // self.cell_side_m, 0, self.grid_shape - 1).astype(
                np.int64
            )
            for corner in (lower_left, upper_right)
        )
        row = np.arange(below, above + 1) * self.grid_shape[0]
        start, end = self.cell_offsets[row + left], self.cell_offsets[row + right + 1]
        return np.sort(self.sorted_nodes[concatenate_ranges(start, end - start)])
