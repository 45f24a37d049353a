"""
Ways cut where they meet, so that every piece runs from junction to junction.

Two ways meet where they share a node of OpenStreetMap, never where lines merely cross: a bridge
over a street is no crossing.
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
    The points of all ways, one after another.

    Attributes
    ----------
    ref
        OSM number of the node at each point.
    lonlat
        Its place, EPSG:4326, shape (points, 2).
    way
        Place of its way among the ways; points of one way stand together, in order.
    is_last
        Whether the point is where its way ends, or where a gap begins.
    """

    ref: Int64Array
    lonlat: FloatArray
    way: Int64Array
    is_last: BoolArray

    @classmethod
    def from_ways(cls, refs: Int64Array, lonlat: FloatArray, *, sizes: Int64Array) -> WayPoints:
        """Lay out the points of ways that have `sizes` points each."""
        last = np.zeros(len(refs), dtype=np.bool_)
        last[np.cumsum(sizes) - 1] = True
        return cls(
            ref=refs, lonlat=lonlat, way=np.repeat(np.arange(len(sizes)), sizes), is_last=last
        )

    def count_segments(self) -> int:
        """Count the straight segments between neighbouring points."""
        return int(np.count_nonzero(~self.is_last))

    def select_ways(self, selected: BoolArray) -> WayPoints:
        """Keep the ways that are `selected`, one value per way."""
        stays = selected[self.way]
        return WayPoints(self.ref[stays], self.lonlat[stays], self.way[stays], self.is_last[stays])

    def select_segments(self, selected: BoolArray) -> WayPoints:
        """
        Keep some segments; where one is left out, the way gets a gap.

        Parameters
        ----------
        selected
            One value per point: whether the segment that starts there stays.
        """
        selected = selected & ~self.is_last
        before = np.concatenate([[False], selected[:-1]])
        stays = selected | before
        return WayPoints(self.ref[stays], self.lonlat[stays], self.way[stays], ~selected[stays])


def drop_zero_length_segments(points: WayPoints) -> WayPoints:
    """
    Take out segments without length, and make one node of the nodes they join.

    A segment without length would be an edge that costs nothing and that no graph can hold.
    """
    still = np.flatnonzero(
        ~points.is_last[:-1] & (points.lonlat[:-1] == points.lonlat[1:]).all(axis=1)
    )
    if not len(still):
        return points
    ref = _merge_joined_nodes(points.ref, still)
    stays = np.ones(len(ref), dtype=np.bool_)
    stays[still] = False
    # A way that stands still altogether has one point left: no segment, so it goes too.
    before = np.concatenate([[True], points.is_last[stays][:-1]])
    last = points.is_last[stays]
    alone = before & last
    return WayPoints(
        ref[stays][~alone], points.lonlat[stays][~alone], points.way[stays][~alone], last[~alone]
    )


def _merge_joined_nodes(ref: Int64Array, segments: Int64Array) -> Int64Array:
    nodes, place = np.unique(ref, return_inverse=True)
    pairs = coo_array(
        (np.ones(len(segments)), (place[segments], place[segments + 1])),
        shape=(len(nodes), len(nodes)),
    )
    _, group = connected_components(pairs, directed=False)
    representative = np.zeros(len(nodes), dtype=np.int64)
    representative[group[::-1]] = nodes[::-1]
    joined: Int64Array = representative[group][place]
    return joined


def split_at_junctions(points: WayPoints) -> Polylines:
    """
    Cut ways at every node that is used twice, and at their ends.

    Parameters
    ----------
    points
        Without segments of no length.

    Returns
    -------
    lines
        The pieces. `u` and `v` are the places of their OSM node numbers in rising order. The
        lengths of the pieces of a way add up to the way's.
    """
    _, place, uses = np.unique(points.ref, return_inverse=True, return_counts=True)
    first = np.concatenate([[True], points.is_last[:-1]])[: len(points.ref)]
    stops = np.flatnonzero((uses[place] > 1) | first | points.is_last)
    starts, stops_at = stops[:-1], stops[1:]
    together = ~points.is_last[starts]
    starts, stops_at = starts[together], stops_at[together]
    sizes = stops_at - starts + 1
    return Polylines(
        lonlat=points.lonlat[concatenate_ranges(starts, sizes)],
        offsets=np.concatenate([[0], np.cumsum(sizes)]),
        u=place[starts],
        v=place[stops_at],
        osm_way_index=points.way[starts],
    )
