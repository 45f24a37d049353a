"""Which marked areas a way crosses: how many metres of each, and why they were marked."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from geo.network.exposure import Stretches
from geo.routes.way import Way, piece_line

LEAST_M = 1.0  # a metre of one area's rim is not worth a word


@dataclass(frozen=True)
class Crossed:
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
    sessions
        How many drawing sessions marked ground of this category that the way crosses; 0 where
        the reader may not know of sessions.
    """

    category: str
    severity: int
    metres: float
    sessions: int


def crossed(way: Way, pieces: NDArray[np.int64] | None = None) -> list[Crossed]:
    """
    List what a way crosses, by category, the longest stretch first.

    Parameters
    ----------
    pieces
        Which pieces of the way to look at; None looks at all.
    """
    area, begin, end, edge = _met(way, pieces)
    active = way.exposure.active
    category = active["category"].to_numpy(dtype=object)[area]
    severity = active["severity"].to_numpy(dtype=np.int64)[area]
    found = []
    for name in dict.fromkeys(category):
        mine = category == name
        union = Stretches.union(edge[mine], begin[mine], end[mine])
        metres = float((union.end - union.begin).sum())
        if metres >= LEAST_M:
            sessions = _sessions(active, area[mine])
            found.append(Crossed(str(name), int(severity[mine].max()), metres, sessions))
    return sorted(found, key=lambda one: (-one.metres, one.category))


def exposed_lines(way: Way) -> gpd.GeoDataFrame:
    """
    Draw the stretches of a way inside marked areas.

    Returns
    -------
    frame
        `severity` (the highest there) and LineStrings in the network's CRS.
    """
    network, rows = way.exposure.network, []
    low = np.minimum(way.from_m, way.to_m) + network.start[way.edge]
    high = np.maximum(way.from_m, way.to_m) + network.start[way.edge]
    for level, stretches in enumerate(way.exposure.at_least, start=1):
        for edge, begin, end in _clipped(stretches, way.edge, low, high):
            base = network.start[edge]
            rows.append((level, piece_line(network.lines[edge], begin - base, end - base)))
    lines = np.array([line for _, line in rows], dtype=object)
    severity = [level for level, _ in rows]
    return gpd.GeoDataFrame({"severity": severity}, geometry=lines, crs=network.crs)


def _clipped(
    stretches: Stretches, edges: NDArray[np.int64], low: NDArray[np.float64], high: NDArray[np.float64]
) -> list[tuple[int, float, float]]:
    found = []
    for edge, start, stop in zip(edges, low, high, strict=True):
        first, last = np.searchsorted(stretches.edge, [edge, edge + 1])
        begin = np.maximum(stretches.begin[first:last], start)
        end = np.minimum(stretches.end[first:last], stop)
        found += [(int(edge), b, e) for b, e in zip(begin, end, strict=True) if e - b > LEAST_M / 10]
    return found


def _met(
    way: Way, pieces: NDArray[np.int64] | None
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64], NDArray[np.int64]]:
    """Cut every crossing of an area by the pieces of the way: area, begin, end, edge."""
    exposure = way.exposure
    chosen = np.arange(len(way.edge)) if pieces is None else pieces
    base = exposure.network.start[way.edge[chosen]]
    low = base + np.minimum(way.from_m[chosen], way.to_m[chosen])
    high = base + np.maximum(way.from_m[chosen], way.to_m[chosen])
    rows = np.flatnonzero(np.isin(exposure.stretches.edge, way.edge[chosen]))
    row, piece = np.nonzero(exposure.stretches.edge[rows][:, None] == way.edge[chosen][None, :])
    kept = rows[row]
    begin = np.maximum(exposure.stretches.begin[kept], low[piece])
    end = np.minimum(exposure.stretches.end[kept], high[piece])
    real = end > begin
    return (
        exposure.area[kept][real],
        begin[real],
        end[real],
        exposure.stretches.edge[kept][real],
    )


def _sessions(active: gpd.GeoDataFrame, area: NDArray[np.int64]) -> int:
    if "session" not in active:
        return 0
    return int(active["session"].iloc[np.unique(area)].nunique())


