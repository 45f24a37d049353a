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

Several versions of a community are covered by `geo.privacy.household_record`: an aggregate that was
disclosed stays the same.
"""

from __future__ import annotations

import hashlib
import uuid
from collections import Counter
from dataclasses import dataclass

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


@dataclass(frozen=True, eq=False)
class HouseholdGrouping:
    """
    Assignment of homes to aggregates.

    Attributes
    ----------
    homes
        The inhabited homes, sorted by location; their index is that of the input.
    aggregate
        Position in `aggregates` of each home; `UNASSIGNED` for a home without an aggregate.
    aggregates
        `id people women`, EPSG:4326 points.
    """

    homes: gpd.GeoDataFrame
    aggregate: IntArray
    aggregates: gpd.GeoDataFrame


def group_households(
    homes: gpd.GeoDataFrame, context: DisclosureContext, *, across_zones: bool = True
) -> HouseholdGrouping | None:
    """
    Assign the inhabited homes to aggregates.

    Parameters
    ----------
    homes
        Demand points, EPSG:4326, `id people women`.
    context
        Its zones bound the aggregates.
    across_zones
        False leaves homes unassigned whose zone has too few people for an aggregate of its own.

    Returns
    -------
    grouping
        None if there are too few people for any aggregate. Else one aggregate a row; its id is
        derived from disclosed values. Across zones `people` sums to that of all homes. `women` is
        NaN where it is unknown for any home of the zone, and everywhere if all women, or all
        others, are fewer than `MIN_FREQUENCY`.
    """
    inhabited = sort_by_location(homes[homes["people"] > 0])
    if inhabited.empty:
        return None
    crs = context.choose_crs(homes)
    points = inhabited.geometry.to_crs(crs)
    xy = np.column_stack([points.x, points.y])
    zones = np.asarray(context.zones.geometry.to_crs(crs), dtype=object)
    part = _zone_numbers(points.to_numpy(), zones)
    women_known = _women_known(inhabited["women"].to_numpy(dtype=float), part)
    aggregate = aggregate_points(
        xy, *_counts_and_minimums(inhabited, women_known), part, across_parts=across_zones
    )
    if across_zones and (aggregate == UNASSIGNED).any():
        women_known = np.zeros(len(inhabited), dtype=bool)
        aggregate = aggregate_points(xy, *_counts_and_minimums(inhabited, women_known), part)
    assigned = aggregate != UNASSIGNED
    if not assigned.any() or (across_zones and not assigned.all()):
        return None
    women = np.where(women_known, inhabited["women"].to_numpy(dtype=float), np.nan)[assigned]
    people = inhabited["people"].to_numpy(dtype=float)[assigned]
    numbers = aggregate[assigned]
    by_part = pd.DataFrame({"block": numbers, "part": part[assigned], "people": people})
    centroids = _move_into_zones(
        _aggregate_centroids(xy[assigned], numbers), _main_zones(by_part), zones
    )
    sums = pd.DataFrame(
        {"people": np.bincount(numbers, people), "women": np.bincount(numbers, women)}
    )
    aggregates = _build_aggregates(sums, gpd.GeoSeries(centroids, crs=crs).to_crs(WGS84))
    return HouseholdGrouping(inhabited, aggregate, aggregates)


def select_inhabited(homes: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Select the homes with people; all of them if nobody lives in any."""
    inhabited = homes[homes["people"] > 0]
    return homes if inhabited.empty else inhabited


def sort_by_location(homes: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Sort homes by location and counts, so that row order neither matters nor discloses."""
    counts = [homes[name].to_numpy(dtype=float) for name in ("women", "people")]
    points = homes.geometry.to_numpy()
    order = np.lexsort((*counts, shapely.get_y(points), shapely.get_x(points)))
    is_sorted = np.array_equal(order, np.arange(len(homes)))
    return homes if is_sorted else homes.iloc[order]


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
    x, y = points.x.to_numpy(), points.y.to_numpy()
    texts = [f"{lon:.7f} {lat:.7f}" for lon, lat in zip(x.tolist(), y.tolist(), strict=True)]
    occurrences: Counter[str] = Counter()
    ids = [""] * len(texts)
    for position in np.lexsort((y, x)).tolist():
        text = texts[position]
        ids[position] = _derive_id(f"{text} {occurrences[text]}")
        occurrences[text] += 1
    return gpd.GeoDataFrame(
        {"id": ids, "people": sums["people"], "women": sums["women"]},
        geometry=np.asarray(points, dtype=object),
        crs=WGS84,
    )


def _derive_id(text: str) -> str:
    """Derive an id from a text: the text of `uuid.uuid5`, which is slow for very many."""
    digest = hashlib.sha1(_ID_NAMESPACE.bytes + text.encode(), usedforsecurity=False).hexdigest()
    variant = "89ab"[int(digest[16], 16) & 3]
    return f"{digest[:8]}-{digest[8:12]}-5{digest[13:16]}-{variant}{digest[17:20]}-{digest[20:32]}"


def mask_homes(homes: gpd.GeoDataFrame, context: DisclosureContext) -> gpd.GeoDataFrame:
    """
    Mask homes of a community that is too small for any aggregate.

    Returns
    -------
    masked
        The homes in their order at displaced points, `people` and `women` NaN.
    """
    masked = mask_points(homes.geometry, context)
    return homes.assign(people=np.nan, women=np.nan).set_geometry(masked)
