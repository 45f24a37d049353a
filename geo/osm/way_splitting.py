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


def drop_zero_length_segments(points: WayPoints) -> WayPoints:
    """
    Drop segments of zero length and merge the nodes they join.

    Such a segment would be an edge of zero cost, which a sparse matrix cannot store.
    """
    zero_length = np.flatnonzero(
        ~points.is_last[:-1] & (points.lonlat[:-1] == points.lonlat[1:]).all(axis=1)
    )
    if not len(zero_length):
        return points
    ref = _merge_joined_nodes(points.ref, zero_length)
    is_kept = np.ones(len(ref), dtype=np.bool_)
    is_kept[zero_length] = False
    # A way of zero length has one point left and no segment: it is dropped.
    starts_way = np.concatenate([[True], points.is_last[is_kept][:-1]])
    is_last = points.is_last[is_kept]
    is_single = starts_way & is_last
    return WayPoints(
        ref[is_kept][~is_single],
        points.lonlat[is_kept][~is_single],
        points.way[is_kept][~is_single],
        is_last[~is_single],
    )


def _merge_joined_nodes(ref: Int64Array, segments: Int64Array) -> Int64Array:
    nodes, node_index = np.unique(ref, return_inverse=True)
    pairs = coo_array(
        (np.ones(len(segments)), (node_index[segments], node_index[segments + 1])),
        shape=(len(nodes), len(nodes)),
    )
    _, component = connected_components(pairs, directed=False)
    representative = np.zeros(len(nodes), dtype=np.int64)
    representative[component[::-1]] = nodes[::-1]
    merged: Int64Array = representative[component][node_index]
    return merged


def split_at_junctions(points: WayPoints) -> Polylines:
    """
    Split ways at every node that is used twice, and at their ends.

    Parameters
    ----------
    points
        Without segments of zero length.

    Returns
    -------
    lines
        The pieces. `u` and `v` are the ranks of their OSM node ids in rising order. The lengths
        of the pieces of a way add up to that of the way.
    """
    _, node_index, use_counts = np.unique(points.ref, return_inverse=True, return_counts=True)
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
