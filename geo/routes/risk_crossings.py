"""Intersections of a route with risk areas: metres, category and severity."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from geo.network.exposure import Exposure
from geo.network.intervals import LineIntervals
from geo.routes.route import Route, line_substring

MIN_CROSSING_M = 1.0  # shorter crossings of an area's edge are not reported
MIN_DRAWN_M = 0.1


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
    metres
        Metres of the route inside areas of this category; overlaps count once.
    session_count
        Number of drawing sessions with areas of this category on the route; 0 where sessions
        are not disclosed to the audience.
    """

    category: str
    severity: int
    metres: float
    session_count: int


def find_risk_crossings(
    route: Route, edge_parts: NDArray[np.int64] | None = None
) -> list[RiskCrossing]:
    """
    List the risk areas a route crosses, by category, the longest first.

    Parameters
    ----------
    edge_parts
        Indices of the route's parts; None for all.
    """
    area, begin, end, edge = intersect_risk_areas(route, edge_parts)
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
    return sorted(crossings, key=lambda crossing: (-crossing.metres, crossing.category))


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
