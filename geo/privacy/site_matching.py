"""Matching of the homes of a community with the homes that were disclosed before."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pyproj import CRS

from geo.model import WGS84

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

MATCH_DISTANCE_M = 10.0  # error of a telephone's position in the open; nearer homes may be swapped
MAX_NEIGHBOURS = 8  # recorded homes compared with a home that moved
COORDINATE_DECIMALS = 7  # a centimetre
UNMATCHED = -1


@dataclass(frozen=True, eq=False)
class HouseholdRecord:
    """
    What was disclosed of the homes of a community. Must not leave `geo.privacy`.

    Attributes
    ----------
    sites
        Homes: `number lon lat people women aggregate masked_lon masked_lat`; the aggregate is None
        for a home that was disclosed at a masked location only.
    aggregates
        `id lon lat people women`.
    """

    sites: pd.DataFrame
    aggregates: pd.DataFrame


def match_sites(sites: pd.DataFrame, homes: gpd.GeoDataFrame, crs: CRS) -> IntArray:
    """
    Match homes with recorded sites, one to one.

    Parameters
    ----------
    sites
        See `HouseholdRecord`.
    homes
        Points, EPSG:4326, `people women`.
    crs
        In metres.

    Returns
    -------
    site
        Position in `sites` of each home, `UNMATCHED` where there is none: the site at the same
        coordinates, with the same people if several are there, else the nearest one within
        `MATCH_DISTANCE_M`.
    """
    site = np.full(len(homes), UNMATCHED, dtype=np.int64)
    if sites.empty or homes.empty:
        return site
    theirs = _location_keys(sites["lon"], sites["lat"], sites)
    ours = _location_keys(homes.geometry.x, homes.geometry.y, homes)
    site = _match_single(site, theirs, ours)
    for columns in (["x", "y", "people", "women"], ["x", "y"]):
        site = _match_equal(site, theirs, ours, columns)
    return _match_near(site, sites, homes, crs)


def _location_keys(x: pd.Series, y: pd.Series, people: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "x": np.round(np.asarray(x, dtype=float), COORDINATE_DECIMALS),
            "y": np.round(np.asarray(y, dtype=float), COORDINATE_DECIMALS),
            "people": people["people"].to_numpy(dtype=float),
            "women": people["women"].to_numpy(dtype=float),
        }
    )


def _list_free(site: IntArray, count: int) -> IntArray:
    """List the recorded sites, of so many, that no home is matched with."""
    is_free = np.ones(count, dtype=bool)
    is_free[site[site != UNMATCHED]] = False
    return np.flatnonzero(is_free)


def _match_single(site: IntArray, theirs: pd.DataFrame, ours: pd.DataFrame) -> IntArray:
    """
    Match the rows whose coordinates no other row on their side has, whatever their people.

    Matching by equal values would match the same rows, but takes long for very many.
    """
    sides = []
    for frame in (ours, theirs):
        # Complex numbers are sorted faster than rows are.
        key = frame["x"].to_numpy() + 1j * frame["y"].to_numpy()
        unique, row, count = np.unique(key, return_index=True, return_counts=True)
        is_single = (count == 1) & np.isfinite(unique)
        sides.append((unique[is_single], row[is_single]))
    (our_keys, our_rows), (their_keys, their_rows) = sides
    _, here, there = np.intersect1d(our_keys, their_keys, assume_unique=True, return_indices=True)
    matched = site.copy()
    matched[our_rows[here]] = their_rows[there]
    return matched


def _match_equal(
    site: IntArray, theirs: pd.DataFrame, ours: pd.DataFrame, columns: list[str]
) -> IntArray:
    """Match the rows with equal values, in their order, that are not matched yet."""
    free = _list_free(site, len(theirs))
    open_rows = np.flatnonzero(site == UNMATCHED)
    sides = []
    for frame, rows in ((ours, open_rows), (theirs, free)):
        keys = frame.loc[rows, columns].fillna(-1.0)
        sides.append(keys.assign(count=keys.groupby(columns).cumcount(), row=rows))
    pairs = sides[0].merge(sides[1], on=[*columns, "count"], suffixes=("", "_theirs"))
    matched = site.copy()
    matched[pairs["row"].to_numpy()] = pairs["row_theirs"].to_numpy()
    return matched


def _match_near(site: IntArray, sites: pd.DataFrame, homes: gpd.GeoDataFrame, crs: CRS) -> IntArray:
    """Match the nearest pairs first."""
    from scipy.spatial import cKDTree  # loads slowly, and few requests need it

    free = _list_free(site, len(sites))
    open_rows = np.flatnonzero(site == UNMATCHED)
    if not len(free) or not len(open_rows):
        return site
    recorded = _project(sites["lon"].iloc[free], sites["lat"].iloc[free], crs)
    moved = gpd.GeoSeries(homes.geometry.iloc[open_rows])
    distances, found = cKDTree(recorded).query(
        _project(moved.x, moved.y, crs),
        k=np.arange(1, min(MAX_NEIGHBOURS, len(free)) + 1),
        distance_upper_bound=MATCH_DISTANCE_M,
    )
    distances, found = np.asarray(distances), np.asarray(found)
    row, rank = np.nonzero(np.isfinite(distances))
    matched = site.copy()
    taken: set[int] = set()
    for pair in np.argsort(distances[row, rank], kind="stable"):
        home, other = int(open_rows[row[pair]]), int(free[found[row[pair], rank[pair]]])
        if matched[home] == UNMATCHED and other not in taken:
            matched[home] = other
            taken.add(other)
    return matched


def _project(x: pd.Series, y: pd.Series, crs: CRS) -> FloatArray:
    points = gpd.GeoSeries.from_xy(np.asarray(x), np.asarray(y), crs=WGS84).to_crs(crs)
    return np.column_stack([points.x, points.y])


def is_assigned(record: HouseholdRecord, site: IntArray) -> NDArray[np.bool_]:
    """Flag the homes whose recorded site has an aggregate; see `match_sites`."""
    has_aggregate = np.append(record.sites["aggregate"].notna().to_numpy(dtype=bool), False)
    return np.asarray(has_aggregate[site])  # UNMATCHED, -1, is the last one
