"""Obstacles that no connector may cross: barriers, water, railways and buildings."""

from __future__ import annotations

import geopandas as gpd
import numpy as np

from geo.osm.filtered_extract import GeometryArray, OsmWays

# Values of https://wiki.openstreetmap.org/wiki/Key:barrier that stand along a line.
LINEAR_BARRIERS = frozenset(
    {
        "wall",
        "fence",
        "hedge",
        "city_wall",
        "retaining_wall",
        "guard_rail",
        "wire_fence",
        "jersey_barrier",
        "cable_barrier",
        "ditch",
        "yes",
    }
)


def collect_obstacles(lines: OsmWays, base_map: gpd.GeoDataFrame) -> GeometryArray:
    """
    Collect the obstacles of an extract.

    Parameters
    ----------
    lines
        Ways without a `highway` tag.
    base_map
        See `geo.osm.base_map.build_base_map`; what lies in a tunnel is not in it.
    """
    is_barrier = np.array(
        [tags.get("barrier") in LINEAR_BARRIERS for tags in lines.tags], dtype=np.bool_
    )
    is_obstacle = base_map["layer"].isin(["water", "building"]) | (base_map["class"] == "rail")
    barriers = lines.to_linestrings()[is_barrier] if is_barrier.any() else np.zeros(0, dtype=object)
    return np.concatenate([barriers, base_map[is_obstacle].geometry.to_numpy()])
