"""
Ferries as edges between the nodes of a street graph, apart from its streets.

They are no streets: nothing is joined to them, no location is led to them, and a search uses them
only if it is told to. Their ends are nodes of streets, by OSM id, or by place where nodes of one
place were merged.
"""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.layers.street_rows import FERRY_COLUMNS
from geo.model import WGS84
from geo.network.polylines import (
    BoolArray,
    FloatArray,
    Int64Array,
    Polylines,
    segment_lengths_m,
)
from geo.osm.clipping import find_intersecting_geometries
from geo.osm.components import number_fragments
from geo.osm.ferry_tags import Ferry, estimate_minutes_per_km, read_ferry
from geo.osm.filtered_extract import OsmWays
from geo.osm.line_joining import COINCIDENT_M
from geo.osm.line_splitting import split_evenly
from geo.osm.street_graph import StreetGraph
from geo.osm.way_splitting import (
    CoincidentNodes,
    WayPoints,
    drop_zero_length_segments,
    find_coincident_nodes,
    split_at_junctions,
)

DEGREE_M = 111_195.0  # of latitude, on the sphere of `EARTH_RADIUS_M`
_NO_LINES = Polylines(
    np.zeros((0, 2)), np.zeros(1, np.int64), *(np.zeros(0, np.int64) for _ in range(3))
)


@dataclass(frozen=True)
class SelectedFerries:
    """
    Ferries of an extract.

    Attributes
    ----------
    ways, ferries
        The ways, and what their tags say.
    points
        Points of those that pedestrians may take; nodes at one place have one id.
    is_near
        Whether each way touches the area that is imported.
    """

    ways: OsmWays
    ferries: list[Ferry]
    points: WayPoints
    is_near: BoolArray

    @property
    def terminal_refs(self) -> Int64Array:
        """OSM ids of all nodes, in rising order: a street is split where it has one of them."""
        return np.unique(self.points.ref)

    @property
    def count(self) -> int:
        """Number of ferries in the area, those that nobody may take on foot included."""
        return len(np.unique(self.ways.way_ids[self.is_near]))


def select_ferries(
    ways: OsmWays, coincident: CoincidentNodes, *, clip_polygon: BaseGeometry | None
) -> SelectedFerries:
    """
    Select the ferries that touch a polygon, with all of their points.

    Parameters
    ----------
    ways
        Ways with `route=ferry`.
    coincident
        Nodes of streets that stand for others at the same place.
    clip_polygon
        EPSG:4326; None selects all.
    """
    ferries = [read_ferry(tags) for tags in ways.tags]
    is_near = np.ones(len(ferries), dtype=np.bool_)
    if clip_polygon is not None and len(ferries):
        is_near = find_intersecting_geometries(ways.to_linestrings(), clip_polygon=clip_polygon)
    is_open = np.array([not ferry.passage.is_closed for ferry in ferries], dtype=np.bool_)
    refs = coincident.replace_refs(ways.node_refs)
    points = WayPoints.from_ways(refs, ways.lonlat, sizes=ways.sizes).select_ways(is_near & is_open)
    points = drop_zero_length_segments(points, find_coincident_nodes(points))
    return SelectedFerries(ways, ferries, points, is_near)


def build_ferries(selected: SelectedFerries, graph: StreetGraph) -> gpd.GeoDataFrame:
    """
    Build the edges of ferries that join two nodes of streets, or more.

    Returns
    -------
    ferries
        EPSG:4326 LineStrings from `u` to `v` with `edge way name minutes access open_hours
        direction`. Nodes and edges are numbered after those of the graph. No two edges join the
        same two nodes, and none joins the same two as a street: each is split in its middle.
    """
    points = selected.points
    if not points.count_segments():
        return _build_frame(selected, _NO_LINES, first_edge=0)
    node = _find_street_nodes(points, graph)
    lines = split_at_junctions(points, split_refs=np.unique(points.ref[node >= 0]))
    lines = _number_nodes(lines, points, node, first_new=len(graph.node_lonlat))
    lines = _select_joined(lines, street_nodes=len(graph.node_lonlat))
    if len(lines):
        first_new = max(len(graph.node_lonlat), lines.count_node_numbers())
        lines = split_evenly(lines, np.where(lines.u == lines.v, 3, 2), first_new=first_new)
    return _build_frame(selected, lines, first_edge=len(graph.lines))


def _find_street_nodes(points: WayPoints, graph: StreetGraph) -> Int64Array:
    """
    Find the node of the graph at each point; -1 where there is none.

    Nodes that streets share are found by their OSM id. A node that was merged with another one at
    its place has lost its id: the first and the last point of a ferry are found by place as well.
    """
    order = np.argsort(graph.node_refs, kind="stable")
    known = graph.node_refs[order]
    position = np.minimum(np.searchsorted(known, points.ref), len(known) - 1)
    node = np.where(known[position] == points.ref, order[position], -1)
    is_end = points.is_last | np.concatenate([[True], points.is_last[:-1]])
    missing = np.flatnonzero((node < 0) & is_end)
    (found, nearest), distance = graph.node_tree.query_nearest(
        shapely.points(points.lonlat[missing]), return_distance=True, all_matches=False
    )
    is_here = distance * DEGREE_M <= COINCIDENT_M
    node[missing[found[is_here]]] = nearest[is_here]
    return np.asarray(node, dtype=np.int64)


def _number_nodes(
    lines: Polylines, points: WayPoints, street_node: Int64Array, *, first_new: int
) -> Polylines:
    """Give nodes of streets their numbers in the graph, and others new numbers after those."""
    refs, index = np.unique(points.ref, return_inverse=True)
    numbers = np.full(len(refs), -1, dtype=np.int64)
    np.maximum.at(numbers, index, street_node)
    new = np.flatnonzero(numbers < 0)
    numbers[new] = first_new + np.arange(len(new))
    return Polylines(
        lines.lonlat, lines.offsets, numbers[lines.u], numbers[lines.v], lines.osm_way_index
    )


def _select_joined(lines: Polylines, *, street_nodes: int) -> Polylines:
    """Select the lines that lead, on ferries alone, from one node of a street to another."""
    fragment = number_fragments(lines.u, lines.v, length_m=lines.lengths_m())
    contacts = [
        np.stack([fragment, nodes])[:, nodes < street_nodes] for nodes in (lines.u, lines.v)
    ]
    touched = np.unique(np.concatenate(contacts, axis=1), axis=1)[0]
    is_joined = np.bincount(touched, minlength=int(fragment.max()) + 1) > 1
    return lines.select_lines(np.flatnonzero(is_joined[fragment]))


def _build_frame(
    selected: SelectedFerries, lines: Polylines, *, first_edge: int
) -> gpd.GeoDataFrame:
    ways, way = selected.ways, lines.osm_way_index
    way_m = _measure_lengths(ways)
    paces = [
        estimate_minutes_per_km(ferry.minutes, float(metres))
        for ferry, metres in zip(selected.ferries, way_m, strict=True)
    ]
    length_m = lines.lengths_m() if len(lines) else np.zeros(0)
    columns = {
        "edge": first_edge + np.arange(len(lines), dtype=np.int32),
        "u": lines.u.astype(np.int32),
        "v": lines.v.astype(np.int32),
        "way": ways.way_ids[way],
        "name": [ways.tags[one].get("name") or ways.tags[one].get("ref") for one in way],
        "minutes": np.array(paces, dtype=np.float64)[way] * length_m / 1000,
        "access": [selected.ferries[one].passage.access for one in way],
        "open_hours": [selected.ferries[one].passage.open_hours for one in way],
        "direction": np.array([selected.ferries[one].direction for one in way], dtype=np.int32),
    }
    geometry = lines.to_linestrings() if len(lines) else np.zeros(0, dtype=object)
    return gpd.GeoDataFrame(columns, geometry=geometry, crs=WGS84)[[*FERRY_COLUMNS, "geometry"]]


def _measure_lengths(ways: OsmWays) -> FloatArray:
    """Measure each way [m], with all of its pieces where the file cuts it."""
    if not len(ways.sizes):
        return np.zeros(0)
    steps = np.concatenate([segment_lengths_m(ways.lonlat), [0.0]])
    steps[np.cumsum(ways.sizes) - 1] = 0.0
    piece_m = np.add.reduceat(steps, np.cumsum(ways.sizes) - ways.sizes)
    _, way = np.unique(ways.way_ids, return_inverse=True)
    return np.asarray(np.maximum(np.bincount(way, weights=piece_m)[way], 0.01))
