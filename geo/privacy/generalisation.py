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
from geo.privacy.disclosure_context import Ground
from geo.privacy.small_counts import LEAST_TOLD

FloatArray = NDArray[np.float64]

# Ground of one hundred metres by one hundred: a block, not a house. No published least was found.
LEAST_AREA_M2 = 10_000.0
LEAST_HOMES = LEAST_TOLD  # as few homes as people say too much
FRAME_M = 1000.0  # a frame without a boundary is drawn along whole kilometres: it points nowhere
NEAREST_M = 1.0  # homes nearer to each other along an axis are not parted
SAME_TOLD = ("category", "severity", "holds")


@dataclass(frozen=True)
class _Piece:
    box: tuple[float, float, float, float]
    homes: FloatArray


def generalise(areas: gpd.GeoDataFrame, ground: Ground) -> gpd.GeoDataFrame:
    """
    Tell small areas by their parcel, and put all in an order that says nothing.

    Parameters
    ----------
    areas
        Polygons, EPSG:4326, with `category severity holds`.
    ground
        Whose homes are counted. Where nobody has said where people live, only the extent decides.

    Returns
    -------
    areas
        Each with at least `LEAST_AREA_M2` of ground and `LEAST_HOMES` homes, as far as the whole
        community has as many. Those that say the same of one parcel are one. The id of a parcel
        is made of what is told of it; rows go by what they say, then by shape.
    """
    if areas.empty:
        return areas.copy()
    crs = ground.crs(areas)
    shapes = np.asarray(areas.geometry.to_crs(crs), dtype=object)
    homes = ground.home_xy(crs)
    small = too_small(shapes, homes)
    told = areas.copy()
    if small.any():
        parcels = np.array(_parcels(_frame(ground, shapes, crs), homes), dtype=object)
        held = parcels[_holding(parcels, shapes[small])]
        chosen = _clipped(held, ground.limits(crs), homes)
        outline = np.array(areas.geometry, dtype=object)
        outline[small] = np.asarray(gpd.GeoSeries(chosen, crs=crs).to_crs(WGS84), dtype=object)
        told = told.set_geometry(gpd.GeoSeries(outline, index=told.index, crs=WGS84))
        made = told.assign(_shape=told.geometry.to_wkb(hex=True)).apply(_made_of_told, axis=1)
        told = told.assign(id=told["id"].where(~small, made))
        told = told[~told["id"].duplicated()]
    return _in_silent_order(told)


def too_small(shapes: NDArray[np.object_], homes_xy: FloatArray) -> NDArray[np.bool_]:
    """
    Tell which shapes point at a household.

    Parameters
    ----------
    shapes
        Polygons in metres.
    homes_xy
        Metres, shape (n, 2); none where nobody has said where people live.
    """
    little_ground = shapely.area(shapes) < LEAST_AREA_M2
    if not len(homes_xy):
        return np.asarray(little_ground)
    tree = shapely.STRtree(list(map(shapely.Point, homes_xy)))
    inside = tree.query(shapes, predicate="intersects")[0]
    return np.asarray(little_ground | (np.bincount(inside, minlength=len(shapes)) < LEAST_HOMES))


def _frame(
    ground: Ground, shapes: NDArray[np.object_], crs: CRS
) -> tuple[float, float, float, float]:
    """Frame the community by whole kilometres around what lies still."""
    limits = ground.limits(crs)
    if limits is not None:
        west, south, east, north = limits.bounds
    else:
        homes = list(map(shapely.Point, ground.home_xy(crs)))
        west, south, east, north = shapely.total_bounds([*homes, *shapes])
    low = [math.floor(side / FRAME_M) * FRAME_M for side in (west, south)]
    high = [math.ceil(side / FRAME_M) * FRAME_M for side in (east, north)]
    return low[0], low[1], high[0], high[1]


def _parcels(frame: tuple[float, float, float, float], homes: FloatArray) -> list[shapely.Polygon]:
    """Cut a frame in half along its longer side, and each half, while all keep enough."""
    done, going = [], [_Piece(frame, homes)]
    while going:
        piece = going.pop()
        halves = _halves(piece, counted=bool(len(homes)))
        if halves is None:
            done.append(shapely.box(*piece.box))
        else:
            going += halves
    return done


def _halves(piece: _Piece, *, counted: bool) -> list[_Piece] | None:
    """Split across the longer side, or else the other; None where no half would keep enough."""
    west, south, east, north = piece.box
    longer = 0 if east - west >= north - south else 1
    for side in (longer, 1 - longer):
        at = _middle(piece, side) if counted else (piece.box[side] + piece.box[side + 2]) / 2
        if at is None:
            continue
        below = piece.homes[:, side] < at
        first = (west, south, at, north) if side == 0 else (west, south, east, at)
        second = (at, south, east, north) if side == 0 else (west, at, east, north)
        halves = [_Piece(first, piece.homes[below]), _Piece(second, piece.homes[~below])]
        if all(_keeps_enough(half, counted=counted) for half in halves):
            return halves
    return None


def _middle(piece: _Piece, side: int) -> float | None:
    """Find the gap between homes nearest to the median; its middle points at no home."""
    at = np.sort(piece.homes[:, side])
    gaps = np.flatnonzero(np.diff(at) > NEAREST_M)
    if not len(gaps):
        return None
    half = int(gaps[np.argmin(np.abs(gaps + 1 - len(at) / 2))])
    return float((at[half] + at[half + 1]) / 2)


def _keeps_enough(piece: _Piece, *, counted: bool) -> bool:
    homes = len(piece.homes) >= LEAST_HOMES or not counted
    return homes and _ground(piece) >= LEAST_AREA_M2


def _ground(piece: _Piece) -> float:
    west, south, east, north = piece.box
    return (east - west) * (north - south)


def _holding(parcels: NDArray[np.object_], shapes: NDArray[np.object_]) -> NDArray[np.intp]:
    """Choose the parcel that holds most of each shape; the first where two hold the same."""
    shared = shapely.area(shapely.intersection(shapes[:, None], parcels[None, :]))
    return np.asarray(np.argmax(shared, axis=1))


def _clipped(
    parcels: NDArray[np.object_], limits: BaseGeometry | None, homes: FloatArray
) -> NDArray[np.object_]:
    """Keep to the community's ground, where enough of the parcel lies on it."""
    if limits is None:
        return parcels
    within = shapely.intersection(parcels, limits)
    return np.where(too_small(within, homes), parcels, within)


def _made_of_told(row: pd.Series) -> str:
    said = "|".join(str(row[name]) for name in (*SAME_TOLD, "_shape"))
    digest = hashlib.sha256(said.encode()).digest()
    return str(uuid.UUID(bytes=digest[:16], version=5))


def _in_silent_order(areas: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Sort by what is told: the order of drawing would tell which areas one group drew."""
    shape = areas.geometry.to_wkb(hex=True)
    keyed = areas.assign(_shape=shape).sort_values([*SAME_TOLD, "_shape", "id"], kind="stable")
    return keyed.drop(columns="_shape").reset_index(drop=True)
