"""Which marked areas a way crosses: how many metres of each, and why they were marked."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from geo.network.exposure import Exposure
from geo.network.intervals import Stretches
from geo.routes.route import Way, piece_line

LEAST_M = 1.0  # a metre of one area's rim is not worth a word
LEAST_DRAWN_M = 0.1


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
    area, begin, end, edge = met(way, pieces)
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
        `severity` (the highest there) and LineStrings in the network's CRS, none over another.
    """
    network, rows = way.exposure.network, []
    for edge, from_m, to_m in zip(way.edge, way.from_m, way.to_m, strict=True):
        base = network.start[edge]
        low, high = base + min(from_m, to_m), base + max(from_m, to_m)
        for level, begin, end in _levels(way.exposure, low, high):
            rows.append((level, piece_line(network.lines[edge], begin - base, end - base)))
    lines = np.array([line for _, line in rows], dtype=object)
    severity = [level for level, _ in rows]
    return gpd.GeoDataFrame({"severity": severity}, geometry=lines, crs=network.crs)


def _levels(exposure: Exposure, low: float, high: float) -> list[tuple[int, float, float]]:
    """Part a stretch of the long line where the highest severity changes; unmarked parts go."""
    cuts = [np.array([low, high])]
    for level in exposure.at_least:
        near = slice(*np.searchsorted(level.end, [low]), *np.searchsorted(level.begin, [high]))
        cuts += [level.begin[near], level.end[near]]
    parts = np.unique(np.clip(np.concatenate(cuts), low, high))
    middles = (parts[:-1] + parts[1:]) / 2
    severity = np.sum([level.covers(middles) for level in exposure.at_least], axis=0)
    return [
        (int(highest), float(begin), float(end))
        for highest, begin, end in zip(severity, parts[:-1], parts[1:], strict=True)
        if highest and end - begin > LEAST_DRAWN_M
    ]


def met(
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
