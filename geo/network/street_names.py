"""What people call a place: by the street beside it."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.network.street_network import StreetNetwork

BESIDE_M = 250.0  # farther from a street than this, its name says little about a place


def nearest_streets(network: StreetNetwork, places: gpd.GeoSeries) -> list[str | None]:
    """
    Name each place by the nearest street that has a name.

    Parameters
    ----------
    places
        Geometry in any CRS, none of it null. Where several streets touch an area, the one with
        most metres inside names it.

    Returns
    -------
    names
        One per place; None where no named street lies within `BESIDE_M`.
    """
    grounds = places.to_crs(network.crs).to_numpy()
    place, edge = network.tree.query(grounds, predicate="dwithin", distance=BESIDE_M)
    named = np.array([network.names[number] is not None for number in edge], dtype=bool)
    place, edge = place[named], edge[named]
    away = shapely.distance(grounds[place], network.lines[edge])
    inside = shapely.length(shapely.intersection(grounds[place], network.lines[edge]))
    table = pd.DataFrame(
        {"place": place, "name": network.names[edge], "away": away, "inside": inside}
    )
    best = table.groupby(["place", "name"], as_index=False).agg(
        away=("away", "min"), inside=("inside", "sum")
    )
    best = best.sort_values(["away", "inside", "name"], ascending=[True, False, True])
    first = best.drop_duplicates("place").set_index("place")["name"]
    return [first.get(number) for number in range(len(grounds))]


def streets_by_name(network: StreetNetwork) -> gpd.GeoDataFrame:
    """
    List the streets that have a name, each with a place in its middle.

    Returns
    -------
    streets
        EPSG:4326 points with `name`, by name; a street's point lies on it, in the middle of the
        piece nearest to its centre.
    """
    named = np.flatnonzero([name is not None for name in network.names])
    names, number = np.unique(network.names[named].astype(str), return_inverse=True)
    middles = shapely.line_interpolate_point(network.lines[named], 0.5, normalized=True)
    xy = shapely.get_coordinates(middles)
    centre = _centres(xy, number, network.length_m[named])
    away = np.hypot(*(xy - centre[number]).T)
    order = np.lexsort((away, number))
    _, first = np.unique(number[order], return_index=True)
    points = gpd.GeoSeries(middles[order[first]], crs=network.crs).to_crs("EPSG:4326")
    return gpd.GeoDataFrame({"name": names}, geometry=points)


def _centres(
    xy: NDArray[np.float64], number: NDArray[np.int64], weight: NDArray[np.float64]
) -> NDArray[np.float64]:
    total = np.bincount(number, weight)
    return np.stack([np.bincount(number, weight * xy[:, axis]) / total for axis in (0, 1)], axis=1)
