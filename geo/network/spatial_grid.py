"""Junctions by where they lie: square cells, so that those in a rectangle are found at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.network.polylines import FloatArray, ranges

NODES_PER_CELL = 8  # on average; finer or coarser by half changes little
MOST_CELLS_A_SIDE = 1000  # where a few junctions lie far apart
SMALLEST_CELL_M = 1.0


@dataclass(frozen=True)
class Cells:
    """
    A grid over junctions.

    Attributes
    ----------
    corner
        Its lower left corner, in the network's CRS.
    side_m
        Of each cell.
    shape
        Columns and rows.
    order
        Nodes, cell after cell, row after row of cells.
    first
        Where each cell starts in `order`; one more entry than cells.
    """

    corner: FloatArray
    side_m: float
    shape: NDArray[np.int64]
    order: NDArray[np.int32]
    first: NDArray[np.int64]

    @classmethod
    def of(cls, xy: FloatArray) -> Cells:
        """Sort points, shape (n, 2), n at least 1, metric, into cells."""
        corner = xy.min(axis=0)
        extent = xy.max(axis=0) - corner
        side = max(
            float(np.sqrt(extent.prod() * NODES_PER_CELL / len(xy))),
            float(extent.max()) / MOST_CELLS_A_SIDE,
            SMALLEST_CELL_M,
        )
        shape = (extent // side).astype(np.int64) + 1
        column, row = ((xy - corner) // side).astype(np.int64).T
        cell = row * shape[0] + column
        order = np.argsort(cell, kind="stable").astype(np.int32)
        first = np.searchsorted(cell[order], np.arange(shape.prod() + 1))
        return cls(corner, side, shape, order, first)

    def inside(self, low: FloatArray, high: FloatArray) -> NDArray[np.int32]:
        """
        Find the junctions in a rectangle, and some around it.

        Parameters
        ----------
        low, high
            Its lower left and its upper right corner.

        Returns
        -------
        nodes
            In rising order.
        """
        (left, below), (right, above) = (
            np.clip((place - self.corner) // self.side_m, 0, self.shape - 1).astype(np.int64)
            for place in (low, high)
        )
        row = np.arange(below, above + 1) * self.shape[0]
        start, end = self.first[row + left], self.first[row + right + 1]
        return np.sort(self.order[ranges(start, end - start)])
