"""The simple graph of an extract: walkable ways, split at junctions and barriers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.cached_property import cached_property
from geo.errors import ExtractOutsideBoundaryError, ExtractWithoutStreetsError
from geo.network.edge_restrictions import EdgeRestrictions, concatenate_restrictions
from geo.network.polylines import FloatArray, Int64Array, Polylines
from geo.osm.barrier_nodes import BarrierNodes, find_barriers, list_mapped_dead_ends
from geo.osm.clipping import find_intersecting_segments
from geo.osm.connectors import connect_fragments
from geo.osm.filtered_extract import FilteredExtract, GeometryArray
from geo.osm.hilbert_order import renumber_nodes, sort_along_hilbert_curve
from geo.osm.restricted_edges import (
    NO_BARRIER,
    PEDESTRIAN_KINDS,
    combine_restrictions,
    is_restricted_on_foot,
    locate_barriers,
    select_effective_barriers,
    split_at_barriers,
    split_through_edges,
)
from geo.osm.simple_graph import split_parallel_edges
from geo.osm.tag_restrictions import TagRestrictions
from geo.osm.walkable_areas import add_area_crossings
from geo.osm.way_splitting import (
    CoincidentNodes,
    WayPoints,
    drop_zero_length_segments,
    find_coincident_nodes,
    split_at_junctions,
)

NO_REF = 0  # of nodes that are none of OpenStreetMap's


@dataclass(frozen=True)
class BarredPoints:
    """The points of walkable ways, the barriers among them, and merged nodes of one place."""

    points: WayPoints
    barriers: BarrierNodes
    coincident: CoincidentNodes


@dataclass(frozen=True)
class StreetGraph:
    """
    A simple graph of streets.

    Attributes
    ----------
    lines
        Its edges, sorted by their nodes, each in the direction of its OSM way.
    node_lonlat
        Coordinates of its nodes, EPSG:4326, numbered along a Hilbert curve.
    node_refs
        OSM id of each node, or `NO_REF`.
    restrictions
        Restrictions of each edge.
    barriers
        The barriers that restrict anybody.
    crossed_areas
        Number of areas, such as squares, with edges straight across them.
    connector_counts
        Counts of joined fragments: see `geo.osm.connectors`.
    """

    lines: Polylines
    node_lonlat: FloatArray
    node_refs: Int64Array
    restrictions: EdgeRestrictions
    barriers: BarrierNodes
    crossed_areas: int
    connector_counts: dict[str, int]

    @cached_property
    def node_tree(self) -> shapely.STRtree:
        """Spatial index of the nodes, in degrees."""
        return shapely.STRtree(np.asarray(shapely.points(self.node_lonlat), dtype=object))


def select_way_points(
    filtered: FilteredExtract,
    ways: TagRestrictions,
    *,
    clip_polygon: BaseGeometry | None,
    file: str,
) -> BarredPoints:
    """
    Select the points of walkable ways, and the barriers on them.

    Raises
    ------
    ExtractWithoutStreetsError
        If there is no walkable way.
    ExtractOutsideBoundaryError
        If none touches `clip_polygon`.
    """
    streets = filtered.streets
    points = WayPoints.from_ways(
        streets.node_refs, streets.lonlat, sizes=streets.sizes
    ).select_ways(ways.is_walkable)
    coincident = find_coincident_nodes(points)
    points = drop_zero_length_segments(points, coincident)
    barriers = find_barriers(filtered.barriers)
    barriers.refs = coincident.replace_refs(np.array(barriers.refs, dtype=np.int64)).tolist()
    if not points.count_segments():
        raise ExtractWithoutStreetsError(file=file)
    if clip_polygon is None:
        return BarredPoints(points, barriers, coincident)
    points = points.select_segments(
        find_intersecting_segments(points.lonlat, clip_polygon=clip_polygon)
    )
    if not points.count_segments():
        raise ExtractOutsideBoundaryError(file=file)
    return BarredPoints(points, barriers, coincident)


def build_street_graph(
    barred: BarredPoints,
    filtered: FilteredExtract,
    ways: TagRestrictions,
    obstacles: GeometryArray | None,
    terminal_refs: Int64Array,
) -> StreetGraph:
    """
    Split ways at junctions and barriers, join fragments, and build the simple graph.

    Parameters
    ----------
    terminal_refs
        OSM ids of nodes of ferries, where streets are split as well.
    """
    crossings = add_area_crossings(barred.points, filtered)
    points = crossings.points
    kind = np.array([tags["highway"] for tags in filtered.streets.tags])
    is_driven = ~np.isin(kind, list(PEDESTRIAN_KINDS))
    refs = np.unique(points.ref)
    barriers = select_effective_barriers(
        barred.barriers, refs=refs, driven_refs=points.ref[is_driven[points.way]]
    )
    split_refs = np.concatenate([np.array(barriers.refs, dtype=np.int64), terminal_refs])
    lines = split_at_junctions(points, split_refs=split_refs)
    nodes = locate_barriers(barriers, refs)
    connected = connect_fragments(
        lines,
        filtered.streets.tags,
        obstacles,
        closed_nodes=np.flatnonzero(
            (nodes.index != NO_BARRIER)
            | np.isin(refs, list_mapped_dead_ends(filtered.barriers))
            | np.isin(refs, _list_closed_refs(filtered, ways))
        ),
        first_new=len(refs),
    )
    lines = split_parallel_edges(split_at_barriers(connected.lines, nodes))
    values = concatenate_restrictions([ways.values, EdgeRestrictions.none(1)])
    restrictions = combine_restrictions(lines, values, nodes)
    lines = split_through_edges(lines, is_restricted_on_foot(restrictions))
    lines, lonlat, new_numbers = _renumber_along_curve(lines)
    nodes = nodes.renumber(new_numbers, len(lonlat))
    return StreetGraph(
        lines,
        lonlat,
        _renumber_refs(refs, new_numbers, len(lonlat)),
        combine_restrictions(lines, values, nodes),
        barriers,
        crossings.area_count,
        connected.counts,
    )


def _list_closed_refs(filtered: FilteredExtract, ways: TagRestrictions) -> Int64Array:
    """List the nodes of ways that nobody may walk on: a gap there is no drawing error."""
    streets = filtered.streets
    return np.asarray(streets.node_refs[np.repeat(~ways.is_walkable, streets.sizes)])


def _renumber_refs(refs: Int64Array, new_numbers: Int64Array, count: int) -> Int64Array:
    node_refs = np.full(count, NO_REF, dtype=np.int64)
    numbers = new_numbers[: len(refs)]
    is_used = numbers >= 0
    node_refs[numbers[is_used]] = refs[: len(numbers)][is_used]
    return node_refs


def _renumber_along_curve(lines: Polylines) -> tuple[Polylines, FloatArray, Int64Array]:
    """
    Renumber nodes along a Hilbert curve and sort edges by their nodes.

    Returns
    -------
    lines, lonlat, new_numbers
        The lines; the coordinates of their nodes; the new number of each old node.
    """
    count = lines.count_node_numbers()
    node_lonlat = np.full((count, 2), np.nan)
    node_lonlat[lines.u] = lines.lonlat[lines.offsets[:-1]]
    node_lonlat[lines.v] = lines.lonlat[lines.offsets[1:] - 1]
    used_nodes = np.flatnonzero(~np.isnan(node_lonlat[:, 0]))
    order = used_nodes[sort_along_hilbert_curve(node_lonlat[used_nodes])]
    new = renumber_nodes(order, node_count=count)
    lines = Polylines(lines.lonlat, lines.offsets, new[lines.u], new[lines.v], lines.osm_way_index)
    return lines.select_lines(np.lexsort((lines.v, lines.u))), node_lonlat[order], new
