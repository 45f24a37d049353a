"""
Legs between all homes and all services: one search per service and slot, against the direction.

What reaches a service is measured as coverage measures it. The way back is the same where streets
may be passed in both directions by everybody, as in a support plan; else it has its own search.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.coverage.travel_time import (
    compute_reachable_network,
    measure_to_end_nodes,
    measure_travel_times,
)
from geo.model import ProgressCallback
from geo.network.access_exposure import measure_access
from geo.network.exposure import Exposure
from geo.network.inside_sets import OUTSIDE
from geo.network.passability import Passability
from geo.network.polylines import concatenate_ranges
from geo.network.snapping import StreetPositions
from geo.network.street_network import FloatArray, Int32Array
from geo.routes.search_ellipse import find_nodes_in_ellipse, max_route_length_m
from geo.routes.search_tree import SearchTree
from geo.routes.shortest_path import MIN_SEARCH_DISTANCE_M, RouteSearch
from geo.support.origin_legs import SharedLegs

NO_PARENT = -1
LOCAL_SEARCHES, LOCAL_GROWTH_FACTOR = 3, 2.5  # around a home, until all gates of its set are found


@dataclass(frozen=True)
class SlotStreets:
    """Streets of one slot: their exposure, and who may pass them; None where nobody is limited."""

    exposure: Exposure
    passability: Passability | None


def measure_legs(
    streets: Sequence[SlotStreets],
    homes: StreetPositions,
    services: StreetPositions,
    *,
    aversion: float,
    progress: ProgressCallback,
) -> SharedLegs:
    """
    Measure the legs between homes and services.

    Parameters
    ----------
    streets
        One item for each slot.
    homes, services
        Positions on one component of the network.
    progress
        What it raises stops the measurement.
    """
    count, places = len(homes), len(services)
    both = homes.append_positions(services)
    to_services = np.full((3, len(streets), len(both), places), np.inf)
    from_services = np.full((2, len(streets), len(both), places), np.inf)
    for slot, state in enumerate(streets):
        search = ForwardSearch(state.exposure, aversion, state.passability)
        parts = measure_to_end_nodes(state.exposure, both, aversion=aversion)
        is_mirrored = _find_mirrored(search.passability, both)
        for place in range(places):
            progress((slot * places + place) / (len(streets) * places), "completeness.trips")
            target = services.select_positions(np.array([place]))
            times = measure_travel_times(
                compute_reachable_network(
                    state.exposure, target, aversion=aversion, passability=search.passability
                ),
                both,
                to_end_nodes=parts,
            )
            to_services[:, slot, :, place] = times.cost, times.minutes, times.inside_m
            is_same = is_mirrored & is_mirrored[count + place]
            from_services[:, slot, is_same, place] = to_services[:2, slot, is_same, place]
            if not is_same.all():
                others = np.flatnonzero(~is_same)
                from_services[:, slot, others, place] = search.measure_from(
                    target, both.select_positions(others)
                )[:2]
        for row in _find_returning(search, both):
            to_services[:, slot, row] = search.measure_from(both.select_position(row), services)
    return SharedLegs(
        from_homes=to_services[:, :, :count],
        to_homes=from_services[:, :, :count],
        between=to_services[:, :, count:],
    )


def _find_mirrored(passability: Passability, positions: StreetPositions) -> NDArray[np.bool_]:
    """Find the positions between which routes cost the same in both directions."""
    outside = ~passability.is_inside(positions.edge_indices)
    return np.asarray(outside & (not passability.has_directions))


def _find_returning(search: ForwardSearch, positions: StreetPositions) -> list[int]:
    """
    Find the positions whose routes may leave the set they are inside of, and come back to it.

    A search against the direction does not know for whom it passes a gate, and lets nobody come
    back. That loses a route only where a shortest route to a gate of the set comes back to it: the
    part of any route up to where it leaves the set for good is a shortest route to a gate.
    """
    passability = search.passability
    if not passability.has_limits:
        return []
    sets, ends = passability.node_sets, np.stack([passability.u, passability.v])
    crossing = np.flatnonzero(sets[ends[0]] != sets[ends[1]])
    pairs = np.concatenate([ends[:, crossing].T, ends[::-1, crossing].T])  # a node, one beyond
    pairs = np.unique(np.stack([sets[pairs[:, 0]], pairs[:, 1]], axis=1), axis=0)
    at_ends = sets[ends[:, positions.edge_indices]]
    returning = []
    for row in np.flatnonzero((at_ends != OUTSIDE).any(axis=0)).tolist():
        own = np.setdiff1d(at_ends[:, row], [OUTSIDE])
        gates = pairs[np.isin(pairs[:, 0], own), 1]
        # With one gate nobody comes back: she would pass it twice.
        if len(gates) > 1 and search.may_come_back(positions.select_position(row), gates, own):
            returning.append(row)
    return returning


class ForwardSearch(RouteSearch):
    """Search of all nodes of the network from one position."""

    def measure_from(self, origin: StreetPositions, targets: StreetPositions) -> FloatArray:
        """
        Measure the routes from one position to others.

        Returns
        -------
        figures
            Cost and minutes [min], and metres inside risk areas, shape (3, targets); infinite
            without a route.
        """
        nodes = np.arange(self.network.node_count, dtype=np.int32)
        tree = self._search_nodes(nodes, origin, self._costs_from_positions(origin))
        ends = self._end_nodes(targets)
        through = (tree.costs_at(ends) + self._costs_to_positions(targets)).reshape(2, -1)
        side, columns = np.argmin(through, axis=0), np.arange(len(targets))
        least = through[side, columns]
        along = self._costs_along_edge(origin, targets)
        at_nodes = self._sum_to_nodes(tree, origin)
        walked = at_nodes[:, ends.reshape(2, -1)[side, columns]]
        walked = walked + self._measure_to_ends(targets)[:, side, columns]
        figures = np.where(along <= least, self._measure_along_edge(origin, targets), walked)
        cost = np.minimum(least, along)
        figures[:, ~np.isfinite(cost)] = np.inf
        return np.concatenate([cost[None], figures])

    def may_come_back(
        self, origin: StreetPositions, gates: Int32Array, own_sets: Int32Array
    ) -> bool:
        """Return whether a shortest route to a gate of the origin's sets leaves them before."""
        entry, xy = self._costs_from_positions(origin), self._position_xy(origin)
        apart_m = float(np.hypot(*(self.network.node_xy[gates] - xy).T).max())
        limit = max(apart_m, MIN_SEARCH_DISTANCE_M) * self.network.min_pace_min_per_m
        for _ in range(LOCAL_SEARCHES):
            limit *= LOCAL_GROWTH_FACTOR
            metres = max_route_length_m(self.exposure, limit, aversion=self.aversion)
            nodes = find_nodes_in_ellipse(self.network, xy[0], xy, max_length_m=2 * metres)
            tree = self._search_nodes(nodes, origin, entry, cost_limit=limit)
            if np.isfinite(tree.costs_at(gates)).all():
                return any(self._comes_back(tree, gate, own_sets) for gate in gates.tolist())
        return True

    def _comes_back(self, tree: SearchTree, gate: int, own_sets: Int32Array) -> bool:
        is_own = np.isin(self.passability.node_sets[tree.trace_nodes(gate)], own_sets)
        return bool((~is_own[:-1] & is_own[1:]).any())

    def _measure_to_ends(self, positions: StreetPositions) -> FloatArray:
        """Minutes and metres at risk to the nodes of positions' edges, shape (2, 2, positions)."""
        edge, along = positions.edge_indices, positions.along_m
        length = self.network.length_m[edge]
        inside = [
            self.exposure.measure_parts(edge, along, end).inside_m
            for end in (np.zeros(len(edge)), length)
        ]
        metres = np.stack([along, length - along])
        minutes = metres * self.network.pace_min_per_m[edge] + positions.access_minutes
        access_m = measure_access(self.exposure, positions).inside_m
        return np.stack([minutes, np.stack(inside) + access_m])

    def _measure_along_edge(self, origin: StreetPositions, targets: StreetPositions) -> FloatArray:
        """Minutes and metres at risk along one edge; only meant where targets lie on it."""
        edge = np.broadcast_to(origin.edge_indices, targets.edge_indices.shape)
        end_m = np.minimum(targets.along_m, self.network.length_m[edge])
        start_m = np.broadcast_to(origin.along_m, end_m.shape)
        inside_m = self.exposure.measure_parts(edge, start_m, end_m).inside_m
        minutes = np.abs(end_m - start_m) * self.network.pace_min_per_m[edge]
        access = [
            np.stack([one.access_minutes, measure_access(self.exposure, one).inside_m])
            for one in (origin, targets)
        ]
        is_same = targets.match_locations(origin)
        return np.stack([minutes, inside_m]) + np.where(is_same, 0.0, access[0] + access[1])

    def _sum_to_nodes(self, tree: SearchTree, origin: StreetPositions) -> FloatArray:
        """Sum minutes and metres at risk to all nodes, twice as many edges at a time."""
        root = len(tree.subgraph)
        parents = tree.predecessors.astype(np.int64)
        minutes, inside_m = np.full((2, len(parents)), np.inf)
        entry = self._measure_to_ends(origin)[:, :, 0]
        for side, node in enumerate(tree.subgraph.number_nodes(self._end_nodes(origin)).tolist()):
            minutes[node], inside_m[node] = entry[:, side]
        children = np.flatnonzero((parents >= 0) & (parents != root))
        above = parents[children]
        edges = self._last_edges(tree, above, children)
        minutes[children] = self.network.minutes[edges]
        inside_m[children] = self.exposure.edge_measures.inside_m[edges]
        parents[parents == root] = NO_PARENT
        while len(children):
            minutes[children] += minutes[above]
            inside_m[children] += inside_m[above]
            beyond = parents[above]
            parents[children] = beyond
            has_more = beyond >= 0
            children, above = children[has_more], beyond[has_more]
        return np.stack([minutes, inside_m])[:, 1:root]  # all nodes, numbered from 1

    def _last_edges(
        self, tree: SearchTree, parents: NDArray[np.int64], children: NDArray[np.int64]
    ) -> Int32Array:
        """Find the edge by which the tree reaches each node."""
        subgraph = tree.subgraph
        begin = subgraph.indptr[children].astype(np.int64)
        count = subgraph.indptr[children + 1] - begin
        entry = concatenate_ranges(begin, count)
        is_match = subgraph.indices[entry] == np.repeat(parents, count)
        edges: Int32Array = subgraph.edge_indices[entry[is_match]]
        return edges
