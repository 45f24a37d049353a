"""
Household aggregates that stay the same from their first disclosure on.

Every home that was ever disclosed belongs to one aggregate for good. So no difference of two
versions of a community discloses a home: an aggregate is shown with the same people, or not at
all. Homes added later wait until they make an aggregate of their own. Homes removed stay counted
until less than half of their aggregate is left; the aggregate then is not shown, and is shown
again when they return. Other numbers of people replace the recorded ones only where several homes
of an aggregate changed. A home measured or imported anew is recognised by its location.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field, replace

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pyproj import CRS

from geo.model import WGS84
from geo.privacy.disclosure_context import DisclosureContext
from geo.privacy.grid_aggregation import UNASSIGNED
from geo.privacy.household_aggregates import (
    HouseholdGrouping,
    group_households,
    mask_homes,
    select_inhabited,
    sort_by_location,
)
from geo.privacy.household_changes import refresh_aggregates, select_present
from geo.privacy.site_matching import UNMATCHED, HouseholdRecord, is_assigned, match_sites

IntArray = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class HouseholdUpdate:
    """
    Changes of the record, and what is disclosed.

    Attributes
    ----------
    disclosed
        `id people women`, EPSG:4326 points, sorted by location.
    added_sites, updated_sites, added_aggregates, updated_aggregates
        Rows to be recorded before anything is disclosed.
    """

    disclosed: gpd.GeoDataFrame
    added_sites: pd.DataFrame = field(default_factory=pd.DataFrame)
    updated_sites: pd.DataFrame = field(default_factory=pd.DataFrame)
    added_aggregates: pd.DataFrame = field(default_factory=pd.DataFrame)
    updated_aggregates: pd.DataFrame = field(default_factory=pd.DataFrame)


def update_households(
    record: HouseholdRecord, homes: gpd.GeoDataFrame, context: DisclosureContext
) -> HouseholdUpdate:
    """
    Compare the homes of a community with what was disclosed of them.

    Parameters
    ----------
    homes
        All demand points now, EPSG:4326, `id people women`.
    context
        Its homes are the same; its zones bound new aggregates.
    """
    if homes.empty and record.sites.empty:
        return HouseholdUpdate(homes.iloc[:0].copy())
    inhabited = sort_by_location(select_inhabited(homes)).reset_index(drop=True)
    crs = context.choose_crs(homes) if len(homes) else CRS(WGS84)
    site = match_sites(record.sites, inhabited, crs)
    grouping = _group_unassigned(record, inhabited, site, context)
    if grouping is None and record.aggregates.empty:
        return _disclose_masked(record, inhabited, site, context)
    refreshed_sites, refreshed = refresh_aggregates(record, inhabited, site)
    shown = select_present(record, refreshed, inhabited, site)
    if grouping is None:
        return HouseholdUpdate(shown, updated_sites=refreshed_sites, updated_aggregates=refreshed)
    grouping = _rename_taken(record, grouping)
    added, joined = _assigned_sites(record, grouping, inhabited, site)
    return HouseholdUpdate(
        _concatenate(shown, grouping.aggregates),
        added_sites=added,
        updated_sites=pd.concat([refreshed_sites, joined], ignore_index=True),
        added_aggregates=_aggregate_rows(grouping.aggregates),
        updated_aggregates=refreshed,
    )


def _group_unassigned(
    record: HouseholdRecord, homes: gpd.GeoDataFrame, site: IntArray, context: DisclosureContext
) -> HouseholdGrouping | None:
    """Group the homes that belong to no aggregate: at first all, later zone by zone."""
    if record.aggregates.empty:
        return group_households(homes, context)
    return group_households(homes[~is_assigned(record, site)], context, across_zones=False)


def _rename_taken(record: HouseholdRecord, grouping: HouseholdGrouping) -> HouseholdGrouping:
    """Give an aggregate at the location of a recorded one an id of its own."""
    if record.aggregates.empty:
        return grouping
    taken = set(record.aggregates["id"])
    ids = list(grouping.aggregates["id"])
    for position, old in enumerate(ids):
        while ids[position] in taken:
            ids[position] = str(uuid.uuid5(uuid.UUID(ids[position]), old))
    return replace(grouping, aggregates=grouping.aggregates.assign(id=ids))


def _assigned_sites(
    record: HouseholdRecord, grouping: HouseholdGrouping, homes: gpd.GeoDataFrame, site: IntArray
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rows of the homes that received an aggregate: those not recorded yet, and those that were."""
    assigned = grouping.aggregate != UNASSIGNED
    rows = grouping.homes.index.to_numpy()[assigned]
    ids = grouping.aggregates["id"].to_numpy()[grouping.aggregate[assigned]]
    new = site[rows] == UNMATCHED
    added = _site_rows(record, homes.loc[rows[new]]).assign(aggregate=ids[new])
    known = homes.loc[rows[~new]]
    joined = pd.DataFrame(
        {
            "number": record.sites["number"].to_numpy()[site[rows[~new]]],
            "people": known["people"].to_numpy(dtype=float),
            "women": known["women"].to_numpy(dtype=float),
            "aggregate": ids[~new],
        }
    )
    return added, joined


def _site_rows(record: HouseholdRecord, homes: gpd.GeoDataFrame) -> pd.DataFrame:
    first = 0 if record.sites.empty else int(record.sites["number"].max()) + 1
    return pd.DataFrame(
        {
            "number": np.arange(first, first + len(homes)),
            "lon": homes.geometry.x.to_numpy(),
            "lat": homes.geometry.y.to_numpy(),
            "people": homes["people"].to_numpy(dtype=float),
            "women": homes["women"].to_numpy(dtype=float),
            "aggregate": None,
            "masked_lon": np.nan,
            "masked_lat": np.nan,
        }
    )


def _aggregate_rows(aggregates: gpd.GeoDataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "id": aggregates["id"],
            "lon": aggregates.geometry.x,
            "lat": aggregates.geometry.y,
            "people": aggregates["people"].astype(float),
            "women": aggregates["women"].astype(float),
        }
    )


def _disclose_masked(
    record: HouseholdRecord, homes: gpd.GeoDataFrame, site: IntArray, context: DisclosureContext
) -> HouseholdUpdate:
    """Disclose homes too few for an aggregate at masked locations, the recorded ones as before."""
    new = homes[site == UNMATCHED]
    masked = mask_homes(new, context)
    added = _site_rows(record, new).assign(
        masked_lon=masked.geometry.x.to_numpy(), masked_lat=masked.geometry.y.to_numpy()
    )
    known = record.sites.iloc[site[site != UNMATCHED]]
    where = gpd.points_from_xy(known["masked_lon"], known["masked_lat"], crs=WGS84)
    unchanged = homes[site != UNMATCHED].set_geometry(
        gpd.GeoSeries(where, index=homes.index[site != UNMATCHED])
    )
    unknown = unchanged.assign(people=np.nan, women=np.nan)
    return HouseholdUpdate(_concatenate(unknown, masked), added_sites=added)


def _concatenate(first: gpd.GeoDataFrame, second: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    filled = [frame for frame in (first, second) if len(frame)] or [first]
    both = gpd.GeoDataFrame(pd.concat(filled, ignore_index=True), crs=WGS84)
    return sort_by_location(both).reset_index(drop=True)
