"""Intervals of streets on a network's linear reference axis: merged, measured and queried."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.cached_property import cached_property
from geo.network.street_network import FloatArray


@dataclass(frozen=True)
class LineIntervals:
    """
    Street intervals on the network's linear reference axis, sorted and without overlap.

    Attributes
    ----------
    edge_indices
        Edge of each interval; no interval spans two edges.
    begin_m, end_m
        Metres on the linear reference axis.
    """

    edge_indices: NDArray[np.int64]
    begin_m: FloatArray
    end_m: FloatArray

    @classmethod
    def merge_overlapping(
        cls, edge: NDArray[np.int64], begin: FloatArray, end: FloatArray
    ) -> LineIntervals:
        """Merge intervals that overlap or touch on the same edge."""
        order = np.lexsort((begin, edge))
        edge, begin, end = edge[order], begin[order], end[order]
        furthest_end = np.maximum.accumulate(end) if len(end) else end
        starts_interval = np.ones(len(edge), dtype=bool)
        starts_interval[1:] = (begin[1:] > furthest_end[:-1]) | (edge[1:] != edge[:-1])
        first_indices = np.flatnonzero(starts_interval)
        last_indices = (
            np.append(first_indices[1:], len(edge)) - 1 if len(first_indices) else first_indices
        )
        return cls(edge[first_indices], begin[first_indices], furthest_end[last_indices])

    def length_per_edge_m(self, edge_count: int) -> FloatArray:
        """Sum the covered metres of each edge of the network."""
        metres = np.bincount(self.edge_indices, self.end_m - self.begin_m, minlength=edge_count)
        return metres.astype(np.float64)

    def length_between_m(self, low: FloatArray, high: FloatArray) -> FloatArray:
        """Sum the covered metres between two positions on the axis."""
        length_up_to = self._length_up_to_m(np.concatenate([low, high]))
        return length_up_to[len(low) :] - length_up_to[: len(low)]

    def covers_positions(self, positions_m: FloatArray) -> NDArray[np.bool_]:
        """Return which positions on the axis are covered."""
        interval_numbers = np.searchsorted(self.begin_m, positions_m, side="right")
        return self._padded_end_m[interval_numbers] > positions_m

    @cached_property
    def _padded_end_m(self) -> FloatArray:
        """End of each interval, preceded by one for positions before all intervals."""
        return np.concatenate([[-np.inf], self.end_m])

    @cached_property
    def _cumulative_length_m(self) -> FloatArray:
        return np.concatenate([[0.0], np.cumsum(self.end_m - self.begin_m)])

    def _length_up_to_m(self, positions_m: FloatArray) -> FloatArray:
        interval_numbers = np.searchsorted(self.begin_m, positions_m, side="right")
        return self._cumulative_length_m[interval_numbers] - np.maximum(
            self._padded_end_m[interval_numbers] - positions_m, 0.0
        )
