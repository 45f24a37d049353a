"""Names of locations by the nearest named street; list of named streets."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.network.street_network import StreetNetwork

MAX_NAMED_STREET_DISTANCE_M = 250.0  # a street farther away does not identify a location


def name_nearest_streets(network: StreetNetwork, locations: gpd.GeoSeries) -> list[str | None]:
    """
    Name each location by the nearest street that has a name.

    Parameters
    ----------
    locations
        Geometry in any CRS, without nulls. Where several streets touch an area, the one with
        the most metres inside is used.

    Returns
    -------
    names
        One per location; None where no named street lies within `MAX_NAMED_STREET_DISTANCE_M`.
    """
    geometries = locations.to_crs(network.crs).to_numpy()
    location_index, edge = network.edge_tree.query(
        geometries, predicate="dwithin", distance=MAX_NAMED_STREET_DISTANCE_M
    )
    has_name = np.array([network.street_names[number] is not None for number in edge], dtype=bool)
    location_index, edge = location_index[has_name], edge[has_name]
    distance_m = shapely.distance(geometries[location_index], network.lines[edge])
    inside_m = shapely.length(shapely.intersection(geometries[location_index], network.lines[edge]))
    table = pd.DataFrame(
        {
            "location": location_index,
            "name": network.street_names[edge],
            "away": distance_m,
            "inside": inside_m,
        }
    )
    best = table.groupby(["location", "name"], as_index=False).agg(
        away=("away", "min"), inside=("inside", "sum")
    )
    best = best.sort_values(["away", "inside", "name"], ascending=[True, False, True])
    first = best.drop_duplicates("location").set_index("location")["name"]
    return [first.get(number) for number in range(len(geometries))]


def list_named_streets(network: StreetNetwork) -> gpd.GeoDataFrame:
    """
    List the named streets, each with a point at its middle.

    Returns
    -------
    streets
        EPSG:4326 points with `name`, sorted by name; the point is the middle of the edge that is
        nearest to the street's centre.
    """
    named = np.flatnonzero([name is not None for name in network.street_names])
    names, number = np.unique(network.street_names[named].astype(str), return_inverse=True)
    middles = shapely.line_interpolate_point(network.lines[named], 0.5, normalized=True)
    xy = shapely.get_coordinates(middles)
    centre = _weighted_centres(xy, number, network.length_m[named])
    distance_m = np.hypot(*(xy - centre[number]).T)
    order = np.lexsort((distance_m, number))
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
