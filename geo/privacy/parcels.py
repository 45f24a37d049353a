"""
Parcels: the parts of a community by which small risk areas are disclosed.

The community is split in half recursively, while every part keeps enough homes and enough area
(the median split of Bentley 1975, "Multidimensional binary search trees used for associative
searching", Communications of the ACM 18(9); used for k-anonymity by LeFevre, DeWitt & Ramakrishnan
2006, "Mondrian multidimensional k-anonymity", ICDE). Parcels are made once and recorded: those of
two versions with other homes would overlap in pieces that are too small.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from geo.model import WGS84
from geo.privacy.disclosure_context import DisclosureContext
from geo.privacy.small_areas import MIN_AREA_M2, MIN_HOMES, flag_small_extents

FloatArray = NDArray[np.float64]

FRAME_STEP_M = 1000.0  # the frame is rounded to multiples of it, so that its edges reveal nothing
MIN_SPLIT_GAP_M = 1.0  # homes nearer to each other along an axis are not separated


@dataclass(frozen=True)
class _Partition:
    box: tuple[float, float, float, float]
    homes_xy: FloatArray


def make_parcels(areas: gpd.GeoDataFrame, context: DisclosureContext) -> gpd.GeoDataFrame:
    """
    Partition a community into parcels.

    Parameters
    ----------
    areas
        Risk areas, EPSG:4326; they extend the frame where no boundary is drawn.

    Returns
    -------
    parcels
        `cell shape`, EPSG:4326: the cell of the partition, and what is shown of it: its part
        within the boundary, or all of it if that part is too small. The geometry is the cell.
    """
    crs = context.choose_crs(areas)
    shapes = np.asarray(areas.geometry.to_crs(crs), dtype=object)
    homes = context.project_homes(crs)
    cells = np.array(_partition_frame(_bounding_frame(context, shapes, crs), homes), dtype=object)
    return _frame(cells, _clip_parcels(cells, context.project_boundary(crs), homes), crs)


def extend_parcels(
    parcels: gpd.GeoDataFrame, areas: gpd.GeoDataFrame, context: DisclosureContext
) -> gpd.GeoDataFrame:
    """
    Add a parcel for each area outside all parcels.

    Parameters
    ----------
    parcels
        See `make_parcels`.

    Returns
    -------
    parcels
        The given ones, followed by new ones: squares of the grid of `FRAME_STEP_M`, without the
        parcels that are there.
    """
    crs = context.choose_crs(areas)
    covered = _ParcelUnion(np.asarray(parcels.geometry.to_crs(crs), dtype=object))
    extended = parcels
    for shape in areas.geometry.to_crs(crs):
        outside = shapely.intersection(shape, covered.near(shape)).area == 0.0
        if not outside:
            continue
        east, north = (
            math.floor(side / FRAME_STEP_M) * FRAME_STEP_M
            for side in shape.representative_point().coords[0]
        )
        square = shapely.box(east, north, east + FRAME_STEP_M, north + FRAME_STEP_M)
        cell = np.array([shapely.difference(square, covered.near(square))], dtype=object)
        covered.squares.append(square)
        extended = gpd.GeoDataFrame(
            pd.concat([extended, _frame(cell, cell, crs)], ignore_index=True),
            geometry="cell",
            crs=WGS84,
        )
    return extended


class _ParcelUnion:
    """The union of all parcels, computed only near a shape."""

    def __init__(self, cells: NDArray[np.object_]) -> None:
        self._cells = shapely.STRtree(cells)
        self.squares: list[BaseGeometry] = []

    def near(self, shape: BaseGeometry) -> BaseGeometry:
        """Unite the parcels whose bounds meet those of a shape: no other overlaps it."""
        cells = self._cells.geometries[np.sort(self._cells.query(shape))]
        covered: BaseGeometry = shapely.union_all(cells)
        for square in self.squares:
            if shapely.intersects(shapely.envelope(square), shapely.envelope(shape)):
                covered = shapely.union(covered, square)
        return covered


def _frame(cells: NDArray[np.object_], shapes: NDArray[np.object_], crs: CRS) -> gpd.GeoDataFrame:
    projected = {
        "cell": gpd.GeoSeries(cells, crs=crs).to_crs(WGS84),
        "shape": gpd.GeoSeries(shapes, crs=crs).to_crs(WGS84),
    }
    return gpd.GeoDataFrame(projected, geometry="cell", crs=WGS84)


def _bounding_frame(
    context: DisclosureContext, shapes: NDArray[np.object_], crs: CRS
) -> tuple[float, float, float, float]:
    """Bounding frame of the boundary, else of homes and shapes, rounded to `FRAME_STEP_M`."""
    boundary = context.project_boundary(crs)
    if boundary is not None:
        west, south, east, north = boundary.bounds
    else:
        homes = shapely.points(context.project_homes(crs))
        west, south, east, north = shapely.total_bounds(np.concatenate([homes, shapes]))
    low = [math.floor(side / FRAME_STEP_M) * FRAME_STEP_M for side in (west, south)]
    high = [math.ceil(side / FRAME_STEP_M) * FRAME_STEP_M for side in (east, north)]
    return low[0], low[1], high[0], high[1]


def _partition_frame(
    frame: tuple[float, float, float, float], homes_xy: FloatArray
) -> list[shapely.Polygon]:
    """Split a frame recursively while both halves are large enough."""
    leaves, pending = [], [_Partition(frame, homes_xy)]
    while pending:
        piece = pending.pop()
        halves = _split_partition(piece, has_homes=bool(len(homes_xy)))
        if halves is None:
            leaves.append(shapely.box(*piece.box))
        else:
            pending += halves
    return leaves


def _split_partition(partition: _Partition, *, has_homes: bool) -> list[_Partition] | None:
    """Split across the longer side, else the other; None if a half would be too small."""
    west, south, east, north = partition.box
    longer = 0 if east - west >= north - south else 1
    for side in (longer, 1 - longer):
        split = (
            _median_gap(partition, side)
            if has_homes
            else (partition.box[side] + partition.box[side + 2]) / 2
        )
        if split is None:
            continue
        below = partition.homes_xy[:, side] < split
        first = (west, south, split, north) if side == 0 else (west, south, east, split)
        second = (split, south, east, north) if side == 0 else (west, split, east, north)
        halves = [
            _Partition(first, partition.homes_xy[below]),
            _Partition(second, partition.homes_xy[~below]),
        ]
        if all(_is_large_enough(half, has_homes=has_homes) for half in halves):
            return halves
    return None


def _median_gap(partition: _Partition, axis: int) -> float | None:
    """Find the middle of the gap between homes that is nearest to the median."""
    positions = np.sort(partition.homes_xy[:, axis])
    gaps = np.flatnonzero(np.diff(positions) > MIN_SPLIT_GAP_M)
    if not len(gaps):
        return None
    half = int(gaps[np.argmin(np.abs(gaps + 1 - len(positions) / 2))])
    return float((positions[half] + positions[half + 1]) / 2)


def _is_large_enough(partition: _Partition, *, has_homes: bool) -> bool:
    homes = len(partition.homes_xy) >= MIN_HOMES or not has_homes
    return homes and _area_m2(partition) >= MIN_AREA_M2


def _area_m2(partition: _Partition) -> float:
    west, south, east, north = partition.box
    return (east - west) * (north - south)


def _clip_parcels(
    parcels: NDArray[np.object_], boundary: BaseGeometry | None, homes_xy: FloatArray
) -> NDArray[np.object_]:
    """Clip parcels to the boundary, where the clipped part is large enough."""
    if boundary is None:
        return parcels
    within = shapely.intersection(parcels, boundary)
    return np.where(flag_small_extents(within, homes_xy), parcels, within)
