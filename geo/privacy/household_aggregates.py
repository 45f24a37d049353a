"""
Where people live, as others than coordinators may know it: blocks of homes, made once.

To hide small numbers is not enough where anybody may ask for many tables: who lives within
fourteen minutes, less who lives within thirteen, is a family between two lines. So homes are
gathered into blocks before any question is asked. A block has one place, and at least
`MIN_FREQUENCY` people; where women are counted, at least so many women, and so many others.

The argument that nothing finer can be found: all that is told of people to others than
coordinators, on screens, in files, for any service, limit, moment and aversion, is worked out
from the blocks as if nothing else were known; and the blocks themselves are a layer that these
readers are given whole. Whatever is worked out from what somebody holds already tells her nothing
new. So a thousand answers, added and subtracted in any way, say what the blocks say, and no more.
There is no list of forbidden questions, and nothing to remember about who asked what.

A block keeps to its zone. Homes of a zone with too few people are counted where most of their
block lives, and the zone is not listed. A place alone is a block only from
`MIN_SINGLE_SITE_PEOPLE` people on: one of fewer may be a household. Homes of a community too small
for any block are moved (see `geo.privacy.masking`) and not counted.

What blocks do not hide: the difference of two moments. Whoever holds the blocks from before and
after one home was added can subtract them. The lattice keeps all other blocks as they were, so
that it is one block that differs, by the people of that home.
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

# From so many people on, a point is a census block or a square of a grid, and no household: no
# published figure was found; it is four times the least that is told.
MIN_SINGLE_SITE_PEOPLE = 4 * MIN_FREQUENCY
MIN_SITES = 2  # places of fewer people that a block needs
ZONE_INSET_M = 2.0  # a block's place keeps so far from its zone's border, where zones allow it
_ID_NAMESPACE = uuid.UUID("0b9a6a44-58de-5c53-9b1d-7f4a3f0f6c21")  # of ids made of what is told


def aggregate_households(homes: gpd.GeoDataFrame, context: DisclosureContext) -> gpd.GeoDataFrame:
    """
    Gather homes into blocks.

    Parameters
    ----------
    homes
        Demand points, EPSG:4326, `id people women`.
    context
        Whose zones blocks keep to.

    Returns
    -------
    blocks
        The same columns, one row a block, ordered by place; the id is made of what is told.
        `people` adds up to that of all homes. `women` is NaN where anybody's in the zone are
        unknown, and everywhere where all women, or all others, are fewer than `MIN_FREQUENCY`.
        Where all are too few, the homes themselves, moved, `people` and `women` NaN.
    """
    lived_in = homes[homes["people"] > 0]
    if lived_in.empty:
        return homes.iloc[:0].copy() if homes.empty else _mask_uncounted(homes, context)
    lived_in = _sort_by_location(lived_in)
    crs = context.choose_crs(homes)
    flat = lived_in.geometry.to_crs(crs)
    xy = np.column_stack([flat.x, flat.y])
    zones = np.asarray(context.zones.geometry.to_crs(crs), dtype=object)
    part = _zone_numbers(flat.to_numpy(), zones)
    known = _women_known(lived_in["women"].to_numpy(dtype=float), part)
    block = aggregate_points(xy, *_counts_and_minimums(lived_in, known), part)
    if (block == UNASSIGNED).any():
        known = np.zeros(len(lived_in), dtype=bool)
        block = aggregate_points(xy, *_counts_and_minimums(lived_in, known), part)
    if (block == UNASSIGNED).any():
        return _mask_uncounted(lived_in, context)
    women = np.where(known, lived_in["women"].to_numpy(dtype=float), np.nan)
    people = lived_in["people"].to_numpy(dtype=float)
    sums = pd.DataFrame({"people": np.bincount(block, people), "women": np.bincount(block, women)})
    lived = pd.DataFrame({"block": block, "part": part, "people": people})
    spots = _move_into_zones(_aggregate_centroids(xy, block), _main_zones(lived), zones)
    return _build_aggregates(sums, gpd.GeoSeries(spots, crs=crs).to_crs(WGS84))


def _sort_by_location(homes: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Order homes by what they are: the order of rows must decide nothing, and tell nothing."""
    keys = homes.assign(_x=homes.geometry.x, _y=homes.geometry.y)
    order = keys.sort_values(["_x", "_y", "people", "women"], kind="stable").index
    return homes.loc[order].reset_index(drop=True)


def _zone_numbers(points: NDArray[np.object_], zones: NDArray[np.object_]) -> IntArray:
    """Tell the zone of each place, from 1, the first where zones overlap; 0 outside every one."""
    place, zone = shapely.STRtree(zones).query(points, predicate="intersects")
    first = pd.Series(zone + 1).groupby(place).min()
    return first.reindex(range(len(points)), fill_value=0).to_numpy(dtype=np.int64)


def _women_known(women: FloatArray, part: IntArray) -> NDArray[np.bool_]:
    """Tell where all women of a zone are counted: a sum with holes is not a sum."""
    return ~np.isin(part, part[np.isnan(women)])


def _counts_and_minimums(
    homes: pd.DataFrame, women_known: NDArray[np.bool_]
) -> tuple[FloatArray, FloatArray]:
    """Say what each home has, and what must meet around it."""
    people = homes["people"].to_numpy(dtype=float)
    women = np.nan_to_num(homes["women"].to_numpy(dtype=float))
    places = np.where(people >= MIN_SINGLE_SITE_PEOPLE, MIN_SITES, 1.0)
    counts = np.column_stack([people, women, people - women, places])
    of_sex = np.where(women_known, float(MIN_FREQUENCY), 0.0)
    least = np.full(len(people), float(MIN_FREQUENCY))
    return counts, np.column_stack([least, of_sex, of_sex, np.full(len(people), float(MIN_SITES))])


def _aggregate_centroids(xy: FloatArray, aggregate: IntArray) -> NDArray[np.object_]:
    """Find the middle of the homes of each block; by people, it would point at the largest one."""
    count = np.bincount(aggregate)
    return np.asarray(shapely.points(*(np.bincount(aggregate, axis) / count for axis in xy.T)))


def _main_zones(people_by_part: pd.DataFrame) -> IntArray:
    """Tell in which part most people of each block live."""
    by_part = people_by_part.groupby(["block", "part"])["people"].sum().reset_index()
    order = by_part.sort_values(["block", "people", "part"], ascending=[True, False, True])
    return order.drop_duplicates("block")["part"].to_numpy(dtype=np.int64)


def _move_into_zones(
    points: NDArray[np.object_], part: IntArray, zones: NDArray[np.object_]
) -> NDArray[np.object_]:
    """Move places that fell out of their own zone to the nearest ground of it."""
    astray = np.flatnonzero((part > 0) & (_zone_numbers(points, zones) != part))
    own = zones[part[astray] - 1]
    inner = shapely.buffer(own, -ZONE_INSET_M)
    ground = np.where(shapely.is_empty(inner), own, inner)
    moved = points.copy()
    moved[astray] = shapely.get_point(shapely.shortest_line(ground, points[astray]), 0)
    return moved


def _build_aggregates(sums: pd.DataFrame, points: gpd.GeoSeries) -> gpd.GeoDataFrame:
    place = pd.DataFrame({"x": points.x, "y": points.y})
    order = place.sort_values(["x", "y"], kind="stable").index
    said = [f"{x:.7f} {y:.7f}" for x, y in place.loc[order].to_numpy()]
    seen = pd.Series(said).groupby(said).cumcount().astype(str)
    names = [
        str(uuid.uuid5(_ID_NAMESPACE, f"{text} {n}")) for text, n in zip(said, seen, strict=True)
    ]
    numbers = sums.loc[order].reset_index(drop=True)
    return gpd.GeoDataFrame(
        {"id": names, "people": numbers["people"], "women": numbers["women"]},
        geometry=np.asarray(points.loc[order], dtype=object),
        crs=WGS84,
    )


def _mask_uncounted(homes: gpd.GeoDataFrame, context: DisclosureContext) -> gpd.GeoDataFrame:
    moved = homes.assign(people=np.nan, women=np.nan).set_geometry(
        mask_points(homes.geometry, context)
    )
    return _sort_by_location(moved)
