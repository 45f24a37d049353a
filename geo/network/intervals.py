"""Stretches of street, laid end to end on a network's long line: joined, measured, asked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from geo.network.street_network import FloatArray


@dataclass(frozen=True)
class LineIntervals:
    """
    Stretches of street on the network's long line, sorted and without overlap.

    Attributes
    ----------
    edge_indices
        The edge each lies on; none spans two.
    begin_m, end_m
        Metres on the long line.
    """

    edge_indices: NDArray[np.int64]
    begin_m: FloatArray
    end_m: FloatArray

    @classmethod
    def merge_overlapping(
        cls, edge: NDArray[np.int64], begin: FloatArray, end: FloatArray
    ) -> LineIntervals:
        """Join stretches that overlap or touch, edge by edge."""
        order = np.lexsort((begin, edge))
        edge, begin, end = edge[order], begin[order], end[order]
        reach = np.maximum.accumulate(end) if len(end) else end
        opens = np.ones(len(edge), dtype=bool)
        opens[1:] = (begin[1:] > reach[:-1]) | (edge[1:] != edge[:-1])
        heads = np.flatnonzero(opens)
        closes = np.append(heads[1:], len(edge)) - 1 if len(heads) else heads
        return cls(edge[heads], begin[heads], reach[closes])

    def length_per_edge_m(self, edge_count: int) -> FloatArray:
        """Measure the metres covered on each of the network's edges."""
        metres = np.bincount(self.edge_indices, self.end_m - self.begin_m, minlength=edge_count)
        return metres.astype(np.float64)

    def length_between_m(self, low: FloatArray, high: FloatArray) -> FloatArray:
        """Measure the metres covered between two places on the long line."""
        passed = self._length_up_to_m(np.concatenate([low, high]))
        return passed[len(low) :] - passed[: len(low)]

    def covers_positions(self, positions_m: FloatArray) -> NDArray[np.bool_]:
        """Tell which places on the long line are covered."""
        passed = np.searchsorted(self.begin_m, positions_m, side="right")
        return self._padded_end_m[passed] > positions_m

    @cached_property
    def _padded_end_m(self) -> FloatArray:
        """The end of each stretch, after one for places before them all."""
        return np.concatenate([[-np.inf], self.end_m])

    @cached_property
    def _cumulative_length_m(self) -> FloatArray:
        return np.concatenate([[0.0], np.cumsum(self.end_m - self.begin_m)])

    def _length_up_to_m(self, positions_m: FloatArray) -> FloatArray:
        passed = np.searchsorted(self.begin_m, positions_m, side="right")
        return self._cumulative_length_m[passed] - np.maximum(
            self._padded_end_m[passed] - positions_m, 0.0
        )
