"""
Clusters overlapping risk areas into risk places.

Ten groups who draw the same corner give ten areas and one risk place. Counts and lists show risk
places; the number of groups that drew each of them is its consensus.
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

# Two areas are one place if they share a third of the smaller one: outlines of one corner that were
# drawn by hand on different days differ, and neighbouring areas may touch.
MIN_SHARED_AREA = 1 / 3
MIN_AGREEING_GROUPS = 3  # groups from which a screen reports agreement

RISK_PLACE_COLUMNS = ["name", "zone", "category", "severity", "groups", "areas"]


def find_risk_places(view: View, *, slot: TimeSlot | None) -> gpd.GeoDataFrame:
    """
    Cluster risk areas into places.

    Parameters
    ----------
    slot
        Time slot in which the areas must hold; None includes all areas.

    Returns
    -------
    places
        EPSG:4326, most severe first, then those of most groups: `name` (nearest street, or
        None), `zone` (or None), `category` (the most frequent), `severity` (highest),
        `groups` (how many drawing sessions; 0 where it is not disclosed), `areas`.
    """
    return view.cache.get_or_compute(("risk places", slot), lambda: _group_risk_areas(view, slot))


def _group_risk_areas(view: View, slot: TimeSlot | None) -> gpd.GeoDataFrame:
    areas = view.risk_areas
    if slot is not None:
        areas = areas[areas["holds"].isin(["always", slot])]
    if areas.empty:
        return gpd.GeoDataFrame(
            {name: [] for name in RISK_PLACE_COLUMNS}, geometry=[], crs=areas.crs
        )
    rows, shapes = [], []
    for _, cluster in areas.groupby(cluster_overlapping_areas(areas), sort=True):
        rows.append(_summarise_risk_place(cluster))
        shapes.append(shapely.union_all(shapely.make_valid(cluster["geometry"].to_numpy())))
    places = gpd.GeoDataFrame(rows, geometry=shapes, crs=areas.crs)
    places = name_places(view, places)
    order = ["severity", "groups", "areas"]
    return places.sort_values(order, ascending=False, kind="stable", ignore_index=True)


def name_places(view: View, places: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Add to places, EPSG:4326, `name` (nearest street, or None) and `zone` (or None)."""
    names = _nearest_street_names(view, places)
    return places.assign(name=names, zone=_zone_names(places, view.zones))


def cluster_overlapping_areas(areas: gpd.GeoDataFrame) -> np.ndarray:
    """
    Label areas by clusters of overlap.

    Returns
    -------
    numbers
        One cluster number per area. Areas are in one cluster where they, or a chain of areas
        between them, share `MIN_SHARED_AREA` of the smaller one.
    """
    shapes = shapely.make_valid(areas.geometry.to_crs(estimate_metric_crs(areas)).to_numpy())
    left, right = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    shared_m2 = shapely.area(shapely.intersection(shapes[left], shapes[right]))
    smaller_m2 = np.minimum(shapely.area(shapes[left]), shapely.area(shapes[right]))
    is_same = shared_m2 >= MIN_SHARED_AREA * smaller_m2
    pairs = (left[is_same], right[is_same])
    adjacency = coo_array((np.ones(is_same.sum()), pairs), shape=(len(shapes), len(shapes)))
    _, numbers = connected_components(adjacency, directed=False)
    return np.asarray(numbers)


def _summarise_risk_place(areas: pd.DataFrame) -> dict[str, object]:
    counts = areas["category"].value_counts()
    most_frequent = counts[counts == counts.max()].index
    return {
        "category": min(most_frequent),
        "severity": int(areas["severity"].max()),
        "groups": int(areas["session"].nunique()) if "session" in areas else 0,
        "areas": len(areas),
    }


def _nearest_street_names(view: View, places: gpd.GeoDataFrame) -> pd.Series:
    if not view.has_streets:  # a list, because pandas fills a single None as NaN
        return pd.Series([None] * len(places), index=places.index, dtype=object)
    names = name_nearest_streets(view.network, places.geometry)
    return pd.Series(names, index=places.index, dtype=object)


def _zone_names(places: gpd.GeoDataFrame, zones: gpd.GeoDataFrame) -> pd.Series:
    points = gpd.GeoDataFrame(geometry=places.representative_point())
    joined = points.sjoin(zones[["name", "geometry"]], how="left", predicate="intersects")
    first = joined.groupby(level=0)["name"].first().reindex(places.index)
    return first.astype(object).where(first.notna(), None)
