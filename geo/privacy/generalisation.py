"""
Risk areas so small that they name a household, told by the parcel of ground they lie on.

The ground is cut into parcels before anybody looks at an area: in half, and each half again,
while every piece keeps enough homes and enough ground (the median split of Bentley 1975, "Multi-
dimensional binary search trees used for associative searching", Communications of the ACM 18(9);
used for k-anonymity by LeFevre, DeWitt & Ramakrishnan 2006, "Mondrian multidimensional
k-anonymity", ICDE). An area too small is told as the parcel that holds most of it. The parcel does
not know the area, so neither its middle nor its edges point at it.
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

# Ground of one hundred metres by one hundred: a block, not a house. No published least was found.
MIN_AREA_M2 = 10_000.0
MIN_HOMES = MIN_FREQUENCY  # as few homes as people say too much
FRAME_STEP_M = (
    1000.0  # a frame without a boundary is drawn along whole kilometres: it points nowhere
)
MIN_SPLIT_GAP_M = 1.0  # homes nearer to each other along an axis are not parted
DISCLOSED_COLUMNS = ("category", "severity", "holds")


@dataclass(frozen=True)
class _Partition:
    box: tuple[float, float, float, float]
    homes_xy: FloatArray


def generalise_risk_areas(areas: gpd.GeoDataFrame, context: DisclosureContext) -> gpd.GeoDataFrame:
    """
    Tell small areas by their parcel, and put all in an order that says nothing.

    Parameters
    ----------
    areas
        Polygons, EPSG:4326, with `category severity holds`.
    context
        Whose homes are counted. Where nobody has said where people live, only the extent decides.

    Returns
    -------
    areas
        Each with at least `MIN_AREA_M2` of ground and `MIN_HOMES` homes, as far as the whole
        community has as many. Those that say the same of one parcel are one. The id of a parcel
        is made of what is told of it; rows go by what they say, then by shape.
    """
    if areas.empty:
        return areas.copy()
    crs = context.choose_crs(areas)
    shapes = np.asarray(areas.geometry.to_crs(crs), dtype=object)
    homes = context.project_homes(crs)
    small = flag_small_areas(shapes, homes)
    told = areas.copy()
    if small.any():
        parcels = np.array(
            _partition_frame(_bounding_frame(context, shapes, crs), homes), dtype=object
        )
        held = parcels[_match_parcels(parcels, shapes[small])]
        chosen = _clip_parcels(held, context.project_boundary(crs), homes)
        outline = np.array(areas.geometry, dtype=object)
        outline[small] = np.asarray(gpd.GeoSeries(chosen, crs=crs).to_crs(WGS84), dtype=object)
        told = told.set_geometry(gpd.GeoSeries(outline, index=told.index, crs=WGS84))
        made = told.assign(_shape=told.geometry.to_wkb(hex=True)).apply(_disclosed_id, axis=1)
        told = told.assign(id=told["id"].where(~small, made))
        told = told[~told["id"].duplicated()]
    return _sort_by_disclosed(told)


def flag_small_areas(shapes: NDArray[np.object_], homes_xy: FloatArray) -> NDArray[np.bool_]:
    """
    Tell which shapes point at a household.

    Parameters
    ----------
    shapes
        Polygons in metres.
    homes_xy
        Metres, shape (n, 2); none where nobody has said where people live.
    """
    little_ground = shapely.area(shapes) < MIN_AREA_M2
    if not len(homes_xy):
        return np.asarray(little_ground)
    tree = shapely.STRtree(list(map(shapely.Point, homes_xy)))
    inside = tree.query(shapes, predicate="intersects")[0]
    return np.asarray(little_ground | (np.bincount(inside, minlength=len(shapes)) < MIN_HOMES))


def _bounding_frame(
    context: DisclosureContext, shapes: NDArray[np.object_], crs: CRS
) -> tuple[float, float, float, float]:
    """Frame the community by whole kilometres around what lies still."""
    limits = context.project_boundary(crs)
    if limits is not None:
        west, south, east, north = limits.bounds
    else:
        homes = list(map(shapely.Point, context.project_homes(crs)))
        west, south, east, north = shapely.total_bounds([*homes, *shapes])
    low = [math.floor(side / FRAME_STEP_M) * FRAME_STEP_M for side in (west, south)]
    high = [math.ceil(side / FRAME_STEP_M) * FRAME_STEP_M for side in (east, north)]
    return low[0], low[1], high[0], high[1]


def _partition_frame(
    frame: tuple[float, float, float, float], homes_xy: FloatArray
) -> list[shapely.Polygon]:
    """Cut a frame in half along its longer side, and each half, while all keep enough."""
    done, going = [], [_Partition(frame, homes_xy)]
    while going:
        piece = going.pop()
        halves = _split_partition(piece, has_homes=bool(len(homes_xy)))
        if halves is None:
            done.append(shapely.box(*piece.box))
        else:
            going += halves
    return done


def _split_partition(partition: _Partition, *, has_homes: bool) -> list[_Partition] | None:
    """Split across the longer side, or else the other; None where no half would keep enough."""
    west, south, east, north = partition.box
    longer = 0 if east - west >= north - south else 1
    for side in (longer, 1 - longer):
        at = (
            _median_gap(partition, side)
            if has_homes
            else (partition.box[side] + partition.box[side + 2]) / 2
        )
        if at is None:
            continue
        below = partition.homes_xy[:, side] < at
        first = (west, south, at, north) if side == 0 else (west, south, east, at)
        second = (at, south, east, north) if side == 0 else (west, at, east, north)
        halves = [
            _Partition(first, partition.homes_xy[below]),
            _Partition(second, partition.homes_xy[~below]),
        ]
        if all(_is_large_enough(half, has_homes=has_homes) for half in halves):
            return halves
    return None


def _median_gap(partition: _Partition, axis: int) -> float | None:
    """Find the gap between homes nearest to the median; its middle points at no home."""
    at = np.sort(partition.homes_xy[:, axis])
    gaps = np.flatnonzero(np.diff(at) > MIN_SPLIT_GAP_M)
    if not len(gaps):
        return None
    half = int(gaps[np.argmin(np.abs(gaps + 1 - len(at) / 2))])
    return float((at[half] + at[half + 1]) / 2)


def _is_large_enough(partition: _Partition, *, has_homes: bool) -> bool:
    homes = len(partition.homes_xy) >= MIN_HOMES or not has_homes
    return homes and _area_m2(partition) >= MIN_AREA_M2


def _area_m2(partition: _Partition) -> float:
    west, south, east, north = partition.box
    return (east - west) * (north - south)


def _match_parcels(parcels: NDArray[np.object_], shapes: NDArray[np.object_]) -> NDArray[np.intp]:
    """Choose the parcel that holds most of each shape; the first where two hold the same."""
    shared = shapely.area(shapely.intersection(shapes[:, None], parcels[None, :]))
    return np.asarray(np.argmax(shared, axis=1))


def _clip_parcels(
    parcels: NDArray[np.object_], boundary: BaseGeometry | None, homes_xy: FloatArray
) -> NDArray[np.object_]:
    """Keep to the community's ground, where enough of the parcel lies on it."""
    if boundary is None:
        return parcels
    within = shapely.intersection(parcels, boundary)
    return np.where(flag_small_areas(within, homes_xy), parcels, within)


def _disclosed_id(row: pd.Series) -> str:
    said = "|".join(str(row[name]) for name in (*DISCLOSED_COLUMNS, "_shape"))
    digest = hashlib.sha256(said.encode()).digest()
    return str(uuid.UUID(bytes=digest[:16], version=5))


def _sort_by_disclosed(areas: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Sort by what is told: the order of drawing would tell which areas one group drew."""
    shape = areas.geometry.to_wkb(hex=True)
    keyed = areas.assign(_shape=shape).sort_values(
        [*DISCLOSED_COLUMNS, "_shape", "id"], kind="stable"
    )
    return keyed.drop(columns="_shape").reset_index(drop=True)
