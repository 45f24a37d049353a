"""
Joining of network fragments and dead ends that lie within metres of another street.

Many are drawing errors: two nodes at one place, or a footway that ends before its street.
Nodes at one place become one node; elsewhere a short edge of the kind `connector` is added, from
the node to the nearest point of the other part. Nothing is joined across a wall, a fence, water,
a railway or a building, or between different levels.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import shapely

from geo.network.polylines import BoolArray, Int64Array, Polylines
from geo.osm.components import number_fragments
from geo.osm.filtered_extract import GeometryArray, OsmWays, Tags
from geo.osm.line_joining import COINCIDENT_M, ConnectedLines, LineJoiner, LineJoins
from geo.osm.line_plane import LinePlane

CONNECTOR_KIND = "connector"  # `geo.store.streets` reads them by this name
# A footway that is not joined ends at the edge of its street, half a street's width from the line
# in the middle; positions drawn from imagery err by a few metres as well. Our choice.
MAX_CONNECTOR_M = 5.0
# A dead end beside the street that it leaves, with a shorter detour, is a spur. Our choice.
MIN_DETOUR_M = 50.0


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
    return LineJoiner(plane, chosen, connector_index=len(osm_tags), first_new=first_new).join()


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


def _find_joins(plane: LinePlane, fragment: Int64Array, line_level: Int64Array) -> LineJoins:
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
    return LineJoins(node, line, along, shapely.distance(plane.shapes[line], points))


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


def _are_blocked(plane: LinePlane, joins: LineJoins, obstacles: GeometryArray) -> BoolArray:
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
    plane: LinePlane, joins: LineJoins, node_fragment: Int64Array, line_fragment: Int64Array
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
