"""
Least-cost ways from one place, by Dijkstra's algorithm over arrays.

Only the ground that a way of limited cost can touch is priced and searched; if the way found
costs more than the limit, the ground is widened until it holds every way as cheap. So the answer
is exact, new prices cost nothing by themselves, and a large network is no slower than a small one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from geo.errors import NoWayError
from geo.network.exposure import Exposure
from geo.network.polylines import ranges
from geo.network.snapping import Positions
from geo.network.street_network import FloatArray, IntArray, StreetNetwork
from geo.network.subgraph import OUTSIDE, Patch, cut_patch
from geo.routes.cost import cost_of, cost_of_some
from geo.routes.route import Way
from geo.routes.search_ellipse import corridor, longest_m

LEAST_ARC = 1e-12  # minutes; an arc of exactly zero would not be an arc
SHORT_M = 100.0  # a first limit for neighbours on one corner
FIRST_LIMIT = 1.4  # times the cost of the straight line; most ways in a city cost less
ROUNDING = 1 + 1e-9  # so that a way is not lost for the last digit of its own cost


@dataclass(frozen=True)
class Found:
    """A search tree over a patch: the cost of each junction, and the one before it."""

    patch: Patch
    cost: FloatArray
    before: NDArray[np.int32]

    def cost_at(self, nodes: IntArray) -> FloatArray:
        """Tell the cost at nodes of the network; infinite outside the patch."""
        number = self.patch.number(nodes)
        return np.where(number == OUTSIDE, np.inf, self.cost[number])

    def chain_to(self, node: int) -> NDArray[np.int64]:
        """List the nodes of the network from the origin's first to this one."""
        origin = len(self.patch)
        chain = [int(self.patch.number(np.array([node]))[0])]
        while (before := int(self.before[chain[-1]])) != origin:
            chain.append(before)
        nodes: NDArray[np.int64] = self.patch.nodes[np.array(chain[::-1]) - 1].astype(np.int64)
        return nodes

    def sums(self, taken: FloatArray, number: IntArray) -> tuple[FloatArray, IntArray]:
        """
        Sum something along the branches to some junctions, all branches a step at a time.

        Parameters
        ----------
        taken
            Of each edge of the network.
        number
            The junctions' numbers in the patch; of those not found nothing is told.

        Returns
        -------
        sums, first
            For each of them, the sum from the first junction after the origin, and that
            junction's number.
        """
        here, origin = number.astype(np.int64), len(self.patch)
        none = np.empty(0, dtype=np.int64)
        steps = [(none, none, none)]
        going = np.flatnonzero(here != OUTSIDE)
        while len(going):
            up = self.before[here[going]].astype(np.int64)
            on = (up != origin) & (up >= 0)
            going, up = going[on], up[on]
            steps.append((going, up, here[going]))
            here[going] = up
        which, up, down = (np.concatenate(part) for part in zip(*steps, strict=True))
        sums = np.zeros(len(number))
        np.add.at(sums, which, taken[self._edge(up, down)])
        return sums, here.astype(np.int32)

    def _edge(self, up: NDArray[np.int64], down: NDArray[np.int64]) -> IntArray:
        """Tell the edges between neighbours, by their numbers in the patch."""
        patch = self.patch
        begin = patch.indptr[down].astype(np.int64)
        count = patch.indptr[down + 1] - begin
        entry = ranges(begin, count)
        leads = patch.indices[entry] == np.repeat(up, count)
        edge: IntArray = patch.edge[entry[leads]]
        return edge


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
        if not (np.isfinite(aversion) and exposure.can_be_priced):
            msg = "every edge needs a finite, positive cost"
            raise ValueError(msg)

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
        entry, leave = self._to_ends(origin), self._to_ends(near)
        limit = FIRST_LIMIT * self._straight_cost(origin, near)
        while True:
            found = self._search(origin, near, entry, limit)
            through = found.cost_at(self._ends(near)) + leave
            least = min(through.min(), along.min())
            if least <= limit:
                break
            limit = ROUNDING * least if np.isfinite(least) else 2 * limit
        if along.min() <= through.min():
            which = int(np.argmin(along))
            target = near.one(which)
            way = Way(self.exposure, origin.edge, origin.along_m, target.along_m)
            return way, int(joined[which])
        best = int(np.argmin(through))
        which = best % len(near)
        chain = found.chain_to(int(self._ends(near)[best]))
        return self._trace(origin, near.one(which), chain), int(joined[which])

    def _search(
        self, origin: Positions, targets: Positions, entry: FloatArray, limit: float
    ) -> Found:
        """Search the ground that holds every way from the origin within a limit of cost."""
        metres = longest_m(self.exposure, limit, aversion=self.aversion)
        place, others = self._xy(origin)[0], self._xy(targets)
        nodes = corridor(self.network, place, others, metres=metres)
        return self._search_among(nodes, origin, entry)

    def _search_among(
        self, nodes: IntArray, origin: Positions, entry: FloatArray, *, limit: float = np.inf
    ) -> Found:
        """Search some junctions, up to a limit of cost."""
        patch = cut_patch(self.network, nodes)
        ends = patch.number(self._ends(origin))
        inside = ends != OUTSIDE
        price = cost_of_some(self.exposure, patch.edge, aversion=self.aversion)
        data = np.concatenate([price, np.maximum(entry[inside], LEAST_ARC)])
        indices = np.concatenate([patch.indices, ends[inside]])
        indptr = np.append(patch.indptr, len(data)).astype(np.int32)
        size = len(patch) + 1
        matrix = csr_array((data, indices, indptr), shape=(size, size))
        cost, before = dijkstra(
            matrix, indices=np.array([len(patch)]), return_predecessors=True, limit=limit
        )
        return Found(patch, cost[0], before[0])

    def _trace(self, origin: Positions, target: Positions, nodes: NDArray[np.int64]) -> Way:
        """Walk from the origin along a chain of nodes to the target."""
        edges = edges_between(self.network, nodes)
        forwards = self.network.u[edges] == nodes[:-1]
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
        if not same.any():
            return np.full(len(targets), np.inf)
        from_m = np.broadcast_to(origin.along_m, targets.along_m.shape)
        edge = np.where(same, targets.edge, origin.edge[0])
        return np.where(same, self.part(edge, from_m, targets.along_m), np.inf)

    def _joined(self, origin: Positions, targets: Positions) -> NDArray[np.bool_]:
        parts, u = self.network.component, self.network.u
        return np.asarray(parts[u[targets.edge]] == parts[u[origin.edge[0]]])

    def _straight_cost(self, origin: Positions, targets: Positions) -> float:
        apart = np.hypot(*(self._xy(targets) - self._xy(origin)).T).min()
        return float(max(apart, SHORT_M) * self.network.quickest_pace)

    def _xy(self, places: Positions) -> FloatArray:
        """Tell where places lie, in the network's CRS."""
        lines = self.network.lines[places.edge]
        return shapely.get_coordinates(shapely.line_interpolate_point(lines, places.along_m))


def edges_between(network: StreetNetwork, nodes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Find the edge that joins each node of a chain to the next."""
    arcs = network.arcs
    start = arcs.indptr[nodes[:-1]].astype(np.int64)
    count = arcs.indptr[nodes[:-1] + 1] - start
    entry = ranges(start, count)
    leads_on = arcs.indices[entry] == np.repeat(nodes[1:], count)
    found: NDArray[np.int64] = arcs.data[entry[leads_on]].astype(np.int64) - 1
    return found
