"""
Who may pass which street edge at a moment, and from where.

Restricted edges are no part of a route between two other locations, but lead to a destination on
them or behind them. Nodes that only restricted edges join to the main part of the network are
inside, in sets that edges connect. Anybody may enter a set; only who starts in it may leave it. So
one search from an origin is exact: it omits the arcs that leave the other sets.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from cachetools import LRUCache
from numpy.typing import NDArray

from geo.cached_property import cached_property
from geo.network.edge_restrictions import CLOSED_ACCESS, DESTINATION_ACCESS, EdgeRestrictions
from geo.network.inside_sets import OUTSIDE, Int32Array, find_inside_nodes, number_sets

EdgeStates = NDArray[np.int8]
FREE, DESTINATION, SHUT, CLOSED = range(4)  # states of an edge, in ascending strictness
"""A shut edge is not entered, but who starts inside may leave over it; a closed one is locked."""
MAX_CACHED_STATES = 16  # a network's states by opening hours: day, night, and moments in use
NODE_TOLERANCE_M = 0.05  # a position this near a node is at the node
NEVER = -1  # limit of an arc that nobody may use; other limits are numbers of sets, or `OUTSIDE`


@dataclass(frozen=True, eq=False)  # a key of caches, by identity
class Passability:
    """
    Limits of arcs in one state of all edges.

    Attributes
    ----------
    u, v
        First and last node of each edge.
    edge_states
        `FREE`, `DESTINATION`, `SHUT` or `CLOSED`.
    node_sets
        Number of the set that each node is inside of, or `OUTSIDE`.
    forward_limits, backward_limits
        For the arcs of each edge from `u` to `v` and from `v` to `u`: `OUTSIDE` where anybody may
        pass; the number of a set where only who starts in this set may; or `NEVER`.
    direction
        1 where an edge may be passed from `u` to `v` only, -1 from `v` to `u` only, else 0.
    """

    u: Int32Array
    v: Int32Array
    edge_states: EdgeStates
    node_sets: Int32Array
    forward_limits: Int32Array
    backward_limits: Int32Array
    direction: Int32Array

    @cached_property
    def is_limited_edge(self) -> NDArray[np.bool_]:
        """Whether not everybody may pass an edge in both directions."""
        limited = (self.forward_limits != OUTSIDE) | (self.backward_limits != OUTSIDE)
        return np.asarray(limited)

    @cached_property
    def has_limits(self) -> bool:
        """Whether any edge is limited."""
        return bool(self.is_limited_edge.any())

    @cached_property
    def has_directions(self) -> bool:
        """Whether an edge may be passed in one direction only, wherever somebody starts."""
        forward, backward = self.forward_limits, self.backward_limits
        in_one = np.minimum(forward, backward) == NEVER
        return bool((in_one & (np.maximum(forward, backward) == OUTSIDE)).any())

    def without_limits(self) -> Passability:
        """Return the passability of the same edges without any restriction."""
        none = np.zeros(len(self.u), dtype=np.int32)
        return Passability(
            u=self.u,
            v=self.v,
            edge_states=none.astype(np.int8),
            node_sets=np.zeros(len(self.node_sets), dtype=np.int32),
            forward_limits=none,
            backward_limits=none,
            direction=none,
        )

    def is_inside(self, edge_indices: NDArray[np.int64]) -> NDArray[np.bool_]:
        """
        Return whether positions on edges lie inside a set, or on an edge that is limited itself.

        Notes
        -----
        A route to such a position, followed by a route from it, may be no permitted route: the
        triangle inequality does not hold there, and costs differ between directions.
        """
        u, v = self.u[edge_indices], self.v[edge_indices]
        inside = (self.node_sets[u] != OUTSIDE) | (self.node_sets[v] != OUTSIDE)
        return np.asarray(inside | self.is_limited_edge[edge_indices])

    def list_sets(self, edge_index: int, along_m: float, length_m: float) -> set[int]:
        """
        List the sets that a position is inside of.

        Parameters
        ----------
        edge_index
            Edge of the position.
        along_m, length_m
            Metres from the first node of the edge, and its length. At a node only this node counts:
            who stands before a gate is outside.
        """
        nodes = self._list_nodes(edge_index, along_m, length_m)
        return {int(self.node_sets[node]) for node in nodes} - {OUTSIDE}

    def _list_nodes(self, edge_index: int, along_m: float, length_m: float) -> list[int]:
        """List the nodes that a position is beside, or the node that it is at."""
        nodes = []
        if along_m < length_m - NODE_TOLERANCE_M or along_m <= NODE_TOLERANCE_M:
            nodes.append(int(self.u[edge_index]))
        if along_m > NODE_TOLERANCE_M:
            nodes.append(int(self.v[edge_index]))
        return nodes

    def find_blocked_parts(
        self,
        edge_indices: NDArray[np.int64],
        along_m: NDArray[np.float64],
        length_m: NDArray[np.float64],
        *,
        leaves: bool,
    ) -> NDArray[np.bool_]:
        """
        Find the parts between positions and the nodes of their edges that may not be used.

        Parameters
        ----------
        edge_indices, along_m, length_m
            Edges, metres from their first nodes, and their lengths.
        leaves
            Whether the parts lead from the positions to the nodes, or the other way round.

        Returns
        -------
        is_blocked
            First for the parts at first nodes, then for those at last nodes: parts against the
            direction of an edge, and those to the other node from a position at one node of a
            limited edge, which is passed as any other edge.
        """
        forward_m = np.concatenate([-along_m, length_m - along_m])
        direction = np.tile(self.direction[edge_indices], 2)
        against = direction * forward_m < 0 if leaves else direction * forward_m > 0
        at_first, at_last = along_m <= NODE_TOLERANCE_M, along_m >= length_m - NODE_TOLERANCE_M
        is_limited = np.tile(self.is_limited_edge[edge_indices], 2)
        from_other = np.concatenate([at_last & ~at_first, at_first])
        return np.asarray(against | (from_other & is_limited))

    def find_blocked_arcs(
        self, edge_indices: Int32Array, tails: Int32Array, origin_sets: Iterable[int]
    ) -> NDArray[np.int64]:
        """
        Find the arcs that may not be used by who starts inside some sets.

        Parameters
        ----------
        edge_indices, tails
            Edge of each arc, and the node it leads away from.
        origin_sets
            Of the origin; see `list_sets`.

        Returns
        -------
        arcs
            Indices of arcs.
        """
        limited = np.flatnonzero(np.take(self.is_limited_edge, edge_indices))
        limits = self.arc_limits(edge_indices[limited], tails[limited])
        is_blocked = ~np.isin(limits, [OUTSIDE, *origin_sets])
        return np.asarray(limited[is_blocked])

    def arc_limits(self, edge_indices: Int32Array, tails: Int32Array) -> Int32Array:
        """Return the limits of arcs; see `find_blocked_arcs`."""
        forward = self.u[edge_indices] == tails
        limits = np.where(
            forward, self.forward_limits[edge_indices], self.backward_limits[edge_indices]
        )
        return limits.astype(np.int32)


class PassabilityCache:
    """Cache of the passability of one network, by the states of edges by their hours."""

    def __init__(
        self, u: Int32Array, v: Int32Array, node_count: int, restrictions: EdgeRestrictions
    ) -> None:
        self._u, self._v, self._node_count = u, v, node_count
        self._restrictions = restrictions
        self._cached: LRUCache[bytes, Passability] = LRUCache(MAX_CACHED_STATES)
        self._lock = threading.Lock()

    def get_or_compute(self, hours_states: EdgeStates | None) -> Passability:
        """Return the passability; see `find_edge_states`."""
        key = b"" if hours_states is None else hours_states.tobytes()
        with self._lock:
            if key not in self._cached:
                self._cached[key] = compute_passability(
                    self._u,
                    self._v,
                    self._node_count,
                    edge_states=find_edge_states(self._restrictions, hours_states),
                    direction=self._restrictions.direction,
                )
            return self._cached[key]


def find_edge_states(
    restrictions: EdgeRestrictions, hours_states: EdgeStates | None = None
) -> EdgeStates:
    """
    Find the state of each edge.

    Parameters
    ----------
    hours_states
        `FREE`, `DESTINATION` or `SHUT` by the opening hours of each edge; None where no moment is
        known: then edges with opening hours lead to destinations only.
    """
    if hours_states is None:
        hours_states = np.where(restrictions.has_hours, DESTINATION, FREE).astype(np.int8)
    access = np.zeros(len(hours_states), dtype=np.int8)
    access[restrictions.access == DESTINATION_ACCESS] = DESTINATION
    access[restrictions.access == CLOSED_ACCESS] = CLOSED
    return np.maximum(access, hours_states)


def compute_passability(
    u: Int32Array,
    v: Int32Array,
    node_count: int,
    *,
    edge_states: EdgeStates,
    direction: Int32Array,
) -> Passability:
    """
    Compute the limits of all arcs.

    Parameters
    ----------
    u, v
        First and last node of each edge.
    edge_states
        See `find_edge_states`.
    direction
        1 where an edge may be passed from `u` to `v` only, -1 from `v` to `u` only, else 0.

    Notes
    -----
    A set that touches the outside at one node cannot be passed through; its nodes count as outside,
    unless an edge is shut.
    """
    is_open = edge_states != CLOSED
    inside = find_inside_nodes(u, v, node_count, is_free=edge_states == FREE, is_open=is_open)
    node_sets = number_sets(u, v, inside, is_open=is_open, is_shut=edge_states == SHUT)
    from_set, to_set = node_sets[u], node_sets[v]
    forward = np.where(to_set == OUTSIDE, from_set, OUTSIDE).astype(np.int32)
    backward = np.where(from_set == OUTSIDE, to_set, OUTSIDE).astype(np.int32)
    shut = edge_states == SHUT
    forward[shut] = np.where(from_set[shut] == OUTSIDE, NEVER, from_set[shut])
    backward[shut] = np.where(to_set[shut] == OUTSIDE, NEVER, to_set[shut])
    between = (edge_states != FREE) & ~inside[u] & ~inside[v]  # leads nowhere but through
    never = between | (edge_states == CLOSED)
    forward[never | (direction < 0)] = NEVER
    backward[never | (direction > 0)] = NEVER
    return Passability(u, v, edge_states, node_sets, forward, backward, direction)
