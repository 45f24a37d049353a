"""Positions of two or more locations on one connected component of the street network."""

from __future__ import annotations

from collections.abc import Iterator

import geopandas as gpd
import numpy as np

from geo.errors import NoRouteError
from geo.network.snapping import StreetPositions, snap_to_component, snap_to_streets
from geo.network.street_network import StreetNetwork
from geo.routes.route import Route
from geo.routes.shortest_path import RouteSearch

Found = tuple[Route, StreetPositions, StreetPositions, int]


def find_nearest_connected(
    search: RouteSearch, origin: gpd.GeoSeries, destinations: gpd.GeoSeries
) -> Found:
    """
    Find the destination of least cost, with locations on streets that lead from one to the other.

    The nearest streets are tried first, and the main network where they belong to different
    components; other components only where neither connects the locations.

    Parameters
    ----------
    origin
        One point, in any CRS.
    destinations
        At least one point.

    Returns
    -------
    route, origin, destination, index
        The route, the positions at its ends, and the index of its destination.

    Raises
    ------
    NoRouteError
        If no street connects the origin to any destination.
    """
    found: list[Found] = []
    for is_last_resort, starts, targets in _iterate_positions(search.network, origin, destinations):
        if found and is_last_resort:
            break
        try:
            route, index = search.find_nearest(starts, targets)
        except NoRouteError:
            continue
        found.append((route, starts, targets.select_position(index), index))
    if not found:
        raise NoRouteError
    return min(found, key=lambda one: one[0].calculate_cost(search.aversion))


def _iterate_positions(
    network: StreetNetwork, origin: gpd.GeoSeries, destinations: gpd.GeoSeries
) -> Iterator[tuple[bool, StreetPositions, StreetPositions]]:
    """Iterate over positions: the nearest, those on the main network, and the last resorts."""
    starts, targets = snap_to_streets(network, origin), snap_to_streets(network, destinations)
    yield False, starts, targets
    nearest = starts.append_positions(targets)
    components = np.unique(network.edge_components[nearest.edge_indices[nearest.is_on_network]])
    if len(components) < 2:
        return
    main = network.main_component
    others = [int(component) for component in components if component != main]
    for component in (main, *others):
        yield (
            component != main,
            snap_to_component(network, origin, component),
            snap_to_component(network, destinations, component),
        )
