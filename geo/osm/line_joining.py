"""Joining of nodes to lines: lines are split at joins, nodes at one place become one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from geo.network.polylines import BoolArray, FloatArray, Int64Array, Polylines
from geo.osm.line_plane import LinePlane, align_ends
from geo.osm.line_splitting import concatenate_lines

COINCIDENT_M = 0.1  # nearer nodes lie at one place; OpenStreetMap stores centimetres


@dataclass(frozen=True)
class ConnectedLines:
    """
    Street lines after joining.

    Attributes
    ----------
    lines
        All lines; `osm_way_index` of a connector is the number of ways, one past the last.
    connectors, connector_m
        Number and length of the added edges.
    merged_nodes
        Number of nodes joined to another node, or to a line, at the same place.
    """

    lines: Polylines
    connectors: int = 0
    connector_m: float = 0.0
    merged_nodes: int = 0

    @property
    def counts(self) -> dict[str, int]:
        """Counts for a report."""
        return {
            "connectors": self.connectors,
            "connector_m": round(self.connector_m),
            "merged_nodes": self.merged_nodes,
        }


@dataclass(frozen=True)
class LineJoins:
    """Joins of nodes to lines: node, line, metres along the line, distance, dead end or not."""

    node: Int64Array
    line: Int64Array
    along_m: FloatArray
    distance_m: FloatArray

    def select(self, indices: Int64Array | BoolArray) -> LineJoins:
        """Select joins by index or mask."""
        return LineJoins(*(getattr(self, name)[indices] for name in vars(self)))


class LineJoiner:
    """Splits lines where nodes join them, merges nodes, and adds connectors."""

    def __init__(
        self, plane: LinePlane, joins: LineJoins, *, connector_index: int, first_new: int
    ) -> None:
        self._plane, self._joins, self._connector_index = plane, joins, connector_index
        self._next_node = first_new
        self._same_nodes: list[tuple[int, int]] = []
        self._pieces: list[tuple[FloatArray, int, int, int]] = []

    def join(self) -> ConnectedLines:
        """Join all nodes and lines."""
        plane, joins = self._plane, self._joins
        is_split = np.isin(np.arange(len(plane.lines)), joins.line)
        feet, coincident = (
            plane.interpolate(joins.line, joins.along_m),
            joins.distance_m <= COINCIDENT_M,
        )
        connectors: list[tuple[FloatArray, int, int, int]] = []
        for line in np.flatnonzero(is_split).tolist():
            own = np.flatnonzero(joins.line == line)
            own = own[np.argsort(joins.along_m[own], kind="stable")]
            for index, target in zip(own.tolist(), self._split(line, own, feet), strict=True):
                node = int(joins.node[index])
                if coincident[index]:
                    self._same_nodes.append((node, target))
                else:
                    ends = np.stack([plane.node_xy[node], feet[index]])
                    connectors.append((ends, node, target, self._connector_index))
        untouched = plane.lines.select_lines(np.flatnonzero(~is_split))
        added = plane.build_lines([*self._pieces, *connectors])
        return ConnectedLines(
            align_ends(self._merge_nodes(concatenate_lines(untouched, added))),
            connectors=len(connectors),
            connector_m=float(joins.distance_m[~coincident].sum()),
            merged_nodes=int(coincident.sum()),
        )

    def _split(self, line: int, own: Int64Array, feet: FloatArray) -> Iterator[int]:
        """Split a line at the feet of its joins, and return the node at each of them."""
        lines, length_m = self._plane.lines, float(self._plane.length_m[line])
        xy = self._plane.xy[lines.offsets[line] : lines.offsets[line + 1]]
        along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(xy, axis=0).T))])
        begin_m, begin_xy, begin_node = 0.0, xy[0], int(lines.u[line])
        nodes = []
        for index in own.tolist():
            cut_m = float(self._joins.along_m[index])
            if cut_m - begin_m > COINCIDENT_M and length_m - cut_m > COINCIDENT_M:
                inner = xy[(along > begin_m) & (along < cut_m)]
                piece = np.vstack([begin_xy, inner, feet[index]])
                way = int(lines.osm_way_index[line])
                self._pieces.append((piece, begin_node, self._next_node, way))
                begin_m, begin_xy, begin_node = cut_m, feet[index], self._next_node
                self._next_node += 1
            is_at_end = length_m - cut_m <= COINCIDENT_M
            nodes.append(int(lines.v[line]) if is_at_end else begin_node)
        rest = np.vstack([begin_xy, xy[along > begin_m]])
        way = int(lines.osm_way_index[line])
        self._pieces.append((rest, begin_node, int(lines.v[line]), way))
        return iter(nodes)

    def _merge_nodes(self, lines: Polylines) -> Polylines:
        """Give nodes at one place one number, and drop lines between them that have no length."""
        if not self._same_nodes:
            return lines
        one, other = np.array(self._same_nodes, dtype=np.int64).T
        size = self._next_node
        pairs = coo_array((np.ones(len(one)), (one, other)), shape=(size, size))
        _, group = connected_components(pairs, directed=False)
        lowest = np.full(int(group.max()) + 1, size, dtype=np.int64)
        np.minimum.at(lowest, group, np.arange(size))
        renumbered = lowest[group]  # of all nodes at one place, the first stays
        u, v = renumbered[lines.u], renumbered[lines.v]
        merged = Polylines(lines.lonlat, lines.offsets, u, v, lines.osm_way_index)
        is_line = (merged.u != merged.v) | (merged.lengths_m() > COINCIDENT_M)
        return merged.select_lines(np.flatnonzero(is_line))
