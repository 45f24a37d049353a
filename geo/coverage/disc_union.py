"""
Union of equal discs around many points, each drawn as the same polygon.

Of a dense set of points only the discs at the rim are united. A disc whose whole edge lies inside
other discs adds nothing to the outline of the union. What the discs at the rim enclose is filled:
the outline of the union is made of their edges alone, so that ground enclosed by them is either
wholly inside the union or wholly outside.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

# Neighbours compared with each disc, and sectors into which its edge is divided: the few suffice
# for most discs, the many are tried for the others.
COMPARISONS = ((8, 16), (24, 32))
NEIGHBOUR_CELL_SHARE = 0.2  # of the radius: one neighbour is looked at in each square of this side
CHUNK_POINTS = 20_000  # compared at once, so that memory does not grow with the points
MARGIN_SHARE = 1e-6  # of the radius, that an edge must lie inside another disc


class DiscUnion:
    """
    Unites discs around points.

    Parameters
    ----------
    disc
        Convex polygon around the origin, in units of the coordinates.
    """

    def __init__(self, disc: shapely.Polygon) -> None:
        self._corners = shapely.get_coordinates(disc)
        self._inner_radius = float(shapely.distance(disc.exterior, shapely.Point(0, 0)))
        self._outer_radius = float(np.hypot(*self._corners.T).max())

    def unite(self, xy: FloatArray) -> shapely.Geometry:
        """
        Unite the discs around points, shape (n, 2), n at least 1.

        Returns
        -------
        union
            Equal to the union of all discs.
        """
        centres = _list_unique(xy)
        inner = self._find_inner_discs(centres)
        outline = shapely.union_all(self._draw(centres[~inner]))
        return self._fill_enclosed(outline, centres[inner]) if inner.any() else outline

    def _draw(self, centres: FloatArray) -> NDArray[np.object_]:
        return np.asarray(shapely.polygons(centres[:, None, :] + self._corners))

    def _find_inner_discs(self, centres: FloatArray) -> BoolArray:
        """Flag discs of which each sector of the edge lies inside the disc of one neighbour."""
        cells = np.floor(centres / (NEIGHBOUR_CELL_SHARE * self._outer_radius)).astype(np.int64)
        columns, rows_of_cells = (cells - cells.min(axis=0)).T
        cell_keys = columns * (rows_of_cells.max() + 1) + rows_of_cells
        spread = centres[np.unique(cell_keys, return_index=True)[1]]
        tree = cKDTree(spread)
        inner = np.zeros(len(centres), dtype=bool)
        for neighbours, sectors in COMPARISONS:
            bounds = np.arange(sectors) * 2 * np.pi / sectors
            directions = np.stack([np.cos(bounds), np.sin(bounds)])
            open_rows = np.flatnonzero(~inner)
            for rows in np.array_split(open_rows, len(open_rows) // CHUNK_POINTS + 1):
                _, found = tree.query(
                    centres[rows], k=np.arange(1, min(neighbours, len(spread)) + 1)
                )
                offsets = spread[found] - centres[rows][:, None, :]
                inner[rows] = self._is_edge_inside(offsets, directions)
        return inner

    def _is_edge_inside(self, offsets: FloatArray, directions: FloatArray) -> BoolArray:
        """
        Flag discs whose edge lies inside those at the offsets, shape (discs, neighbours, 2).

        Notes
        -----
        A disc is a polygon between two circles. Its edge at a distance r from its centre lies
        inside the inner circle of a neighbour at a distance s, by the law of cosines, if the cosine
        of the angle between both directions exceeds (r² + s² - inner²) / (2 r s). Of r, which lies
        between inner and outer radius, the ends decide. The angle is below a right one: a sector
        lies inside if both of its ends do.
        """
        inner, outer = self._inner_radius * (1 - MARGIN_SHARE), self._outer_radius
        distance = np.hypot(offsets[..., 0], offsets[..., 1])
        with np.errstate(divide="ignore", invalid="ignore"):
            at_outer = (outer**2 + distance**2 - inner**2) / (2 * outer)
            least = np.maximum(at_outer, distance**2 / (2 * inner))
            reached = offsets @ directions > least[..., None]
        reached &= (distance > 0)[..., None]
        is_sector_inside: BoolArray = reached & np.roll(reached, -1, axis=-1)
        return np.asarray(np.all(is_sector_inside.any(axis=1), axis=1))

    def _fill_enclosed(
        self, outline: shapely.Geometry, inner_centres: FloatArray
    ) -> shapely.Geometry:
        """Fill the enclosed ground that discs left out cover."""
        parts = shapely.get_parts(outline)
        rings, owners = shapely.get_rings(parts, return_index=True)
        is_hole = np.diff(owners, prepend=-1) == 0
        holes = shapely.polygons(rings[is_hole])
        hole, island = shapely.STRtree(parts).query(holes, predicate="contains")
        is_covered = self._find_covered(holes, inner_centres)
        is_covered[hole] = False
        stays = ~is_hole
        stays[is_hole] = ~is_covered
        begins = np.searchsorted(owners, np.arange(len(parts) + 1))
        filled = [
            shapely.polygons(rings[begin], rings[begin + 1 : end][stays[begin + 1 : end]])
            for begin, end in pairwise(begins)
        ]
        faces = [
            shapely.difference(holes[number], shapely.multipolygons(parts[island[hole == number]]))
            for number in np.unique(hole)
        ]
        around = shapely.get_parts(np.array(faces, dtype=object))
        return shapely.union_all([*filled, *around[self._find_covered(around, inner_centres)]])

    def _find_covered(self, faces: NDArray[np.object_], inner_centres: FloatArray) -> BoolArray:
        """Flag faces that a disc covers; each lies wholly inside the union of discs, or outside."""
        spots = shapely.point_on_surface(faces)
        face, centre = shapely.STRtree(np.asarray(shapely.points(inner_centres))).query(
            spots, predicate="dwithin", distance=self._outer_radius
        )
        is_inside = shapely.contains(self._draw(inner_centres[centre]), spots[face])
        covered = np.zeros(len(faces), dtype=bool)
        covered[face[is_inside]] = True
        return covered


def _list_unique(xy: FloatArray) -> FloatArray:
    """List the different points in order; complex numbers are sorted faster than rows are."""
    pairs = np.ascontiguousarray(xy, dtype=np.float64) + 0.0  # -0.0 becomes 0.0
    unique = np.unique(pairs.view(np.complex128).ravel())
    return np.column_stack([unique.real, unique.imag])
