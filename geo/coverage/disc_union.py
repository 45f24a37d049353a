"""
Union of equal discs around many points, each drawn as the same polygon, within a box.

Of a dense set of points only the discs at the rim are united. A disc whose whole edge lies inside
other discs adds nothing to the outline of the union: the outline is made of the edges of the others
alone, so that each part of the box between them is wholly inside the union or wholly outside.
"""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.int64]

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

    @property
    def outer_radius(self) -> float:
        """Largest distance of a corner from the centre."""
        return self._outer_radius

    def unite_within(
        self, box: shapely.Polygon, centres: FloatArray, is_inner: BoolArray
    ) -> shapely.Geometry:
        """
        Unite the discs around points, and cut off what lies outside a box.

        Parameters
        ----------
        centres
            All points whose disc meets the box, shape (n, 2).
        is_inner
            Points found by `find_inner_discs`, or some of them.

        Returns
        -------
        union
            Equal to the union of all discs within the box.
        """
        rim = shapely.union_all(self._draw(centres[~is_inner]))
        faces = shapely.get_parts(shapely.difference(box, rim))
        is_open = ~self._find_covered(faces, centres[is_inner])
        return shapely.difference(box, shapely.union_all(faces[is_open]))

    def _draw(self, centres: FloatArray) -> NDArray[np.object_]:
        return np.asarray(shapely.polygons(centres[:, None, :] + self._corners))

    def find_inner_discs(self, centres: FloatArray, rows: IntArray) -> BoolArray:
        """
        Find discs of which each sector of the edge lies inside the disc of one neighbour.

        Parameters
        ----------
        centres
            Points, shape (n, 2).
        rows
            Those to look at; the others are neighbours only.

        Returns
        -------
        is_inner
            For each of `rows`. A disc that is not found may still lie inside others.
        """
        is_inner = np.zeros(len(rows), dtype=bool)
        if not len(rows):
            return is_inner
        cells = np.floor(centres / (NEIGHBOUR_CELL_SHARE * self._outer_radius)).astype(np.int64)
        columns, rows_of_cells = (cells - cells.min(axis=0)).T
        cell_keys = columns * (rows_of_cells.max() + 1) + rows_of_cells
        spread = centres[np.unique(cell_keys, return_index=True)[1]]
        tree = cKDTree(spread)
        for neighbours, sectors in COMPARISONS:
            bounds = np.arange(sectors) * 2 * np.pi / sectors
            directions = np.stack([np.cos(bounds), np.sin(bounds)])
            open_rows = np.flatnonzero(~is_inner)
            for chunk in np.array_split(open_rows, len(open_rows) // CHUNK_POINTS + 1):
                around = centres[rows[chunk]]
                _, found = tree.query(around, k=np.arange(1, min(neighbours, len(spread)) + 1))
                offsets = spread[found] - around[:, None, :]
                is_inner[chunk] = self._is_edge_inside(offsets, directions)
        return is_inner

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
