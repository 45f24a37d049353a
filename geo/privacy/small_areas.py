"""
Risk areas whose outline identifies a household: too small, or with a small part, hole or neck.

An outline is divided into pieces, and each piece counts by itself. Parts of a multipolygon and
holes are pieces. Narrow necks, spikes and inlets are found by morphological opening (erosion, then
dilation, by half of a width; Serra 1982, "Image Analysis and Mathematical Morphology"): what the
opening removes is narrow, and what it leaves is divided where it was joined by something narrow.
The same is done to the ground around an area, where a hole, a pocket behind a narrow mouth and an
inlet name the house that they leave out.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.privacy.small_counts import MIN_FREQUENCY

FloatArray = NDArray[np.float64]

# One hundred metres by one hundred: a city block, not a house. No published minimum was found.
MIN_AREA_M2 = 10_000.0
MIN_HOMES = MIN_FREQUENCY  # the minimum for people applies to homes too
# What is narrower than twice the first is narrow: half the side of the smallest area. The others
# divide what is narrow throughout.
HALF_WIDTHS_M = (25.0, 17.0, 11.0, 7.5, 5.0, 3.0, 2.0)
WIDE_FACTOR = 1.5  # so many half-widths fit into what a neck joins, else it is no neck but a waist
MIN_PROTRUSION_M = 8.0  # of a house's size; an outline drawn with a finger trembles by less
# A tip of less than 30 degrees protrudes by more half-widths from the circle that fits into it.
MAX_CORNER_PROTRUSION = 1 / math.sin(math.radians(15)) - 1
MIN_RECESS = 0.4  # the recess beside a bump, by the bump's area; a straight corner has none
# Where narrow arms of equal width meet, the circle that fits in is larger by a quarter or more.
JUNCTION_STEP = 1.12
MIN_JUNCTION_ARMS = 3
FRAME_MARGIN_M = 4 * HALF_WIDTHS_M[0]  # wide enough that the ground around is one piece


class SortedPoints:
    """
    Points sorted by their x, to count those in a few shapes: very many need no tree for that.

    Parameters
    ----------
    xy
        Shape (n, 2), in the units of the shapes.
    """

    def __init__(self, xy: FloatArray) -> None:
        order = np.argsort(xy[:, 0], kind="stable")
        self._x, self._y = xy[order].T

    def __len__(self) -> int:
        """Return the number of points."""
        return len(self._x)

    def count_inside(self, shapes: NDArray[np.object_]) -> NDArray[np.int64]:
        """Count the points in each shape, or on its edge."""
        return np.array([self._count(shape) for shape in shapes], dtype=np.int64)

    def _count(self, shape: BaseGeometry) -> int:
        west, south, east, north = shape.bounds
        first = int(np.searchsorted(self._x, west))
        rows = slice(first, int(np.searchsorted(self._x, east, "right")))
        x, y = self._x[rows], self._y[rows]
        is_near = (y >= south) & (y <= north)
        shapely.prepare(shape)
        return int(np.count_nonzero(shapely.intersects_xy(shape, x[is_near], y[is_near])))


def flag_small_areas(shapes: NDArray[np.object_], homes_xy: FloatArray) -> NDArray[np.bool_]:
    """
    Flag the shapes that may identify a household, as a whole or by one of their pieces.

    Parameters
    ----------
    shapes
        Polygons in metres. What is no polygon, also as a part, is flagged.
    homes_xy
        Coordinates [m], shape (n, 2); empty where no homes are known.
    """
    homes = SortedPoints(homes_xy)
    flagged = _flag_extents(shapes, homes)
    for position in np.flatnonzero(~flagged):
        flagged[position] = _has_small_piece(shapes[position], homes)
    return flagged


def flag_small_extents(shapes: NDArray[np.object_], homes_xy: FloatArray) -> NDArray[np.bool_]:
    """Flag shapes that are too small as a whole, or, where homes are known, contain too few."""
    return _flag_extents(shapes, SortedPoints(homes_xy))


def _flag_extents(shapes: NDArray[np.object_], homes: SortedPoints) -> NDArray[np.bool_]:
    has_small_area = shapely.area(shapes) < MIN_AREA_M2
    if not len(homes):
        return np.asarray(has_small_area)
    return np.asarray(has_small_area | (homes.count_inside(shapes) < MIN_HOMES))


def _has_small_piece(shape: BaseGeometry, homes: SortedPoints) -> bool:
    area = shape if shape.is_valid else shapely.make_valid(shape)  # a hair becomes a line
    parts = _explode(area)
    frame = shapely.box(*area.bounds).buffer(FRAME_MARGIN_M, join_style="mitre")
    holes = [hole for part in parts for hole in _holes(part)]
    if any(shapely.get_dimensions(part) < 2 for part in parts):
        return True
    # What needs no opening is looked at first: there may be thousands of parts or holes.
    if _has_small(parts, homes, min_homes=0) or _has_small(holes, homes, min_homes=1):
        return True
    if any(_has_small([piece], homes, min_homes=0) for part in parts for piece in _divide(part)):
        return True
    around = _explode(shapely.difference(frame, area))
    return any(
        piece.disjoint(frame.boundary) and _has_small([piece], homes, min_homes=1)
        for part in around
        for piece in _divide(part)
    )


def _has_small(pieces: list[BaseGeometry], homes: SortedPoints, *, min_homes: int) -> bool:
    """Return whether a piece has a small area, or homes from a number to too few."""
    if any(piece.area < MIN_AREA_M2 for piece in pieces):
        return True
    if not pieces or not len(homes):
        return False
    counts = homes.count_inside(np.array(pieces, dtype=object))
    return bool(((counts >= min_homes) & (counts < MIN_HOMES)).any())


def _divide(
    shape: BaseGeometry, half_widths: tuple[float, ...] = HALF_WIDTHS_M
) -> Iterator[BaseGeometry]:
    """Yield a shape, the wide lobes that necks join, its narrow pieces, and theirs."""
    yield shape
    for position, half_width in enumerate(half_widths):
        lobes, narrow = _open(shape, half_width)
        if not lobes:
            if position == 0:
                for arm in _split_at_junction(shape):
                    yield from _divide(arm, half_widths)
            continue
        if len(lobes) > 1 or narrow:
            yield from lobes
            for piece in narrow:
                yield from _divide(piece, half_widths)
            return
        if position == 0:
            return


def _open(
    shape: BaseGeometry, half_width_m: float
) -> tuple[list[BaseGeometry], list[BaseGeometry]]:
    """Divide a shape into wide lobes and the narrow pieces that stick out of them."""
    cores = [
        core
        for core in _explode(shape.buffer(-half_width_m))
        if not core.buffer((1 - WIDE_FACTOR) * half_width_m).is_empty
    ]
    if not cores:
        return [], []
    lobes: list[BaseGeometry] = [core.buffer(half_width_m) for core in cores]
    opened = shapely.union_all(lobes)
    narrow = [
        piece
        for piece in _explode(shapely.difference(shape, opened))
        if _sticks_out(piece, shape, opened, half_width_m)
    ]
    return lobes, narrow


def _sticks_out(
    piece: BaseGeometry, shape: BaseGeometry, opened: BaseGeometry, half_width_m: float
) -> bool:
    """Return whether a piece is more than the tip of a corner between straight edges."""
    protrusion_m = _protrusion_m(piece, opened)
    if protrusion_m < MIN_PROTRUSION_M:
        return False
    if protrusion_m > MAX_CORNER_PROTRUSION * half_width_m:
        return True
    # A corner and what is near it are convex. Beside a bump the outline recedes.
    nearby = shapely.intersection(shape, piece.convex_hull.buffer(half_width_m))
    recess_m2 = nearby.convex_hull.area - nearby.area
    return recess_m2 > MIN_RECESS * piece.area


def _split_at_junction(shape: BaseGeometry) -> list[BaseGeometry]:
    """Cut a narrow shape where three arms or more meet; no arms if there is no such place."""
    half_width_m = HALF_WIDTHS_M[0] * WIDE_FACTOR
    while half_width_m > HALF_WIDTHS_M[-1]:
        for core in _explode(shape.buffer(-half_width_m)):
            junction = core.buffer(half_width_m)
            arms = [
                arm
                for arm in _explode(shapely.difference(shape, junction))
                if _sticks_out(arm, shape, junction, half_width_m)
            ]
            if len(arms) >= MIN_JUNCTION_ARMS:
                return arms
        half_width_m /= JUNCTION_STEP
    return []


def _protrusion_m(piece: BaseGeometry, body: BaseGeometry) -> float:
    """Measure how far the outline of a piece goes away from a body [m]."""
    corners = shapely.points(shapely.get_coordinates(piece))
    return float(shapely.distance(corners, body).max())


def _holes(shape: BaseGeometry) -> list[BaseGeometry]:
    rings = shape.interiors if isinstance(shape, shapely.Polygon) else []
    return [shapely.Polygon(ring) for ring in rings]


def _explode(shape: BaseGeometry) -> list[BaseGeometry]:
    return [part for part in shapely.get_parts(shape) if not part.is_empty]
