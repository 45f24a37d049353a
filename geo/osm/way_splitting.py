"""
Splitting of OpenStreetMap ways at junctions.

A junction is a node shared by ways, or used twice by one. Lines that only cross have none, such
as a bridge over a street.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from geo.network.polylines import BoolArray, FloatArray, Int64Array, Polylines, concatenate_ranges


@dataclass(frozen=True)
class WayPoints:
    """
    The points of all ways, concatenated.

    Attributes
    ----------
    ref
        OSM id of the node at each point.
    lonlat
        Its coordinates, EPSG:4326, shape (points, 2).
    way
        Index of its way; points of one way are adjacent and in order.
    is_last
        Whether the point is the last of its way, or the last before a gap.
    """

    ref: Int64Array
    lonlat: FloatArray
    way: Int64Array
    is_last: BoolArray

    @classmethod
    def from_ways(cls, refs: Int64Array, lonlat: FloatArray, *, sizes: Int64Array) -> WayPoints:
        """Build the points of ways that have `sizes` points each."""
        is_last = np.zeros(len(refs), dtype=np.bool_)
        is_last[np.cumsum(sizes) - 1] = True
        return cls(
            ref=refs, lonlat=lonlat, way=np.repeat(np.arange(len(sizes)), sizes), is_last=is_last
        )

    def count_segments(self) -> int:
        """Count the straight segments between neighbouring points."""
        return int(np.count_nonzero(~self.is_last))

    def select_ways(self, selected: BoolArray) -> WayPoints:
        """Keep the ways that are `selected`, one value per way."""
        is_kept = selected[self.way]
        return WayPoints(
            self.ref[is_kept], self.lonlat[is_kept], self.way[is_kept], self.is_last[is_kept]
        )

    def select_segments(self, selected: BoolArray) -> WayPoints:
        """
        Select segments; a dropped segment leaves a gap in its way.

        Parameters
        ----------
        selected
            One value per point: whether the segment that starts there is kept.
        """
        selected = selected & ~self.is_last
        ends_segment = np.concatenate([[False], selected[:-1]])
        is_kept = selected | ends_segment
        return WayPoints(
            self.ref[is_kept], self.lonlat[is_kept], self.way[is_kept], ~selected[is_kept]
        )


@dataclass(frozen=True)
class CoincidentNodes:
    """
    Nodes that segments of zero length join, and the node that stands for each.

    Attributes
    ----------
    ref
        OSM ids of such nodes, in rising order.
    representative
        The lowest id of those that are joined.
    """

    ref: Int64Array
    representative: Int64Array

    def replace_refs(self, refs: Int64Array) -> Int64Array:
        """Replace such nodes by the node that stands for them; others stay."""
        if not len(self.ref):
            return refs
        position = np.minimum(np.searchsorted(self.ref, refs), len(self.ref) - 1)
        return np.where(self.ref[position] == refs, self.representative[position], refs)


def find_coincident_nodes(points: WayPoints) -> CoincidentNodes:
    """Find the nodes that segments of zero length join."""
    segments = np.flatnonzero(_is_zero_length(points))
    pairs = np.stack([points.ref[segments], points.ref[segments + 1]])
    nodes, index = np.unique(pairs, return_inverse=True)
    index = index.reshape(2, -1)
    graph = coo_array(
        (np.ones(len(segments)), (index[0], index[1])), shape=(len(nodes), len(nodes))
    )
    if not len(nodes):
        return CoincidentNodes(nodes, nodes)
    _, component = connected_components(graph, directed=False)
    representative = np.zeros(len(nodes), dtype=np.int64)
    representative[component[::-1]] = nodes[::-1]
    return CoincidentNodes(nodes, representative[component])


def _is_zero_length(points: WayPoints) -> BoolArray:
    """Return one value per point: whether the segment that starts there has no length."""
    is_zero = np.zeros(len(points.ref), dtype=np.bool_)
    is_zero[:-1] = ~points.is_last[:-1] & (points.lonlat[:-1] == points.lonlat[1:]).all(axis=1)
    return is_zero


def drop_zero_length_segments(points: WayPoints, coincident: CoincidentNodes) -> WayPoints:
    """
    Drop segments of zero length and merge the nodes they join.

    Such a segment would be an edge of zero cost, which a sparse matrix cannot store.
    """
    if not len(coincident.ref):
        return points
    is_kept = ~_is_zero_length(points)
    # A way of zero length has one point left and no segment: it is dropped.
    is_last = points.is_last[is_kept]
    starts_way = np.concatenate([[True], is_last[:-1]])
    is_single = starts_way & is_last
    return WayPoints(
        coincident.replace_refs(points.ref)[is_kept][~is_single],
        points.lonlat[is_kept][~is_single],
        points.way[is_kept][~is_single],
        is_last[~is_single],
    )


def split_at_junctions(points: WayPoints, *, split_refs: Int64Array) -> Polylines:
    """
    Split ways at every node that is used twice or is given, and at their ends.

    Parameters
    ----------
    points
        Without segments of zero length.
    split_refs
        OSM ids of nodes, such as those with a barrier.

    Returns
    -------
    lines
        The pieces. `u` and `v` are the ranks of their OSM node ids in rising order. The lengths
        of the pieces of a way add up to that of the way.
    """
    refs, node_index, use_counts = np.unique(points.ref, return_inverse=True, return_counts=True)
    use_counts[np.isin(refs, split_refs)] += 1
    is_first = np.concatenate([[True], points.is_last[:-1]])[: len(points.ref)]
    split_points = np.flatnonzero((use_counts[node_index] > 1) | is_first | points.is_last)
    piece_starts, piece_ends = split_points[:-1], split_points[1:]
    same_way = ~points.is_last[piece_starts]
    piece_starts, piece_ends = piece_starts[same_way], piece_ends[same_way]
    sizes = piece_ends - piece_starts + 1
    return Polylines(
        lonlat=points.lonlat[concatenate_ranges(piece_starts, sizes)],
        offsets=np.concatenate([[0], np.cumsum(sizes)]),
        u=node_index[piece_starts],
        v=node_index[piece_ends],
        osm_way_index=points.way[piece_starts],
    )
