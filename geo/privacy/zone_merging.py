"""
Merging of zones until each has enough homes to disclose a confidential service by its zone.

A zone of three homes would nearly reveal the location. Such zones are merged with their neighbours
until each has enough homes among which the service may be.
"""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.model import WGS84
from geo.privacy.disclosure_context import DisclosureContext
from geo.privacy.small_counts import MIN_FREQUENCY

# Homes among which a service may be. No published minimum was found for locations; it is four
# times the minimum for people, because a house that many people enter is easier to find.
MIN_ZONE_HOMES = 4 * MIN_FREQUENCY
NAME_SEPARATOR = ", "


@dataclass(eq=False)
class _ZoneGroup:
    members: list[int]
    shape: shapely.Geometry
    homes: int


def merge_zones(context: DisclosureContext) -> gpd.GeoDataFrame:
    """
    Merge zones until each has `MIN_ZONE_HOMES` homes.

    Parameters
    ----------
    context
        Its zones and homes are used.

    Returns
    -------
    zones
        EPSG:4326, `code name geometry homes`; names and codes of merged zones are concatenated.
        The whole community may become one zone; empty if it has no zones.

    Notes
    -----
    The zone with the fewest homes is merged first, into its neighbour with the fewest homes; one
    without neighbours into the nearest. The result depends on zones and homes only, not on where
    services are.
    """
    zones = context.zones
    if zones.empty:
        return gpd.GeoDataFrame({"code": [], "name": [], "homes": []}, geometry=[], crs=WGS84)
    projected = zones.geometry.to_crs(context.choose_crs(zones))
    counts = _count_homes(context, np.asarray(projected, dtype=object))
    groups = [_ZoneGroup([n], shape, int(counts[n])) for n, shape in enumerate(projected)]
    while len(groups) > 1:
        smallest = min(groups, key=lambda group: (group.homes, group.members))
        if smallest.homes >= MIN_ZONE_HOMES:
            break
        groups.remove(smallest)
        _merge_groups(_nearest_group(smallest, groups), smallest)
    groups.sort(key=lambda group: min(group.members))
    return gpd.GeoDataFrame(
        {
            "code": [_join_names(zones["code"], group) for group in groups],
            "name": [_join_names(zones["name"], group) for group in groups],
            "homes": [group.homes for group in groups],
        },
        geometry=[group.shape for group in groups],
        crs=projected.crs,
    ).to_crs(WGS84)


def locate_in_zones(points: gpd.GeoSeries, zones: gpd.GeoDataFrame) -> NDArray[np.int64]:
    """
    Locate points in zones: the zone that contains each point, else the nearest.

    Parameters
    ----------
    points
        Points, EPSG:4326.
    zones
        At least one. A point outside every zone is assigned too: "outside" would disclose more.

    Returns
    -------
    positions
        Positions in `zones`; the first where zones overlap.
    """
    tree = shapely.STRtree(np.asarray(zones.geometry, dtype=object))
    point, zone = tree.query_nearest(np.asarray(points, dtype=object), all_matches=True)
    first = pd.Series(zone).groupby(point).min()
    return first.reindex(range(len(points))).to_numpy(dtype=np.int64)


def _count_homes(context: DisclosureContext, shapes: NDArray[np.object_]) -> NDArray[np.int64]:
    """Count the inhabited homes inside each zone; the first one where zones overlap."""
    homes = context.homes[context.homes["people"] > 0]
    points = np.asarray(homes.geometry, dtype=object)
    tree = shapely.STRtree(np.asarray(context.zones.geometry, dtype=object))
    point, zone = tree.query(points, predicate="intersects")
    return np.bincount(pd.Series(zone).groupby(point).min(), minlength=len(shapes))


def _nearest_group(smallest: _ZoneGroup, groups: list[_ZoneGroup]) -> _ZoneGroup:
    distances = shapely.distance(smallest.shape, [group.shape for group in groups])
    nearest = [
        group
        for group, metres in zip(groups, distances, strict=True)
        if metres <= distances.min() + 1.0
    ]
    return min(nearest, key=lambda group: (group.homes, group.members))


def _merge_groups(group: _ZoneGroup, other: _ZoneGroup) -> None:
    group.members = sorted([*group.members, *other.members])
    group.shape = shapely.union_all([group.shape, other.shape])
    group.homes += other.homes


def _join_names(labels: pd.Series, group: _ZoneGroup) -> str | None:
    names = [str(labels.iloc[n]) for n in group.members if isinstance(labels.iloc[n], str)]
    return NAME_SEPARATOR.join(names) or None
