"""
Straight lines across areas that can be walked, such as squares and platforms.

The edge of an area is walked like any way. Across it, lines join nodes that see each other inside
the area: where other ways touch it, and corners that hide one node from another. Holes, such as a
fountain or a building, are not crossed.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
import shapely

from geo.network.polylines import BoolArray, FloatArray, Int64Array, segment_lengths_m
from geo.osm.filtered_extract import FilteredExtract
from geo.osm.way_splitting import WayPoints

# Limits of what is crossed; of a larger area the edge is walked. Our choice: thirty entries are
# at most 435 lines.
MAX_ENTRIES = 30
MAX_LINE_NODES = 45  # entries and corners
MAX_RING_POINTS = 500
MAX_EXTENT_M = 300.0
"""Diagonal of an area that is crossed [m]. Our choice: what stands in a larger one, such as a stage
or a market, is seldom mapped in it, and its paths mostly are."""

MAX_DETOUR = 1.1
"""A line is left out where others and the edge are no longer than it by this factor. Our choice."""

ROUNDING = 1e-9
MIN_RING_POINTS = 4  # a triangle, closed


@dataclass(frozen=True)
class AreaCrossings:
    """
    Points of ways, with those of the lines across areas after them.

    Attributes
    ----------
    points
        A line across an area has the way of its outer ring.
    area_count
        Number of areas that are crossed.
    """

    points: WayPoints
    area_count: int


def add_area_crossings(points: WayPoints, filtered: FilteredExtract) -> AreaCrossings:
    """
    Add lines across areas.

    Parameters
    ----------
    points
        Of all ways that are used; `way` is an index in `filtered.streets`, in rising order.
    """
    _, node_index, use_counts = np.unique(points.ref, return_inverse=True, return_counts=True)
    lines: list[Int64Array] = []  # pairs of points
    areas: list[int] = []  # way of the outer ring of each pair
    for group in _list_areas(filtered):
        rings = _find_rings(points, group)
        if rings:
            pairs = _find_visible_pairs(points.lonlat, rings, node_index, use_counts)
            lines.append(pairs)
            areas += [group[0]] * len(pairs)
    if not areas:
        return AreaCrossings(points, 0)
    ends = np.concatenate(lines).ravel()
    with_lines = WayPoints(
        ref=np.concatenate([points.ref, points.ref[ends]]),
        lonlat=np.concatenate([points.lonlat, points.lonlat[ends]]),
        way=np.concatenate([points.way, np.repeat(areas, 2)]),
        is_last=np.concatenate([points.is_last, np.tile([False, True], len(areas))]),
    )
    return AreaCrossings(with_lines, len(set(areas)))


def _list_areas(filtered: FilteredExtract) -> list[list[int]]:
    """List the ways of the rings of each area, the outer ring first."""
    first = len(filtered.streets.tags) - sum(len(area.rings) for area in filtered.street_areas)
    closed = [
        [number]
        for number, tags in enumerate(filtered.streets.tags[:first])
        if tags.get("area") == "yes"
    ]
    start = first
    polygons = []
    for area in filtered.street_areas:
        polygons.append(list(range(start, start + len(area.rings))))
        start += len(area.rings)
    return closed + polygons


def _find_rings(points: WayPoints, group: list[int]) -> list[Int64Array]:
    """Find the points of each ring; none if one is open or cut, or the area is too large."""
    rings = []
    for way in group:
        begin, end = np.searchsorted(points.way, [way, way + 1])
        is_closed = end - begin >= MIN_RING_POINTS and points.ref[begin] == points.ref[end - 1]
        if not is_closed or points.is_last[begin : end - 1].any():
            return []
        rings.append(np.arange(begin, end - 1))
    corners = points.lonlat[rings[0]]
    diagonal = np.stack([corners.min(axis=0), corners.max(axis=0)])
    is_small = segment_lengths_m(diagonal)[0] <= MAX_EXTENT_M
    return rings if is_small and sum(len(ring) for ring in rings) <= MAX_RING_POINTS else []


def _find_visible_pairs(
    lonlat: FloatArray, rings: list[Int64Array], node_index: Int64Array, use_counts: Int64Array
) -> Int64Array:
    """
    Find the pairs of points of an area between which one can walk straight across it.

    Returns
    -------
    pairs
        Indices in `lonlat`, shape (pairs, 2).
    """
    all_points = np.concatenate(rings)
    none = np.zeros((0, 2), dtype=np.int64)
    nodes, first, own_counts = np.unique(
        node_index[all_points], return_index=True, return_counts=True
    )
    # The first point of a ring is used twice by it.
    own_counts += np.isin(nodes, [node_index[ring[0]] for ring in rings])
    entries = np.sort(all_points[first[use_counts[nodes] > own_counts]])
    polygon = shapely.Polygon(lonlat[rings[0]], [lonlat[ring] for ring in rings[1:]])
    if not 1 < len(entries) <= MAX_ENTRIES or not polygon.is_valid:
        return none
    corners = np.concatenate([_find_corners(lonlat, ring, rings) for ring in rings])
    ends = np.union1d(entries, corners)
    ends = ends if len(ends) <= MAX_LINE_NODES else entries
    pairs = np.array(list(combinations(ends.tolist(), 2)), dtype=np.int64)
    middle = lonlat[pairs].mean(axis=1)
    shapely.prepare(polygon)
    pairs = pairs[shapely.contains_xy(polygon, middle[:, 0], middle[:, 1])]
    if not len(pairs):
        return none
    pairs = pairs[shapely.covers(polygon, shapely.linestrings(lonlat[pairs]))]
    return _thin_out(lonlat, rings, ends, pairs, np.isin(ends, entries))


def _thin_out(
    lonlat: FloatArray,
    rings: list[Int64Array],
    ends: Int64Array,
    pairs: Int64Array,
    is_entry: BoolArray,
) -> Int64Array:
    """
    Leave out lines that shorten no way between entries by more than `MAX_DETOUR`.

    A greedy spanner: Althöfer and others 1993, On Sparse Spanners of Weighted Graphs.
    """
    scale = np.array([np.cos(np.radians(lonlat[ends[0], 1])), 1.0])
    distance = np.full((len(ends), len(ends)), np.inf)
    np.fill_diagonal(distance, 0.0)
    for ring in rings:
        on_ring = np.isin(ring, ends)
        rank = np.searchsorted(ends, ring[on_ring])
        distance[np.ix_(rank, rank)] = _ring_distances(lonlat[ring] * scale)[
            np.ix_(on_ring, on_ring)
        ]
    length = np.hypot(*((lonlat[pairs[:, 0]] - lonlat[pairs[:, 1]]) * scale).T)
    tails, heads = np.searchsorted(ends, pairs.T)
    useful = []
    for pair in np.argsort(length, kind="stable").tolist():
        one, other = tails[pair], heads[pair]
        if distance[one, other] > MAX_DETOUR * length[pair]:
            useful.append(pair)
            through = distance[:, [one]] + length[pair] + distance[[other], :]
            distance = np.minimum(distance, np.minimum(through, through.T))
    between = distance[np.ix_(is_entry, is_entry)]
    used = [
        pair
        for pair in sorted(useful)
        if (
            distance[np.ix_(is_entry, [tails[pair]])]
            + length[pair]
            + distance[np.ix_([heads[pair]], is_entry)]
            <= between * (1 + ROUNDING)
        ).any()
    ]
    return pairs[used]


def _ring_distances(at: FloatArray) -> FloatArray:
    """Measure along a ring between all of its points, the shorter way round."""
    steps = np.hypot(*(np.roll(at, -1, axis=0) - at).T)
    along = np.concatenate([[0.0], np.cumsum(steps)])
    forward = np.abs(along[:-1, None] - along[None, :-1])
    return np.asarray(np.minimum(forward, along[-1] - forward))


def _find_corners(lonlat: FloatArray, ring: Int64Array, rings: list[Int64Array]) -> Int64Array:
    """Find the points at which a ring protrudes into the area."""
    at = lonlat[ring]
    before, after = at - np.roll(at, 1, axis=0), np.roll(at, -1, axis=0) - at
    turn = before[:, 0] * after[:, 1] - before[:, 1] * after[:, 0]
    is_counterclockwise = shapely.is_ccw(shapely.LinearRing(at))
    is_left = turn > 0 if is_counterclockwise else turn < 0
    is_right = turn < 0 if is_counterclockwise else turn > 0
    is_outer = ring is rings[0]
    return ring[is_right if is_outer else is_left]
