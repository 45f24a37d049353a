"""
Least-cost ways from one place, by Dijkstra's algorithm over arrays.

A place on a street enters the graph as one more node with an arc to each end of its edge. Its
row is kept free at the foot of the matrix, so that nothing is rebuilt for a new place, and new
weights only refill one vector.
"""

from __future__ import annotations

import threading

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from geo.errors import NoWayError
from geo.network.exposure import Exposure
from geo.network.network import FloatArray, StreetNetwork
from geo.network.snapping import Positions
from geo.routes.cost import cost_of, edge_cost
from geo.routes.way import Way

LEAST_ARC = 1e-12  # minutes; an arc of exactly zero would not be an arc
SHORT_M = 100.0  # a first limit for neighbours on one corner
FIRST_LIMIT = 2.0  # times the cost of the straight line; doubled until the answer is within


class Search:
    """
    A network priced for one time slot and one aversion, ready to be searched.

    Parameters
    ----------
    exposure
        The streets, and what they are exposed to.
    aversion
        See `geo.routes.cost`.

    Raises
    ------
    ValueError
        If a price is not finite and positive: such an edge would vanish without a word.
    """

    def __init__(self, exposure: Exposure, aversion: float) -> None:
        self.exposure = exposure
        self.aversion = aversion
        self.network = exposure.network
        self.cost = edge_cost(exposure, aversion)
        if not (np.isfinite(self.cost).all() and (self.cost > 0).all()):
            msg = "every edge needs a finite, positive cost"
            raise ValueError(msg)
        self._matrix = _with_free_row(self.network, self.cost)
        self._origin = np.array([self.network.nodes])
        self._lock = threading.Lock()

    def way(self, origin: Positions, target: Positions) -> Way:
        """Find the way of least cost between two places; see `nearest`."""
        return self.nearest(origin, target)[0]

    def nearest(self, origin: Positions, targets: Positions) -> tuple[Way, int]:
        """
        Find the target of least cost, and the way there.

        Parameters
        ----------
        origin
            One place.
        targets
            At least one.

        Returns
        -------
        way, which
            The way, and the number of the target it leads to.

        Raises
        ------
        NoWayError
            If nothing joins the origin to any target.
        """
        joined = np.flatnonzero(self._joined(origin, targets))
        if not len(joined):
            raise NoWayError
        near = targets.take(joined)
        along = self._along_edge(origin, near)
        ends, leave = self._ends(near), self._to_ends(near)
        entry = self._to_ends(origin)
        limit = FIRST_LIMIT * self._straight_cost(origin, near)
        while True:
            distance, before = self._from(origin, entry, limit)
            through = distance[ends] + leave
            if min(through.min(), along.min()) <= limit:
                break
            limit *= 2
        if along.min() <= through.min():
            which = int(np.argmin(along))
            target = near.one(which)
            return Way(self.exposure, origin.edge, origin.along_m, target.along_m), joined[which]
        best = int(np.argmin(through))
        which = best % len(near)
        return self._trace(origin, near.one(which), before, int(ends[best])), int(joined[which])

    def _from(
        self, origin: Positions, entry: FloatArray, limit: float
    ) -> tuple[FloatArray, NDArray[np.int32]]:
        with self._lock:  # the free row belongs to one search at a time
            self._matrix.indices[-2:] = self._ends(origin)
            self._matrix.data[-2:] = np.maximum(entry, LEAST_ARC)
            distance, before = dijkstra(
                self._matrix, indices=self._origin, limit=limit, return_predecessors=True
            )
        return distance[0], before[0]

    def _trace(
        self, origin: Positions, target: Positions, before: NDArray[np.int32], last: int
    ) -> Way:
        nodes = [last]
        while before[nodes[-1]] != self.network.nodes:
            nodes.append(int(before[nodes[-1]]))
        nodes.reverse()
        edges = edges_between(self.network, np.array(nodes))
        forwards = self.network.u[edges] == np.array(nodes[:-1], dtype=np.int64)
        length = self.network.length_m
        first, final = int(origin.edge[0]), int(target.edge[0])
        enter = 0.0 if self.network.u[first] == nodes[0] else length[first]
        leave = 0.0 if self.network.u[final] == nodes[-1] else length[final]
        whole = length[edges]
        edge = np.concatenate([origin.edge, edges, target.edge])
        from_m = np.concatenate([origin.along_m, np.where(forwards, 0.0, whole), [leave]])
        to_m = np.concatenate([[enter], np.where(forwards, whole, 0.0), target.along_m])
        walked = from_m != to_m
        walked[0] |= not walked.any()  # two places on one corner: a way of no length is somewhere
        return Way(self.exposure, edge[walked], from_m[walked], to_m[walked])

    def _ends(self, places: Positions) -> NDArray[np.int32]:
        """Give the first nodes of the places' edges, then the last ones."""
        return np.concatenate([self.network.u[places.edge], self.network.v[places.edge]])

    def _to_ends(self, places: Positions) -> FloatArray:
        """Price the parts of edges from places to `_ends`."""
        length = self.network.length_m[places.edge]
        ends = np.concatenate([np.zeros(len(places)), length])
        return self.part(np.tile(places.edge, 2), np.tile(places.along_m, 2), ends)

    def part(self, edge: NDArray[np.int64], from_m: FloatArray, to_m: FloatArray) -> FloatArray:
        """Price parts of edges [min]; see `Exposure.between`."""
        return cost_of(
            self.exposure.between(edge, from_m, to_m),
            length_m=np.abs(to_m - from_m),
            pace=self.network.pace[edge],
            aversion=self.aversion,
        )

    def _along_edge(self, origin: Positions, targets: Positions) -> FloatArray:
        """Price the walk along one edge; infinite where the target lies on another."""
        same = targets.edge == origin.edge[0]
        from_m = np.broadcast_to(origin.along_m, targets.along_m.shape)
        edge = np.where(same, targets.edge, origin.edge[0])
        return np.where(same, self.part(edge, from_m, targets.along_m), np.inf)

    def _joined(self, origin: Positions, targets: Positions) -> NDArray[np.bool_]:
        parts, u = self.network.component, self.network.u
        return np.asarray(parts[u[targets.edge]] == parts[u[origin.edge[0]]])

    def _straight_cost(self, origin: Positions, targets: Positions) -> float:
        xy, u = self.network.node_xy, self.network.u
        reach = np.hypot(*(xy[u[targets.edge]] - xy[u[origin.edge[0]]]).T).min()
        return float(max(reach, SHORT_M) * self.network.pace[origin.edge[0]])


def edges_between(network: StreetNetwork, nodes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Find the edge that joins each node of a chain to the next."""
    arcs = network.arcs
    found = [
        arcs.data[low:high][arcs.indices[low:high] == node][0]
        for low, high, node in zip(
            arcs.indptr[nodes[:-1]], arcs.indptr[nodes[:-1] + 1], nodes[1:], strict=True
        )
    ]
    return np.array(found, dtype=np.int64) - 1


def _with_free_row(network: StreetNetwork, cost: FloatArray) -> csr_array:
    arcs = network.arcs
    size = network.nodes + 1
    data = np.empty(len(arcs.data) + 2)
    np.take(cost, arcs.data - 1, out=data[:-2])
    data[-2:] = LEAST_ARC
    indices = np.concatenate([arcs.indices, np.zeros(2, arcs.indices.dtype)])
    indptr = np.append(arcs.indptr, arcs.indptr[-1] + 2)
    return csr_array((data, indices, indptr), shape=(size, size))
