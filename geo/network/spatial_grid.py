"""Junctions by where they lie: square cells, so that those in a rectangle are found at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.network.polylines import FloatArray, concatenate_ranges

NODES_PER_CELL = 8  # on average; finer or coarser by half changes little
MAX_CELLS_PER_SIDE = 1000  # where a few junctions lie far apart
MIN_CELL_SIDE_M = 1.0


@dataclass(frozen=True)
class SpatialGrid:
    """
    A grid over junctions.

    Attributes
    ----------
    lower_left
        Its lower left corner, in the network's CRS.
    cell_side_m
        Of each cell.
    grid_shape
        Columns and rows.
    sorted_nodes
        Nodes, cell after cell, row after row of cells.
    cell_offsets
        Where each cell starts in `sorted_nodes`; one more entry than cells.
    """

    lower_left: FloatArray
    cell_side_m: float
    grid_shape: NDArray[np.int64]
    sorted_nodes: NDArray[np.int32]
    cell_offsets: NDArray[np.int64]

    @classmethod
    def from_points(cls, xy: FloatArray) -> SpatialGrid:
        """Sort points, shape (n, 2), n at least 1, metric, into cells."""
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
        Find the junctions in a rectangle, and some around it.

        Parameters
        ----------
        lower_left, upper_right
            Its lower left and its upper right corner.

        Returns
        -------
        nodes
            In rising order.
        """
        (left, below), (right, above) = (
            np.clip((place - self.lower_left) // self.cell_side_m, 0, self.grid_shape - 1).astype(
                np.int64
            )
            for place in (lower_left, upper_right)
        )
        row = np.arange(below, above + 1) * self.grid_shape[0]
        start, end = self.cell_offsets[row + left], self.cell_offsets[row + right + 1]
        return np.sort(self.sorted_nodes[concatenate_ranges(start, end - start)])
