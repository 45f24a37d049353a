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

from geo.model import Slot
from geo.network.street_names import nearest_streets
from geo.network.street_network import metric_crs
from geo.privacy.view import View

# Two drawings mean one place where they share a third of the smaller one: drawn by hand on
# different days, outlines of one corner differ, and neighbours may touch.
SHARED = 1 / 3
AGREEING = 3  # groups; from here on a screen says that several agree

COLUMNS = ["name", "zone", "category", "severity", "groups", "areas"]


def marked_places(view: View, *, slot: Slot | None) -> gpd.GeoDataFrame:
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
    return view.kept.get(("marked places", slot), lambda: _gather(view, slot))


def _gather(view: View, slot: Slot | None) -> gpd.GeoDataFrame:
    areas = view.risk_areas
    if slot is not None:
        areas = areas[areas["holds"].isin(["always", slot])]
    if areas.empty:
        return gpd.GeoDataFrame({name: [] for name in COLUMNS}, geometry=[], crs=areas.crs)
    rows, shapes = [], []
    for _, drawn in areas.groupby(same_ground(areas), sort=True):
        rows.append(_place(drawn))
        shapes.append(shapely.union_all(shapely.make_valid(drawn["geometry"].to_numpy())))
    places = gpd.GeoDataFrame(rows, geometry=shapes, crs=areas.crs)
    names = _streets(view, places)
    places = places.assign(name=names, zone=_zones(places, view.zones))
    order = ["severity", "groups", "areas"]
    return places.sort_values(order, ascending=False, kind="stable", ignore_index=True)


def same_ground(areas: gpd.GeoDataFrame) -> np.ndarray:
    """
    Give areas a number by the ground they share.

    Returns
    -------
    numbers
        One per area; equal where areas, or a chain of them, share `SHARED` of the smaller one.
    """
    shapes = shapely.make_valid(areas.geometry.to_crs(metric_crs(areas)).to_numpy())
    left, right = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    common = shapely.area(shapely.intersection(shapes[left], shapes[right]))
    smaller = np.minimum(shapely.area(shapes[left]), shapely.area(shapes[right]))
    same = common >= SHARED * smaller
    joined = coo_array(
        (np.ones(same.sum()), (left[same], right[same])), shape=(len(shapes), len(shapes))
    )
    _, numbers = connected_components(joined, directed=False)
    return np.asarray(numbers)


def _place(drawn: pd.DataFrame) -> dict[str, object]:
    reasons = drawn["category"].value_counts()
    most = reasons[reasons == reasons.max()].index
    return {
        "category": min(most),
        "severity": int(drawn["severity"].max()),
        "groups": int(drawn["session"].nunique()) if "session" in drawn else 0,
        "areas": len(drawn),
    }


def _streets(view: View, places: gpd.GeoDataFrame) -> pd.Series:
    names = nearest_streets(view.network, places.geometry) if view.has_streets else None
    return pd.Series(names, index=places.index, dtype=object)


def _zones(places: gpd.GeoDataFrame, zones: gpd.GeoDataFrame) -> pd.Series:
    middles = gpd.GeoDataFrame(geometry=places.representative_point())
    joined = middles.sjoin(zones[["name", "geometry"]], how="left", predicate="intersects")
    first = joined.groupby(level=0)["name"].first().reindex(places.index)
    return first.astype(object).where(first.notna(), None)
