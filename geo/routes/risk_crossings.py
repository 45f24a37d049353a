"""Intersections of a route with risk areas: metres, category and severity."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geo.network.access_exposure import intersect_access
from geo.network.exposure import Exposure
from geo.network.intervals import LineIntervals
from geo.network.snapping import MAX_STREET_DISTANCE_M
from geo.routes.route import Route, line_substring

MIN_CROSSING_M = 1.0  # shorter crossings of an area's edge are not reported
MIN_DRAWN_M = 0.1
# The access stretches at the origin and the destination stand before all edges, with numbers and
# positions on the linear reference axis below zero.
ACCESS_NUMBERS = np.array([-2, -1])
ACCESS_BASES_M = np.array([-4.0, -2.0]) * MAX_STREET_DISTANCE_M


@dataclass(frozen=True)
class RiskCrossing:
    """
    Risk areas of one category on a route.

    Attributes
    ----------
    category
        Category of the areas.
    severity
        Highest severity of the areas.
    inside_risk_m
        Metres of the route inside areas of this category; overlaps count once.
    session_count
        Number of drawing sessions with areas of this category on the route; 0 where sessions
        are not disclosed to the audience.
    """

    category: str
    severity: int
    inside_risk_m: float
    session_count: int


def find_risk_crossings(
    route: Route, edge_parts: NDArray[np.int64] | None = None
) -> list[RiskCrossing]:
    """
    List the risk areas a route crosses, by category, the longest first.

    Parameters
    ----------
    edge_parts
        Indices of the route's parts; None for all, and for the access stretches.
    """
    crossed = [intersect_risk_areas(route, edge_parts)]
    if edge_parts is None:
        crossed.append(intersect_access_stretches(route))
    return summarise_crossings(route, *map(np.concatenate, zip(*crossed, strict=True)))


def summarise_crossings(
    route: Route,
    area: NDArray[np.int64],
    begin: NDArray[np.float64],
    end: NDArray[np.float64],
    edge: NDArray[np.int64],
) -> list[RiskCrossing]:
    """Sum the intersections of a route with risk areas by category, the longest first."""
    active = route.exposure.active_areas
    category = active["category"].to_numpy(dtype=object)[area]
    severity = active["severity"].to_numpy(dtype=np.int64)[area]
    crossings = []
    for name in dict.fromkeys(category):
        in_category = category == name
        union = LineIntervals.merge_overlapping(
            edge[in_category], begin[in_category], end[in_category]
        )
        metres = float((union.end_m - union.begin_m).sum())
        if metres >= MIN_CROSSING_M:
            sessions = _count_sessions(active, area[in_category])
            crossings.append(
                RiskCrossing(str(name), int(severity[in_category].max()), metres, sessions)
            )
    return sorted(crossings, key=lambda crossing: (-crossing.inside_risk_m, crossing.category))


def build_exposed_lines(route: Route) -> gpd.GeoDataFrame:
    """
    Build the lines of a route inside risk areas, by severity.

    Returns
    -------
    frame
        `severity` (the highest on the line) and LineStrings in the network's CRS, without overlap.
    """
    network, rows = route.exposure.network, []
    for edge, from_m, to_m in zip(route.edge_indices, route.from_m, route.to_m, strict=True):
        base = network.edge_start_m[edge]
        low, high = base + min(from_m, to_m), base + max(from_m, to_m)
        for level, begin, end in _split_by_severity(route.exposure, low, high):
            rows.append((level, line_substring(network.lines[edge], begin - base, end - base)))
    rows += _cut_access_stretches(route)
    lines = np.array([line for _, line in rows], dtype=object)
    severity = [level for level, _ in rows]
    return gpd.GeoDataFrame({"severity": severity}, geometry=lines, crs=network.crs)


def _split_by_severity(
    exposure: Exposure, begin_m: float, end_m: float
) -> list[tuple[int, float, float]]:
    """Split an interval where the highest severity changes; drop parts without risk."""
    cuts = [np.array([begin_m, end_m])]
    for level in exposure.severity_intervals:
        near = slice(
            *np.searchsorted(level.end_m, [begin_m]), *np.searchsorted(level.begin_m, [end_m])
        )
        cuts += [level.begin_m[near], level.end_m[near]]
    parts = np.unique(np.clip(np.concatenate(cuts), begin_m, end_m))
    middles = (parts[:-1] + parts[1:]) / 2
    severity = np.sum(
        [level.covers_positions(middles) for level in exposure.severity_intervals], axis=0
    )
    return [
        (int(highest), float(begin), float(end))
        for highest, begin, end in zip(severity, parts[:-1], parts[1:], strict=True)
        if highest and end - begin > MIN_DRAWN_M
    ]


def _cut_access_stretches(route: Route) -> list[tuple[int, shapely.LineString]]:
    """Cut the access stretches where the highest severity changes; drop parts without risk."""
    if route.endpoints is None or route.endpoints.access_lines is None:
        return []
    area, begin, end, number = intersect_access_stretches(route)
    severity = route.exposure.active_areas["severity"].to_numpy(dtype=np.int64)[area]
    rows = []
    for own, base, line in zip(
        ACCESS_NUMBERS, ACCESS_BASES_M, route.endpoints.access_lines, strict=True
    ):
        is_own = number == own
        for low, high in pairwise(np.unique(np.concatenate([begin[is_own], end[is_own]]))):
            covering = is_own & (begin <= low) & (end >= high)
            if covering.any() and high - low > MIN_DRAWN_M:
                part = line_substring(line, low - base, high - base)
                rows.append((int(severity[covering].max()), part))
    return rows


def intersect_access_stretches(
    route: Route,
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64], NDArray[np.int64]]:
    """Intersect the access stretches with risk areas; see `ACCESS_NUMBERS`."""
    if route.endpoints is None:
        empty = np.empty(0, dtype=np.int64)
        return empty, np.empty(0), np.empty(0), empty
    stretch, area, begin, end = intersect_access(route.exposure, route.endpoints)
    base = ACCESS_BASES_M[stretch]
    return area, base + begin, base + end, ACCESS_NUMBERS[stretch]


def intersect_risk_areas(
    route: Route, edge_parts: NDArray[np.int64] | None
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64], NDArray[np.int64]]:
    """Intersect area crossings with parts of the route; return area, begin, end and edge."""
    exposure = route.exposure
    parts = np.arange(len(route.edge_indices)) if edge_parts is None else edge_parts
    base = exposure.network.edge_start_m[route.edge_indices[parts]]
    low = base + np.minimum(route.from_m[parts], route.to_m[parts])
    high = base + np.maximum(route.from_m[parts], route.to_m[parts])
    rows = np.flatnonzero(
        np.isin(exposure.crossing_intervals.edge_indices, route.edge_indices[parts])
    )
    row, piece = np.nonzero(
        exposure.crossing_intervals.edge_indices[rows][:, None]
        == route.edge_indices[parts][None, :]
    )
    selected = rows[row]
    begin = np.maximum(exposure.crossing_intervals.begin_m[selected], low[piece])
    end = np.minimum(exposure.crossing_intervals.end_m[selected], high[piece])
    is_positive = end > begin
    return (
        exposure.area_indices[selected][is_positive],
        begin[is_positive],
        end[is_positive],
        exposure.crossing_intervals.edge_indices[selected][is_positive],
    )


def _count_sessions(active_areas: gpd.GeoDataFrame, area_indices: NDArray[np.int64]) -> int:
    if "session" not in active_areas:
        return 0
    return int(active_areas["session"].iloc[np.unique(area_indices)].nunique())
