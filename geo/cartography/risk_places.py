"""
Marked places: ground that several groups drew, told once.

Ten groups who draw one corner make ten areas and one place. What is counted and listed for
people are places; how many groups marked each of them says how far they agree.
"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from geo.model import TimeSlot
from geo.network.street_names import name_nearest_streets
from geo.network.street_network import estimate_metric_crs
from geo.privacy.view import View

# Two drawings mean one place where they share a third of the smaller one: drawn by hand on
# different days, outlines of one corner differ, and neighbours may touch.
MIN_SHARED_AREA = 1 / 3
MIN_AGREEING_GROUPS = 3  # groups; from here on a screen says that several agree

RISK_PLACE_COLUMNS = ["name", "zone", "category", "severity", "groups", "areas"]


def find_risk_places(view: View, *, slot: TimeSlot | None) -> gpd.GeoDataFrame:
    """
    Gather risk areas into places.

    Parameters
    ----------
    slot
        Only areas that hold then; None takes all.

    Returns
    -------
    places
        EPSG:4326, most severe first, then those of most groups: `name` (nearest street, or
        None), `zone` (or None), `category` (that most areas give), `severity` (highest),
        `groups` (how many drawing sessions; 0 where the reader may not know), `areas`.
    """
    return view.cache.get_or_compute(("marked places", slot), lambda: _group_risk_areas(view, slot))


def _group_risk_areas(view: View, slot: TimeSlot | None) -> gpd.GeoDataFrame:
    areas = view.risk_areas
    if slot is not None:
        areas = areas[areas["holds"].isin(["always", slot])]
    if areas.empty:
        return gpd.GeoDataFrame(
            {name: [] for name in RISK_PLACE_COLUMNS}, geometry=[], crs=areas.crs
        )
    rows, shapes = [], []
    for _, drawn in areas.groupby(cluster_overlapping_areas(areas), sort=True):
        rows.append(_summarise_risk_place(drawn))
        shapes.append(shapely.union_all(shapely.make_valid(drawn["geometry"].to_numpy())))
    places = gpd.GeoDataFrame(rows, geometry=shapes, crs=areas.crs)
    names = _nearest_street_names(view, places)
    places = places.assign(name=names, zone=_zone_names(places, view.zones))
    order = ["severity", "groups", "areas"]
    return places.sort_values(order, ascending=False, kind="stable", ignore_index=True)


def cluster_overlapping_areas(areas: gpd.GeoDataFrame) -> np.ndarray:
    """
    Give areas a number by the ground they share.

    Returns
    -------
    numbers
        One per area; equal where areas, or a chain of them, share `MIN_SHARED_AREA` of the smaller
        one.
    """
    shapes = shapely.make_valid(areas.geometry.to_crs(estimate_metric_crs(areas)).to_numpy())
    left, right = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    common = shapely.area(shapely.intersection(shapes[left], shapes[right]))
    smaller = np.minimum(shapely.area(shapes[left]), shapely.area(shapes[right]))
    same = common >= MIN_SHARED_AREA * smaller
    joined = coo_array(
        (np.ones(same.sum()), (left[same], right[same])), shape=(len(shapes), len(shapes))
    )
    _, numbers = connected_components(joined, directed=False)
    return np.asarray(numbers)


def _summarise_risk_place(areas: pd.DataFrame) -> dict[str, object]:
    reasons = areas["category"].value_counts()
    most = reasons[reasons == reasons.max()].index
    return {
        "category": min(most),
        "severity": int(areas["severity"].max()),
        "groups": int(areas["session"].nunique()) if "session" in areas else 0,
        "areas": len(areas),
    }


def _nearest_street_names(view: View, places: gpd.GeoDataFrame) -> pd.Series:
    names = name_nearest_streets(view.network, places.geometry) if view.has_streets else None
    return pd.Series(names, index=places.index, dtype=object)


def _zone_names(places: gpd.GeoDataFrame, zones: gpd.GeoDataFrame) -> pd.Series:
    middles = gpd.GeoDataFrame(geometry=places.representative_point())
    joined = middles.sjoin(zones[["name", "geometry"]], how="left", predicate="intersects")
    first = joined.groupby(level=0)["name"].first().reindex(places.index)
    return first.astype(object).where(first.notna(), None)
