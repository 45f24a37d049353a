"""
Ways of least cost from one place to many others: their cost and their minutes, no lines.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from geo.network.exposure import Exposure
from geo.network.network import FloatArray
from geo.network.patch import OUTSIDE, Patch, cut_patch
from geo.network.polylines import ranges
from geo.network.snapping import Positions
from geo.routes.corridor import corridor, longest_m
from geo.routes.cost import cost_of_some
from geo.routes.search import LEAST_ARC, Search


class Rows(Search):
    """
    A priced network asked again and again between the same places.

    Parameters
    ----------
    exposure, aversion
        See `Search`.
    places
        Where ways begin and end.
    """

    def __init__(self, exposure: Exposure, aversion: float, places: Positions) -> None:
        super().__init__(exposure, aversion)
        self.places = places
        self.xy = self._xy(places)
        self.apart_m: FloatArray = np.hypot(
            *(self.xy[:, None, :] - self.xy[None, :, :]).transpose(2, 0, 1)
        )
        self._ends_of = np.stack([self.network.u[places.edge], self.network.v[places.edge]], axis=1)
        self._entry = self._to_ends(places).reshape(2, -1).T
        whole = self.network.length_m[places.edge]
        metres = np.stack([places.along_m, whole - places.along_m], axis=1)
        self._entry_minutes = metres * self.network.pace[places.edge][:, None]
        self._along, self._along_minutes = self._on_one_edge()

    def row(self, start: int, limit: float) -> tuple[FloatArray, FloatArray]:
        """
        Find the ways from one place to all.

        Parameters
        ----------
        start
            Number of the place.
        limit
            Up to which cost ways are looked for [min].

        Returns
        -------
        cost, minutes
            One of each a place [min]; infinite where a way costs more than the limit.
        """
        patch, numbers = self._ground(start, limit)
        matrix = self._priced(patch, numbers[start], start)
        source = len(patch)
        found, before = dijkstra(matrix, indices=source, return_predecessors=True, limit=limit)
        through = found[numbers] + self._entry
        through[numbers == OUTSIDE] = np.inf
        end = np.argmin(through, axis=1)
        cost = through[np.arange(len(end)), end]
        along = self._along[start] <= cost
        cost = np.where(along, self._along[start], cost)
        cost[cost > limit] = np.inf
        if self.aversion == 0:
            return cost, cost
        minutes = np.where(along, self._along_minutes[start], np.inf)
        places = np.flatnonzero(np.isfinite(cost) & ~along)
        ends = numbers[places, end[places]]
        since, first = _minutes(patch, before[:source], source, self.network.minutes)
        entered = (numbers[start] != first[ends][:, None]).argmin(axis=1)
        minutes[places] = self._entry_minutes[places, end[places]] + since[ends]
        minutes[places] += self._entry_minutes[start, entered]
        return cost, minutes

    def _ground(self, start: int, limit: float) -> tuple[Patch, NDArray[np.int32]]:
        """Cut the ground that ways within a limit can touch, and number all places' ends in it."""
        metres = longest_m(self.exposure, limit, aversion=self.aversion)
        near = self.apart_m[start] <= metres
        nodes = corridor(self.network, self.xy[start], self.xy[near], metres=metres)
        patch = cut_patch(self.network, nodes)
        return patch, patch.number(self._ends_of.ravel()).reshape(-1, 2)

    def _priced(self, patch: Patch, ends: NDArray[np.int32], start: int) -> csr_array:
        """Price a patch, and let the place to start from lead to the ends of its street."""
        inside = ends != OUTSIDE
        price = cost_of_some(self.exposure, patch.edge, aversion=self.aversion)
        data = np.concatenate([price, np.maximum(self._entry[start, inside], LEAST_ARC)])
        indices = np.concatenate([patch.indices, ends[inside]])
        indptr = np.append(patch.indptr, len(data)).astype(np.int32)
        size = len(patch) + 1
        return csr_array((data, indices, indptr), shape=(size, size))

    def _on_one_edge(self) -> tuple[FloatArray, FloatArray]:
        """Price the walks between places on one street; infinite between all others."""
        edge, along = self.places.edge, self.places.along_m
        cost = np.full(self.apart_m.shape, np.inf)
        minutes = cost.copy()
        one, other = np.nonzero(edge[:, None] == edge[None, :])
        cost[one, other] = self.part(edge[one], along[one], along[other])
        metres = np.abs(along[one] - along[other])
        minutes[one, other] = metres * self.network.pace[edge[one]]
        return cost, minutes


def _minutes(
    patch: Patch, before: NDArray[np.int32], source: int, took: FloatArray
) -> tuple[FloatArray, NDArray[np.int32]]:
    """
    Sum the minutes along a search tree, every branch at once, each round twice as far back.

    Parameters
    ----------
    before
        The number before each number of the patch; `source` or negative where there is none.
    took
        Minutes of each edge of the network.

    Returns
    -------
    minutes, first
        From the first number after the source to each one, and that first number.
    """
    number = np.arange(len(before), dtype=np.int32)
    rooted = (before == source) | (before < 0) | (number == OUTSIDE)
    up = np.where(rooted, number, before)
    minutes = np.zeros(len(before))
    grown = np.flatnonzero(~rooted)
    begin = patch.indptr[grown].astype(np.int64)
    count = patch.indptr[grown + 1] - begin
    entry = ranges(begin, count)
    leads = patch.indices[entry] == np.repeat(up[grown], count)
    minutes[grown] = took[patch.edge[entry[leads]]]
    while True:
        further = up[up]
        if np.array_equal(further, up):
            return minutes, up
        minutes += minutes[up]
        up = further
