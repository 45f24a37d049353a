"""
Turn restrictions in a graph of nodes: nodes are copied for the streets one may not turn from.

Who arrives at a node over an edge with a restriction there arrives at a copy of the node. From the
copy lead copies of the edges that may be turned into. Turning back onto the edge one came from is
not possible at such a copy; it is at all other nodes, such as dead ends, and never between nodes.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.network.street_network import Int32Array

TURN_COLUMNS = "from_edge at_last_node to_edge mandatory".split()
"""Edges by number; whether the turn is at the last node of the first edge; only this turn."""

EdgeEnd = tuple[int, int]  # edge, and 0 for its first node or 1 for its last
NodeCopies = dict[EdgeEnd, int]
Turns = dict[EdgeEnd, set[int]]


@dataclass(frozen=True)
class SplitEdges:
    """
    Edges after the split.

    Attributes
    ----------
    u, v
        First and last node; copies have the numbers after those of the nodes.
    sources
        Index of the edge that each edge was, or is a copy of.
    direction
        1 where it may be passed from `u` to `v` only, -1 from `v` to `u` only, else 0.
    copied_nodes
        The node that each copy is a copy of.
    """

    u: Int32Array
    v: Int32Array
    sources: NDArray[np.int64]
    direction: Int32Array
    copied_nodes: Int32Array


def split_at_turns(
    u: Int32Array, v: Int32Array, *, direction: Int32Array, node_count: int, turns: pd.DataFrame
) -> SplitEdges:
    """
    Split nodes so that no route makes a restricted turn.

    Parameters
    ----------
    u, v, direction
        First and last node of each edge, and the direction; see `SplitEdges`.
    turns
        Restrictions with `TURN_COLUMNS`; edges are indices, or -1 where there is no such edge:
        their rows have no effect. Several restrictions from an edge at a node act together.
    """
    splitter = _NodeSplitter((u, v), direction, node_count, turns)
    splitter.add_arcs()
    whole = np.ones(len(u), dtype=bool)
    whole[[edge for edge, _ in splitter.copies]] = False
    kept = np.flatnonzero(whole)
    added = np.array(splitter.added, dtype=np.int64).reshape(-1, 4)
    return SplitEdges(
        u=np.concatenate([u[kept], added[:, 0]]).astype(np.int32),
        v=np.concatenate([v[kept], added[:, 1]]).astype(np.int32),
        sources=np.concatenate([kept, added[:, 2]]),
        direction=np.concatenate([direction[kept], added[:, 3]]).astype(np.int32),
        copied_nodes=np.array([(u, v)[end][edge] for edge, end in splitter.copies], dtype=np.int32),
    )


@dataclass
class _NodeSplitter:
    """Edges in one direction that replace and supplement the edges with a restriction."""

    nodes: tuple[Int32Array, Int32Array]
    direction: Int32Array
    node_count: int
    turns: pd.DataFrame
    added: list[tuple[int, int, int, int]] = field(default_factory=list)
    copies: NodeCopies = field(init=False)

    def __post_init__(self) -> None:
        self._forbidden: Turns = defaultdict(set)
        self._mandatory: Turns = defaultdict(set)
        self._read_turns()
        ends = sorted(self._forbidden.keys() | self._mandatory.keys())
        self.copies = {end: self.node_count + number for number, end in enumerate(ends)}
        via = np.unique([self._node(end) for end in ends]).astype(np.int32)
        touches = np.flatnonzero(np.isin(self.nodes[0], via) | np.isin(self.nodes[1], via))
        self._edges_at: dict[int, list[int]] = defaultdict(list)
        for edge in touches.tolist():
            for end in (0, 1):
                self._edges_at[self._node((edge, end))].append(edge)

    def add_arcs(self) -> None:
        """Add the arcs of edges with a restriction, and those that lead away from copies."""
        for edge in sorted({edge for edge, _ in self.copies}):
            for end in (0, 1):
                if self._arrives(edge, end):
                    self._add_arc(edge, end, tail=self._node((edge, 1 - end)))
        for (edge, end), copy in self.copies.items():
            node = self._node((edge, end))
            for exit_edge in self._edges_at[node]:
                far_end = 1 if self._node((exit_edge, 0)) == node else 0
                if self._may_turn(edge, end, exit_edge) and self._arrives(exit_edge, far_end):
                    self._add_arc(exit_edge, far_end, tail=copy)

    def _read_turns(self) -> None:
        columns = (self.turns[name].tolist() for name in TURN_COLUMNS)
        for from_edge, at_last, to_edge, mandatory in zip(*columns, strict=True):
            end = int(at_last)
            if min(from_edge, to_edge) < 0 or not self._arrives(from_edge, end):
                continue
            if mandatory and from_edge == to_edge:
                continue  # a turn back as the only turn cannot be stored in a simple graph
            if self._node((from_edge, end)) in (self._node((to_edge, 0)), self._node((to_edge, 1))):
                turns = self._mandatory if mandatory else self._forbidden
                turns[from_edge, end].add(to_edge)

    def _may_turn(self, edge: int, end: int, exit_edge: int) -> bool:
        if exit_edge == edge or exit_edge in self._forbidden.get((edge, end), ()):
            return False
        mandatory = self._mandatory.get((edge, end))
        return mandatory is None or exit_edge in mandatory

    def _node(self, end: EdgeEnd) -> int:
        return int(self.nodes[end[1]][end[0]])

    def _arrives(self, edge: int, end: int) -> bool:
        """Return whether an edge may be passed towards one of its ends."""
        return bool(self.direction[edge] >= 0 if end else self.direction[edge] <= 0)

    def _add_arc(self, edge: int, end: int, *, tail: int) -> None:
        head = self.copies.get((edge, end), self._node((edge, end)))
        self.added.append((tail, head, edge, 1) if end else (head, tail, edge, -1))
