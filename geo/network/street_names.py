"""What people call a place: by the street beside it."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.network.street_network import StreetNetwork

MAX_NAMED_STREET_DISTANCE_M = (
    250.0  # farther from a street than this, its name says little about a place
)


def name_nearest_streets(network: StreetNetwork, locations: gpd.GeoSeries) -> list[str | None]:
    """
    Name each place by the nearest street that has a name.

    Parameters
    ----------
    locations
        Geometry in any CRS, none of it null. Where several streets touch an area, the one with
        most metres inside names it.

    Returns
    -------
    names
        One per place; None where no named street lies within `MAX_NAMED_STREET_DISTANCE_M`.
    """
    grounds = locations.to_crs(network.crs).to_numpy()
    place, edge = network.edge_tree.query(
        grounds, predicate="dwithin", distance=MAX_NAMED_STREET_DISTANCE_M
    )
    named = np.array([network.street_names[number] is not None for number in edge], dtype=bool)
    place, edge = place[named], edge[named]
    away = shapely.distance(grounds[place], network.lines[edge])
    inside = shapely.length(shapely.intersection(grounds[place], network.lines[edge]))
    table = pd.DataFrame(
        {"place": place, "name": network.street_names[edge], "away": away, "inside": inside}
    )
    best = table.groupby(["place", "name"], as_index=False).agg(
        away=("away", "min"), inside=("inside", "sum")
    )
    best = best.sort_values(["away", "inside", "name"], ascending=[True, False, True])
    first = best.drop_duplicates("place").set_index("place")["name"]
    return [first.get(number) for number in range(len(grounds))]


def list_named_streets(network: StreetNetwork) -> gpd.GeoDataFrame:
    """
    List the streets that have a name, each with a place in its middle.

    Returns
    -------
    streets
        EPSG:4326 points with `name`, by name; a street's point lies on it, in the middle of the
        piece nearest to its centre.
    """
    named = np.flatnonzero([name is not None for name in network.street_names])
    names, number = np.unique(network.street_names[named].astype(str), return_inverse=True)
    middles = shapely.line_interpolate_point(network.lines[named], 0.5, normalized=True)
    xy = shapely.get_coordinates(middles)
    centre = _weighted_centres(xy, number, network.length_m[named])
    away = np.hypot(*(xy - centre[number]).T)
    order = np.lexsort((away, number))
    _, first = np.unique(number[order], return_index=True)
    points = gpd.GeoSeries(middles[order[first]], crs=network.crs).to_crs("EPSG:4326")
    return gpd.GeoDataFrame({"name": names}, geometry=points)


def _weighted_centres(
    xy: NDArray[np.float64], group_numbers: NDArray[np.int64], weights: NDArray[np.float64]
) -> NDArray[np.float64]:
    total = np.bincount(group_numbers, weights)
    return np.stack(
        [np.bincount(group_numbers, weights * xy[:, axis]) / total for axis in (0, 1)], axis=1
    )
