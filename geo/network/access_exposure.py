"""Exposure of access stretches: the straight lines between locations and their streets."""

from __future__ import annotations

from weakref import WeakKeyDictionary

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.model import SEVERITIES
from geo.network.exposure import Exposure, Measures
from geo.network.intervals import LineIntervals
from geo.network.snapping import MAX_STREET_DISTANCE_M, StreetPositions
from geo.network.street_network import FloatArray


def measure_access(exposure: Exposure, positions: StreetPositions) -> Measures:
    """
    Measure the access stretches of positions.

    Returns
    -------
    measures
        `safe_m` is zero: no discount is given where no street is known. Kept for as long as both
        arguments are, as neither the aversion nor the services change them.
    """
    by_exposure = _known_measures.setdefault(positions, WeakKeyDictionary())
    measures = by_exposure.get(exposure)
    if measures is None:
        measures = by_exposure[exposure] = _measure_access(exposure, positions)
    return measures


_known_measures: WeakKeyDictionary[StreetPositions, WeakKeyDictionary[Exposure, Measures]] = (
    WeakKeyDictionary()
)


def _measure_access(exposure: Exposure, positions: StreetPositions) -> Measures:
    none = np.zeros(len(positions))
    stretch, area, begin, end = intersect_access(exposure, positions)
    if not len(stretch):
        return Measures(none, none, none)
    severity = exposure.active_areas["severity"].to_numpy(dtype=np.int64)[area]
    # One axis for all stretches, as for edges: intervals of two stretches never touch.
    base = 2 * MAX_STREET_DISTANCE_M * stretch
    levels = [
        LineIntervals.merge_overlapping(
            stretch[severity >= level],
            (base + begin)[severity >= level],
            (base + end)[severity >= level],
        ).length_per_edge_m(len(positions))
        for level in SEVERITIES
    ]
    return Measures(np.sum(levels, axis=0) / len(SEVERITIES), levels[0], none)


def intersect_access(
    exposure: Exposure, positions: StreetPositions
) -> tuple[NDArray[np.int64], NDArray[np.int64], FloatArray, FloatArray]:
    """
    Intersect access stretches with active areas.

    Returns
    -------
    stretch, area, begin_m, end_m
        Index of the position, index of the area, and metres from the location.
    """
    lines = positions.access_lines
    if lines is None or not len(exposure.active_areas):
        empty = np.empty(0, dtype=np.int64)
        return empty, empty, np.empty(0), np.empty(0)
    usable = lines.copy()
    usable[~positions.is_on_network] = None
    stretch, area = exposure.area_tree.query(usable, predicate="intersects")
    cut = shapely.intersection(usable[stretch], exposure.area_tree.geometries[area])
    parts, owner = shapely.get_parts(cut, return_index=True)
    has_length = shapely.length(parts) > 0  # a touched corner is a point or an empty line
    parts, owner = parts[has_length], owner[has_length]
    origin = shapely.get_coordinates(shapely.get_point(usable[stretch[owner]], 0))
    metres = [
        np.hypot(*(shapely.get_coordinates(shapely.get_point(parts, end)) - origin).T)
        for end in (0, -1)
    ]
    return stretch[owner], area[owner], np.minimum(*metres), np.maximum(*metres)
