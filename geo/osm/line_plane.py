"""Street lines and their nodes in metres on a plane, for distances of a few metres."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import shapely

from geo.network.polylines import EARTH_RADIUS_M, FloatArray, Int64Array, Polylines

_M_PER_DEG = np.pi / 180 * EARTH_RADIUS_M


class LinePlane:
    """Lines and nodes in metres on a plane, true to scale in the middle of the lines."""

    def __init__(self, lines: Polylines) -> None:
        self.lines = lines
        self._scale = np.array([np.cos(np.radians(lines.lonlat[:, 1].mean())), 1.0]) * _M_PER_DEG
        self.xy = lines.lonlat * self._scale
        index = np.repeat(np.arange(len(lines)), np.diff(lines.offsets))
        self.shapes = np.asarray(shapely.linestrings(self.xy, indices=index), dtype=object)
        self.length_m = shapely.length(self.shapes)
        self.node_count = int(max(lines.u.max(), lines.v.max())) + 1
        self.node_xy = np.zeros((self.node_count, 2))
        self.node_xy[lines.u] = self.xy[lines.offsets[:-1]]
        self.node_xy[lines.v] = self.xy[lines.offsets[1:] - 1]
        ends = np.concatenate([lines.u, lines.v])
        self.is_dead_end = np.bincount(ends, minlength=self.node_count) == 1

    def to_degrees(self, xy: FloatArray) -> FloatArray:
        """Convert points of the plane to degrees."""
        return np.asarray(xy / self._scale)

    def find_end_nodes(
        self, lines: Int64Array, along_m: FloatArray, *, tolerance_m: float
    ) -> Int64Array:
        """Find the nodes at the ends of lines at distances along them; -1 between the ends."""
        at_u = along_m <= tolerance_m
        at_v = self.length_m[lines] - along_m <= tolerance_m
        ends = np.where(at_v, self.lines.v[lines], -1)
        return np.asarray(np.where(at_u, self.lines.u[lines], ends))

    def interpolate(self, lines: Int64Array, along_m: FloatArray) -> FloatArray:
        """Points of lines at distances along them."""
        points = shapely.line_interpolate_point(self.shapes[lines], along_m)
        return np.asarray(shapely.get_coordinates(points))

    def build_lines(self, parts: list[tuple[FloatArray, int, int, int]]) -> Polylines:
        """Build lines from their points on the plane, both nodes, and their OSM way's index."""
        if not parts:
            return self.lines.select_lines(np.zeros(0, dtype=np.int64))
        columns: Int64Array = np.array([part[1:] for part in parts], dtype=np.int64)
        sizes = [len(part[0]) for part in parts]
        return Polylines(
            lonlat=self.to_degrees(np.vstack([part[0] for part in parts])),
            offsets=np.concatenate([[0], np.cumsum(sizes)]),
            u=columns[:, 0],
            v=columns[:, 1],
            osm_way_index=columns[:, 2],
        )


def align_ends(lines: Polylines) -> Polylines:
    """Move the ends of lines to their node: to the end of the first line there."""
    ends = np.concatenate([lines.offsets[:-1], lines.offsets[1:] - 1])
    _, first, inverse = np.unique(
        np.concatenate([lines.u, lines.v]), return_index=True, return_inverse=True
    )
    lonlat = lines.lonlat.copy()
    lonlat[ends] = lines.lonlat[ends[first]][inverse]
    return replace(lines, lonlat=lonlat)
