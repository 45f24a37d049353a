"""Crossings of lines without a common node: counted, and joined where somebody says so."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from geo.network.polylines import FloatArray, Int64Array
from geo.street_files.line_points import LinePoints
from geo.street_files.line_snapping import TOUCH_M


@dataclass(frozen=True)
class LineCrossings:
    """
    Places where two lines cross and have no common node.

    Attributes
    ----------
    first, second
        Index of the lines.
    xy
        The place, in metres.
    """

    first: Int64Array
    second: Int64Array
    xy: FloatArray

    def select_one_level(self, points: LinePoints) -> LineCrossings:
        """Keep crossings of lines of one level: no bridge above another street."""
        is_kept = points.level[self.first] == points.level[self.second]
        return LineCrossings(self.first[is_kept], self.second[is_kept], self.xy[is_kept])


def find_crossings(points: LinePoints) -> LineCrossings:
    """Find the places where lines cross without a common node."""
    lines = points.to_linestrings()
    first, second = shapely.STRtree(lines).query(lines, predicate="crosses")
    is_once = first < second
    first, second = first[is_once], second[is_once]
    crossed = shapely.intersection(lines[first], lines[second])
    parts, pair = shapely.get_parts(crossed, return_index=True)
    is_point = shapely.get_type_id(parts) == 0
    parts, pair = parts[is_point], pair[is_point]
    xy = shapely.get_coordinates(parts)
    is_apart = ~_lie_on_common_nodes(points, first[pair], second[pair], xy)
    return LineCrossings(first[pair][is_apart], second[pair][is_apart], xy[is_apart])


def join_crossings(points: LinePoints, crossings: LineCrossings) -> None:
    """Give both lines of each crossing a common node there."""
    nodes = points.add_nodes(crossings.xy)
    lines = points.to_linestrings()
    line = np.concatenate([crossings.first, crossings.second])
    place = np.tile(np.asarray(shapely.points(crossings.xy)), 2)
    measure = shapely.line_locate_point(lines[line], place)
    points.insert_points(line, measure, np.tile(nodes, 2), along=points.measure_along())


def _lie_on_common_nodes(
    points: LinePoints, first: Int64Array, second: Int64Array, xy: FloatArray
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    starts = np.flatnonzero(points.starts_line)
    offsets = np.append(starts, len(points.line)).tolist()
    is_common = np.zeros(len(first), dtype=np.bool_)
    nodes = points.node
    for index, (one, other) in enumerate(zip(first.tolist(), second.tolist(), strict=True)):
        common = np.intersect1d(
            nodes[offsets[one] : offsets[one + 1]], nodes[offsets[other] : offsets[other + 1]]
        )
        distance = np.hypot(*(points.xy[common] - xy[index]).T)
        is_common[index] = bool((distance <= TOUCH_M).any())
    return is_common
