"""
Joining of network fragments and dead ends that lie within metres of another street.

Many are drawing errors: two nodes at one place, or a footway that ends before its street.
Nodes at one place become one node; elsewhere a short edge of the kind `connector` is added, from
the node to the nearest point of the other part. Nothing is joined across a wall, a fence, water,
a railway or a building, or between different levels.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from geo.network.polylines import BoolArray, FloatArray, Int64Array, Polylines
from geo.osm.components import number_fragments
from geo.osm.filtered_extract import GeometryArray, OsmWays, Tags
from geo.osm.line_plane import LinePlane, align_ends
from geo.osm.line_splitting import concatenate_lines

CONNECTOR_KIND = "connector"
# A footway that is not joined ends at the edge of its street, half a street's width from the line
# in the middle; positions drawn from imagery err by a few metres as well. Our choice.
MAX_CONNECTOR_M = 5.0
# A dead end beside the street that it leaves, with a shorter detour, is a spur. Our choice.
MIN_DETOUR_M = 50.0
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
class _Joins:
    """Joins of nodes to lines: node, line, metres along the line, distance, dead end or not."""

    node: Int64Array
    line: Int64Array
    along_m: FloatArray
    distance_m: FloatArray

    def select(self, indices: Int64Array | BoolArray) -> _Joins:
        return _Joins(*(getattr(self, name)[indices] for name in vars(self)))


def connect_fragments(
    lines: Polylines,
    osm_tags: list[Tags],
    obstacles: GeometryArray | None,
    *,
    closed_nodes: Int64Array,
    first_new: int,
) -> ConnectedLines:
    """
    Join fragments and dead ends within `MAX_CONNECTOR_M` of another street.

    Parameters
    ----------
    lines
        Street edges, each longer than zero.
    osm_tags
        Tags of each OSM way, with `layer level bridge tunnel`.
    obstacles
        Geometry that no connector may cross, EPSG:4326; None joins nothing.
    closed_nodes
        Nodes with a barrier, such as a gate, on a way closed to pedestrians, and dead ends that
        are mapped as such: nothing is joined to them.
    first_new
        Number of the first new node, above those of all old ones.
    """
    if obstacles is None:
        return ConnectedLines(lines)
    fragment = number_fragments(lines.u, lines.v, length_m=lines.lengths_m())
    if not len(fragment):
        return ConnectedLines(lines)
    plane = LinePlane(lines)
    joins = _find_joins(plane, fragment, _number_levels(osm_tags)[lines.osm_way_index])
    end_nodes = plane.find_end_nodes(joins.line, joins.along_m, tolerance_m=COINCIDENT_M)
    is_closed = np.isin(joins.node, closed_nodes) | np.isin(end_nodes, closed_nodes)
    joins = joins.select(~is_closed & ~_are_blocked(plane, joins, obstacles))
    node_fragment = np.zeros(plane.node_count, dtype=np.int64)
    node_fragment[lines.u], node_fragment[lines.v] = fragment, fragment
    chosen = joins.select(_choose_joins(plane, joins, node_fragment, fragment))
    return _Joiner(plane, chosen, connector_index=len(osm_tags), first_new=first_new).join()


def append_connector_tags(streets: OsmWays) -> OsmWays:
    """Append the tags that connectors have, for the way id zero."""
    return replace(
        streets,
        way_ids=np.append(streets.way_ids, 0),
        tags=[*streets.tags, {"highway": CONNECTOR_KIND}],
    )


def _number_levels(osm_tags: list[Tags]) -> Int64Array:
    """Give each way the number of its combination of layer, level, bridge and tunnel."""
    keys = [
        (
            tags.get("layer", "0"),
            tags.get("level", "0"),
            tags.get("bridge", "no") != "no",
            tags.get("tunnel", "no") != "no",
        )
        for tags in osm_tags
    ]
    numbers = {key: number for number, key in enumerate(dict.fromkeys(keys))}
    return np.array([numbers[key] for key in keys], dtype=np.int64)


def _find_joins(plane: LinePlane, fragment: Int64Array, line_level: Int64Array) -> _Joins:
    """Find the nodes near a line of another fragment, and dead ends near any other line."""
    lines = plane.lines
    node_fragment = np.full(plane.node_count, -1, dtype=np.int64)
    node_fragment[lines.u], node_fragment[lines.v] = fragment, fragment
    outside = np.flatnonzero(fragment > 0)
    node, line = _query_pairs(plane, np.flatnonzero(node_fragment > 0), np.arange(len(lines)))
    main_node, main_line = _query_pairs(plane, np.flatnonzero(node_fragment == 0), outside)
    dead_end, near_line = _find_dead_end_pairs(plane, node_fragment, fragment)
    node = np.concatenate([node, main_node, dead_end])
    line = np.concatenate([line, main_line, near_line])
    levels = int(line_level.max()) + 1
    known = np.concatenate([lines.u, lines.v]) * levels + np.tile(line_level, 2)
    leads_on = node_fragment[node] != fragment[line]
    leads_on[len(leads_on) - len(dead_end) :] = True
    usable = leads_on & np.isin(node * levels + line_level[line], known)
    node, line = node[usable], line[usable]
    points = shapely.points(plane.node_xy[node])
    along = shapely.line_locate_point(plane.shapes[line], points)
    return _Joins(node, line, along, shapely.distance(plane.shapes[line], points))


def _find_dead_end_pairs(
    plane: LinePlane, node_fragment: Int64Array, fragment: Int64Array
) -> tuple[Int64Array, Int64Array]:
    """Find dead ends near a line of their own fragment, but for spurs off that very line."""
    lines = plane.lines
    own_line = np.full(plane.node_count, -1, dtype=np.int64)
    own_line[lines.u], own_line[lines.v] = np.arange(len(lines)), np.arange(len(lines))
    node, line = _query_pairs(plane, np.flatnonzero(plane.is_dead_end), np.arange(len(lines)))
    own = own_line[node]
    start = np.where(lines.u[own] == node, lines.v[own], lines.u[own])
    along = shapely.line_locate_point(plane.shapes[line], shapely.points(plane.node_xy[node]))
    from_start = np.where(lines.u[line] == start, along, np.inf)
    back = np.where(lines.v[line] == start, plane.length_m[line] - along, np.inf)
    round_m = plane.length_m[own] + np.minimum(from_start, back)
    is_useful = (line != own) & (round_m > MIN_DETOUR_M)
    kept = is_useful & (node_fragment[node] == fragment[line])
    return node[kept], line[kept]


def _query_pairs(
    plane: LinePlane, nodes: Int64Array, line_numbers: Int64Array
) -> tuple[Int64Array, Int64Array]:
    """Find pairs of a node and a line that are near each other."""
    tree = shapely.STRtree(plane.shapes[line_numbers])
    points = shapely.points(plane.node_xy[nodes])
    found, line = tree.query(points, predicate="dwithin", distance=MAX_CONNECTOR_M)
    return nodes[found], line_numbers[line]


def _are_blocked(plane: LinePlane, joins: _Joins, obstacles: GeometryArray) -> BoolArray:
    """Return which joins cross an obstacle; those at one place cross nothing."""
    blocked = np.zeros(len(joins.node), dtype=np.bool_)
    if not len(joins.node) or not len(obstacles):
        return blocked
    ends = np.stack(
        [plane.node_xy[joins.node], plane.interpolate(joins.line, joins.along_m)], axis=1
    )
    segments = np.asarray(shapely.linestrings(plane.to_degrees(ends)), dtype=object)
    blocked[np.unique(shapely.STRtree(segments).query(obstacles, predicate="intersects")[1])] = True
    return blocked & (joins.distance_m > COINCIDENT_M)


def _choose_joins(
    plane: LinePlane, joins: _Joins, node_fragment: Int64Array, line_fragment: Int64Array
) -> Int64Array:
    """
    Choose one join for each dead end and each pair of coincident nodes, the nearest first.

    A fragment that is then still apart gets the nearest join of any of its nodes.
    """
    is_end = plane.is_dead_end[joins.node] | (joins.distance_m <= COINCIDENT_M)
    end_nodes = plane.find_end_nodes(joins.line, joins.along_m, tolerance_m=COINCIDENT_M)
    parent = np.arange(int(line_fragment.max()) + 1)

    def find_root(number: int) -> int:
        while parent[number] != number:
            number = int(parent[number])
        return number

    chosen, joined_nodes = [], set()
    for index in np.lexsort((joins.line, joins.node, joins.distance_m, ~is_end)).tolist():
        node = int(joins.node[index])
        one, other = (
            find_root(int(number))
            for number in (node_fragment[node], line_fragment[joins.line[index]])
        )
        if node in joined_nodes or (one == other and not is_end[index]):
            continue
        parent[one] = other
        joined_nodes |= {node, int(end_nodes[index])}
        chosen.append(index)
    return np.array(chosen, dtype=np.int64)


class _Joiner:
    """Splits lines where nodes join them, merges nodes, and adds connectors."""

    def __init__(
        self, plane: LinePlane, joins: _Joins, *, connector_index: int, first_new: int
    ) -> None:
        self._plane, self._joins, self._connector_index = plane, joins, connector_index
        self._next_node = first_new
        self._same_nodes: list[tuple[int, int]] = []
        self._pieces: list[tuple[FloatArray, int, int, int]] = []

    def join(self) -> ConnectedLines:
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
