"""
Household aggregates: homes put together for every audience but coordinators.

Suppressing small numbers is not enough if readers may request many tables: the people within
fourteen minutes minus those within thirteen can be one family (a differencing attack). So homes
are aggregated before any request. An aggregate has one location and at least `MIN_FREQUENCY`
people; where women are counted, at least that many women, and that many others.

Why nothing finer can be derived: every number of people that is disclosed to other audiences than
coordinators, on screens or in files, for any service, threshold, time and aversion, is computed
from the aggregates alone; and the aggregates are a layer that these readers receive in full. A
function of data that a reader has already discloses nothing new. So any combination of results
discloses no more than the aggregates. No requests have to be forbidden or recorded.

An aggregate belongs to one zone. Homes of a zone with too few people are counted in the zone where
most people of their aggregate live, and their own zone is not listed. A single site is an
aggregate only if it has `MIN_SINGLE_SITE_PEOPLE` people: a smaller one may be a household. Homes
of a community too small for any aggregate are masked (see `geo.privacy.masking`) and not counted.

Limit: the difference of two versions. A reader who has the aggregates from before and after one
home was added can subtract them. The fixed grid leaves all other aggregates unchanged, so that one
aggregate differs, by the people of that home.
"""

from __future__ import annotations

import uuid

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.model import WGS84
from geo.privacy.disclosure_context import DisclosureContext
from geo.privacy.grid_aggregation import UNASSIGNED, aggregate_points
from geo.privacy.masking import mask_points
from geo.privacy.small_counts import MIN_FREQUENCY

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

# A point with so many people is a census block or a grid cell, not a household. No published
# figure was found; it is four times the minimum frequency.
MIN_SINGLE_SITE_PEOPLE = 4 * MIN_FREQUENCY
MIN_SITES = 2  # sites with fewer people that an aggregate needs
# Least distance of an aggregate's location from the border of its zone, where possible.
ZONE_INSET_M = 2.0
# Of ids derived from disclosed values.
_ID_NAMESPACE = uuid.UUID("0b9a6a44-58de-5c53-9b1d-7f4a3f0f6c21")


def aggregate_households(homes: gpd.GeoDataFrame, context: DisclosureContext) -> gpd.GeoDataFrame:
    """
    Aggregate homes.

    Parameters
    ----------
    homes
        Demand points, EPSG:4326, `id people women`.
    context
        Its zones bound the aggregates.

    Returns
    -------
    aggregates
        The same columns, one row per aggregate, sorted by location; the id is derived from
        disclosed values. `people` sums to that of all homes. `women` is NaN where it is unknown
        for any home of the zone, and everywhere if all women, or all others, are fewer than
        `MIN_FREQUENCY`. If all people are too few: the homes, masked, `people` and `women` NaN.
    """
    inhabited = homes[homes["people"] > 0]
    if inhabited.empty:
        return homes.iloc[:0].copy() if homes.empty else _mask_uncounted(homes, context)
    inhabited = _sort_by_location(inhabited)
    crs = context.choose_crs(homes)
    points = inhabited.geometry.to_crs(crs)
    xy = np.column_stack([points.x, points.y])
    zones = np.asarray(context.zones.geometry.to_crs(crs), dtype=object)
    part = _zone_numbers(points.to_numpy(), zones)
    women_known = _women_known(inhabited["women"].to_numpy(dtype=float), part)
    aggregate = aggregate_points(xy, *_counts_and_minimums(inhabited, women_known), part)
    if (aggregate == UNASSIGNED).any():
        women_known = np.zeros(len(inhabited), dtype=bool)
        aggregate = aggregate_points(xy, *_counts_and_minimums(inhabited, women_known), part)
    if (aggregate == UNASSIGNED).any():
        return _mask_uncounted(inhabited, context)
    women = np.where(women_known, inhabited["women"].to_numpy(dtype=float), np.nan)
    people = inhabited["people"].to_numpy(dtype=float)
    sums = pd.DataFrame(
        {"people": np.bincount(aggregate, people), "women": np.bincount(aggregate, women)}
    )
    people_by_part = pd.DataFrame({"block": aggregate, "part": part, "people": people})
    centroids = _move_into_zones(
        _aggregate_centroids(xy, aggregate), _main_zones(people_by_part), zones
    )
    return _build_aggregates(sums, gpd.GeoSeries(centroids, crs=crs).to_crs(WGS84))


def _sort_by_location(homes: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Sort homes by location and counts, so that row order neither matters nor discloses."""
    keys = homes.assign(_x=homes.geometry.x, _y=homes.geometry.y)
    order = keys.sort_values(["_x", "_y", "people", "women"], kind="stable").index
    return homes.loc[order].reset_index(drop=True)


def _zone_numbers(points: NDArray[np.object_], zones: NDArray[np.object_]) -> IntArray:
    """Zone of each point, from 1, the first where zones overlap; 0 outside all."""
    point, zone = shapely.STRtree(zones).query(points, predicate="intersects")
    first = pd.Series(zone + 1).groupby(point).min()
    return first.reindex(range(len(points)), fill_value=0).to_numpy(dtype=np.int64)


def _women_known(women: FloatArray, part: IntArray) -> NDArray[np.bool_]:
    """Flag homes in zones where the number of women is known for every home."""
    return ~np.isin(part, part[np.isnan(women)])


def _counts_and_minimums(
    homes: pd.DataFrame, women_known: NDArray[np.bool_]
) -> tuple[FloatArray, FloatArray]:
    """Quantities of each home, and their minimums in its aggregate."""
    people = homes["people"].to_numpy(dtype=float)
    women = np.nan_to_num(homes["women"].to_numpy(dtype=float))
    sites = np.where(people >= MIN_SINGLE_SITE_PEOPLE, MIN_SITES, 1.0)
    counts = np.column_stack([people, women, people - women, sites])
    minimum_by_sex = np.where(women_known, float(MIN_FREQUENCY), 0.0)
    minimum_people = np.full(len(people), float(MIN_FREQUENCY))
    return counts, np.column_stack(
        [minimum_people, minimum_by_sex, minimum_by_sex, np.full(len(people), float(MIN_SITES))]
    )


def _aggregate_centroids(xy: FloatArray, aggregate: IntArray) -> NDArray[np.object_]:
    """Unweighted centroid of each aggregate: weighted, it would reveal the largest home."""
    count = np.bincount(aggregate)
    return np.asarray(shapely.points(*(np.bincount(aggregate, axis) / count for axis in xy.T)))


def _main_zones(people_by_part: pd.DataFrame) -> IntArray:
    """Zone in which most people of each aggregate live."""
    by_part = people_by_part.groupby(["block", "part"])["people"].sum().reset_index()
    order = by_part.sort_values(["block", "people", "part"], ascending=[True, False, True])
    return order.drop_duplicates("block")["part"].to_numpy(dtype=np.int64)


def _move_into_zones(
    points: NDArray[np.object_], part: IntArray, zones: NDArray[np.object_]
) -> NDArray[np.object_]:
    """Move points that lie outside their own zone to its nearest interior point."""
    outside = np.flatnonzero((part > 0) & (_zone_numbers(points, zones) != part))
    own = zones[part[outside] - 1]
    inner = shapely.buffer(own, -ZONE_INSET_M)
    interior = np.where(shapely.is_empty(inner), own, inner)
    moved = points.copy()
    moved[outside] = shapely.get_point(shapely.shortest_line(interior, points[outside]), 0)
    return moved


def _build_aggregates(sums: pd.DataFrame, points: gpd.GeoSeries) -> gpd.GeoDataFrame:
    coordinates = pd.DataFrame({"x": points.x, "y": points.y})
    order = coordinates.sort_values(["x", "y"], kind="stable").index
    texts = [f"{x:.7f} {y:.7f}" for x, y in coordinates.loc[order].to_numpy()]
    duplicates = pd.Series(texts).groupby(texts).cumcount().astype(str)
    ids = [
        str(uuid.uuid5(_ID_NAMESPACE, f"{text} {n}"))
        for text, n in zip(texts, duplicates, strict=True)
    ]
    counts = sums.loc[order].reset_index(drop=True)
    return gpd.GeoDataFrame(
        {"id": ids, "people": counts["people"], "women": counts["women"]},
        geometry=np.asarray(points.loc[order], dtype=object),
        crs=WGS84,
    )


def _mask_uncounted(homes: gpd.GeoDataFrame, context: DisclosureContext) -> gpd.GeoDataFrame:
    masked = homes.assign(people=np.nan, women=np.nan).set_geometry(
        mask_points(homes.geometry, context)
    )
    return _sort_by_location(masked)
