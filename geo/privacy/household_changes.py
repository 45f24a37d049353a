"""What changes in recorded household aggregates: their people, and whether they are shown."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.model import WGS84
from geo.privacy.household_aggregates import MIN_SINGLE_SITE_PEOPLE, MIN_SITES
from geo.privacy.site_matching import UNMATCHED, HouseholdRecord, is_assigned
from geo.privacy.small_counts import MIN_FREQUENCY

IntArray = NDArray[np.int64]

MIN_PRESENT = 0.5  # share of the homes of an aggregate that must be there for it to be shown


def refresh_aggregates(
    record: HouseholdRecord, homes: gpd.GeoDataFrame, site: IntArray
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """
    Renew the people of aggregates in which several homes changed.

    Returns
    -------
    sites, aggregates
        Rows with their new people. The homes that changed have at least `MIN_SITES` sites and
        `MIN_FREQUENCY` people before and after, so that the difference is of no single home.
    """
    matched = np.flatnonzero(is_assigned(record, site))
    sites = record.sites.reset_index(drop=True)
    for name in ("people", "women"):
        now = sites[name].to_numpy(dtype=float, copy=True)
        now[site[matched]] = homes[name].to_numpy(dtype=float)[matched]
        sites[f"new_{name}"] = now
    changed = sites[
        sites["aggregate"].notna()
        & (
            (sites["people"] != sites["new_people"])
            | (sites["women"].fillna(-1.0) != sites["new_women"].fillna(-1.0))
        )
    ]
    least = changed[["people", "new_people"]].min(axis="columns")
    weight = np.where(least >= MIN_SINGLE_SITE_PEOPLE, MIN_SITES, 1)
    groups = changed.assign(least=least, weight=weight).groupby("aggregate")[["least", "weight"]]
    enough = groups.sum()
    ids = enough.index[(enough["weight"] >= MIN_SITES) & (enough["least"] >= MIN_FREQUENCY)]
    renewed = sites[_is_among(sites["aggregate"], ids)]
    groups = renewed.groupby("aggregate")[["new_people", "new_women"]]
    known = renewed["new_women"].notna().groupby(renewed["aggregate"]).all()
    sums = groups.sum()
    sums = sums.assign(new_women=sums["new_women"].where(known))
    sums = sums[sums["new_people"] >= MIN_FREQUENCY]
    sums = sums.assign(new_women=_hide_few(sums["new_people"], sums["new_women"]))
    renewed = renewed[_is_among(renewed["aggregate"], sums.index)]
    return (
        pd.DataFrame(
            {
                "number": renewed["number"],
                "people": renewed["new_people"],
                "women": renewed["new_women"],
                "aggregate": renewed["aggregate"],
            }
        ).reset_index(drop=True),
        pd.DataFrame(
            {
                "id": sums.index.astype(str),
                "people": sums["new_people"].to_numpy(dtype=float),
                "women": sums["new_women"].to_numpy(dtype=float),
            }
        ),
    )


def _hide_few(people: pd.Series, women: pd.Series) -> pd.Series:
    """Leave the women unknown where they, or all others, are too few."""
    enough = (women >= MIN_FREQUENCY) & (people - women >= MIN_FREQUENCY)
    return women.where(enough)


def _is_among(values: pd.Series | pd.Index, unique: pd.Index) -> NDArray[np.bool_]:
    """Flag values that are among others; `isin` of texts takes ten times as long."""
    found = pd.Index(unique, dtype=object).get_indexer(pd.Index(values, dtype=object))
    return np.asarray(found >= 0)


def select_present(
    record: HouseholdRecord, refreshed: pd.DataFrame, homes: gpd.GeoDataFrame, site: IntArray
) -> gpd.GeoDataFrame:
    """Select the recorded aggregates of which `MIN_PRESENT` of the homes are there."""
    present = np.zeros(len(record.sites), dtype=bool)
    lived_in = homes["people"].to_numpy(dtype=float) > 0
    present[site[(site != UNMATCHED) & lived_in]] = True
    # Arrays instead of an index of texts, which pandas looks up one by one.
    ids = record.aggregates["id"].to_numpy(dtype=object)
    index = pd.Index(ids, dtype=object)
    aggregate = index.get_indexer(record.sites["aggregate"].to_numpy(dtype=object))
    known = aggregate >= 0
    homes_of = np.bincount(aggregate[known], minlength=len(ids))
    present_of = np.bincount(aggregate[known], present[known], minlength=len(ids))
    shown = (homes_of > 0) & (present_of >= MIN_PRESENT * homes_of)
    people, women = (
        record.aggregates[name].to_numpy(dtype=float, copy=True) for name in ("people", "women")
    )
    renewed = index.get_indexer(refreshed["id"].to_numpy(dtype=object))
    people[renewed[renewed >= 0]] = refreshed["people"].to_numpy(dtype=float)[renewed >= 0]
    women[renewed[renewed >= 0]] = refreshed["women"].to_numpy(dtype=float)[renewed >= 0]
    return gpd.GeoDataFrame(
        {"id": list(ids[shown]), "people": people[shown], "women": women[shown]},
        geometry=gpd.points_from_xy(
            record.aggregates["lon"][shown], record.aggregates["lat"][shown]
        ),
        crs=WGS84,
    )
