"""Which marked areas a way crosses: how many metres of each, and why they were marked."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from geo.network.exposure import Exposure
from geo.network.intervals import LineIntervals
from geo.routes.route import Route, line_substring

MIN_CROSSING_M = 1.0  # a metre of one area's rim is not worth a word
MIN_DRAWN_M = 0.1


@dataclass(frozen=True)
class RiskCrossing:
    """
    Marked ground of one category on a way.

    Attributes
    ----------
    category
        Why it was marked.
    severity
        The highest one met.
    metres
        Of the way, inside areas of this category; overlaps counted once.
    session_count
        How many drawing sessions marked ground of this category that the way crosses; 0 where
        the reader may not know of sessions.
    """

    category: str
    severity: int
    metres: float
    session_count: int


def find_risk_crossings(
    route: Route, edge_parts: NDArray[np.int64] | None = None
) -> list[RiskCrossing]:
    """
    List what a way crosses, by category, the longest stretch first.

    Parameters
    ----------
    edge_parts
        Which pieces of the way to look at; None looks at all.
    """
    area, begin, end, edge = intersect_risk_areas(route, edge_parts)
    active = route.exposure.active_areas
    category = active["category"].to_numpy(dtype=object)[area]
    severity = active["severity"].to_numpy(dtype=np.int64)[area]
    found = []
    for name in dict.fromkeys(category):
        mine = category == name
        union = LineIntervals.merge_overlapping(edge[mine], begin[mine], end[mine])
        metres = float((union.end_m - union.begin_m).sum())
        if metres >= MIN_CROSSING_M:
            sessions = _count_sessions(active, area[mine])
            found.append(RiskCrossing(str(name), int(severity[mine].max()), metres, sessions))
    return sorted(found, key=lambda one: (-one.metres, one.category))


def build_exposed_lines(route: Route) -> gpd.GeoDataFrame:
    """
    Draw the stretches of a way inside marked areas.

    Returns
    -------
    frame
        `severity` (the highest there) and LineStrings in the network's CRS, none over another.
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
    """Part a stretch of the long line where the highest severity changes; unmarked parts go."""
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
    """Cut every crossing of an area by the pieces of the way: area, begin, end, edge."""
    exposure = route.exposure
    chosen = np.arange(len(route.edge_indices)) if edge_parts is None else edge_parts
    base = exposure.network.edge_start_m[route.edge_indices[chosen]]
    low = base + np.minimum(route.from_m[chosen], route.to_m[chosen])
    high = base + np.maximum(route.from_m[chosen], route.to_m[chosen])
    rows = np.flatnonzero(
        np.isin(exposure.crossing_intervals.edge_indices, route.edge_indices[chosen])
    )
    row, piece = np.nonzero(
        exposure.crossing_intervals.edge_indices[rows][:, None]
        == route.edge_indices[chosen][None, :]
    )
    kept = rows[row]
    begin = np.maximum(exposure.crossing_intervals.begin_m[kept], low[piece])
    end = np.minimum(exposure.crossing_intervals.end_m[kept], high[piece])
    real = end > begin
    return (
        exposure.area_indices[kept][real],
        begin[real],
        end[real],
        exposure.crossing_intervals.edge_indices[kept][real],
    )


def _count_sessions(active_areas: gpd.GeoDataFrame, area_indices: NDArray[np.int64]) -> int:
    if "session" not in active_areas:
        return 0
    return int(active_areas["session"].iloc[np.unique(area_indices)].nunique())
