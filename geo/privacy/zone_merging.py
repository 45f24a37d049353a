"""
Zones wide enough that to know the zone is not to know the door.

A zone of three homes tells nearly everything. Such zones are taken together with their neighbours
until each has enough homes for a confidential service to be any of them.
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

# Among so many homes a door is looked for. No published least was found for places; it is four
# times the least of people, because a house that many people enter is found more easily.
MIN_ZONE_HOMES = 4 * MIN_FREQUENCY
NAME_SEPARATOR = ", "


@dataclass(eq=False)
class _ZoneGroup:
    members: list[int]
    shape: shapely.Geometry
    homes: int


def merge_zones(context: DisclosureContext) -> gpd.GeoDataFrame:
    """
    Take zones together until each has homes enough.

    Parameters
    ----------
    context
        Whose zones and homes are taken.

    Returns
    -------
    zones
        EPSG:4326, `code name geometry homes`; names and codes of what was joined stand side by
        side. The whole community may be one; none where it has no zones.

    Notes
    -----
    The zone of fewest homes joins the neighbour of fewest homes first; one without neighbours the
    nearest. Nothing but zones and homes decides, so where a service lies changes nothing.
    """
    zones = context.zones
    if zones.empty:
        return gpd.GeoDataFrame({"code": [], "name": [], "homes": []}, geometry=[], crs=WGS84)
    flat = zones.geometry.to_crs(context.choose_crs(zones))
    counts = _count_homes(context, np.asarray(flat, dtype=object))
    groups = [_ZoneGroup([n], shape, int(counts[n])) for n, shape in enumerate(flat)]
    while len(groups) > 1:
        least = min(groups, key=lambda group: (group.homes, group.members))
        if least.homes >= MIN_ZONE_HOMES:
            break
        groups.remove(least)
        _merge_groups(_nearest_group(least, groups), least)
    groups.sort(key=lambda group: min(group.members))
    return gpd.GeoDataFrame(
        {
            "code": [_join_names(zones["code"], group) for group in groups],
            "name": [_join_names(zones["name"], group) for group in groups],
            "homes": [group.homes for group in groups],
        },
        geometry=[group.shape for group in groups],
        crs=flat.crs,
    ).to_crs(WGS84)


def locate_in_zones(points: gpd.GeoSeries, zones: gpd.GeoDataFrame) -> NDArray[np.int64]:
    """
    Tell in which zone each place lies, or to which it lies nearest.

    Parameters
    ----------
    points
        Points, EPSG:4326.
    zones
        At least one. To lie outside every zone would tell more than any zone.

    Returns
    -------
    numbers
        Positions in `zones`; the first where zones overlap.
    """
    tree = shapely.STRtree(np.asarray(zones.geometry, dtype=object))
    place, zone = tree.query_nearest(np.asarray(points, dtype=object), all_matches=True)
    first = pd.Series(zone).groupby(place).min()
    return first.reindex(range(len(points))).to_numpy(dtype=np.int64)


def _count_homes(context: DisclosureContext, shapes: NDArray[np.object_]) -> NDArray[np.int64]:
    if context.homes.empty:
        return np.zeros(len(shapes), dtype=np.int64)
    numbers = locate_in_zones(context.homes.geometry, context.zones)
    return np.bincount(numbers, minlength=len(shapes))


def _nearest_group(smallest: _ZoneGroup, groups: list[_ZoneGroup]) -> _ZoneGroup:
    far = shapely.distance(smallest.shape, [group.shape for group in groups])
    near = [group for group, metres in zip(groups, far, strict=True) if metres <= far.min() + 1.0]
    return min(near, key=lambda group: (group.homes, group.members))


def _merge_groups(group: _ZoneGroup, other: _ZoneGroup) -> None:
    group.members = sorted([*group.members, *other.members])
    group.shape = shapely.union_all([group.shape, other.shape])
    group.homes += other.homes


def _join_names(labels: pd.Series, group: _ZoneGroup) -> str | None:
    said = [str(labels.iloc[n]) for n in group.members if isinstance(labels.iloc[n], str)]
    return NAME_SEPARATOR.join(said) or None
