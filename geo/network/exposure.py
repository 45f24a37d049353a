"""
Exposure of street edges: metres in risk areas, weighted by severity, and in safe zones.

`s(x)` is the highest severity of the areas that cover a point. Severities are integers, so the
integral of `s(x) / 5` along a street is a fifth of the sum, over k = 1..5, of the metres where
`s(x) >= k`. Overlapping areas are merged at each level, so overlaps never add up.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from cachetools import LRUCache
from numpy.typing import NDArray

from geo.cached_property import cached_property
from geo.model import SEVERITIES, TimeSlot
from geo.network.intervals import LineIntervals
from geo.network.street_network import FloatArray, StreetNetwork

MAX_CACHED_AREAS = 20_000


@dataclass(frozen=True)
class Measures:
    """Severity-weighted metres, those inside risk areas, in safe zones, and added if unlit [m]."""

    risk_m: FloatArray
    inside_m: FloatArray
    safe_m: FloatArray
    unlit_m: FloatArray | float = 0.0


@dataclass(frozen=True, eq=False)
class Exposure:
    """
    Exposure of a network's streets in one time slot.

    Attributes
    ----------
    network
        Street network.
    severity_intervals
        At index k - 1: intervals where the severity is at least k.
    covered_intervals
        Intervals inside a risk area or a safe zone.
    area_indices, crossing_intervals
        Each crossing of an area with a street: the area's position among the active ones, and
        the unmerged intervals; used by directions and drawings.
    active_areas
        Active areas, in the order that `area_indices` refers to.
    unlit_factor
        By night, metres that one unlit metre outside all drawn areas costs; see `Community`.
    """

    network: StreetNetwork
    severity_intervals: tuple[LineIntervals, ...]
    covered_intervals: LineIntervals
    area_indices: NDArray[np.int64]
    crossing_intervals: LineIntervals
    active_areas: gpd.GeoDataFrame
    unlit_factor: float = 1.0

    @cached_property
    def edge_measures(self) -> Measures:
        """Measures of each edge."""
        count = len(self.network.u)
        levels = [level.length_per_edge_m(count) for level in self.severity_intervals]
        inside, covered = levels[0], self.covered_intervals.length_per_edge_m(count)
        return Measures(
            np.sum(levels, axis=0) / len(SEVERITIES),
            inside,
            np.maximum(covered - inside, 0.0),
            self._measure_unlit(np.arange(count), self.network.length_m - covered),
        )

    @cached_property
    def total_safe_m(self) -> float:
        """Metres of all streets in safe zones and outside every risk area."""
        return float(self.edge_measures.safe_m.sum())

    @cached_property
    def cost_components_min(self) -> FloatArray:
        """
        Components of the edge cost, shape (edges, 3).

        Minutes for all metres of an edge (unlit ones by their factor), for its severity-weighted
        metres, and for its metres in safe zones.
        """
        measured = self.edge_measures
        length_m = self.network.length_m + measured.unlit_m
        metres = [length_m, measured.risk_m, measured.safe_m]
        return np.stack(metres, axis=1) * self.network.pace_min_per_m[:, None]

    @cached_property
    def has_valid_costs(self) -> bool:
        """Whether the cost of every edge is positive and finite at any aversion."""
        walking, at_risk, safe = self.cost_components_min.T
        return bool(
            np.isfinite(self.cost_components_min).all()
            and (walking > 0).all()
            and (at_risk >= 0).all()
            and (safe <= 2 * walking).all()  # at most equal, apart from rounding
        )

    def measure_parts(
        self, edge_indices: NDArray[np.int64], from_m: FloatArray, to_m: FloatArray
    ) -> Measures:
        """
        Measure parts of edges.

        Parameters
        ----------
        edge_indices
            Positions in the network's arrays.
        from_m, to_m
            Metres from each edge's first node; `from_m` may be the larger one.
        """
        base = self.network.edge_start_m[edge_indices]
        low, high = base + np.minimum(from_m, to_m), base + np.maximum(from_m, to_m)
        levels = [level.length_between_m(low, high) for level in self.severity_intervals]
        covered = self.covered_intervals.length_between_m(low, high)
        return Measures(
            np.sum(levels, axis=0) / len(SEVERITIES),
            levels[0],
            np.maximum(covered - levels[0], 0.0),
            self._measure_unlit(edge_indices, high - low - covered),
        )

    def _measure_unlit(
        self, edge_indices: NDArray[np.int64], uncovered_m: FloatArray
    ) -> FloatArray | float:
        if self.unlit_factor == 1:
            return 0.0
        is_unlit = self.network.is_unlit[edge_indices]
        metres = np.where(is_unlit, np.maximum(uncovered_m, 0.0), 0.0)
        return np.asarray((self.unlit_factor - 1) * metres)

    @cached_property
    def area_tree(self) -> shapely.STRtree:
        """Spatial index of the active areas, in the network's CRS."""
        return shapely.STRtree(self.active_areas.geometry.to_crs(self.network.crs).to_numpy())


class AreaCrossingCache:
    """Cache of the intervals where areas cross the streets of one network."""

    def __init__(self, network: StreetNetwork) -> None:
        self.network = network
        self._cached: LRUCache[bytes, LineIntervals] = LRUCache(MAX_CACHED_AREAS)
        self._lock = threading.Lock()

    def measure_areas(self, areas: Sequence[shapely.Geometry]) -> list[LineIntervals]:
        """
        Compute the street intervals inside each area.

        Parameters
        ----------
        areas
            Geometry in the network's CRS; geometry other than polygons crosses nothing.
        """
        keys = [shapely.to_wkb(area) for area in areas]
        with self._lock:
            intervals_by_key = {key: self._cached[key] for key in keys if key in self._cached}
        missing = {
            key: area for key, area in zip(keys, areas, strict=True) if key not in intervals_by_key
        }
        if missing:
            intervals_by_key.update(
                zip(missing, self._intersect_areas(list(missing.values())), strict=True)
            )
            with self._lock:
                self._cached.update({key: intervals_by_key[key] for key in missing})
        return [intervals_by_key[key] for key in keys]

    def _intersect_areas(self, areas: list[shapely.Geometry]) -> list[LineIntervals]:
        polygons = np.array(areas, dtype=object)
        shapely.prepare(polygons)
        area, edge = self.network.edge_tree.query(polygons, predicate="intersects")
        area, segment = _pair_area_segments(self.network, area, edge)
        area, edge, begin, end = _clip_segments(self.network, polygons, area, segment)
        order = np.argsort(area, kind="stable")
        cuts = np.searchsorted(area[order], np.arange(1, len(areas)))
        parts = zip(
            np.split(edge[order], cuts),
            np.split(begin[order], cuts),
            np.split(end[order], cuts),
            strict=True,
        )
        return [LineIntervals(*part) for part in parts]


def measure_exposure(
    crossing_cache: AreaCrossingCache,
    *,
    risk_areas: gpd.GeoDataFrame,
    safe_zones: gpd.GeoDataFrame,
    slot: TimeSlot,
    unlit_factor: float = 1.0,
) -> Exposure:
    """
    Measure the exposure of a network by day or by night.

    Parameters
    ----------
    risk_areas
        With `severity` 1–5 and `holds`. Where areas overlap, the highest severity counts.
    safe_zones
        Zones drawn as points cover no street.
    slot
        Areas that hold always, or in this slot, count.
    unlit_factor
        See `Exposure`; it counts by night only.
    """
    network = crossing_cache.network
    active = risk_areas[risk_areas["holds"].isin(["always", slot])].reset_index(drop=True)
    at_risk = crossing_cache.measure_areas(list(active.geometry.to_crs(network.crs)))
    safe = crossing_cache.measure_areas(list(safe_zones.geometry.to_crs(network.crs)))
    area = np.repeat(np.arange(len(at_risk)), [len(part.edge_indices) for part in at_risk])
    intervals = _concatenate_intervals(at_risk)
    severity = active["severity"].to_numpy(dtype=np.int64)[area]
    at_least = tuple(_merge_selected(intervals, severity >= level) for level in SEVERITIES)
    both = _concatenate_intervals([*at_risk, *safe])
    return Exposure(
        network=network,
        severity_intervals=at_least,
        covered_intervals=_merge_selected(both, np.ones(len(both.edge_indices), dtype=bool)),
        area_indices=area,
        crossing_intervals=intervals,
        active_areas=active,
        unlit_factor=unlit_factor if slot == "night" else 1.0,
    )


def _concatenate_intervals(parts: list[LineIntervals]) -> LineIntervals:
    empty = LineIntervals(np.empty(0, np.int64), np.empty(0), np.empty(0))
    padded_parts = [*parts, empty]
    return LineIntervals(
        np.concatenate([part.edge_indices for part in padded_parts]),
        np.concatenate([part.begin_m for part in padded_parts]),
        np.concatenate([part.end_m for part in padded_parts]),
    )


def _merge_selected(line_intervals: LineIntervals, mask: NDArray[np.bool_]) -> LineIntervals:
    return LineIntervals.merge_overlapping(
        line_intervals.edge_indices[mask], line_intervals.begin_m[mask], line_intervals.end_m[mask]
    )


def _pair_area_segments(
    network: StreetNetwork, area_indices: NDArray[np.int64], edge_indices: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pair areas with the straight segments of edges; a segment has its first vertex's index."""
    first = network.vertices.line_offsets
    count = first[edge_indices + 1] - first[edge_indices] - 1
    offset = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    return np.repeat(area_indices, count), np.repeat(first[edge_indices], count) + offset


def _clip_segments(
    network: StreetNetwork,
    polygons: NDArray[np.object_],
    area_indices: NDArray[np.int64],
    segment_indices: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.int64], FloatArray, FloatArray]:
    """Clip segments by areas; return area, edge, and begin and end on the axis."""
    vertices = network.vertices
    endpoints = np.stack([vertices.xy[segment_indices], vertices.xy[segment_indices + 1]], axis=1)
    lines = np.asarray(shapely.linestrings(endpoints), dtype=object)
    is_covered = shapely.covers(polygons[area_indices], lines)
    partly = np.flatnonzero(~is_covered & shapely.intersects(polygons[area_indices], lines))
    cut = shapely.intersection(lines[partly], polygons[area_indices[partly]])
    parts, owner = shapely.get_parts(cut, return_index=True)
    straight = shapely.get_type_id(parts) == shapely.GeometryType.LINESTRING
    parts, owner = parts[straight], partly[owner[straight]]
    origin = vertices.xy[segment_indices[owner]]
    distances_m = [
        np.hypot(*(shapely.get_coordinates(shapely.get_point(parts, index)) - origin).T)
        for index in (0, -1)
    ]
    selected = np.concatenate([np.flatnonzero(is_covered), owner])
    from_m = np.concatenate([np.zeros(is_covered.sum()), np.minimum(*distances_m)])
    to_m = np.concatenate(
        [
            np.hypot(*(endpoints[is_covered, 1] - endpoints[is_covered, 0]).T),
            np.maximum(*distances_m),
        ]
    )
    edge = vertices.line_indices[segment_indices[selected]]
    base = network.edge_start_m[edge] + vertices.along_m[segment_indices[selected]]
    return area_indices[selected], edge, base + from_m, base + to_m
