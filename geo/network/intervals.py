"""Stretches of street, laid end to end on a network's long line: joined, measured, asked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from geo.network.street_network import FloatArray


@dataclass(frozen=True)
class Stretches:
    """
    Stretches of street on the network's long line, sorted and without overlap.

    Attributes
    ----------
    edge
        The edge each lies on; none spans two.
    begin, end
        Metres on the long line.
    """

    edge: NDArray[np.int64]
    begin: FloatArray
    end: FloatArray

    @classmethod
    def union(cls, edge: NDArray[np.int64], begin: FloatArray, end: FloatArray) -> Stretches:
        """Join stretches that overlap or touch, edge by edge."""
        order = np.lexsort((begin, edge))
        edge, begin, end = edge[order], begin[order], end[order]
        reach = np.maximum.accumulate(end) if len(end) else end
        opens = np.ones(len(edge), dtype=bool)
        opens[1:] = (begin[1:] > reach[:-1]) | (edge[1:] != edge[:-1])
        heads = np.flatnonzero(opens)
        closes = np.append(heads[1:], len(edge)) - 1 if len(heads) else heads
        return cls(edge[heads], begin[heads], reach[closes])

    def per_edge(self, edges: int) -> FloatArray:
        """Measure the metres covered on each of the network's edges."""
        metres = np.bincount(self.edge, self.end - self.begin, minlength=edges)
        return metres.astype(np.float64)

    def between(self, low: FloatArray, high: FloatArray) -> FloatArray:
        """Measure the metres covered between two places on the long line."""
        passed = self._up_to(np.concatenate([low, high]))
        return passed[len(low) :] - passed[: len(low)]

    def covers(self, place: FloatArray) -> NDArray[np.bool_]:
        """Tell which places on the long line are covered."""
        passed = np.searchsorted(self.begin, place, side="right")
        return self._ends[passed] > place

    @cached_property
    def _ends(self) -> FloatArray:
        """The end of each stretch, after one for places before them all."""
        return np.concatenate([[-np.inf], self.end])

    @cached_property
    def _run(self) -> FloatArray:
        return np.concatenate([[0.0], np.cumsum(self.end - self.begin)])

    def _up_to(self, place: FloatArray) -> FloatArray:
        passed = np.searchsorted(self.begin, place, side="right")
        return self._run[passed] - np.maximum(self._ends[passed] - place, 0.0)
