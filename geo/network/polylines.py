"""
Polylines in flat coordinate arrays, for vectorised numpy operations.

Line `i` has the points `offsets[i] : offsets[i + 1]`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

FloatArray = npt.NDArray[np.float64]
Int64Array = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

EARTH_RADIUS_M = 6_371_008.8  # mean radius of WGS 84: Moritz 2000, Geodetic Reference System 1980


@dataclass(frozen=True)
class Polylines:
    """
    Lines between numbered nodes, EPSG:4326.

    Attributes
    ----------
    lonlat
        Points of all lines, concatenated, shape (points, 2).
    offsets
        Index of the first point of each line, followed by the number of points.
    u, v
        Node at the first and node at the last point of each line.
    osm_way_index
        Index of the OSM way that each line is part of; not its OSM id.
    """

    lonlat: FloatArray
    offsets: Int64Array
    u: Int64Array
    v: Int64Array
    osm_way_index: Int64Array

    def __len__(self) -> int:
        return len(self.u)

    def count_node_numbers(self) -> int:
        """Return the highest node number plus one."""
        return int(max(self.u.max(), self.v.max())) + 1

    def select_lines(self, indices: Int64Array) -> Polylines:
        """Select lines by index, in the given order."""
        sizes = np.diff(self.offsets)[indices]
        points = concatenate_ranges(self.offsets[:-1][indices], sizes)
        return Polylines(
            lonlat=self.lonlat[points],
            offsets=np.concatenate([[0], np.cumsum(sizes)]),
            u=self.u[indices],
            v=self.v[indices],
            osm_way_index=self.osm_way_index[indices],
        )

    def cumulative_length_m(self) -> FloatArray:
        """Cumulative length at each point [m]; gaps between lines count as zero."""
        steps = segment_lengths_m(self.lonlat)
        steps[self.offsets[1:-1] - 1] = 0.0  # the gap between two lines has no length
        return np.concatenate([[0.0], np.cumsum(steps)])

    def lengths_m(self) -> FloatArray:
        """Length of each line on the sphere [m]; within 0.5 % of the ellipsoid."""
        steps = np.concatenate([segment_lengths_m(self.lonlat), [0.0]])
        steps[self.offsets[1:] - 1] = 0.0
        return np.add.reduceat(steps, self.offsets[:-1])

    def to_linestrings(self) -> npt.NDArray[np.object_]:
        """Convert each line to a shapely LineString."""
        line = np.repeat(np.arange(len(self)), np.diff(self.offsets))
        return np.asarray(shapely.linestrings(self.lonlat, indices=line), dtype=object)


def concatenate_ranges(starts: Int64Array, counts: Int64Array) -> Int64Array:
    """Concatenate integer ranges: starts 5, 9 and counts 2, 3 give 5 6 9 10 11."""
    range_ends = np.cumsum(counts)
    total = int(range_ends[-1]) if len(range_ends) else 0
    indices: Int64Array = np.arange(total) + np.repeat(starts - (range_ends - counts), counts)
    return indices


def segment_lengths_m(lonlat: FloatArray) -> FloatArray:
    """
    Measure from each point to the next on the sphere.

    Parameters
    ----------
    lonlat
        Points in degrees, shape (n, 2).

    Returns
    -------
    metres
        n - 1 lengths on the sphere.
    """
    lon, lat = np.radians(lonlat[:, 0]), np.radians(lonlat[:, 1])
    # Haversine formula: R. W. Sinnott, Virtues of the Haversine, Sky and Telescope 68 (1984) 159.
    half_chord = (
        np.sin(np.diff(lat) / 2) ** 2
        + np.cos(lat[:-1]) * np.cos(lat[1:]) * np.sin(np.diff(lon) / 2) ** 2
    )
    metres: FloatArray = 2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.minimum(half_chord, 1.0)))
    return metres
