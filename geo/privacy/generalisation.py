"""
Generalisation of small risk areas to parcels, so that they do not identify a household.

The community is partitioned into parcels independently of the risk areas: it is split in half
recursively, while every part keeps enough homes and enough area (the median split of Bentley 1975,
"Multidimensional binary search trees used for associative searching", Communications of the ACM
18(9); used for k-anonymity by LeFevre, DeWitt & Ramakrishnan 2006, "Mondrian multidimensional
k-anonymity", ICDE). An area that is too small is disclosed as the parcel that contains most of it.
The parcel does not depend on the area, so neither its centre nor its edges reveal it.
"""

from __future__ import annotations

import hashlib
import math
import uuid
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
from geo.privacy.small_counts import MIN_FREQUENCY

FloatArray = NDArray[np.float64]

# One hundred metres by one hundred: a city block, not a house. No published minimum was found.
MIN_AREA_M2 = 10_000.0
MIN_HOMES = MIN_FREQUENCY  # the minimum for people applies to homes too
FRAME_STEP_M = 1000.0  # the frame is rounded to multiples of it, so that its edges reveal nothing
MIN_SPLIT_GAP_M = 1.0  # homes nearer to each other along an axis are not separated
DISCLOSED_COLUMNS = ("category", "severity", "holds")


@dataclass(frozen=True)
class _Partition:
    box: tuple[float, float, float, float]
    homes_xy: FloatArray


def generalise_risk_areas(areas: gpd.GeoDataFrame, context: DisclosureContext) -> gpd.GeoDataFrame:
    """
    Generalise small areas to their parcel, and sort all by disclosed values.

    Parameters
    ----------
    areas
        Polygons, EPSG:4326, with `category severity holds`.
    context
        Its homes are counted. Without homes, only the size of an area decides.

    Returns
    -------
    areas
        Each has at least `MIN_AREA_M2` and `MIN_HOMES` homes, if the community has as many. Areas
        of one parcel with equal attributes are merged. The id of a generalised area is derived
        from its disclosed values; rows are sorted by their attributes, then by geometry.
    """
    if areas.empty:
        return areas.copy()
    crs = context.choose_crs(areas)
    shapes = np.asarray(areas.geometry.to_crs(crs), dtype=object)
    homes = context.project_homes(crs)
    small = flag_small_areas(shapes, homes)
    generalised = areas.copy()
    if small.any():
        parcels = np.array(
            _partition_frame(_bounding_frame(context, shapes, crs), homes), dtype=object
        )
        matched = parcels[_match_parcels(parcels, shapes[small])]
        clipped = _clip_parcels(matched, context.project_boundary(crs), homes)
        geometries = np.array(areas.geometry, dtype=object)
        geometries[small] = np.asarray(gpd.GeoSeries(clipped, crs=crs).to_crs(WGS84), dtype=object)
        generalised = generalised.set_geometry(
            gpd.GeoSeries(geometries, index=generalised.index, crs=WGS84)
        )
        ids = generalised.assign(_shape=generalised.geometry.to_wkb(hex=True)).apply(
            _disclosed_id, axis=1
        )
        generalised = generalised.assign(id=generalised["id"].where(~small, ids))
        generalised = generalised[~generalised["id"].duplicated()]
    return _sort_by_disclosed(generalised)


def flag_small_areas(shapes: NDArray[np.object_], homes_xy: FloatArray) -> NDArray[np.bool_]:
    """
    Flag the shapes that may identify a household.

    Parameters
    ----------
    shapes
        Polygons in metres.
    homes_xy
        Coordinates [m], shape (n, 2); empty where no homes are known.
    """
    has_small_area = shapely.area(shapes) < MIN_AREA_M2
    if not len(homes_xy):
        return np.asarray(has_small_area)
    tree = shapely.STRtree(list(map(shapely.Point, homes_xy)))
    inside = tree.query(shapes, predicate="intersects")[0]
    return np.asarray(has_small_area | (np.bincount(inside, minlength=len(shapes)) < MIN_HOMES))


def _bounding_frame(
    context: DisclosureContext, shapes: NDArray[np.object_], crs: CRS
) -> tuple[float, float, float, float]:
    """Bounding frame of the boundary, else of homes and shapes, rounded to `FRAME_STEP_M`."""
    boundary = context.project_boundary(crs)
    if boundary is not None:
        west, south, east, north = boundary.bounds
    else:
        homes = list(map(shapely.Point, context.project_homes(crs)))
        west, south, east, north = shapely.total_bounds([*homes, *shapes])
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


def _match_parcels(parcels: NDArray[np.object_], shapes: NDArray[np.object_]) -> NDArray[np.intp]:
    """Choose the parcel with the largest overlap for each shape; the first of equals."""
    shared = shapely.area(shapely.intersection(shapes[:, None], parcels[None, :]))
    return np.asarray(np.argmax(shared, axis=1))


def _clip_parcels(
    parcels: NDArray[np.object_], boundary: BaseGeometry | None, homes_xy: FloatArray
) -> NDArray[np.object_]:
    """Clip parcels to the boundary, where the clipped part is large enough."""
    if boundary is None:
        return parcels
    within = shapely.intersection(parcels, boundary)
    return np.where(flag_small_areas(within, homes_xy), parcels, within)


def _disclosed_id(row: pd.Series) -> str:
    text = "|".join(str(row[name]) for name in (*DISCLOSED_COLUMNS, "_shape"))
    digest = hashlib.sha256(text.encode()).digest()
    return str(uuid.UUID(bytes=digest[:16], version=5))


def _sort_by_disclosed(areas: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Sort by disclosed values: the order of drawing would reveal which areas one group drew."""
    shape = areas.geometry.to_wkb(hex=True)
    keyed = areas.assign(_shape=shape).sort_values(
        [*DISCLOSED_COLUMNS, "_shape", "id"], kind="stable"
    )
    return keyed.drop(columns="_shape").reset_index(drop=True)
