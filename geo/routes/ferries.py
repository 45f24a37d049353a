"""Routes that take ferries: only where a request says so; else, what a ferry would change."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np

from geo.errors import NoRouteError
from geo.model import TimeSlot
from geo.network.exposure import AreaCrossingCache, Exposure, measure_exposure
from geo.network.ferry_network import (
    FERRY_KIND,
    FerryNetwork,
    build_ferry_network,
    join_exposures,
)
from geo.network.snapping import StreetPositions
from geo.privacy.view import View
from geo.routes.closed_shortcuts import ClosedShortcut
from geo.routes.connected_positions import find_nearest_connected
from geo.routes.route import Route
from geo.routes.shortest_path import RouteSearch

MIN_FASTER_MIN = 5.0  # ours: a wait for the ferry soon takes as long
MIN_FASTER_SHARE = 0.1  # of the direct route; ours


@dataclass(frozen=True)
class FerryRide:
    """
    A ferry that a route takes.

    Attributes
    ----------
    name
        Name of the ferry, or None.
    minutes, length_m
        Time on the water, without the wait, and length.
    timetable_checked
        Always False: timetables are not known.
    """

    name: str | None
    minutes: float
    length_m: float
    timetable_checked: bool = False


def list_ferry_rides(route: Route) -> list[FerryRide]:
    """List the ferries that a route takes, in order; adjacent parts of one name are one ride."""
    network = route.exposure.network
    edges = route.edge_indices
    is_ferry = network.street_kinds[edges] == FERRY_KIND
    rides: list[FerryRide] = []
    previous = -2
    for part in np.flatnonzero(is_ferry).tolist():
        name = network.street_names[edges[part]]
        minutes, length_m = float(route.part_minutes[part]), float(route.part_lengths_m[part])
        if previous == part - 1 and rides[-1].name == name:
            last = rides.pop()
            minutes, length_m = last.minutes + minutes, last.length_m + length_m
        rides.append(FerryRide(name, minutes, length_m))
        previous = part
    return rides


def get_ferry_network(view: View) -> FerryNetwork | None:
    """Return the network of streets and ferries, cached; None without ferries."""
    if not view.has_streets or view.ferries.empty:
        return None
    return view.cache.get_or_compute(
        "ferry network", lambda: build_ferry_network(view.network, view.ferries)
    )


def measure_ferry_exposure(view: View, slot: TimeSlot, network: FerryNetwork) -> Exposure:
    """Measure the exposure of streets and ferries by day or by night; cached."""

    def measure() -> Exposure:
        alone = measure_exposure(
            AreaCrossingCache(network.ferry_network),
            risk_areas=view.risk_areas,
            safe_zones=view.safe_zones,
            slot=slot,
        )
        return join_exposures(network, view.exposure(slot), alone)

    return view.cache.get_or_compute(("ferry exposure", slot), measure)


def does_ferry_connect(
    search: RouteSearch | None, origin: gpd.GeoSeries, destinations: gpd.GeoSeries
) -> bool:
    """
    Return whether a route with ferries leads from an origin to any destination.

    Parameters
    ----------
    search
        A search on streets and ferries, or None.
    origin, destinations
        Points; see `find_nearest_connected`.
    """
    if search is None:
        return False
    try:
        find_nearest_connected(search, origin, destinations)
    except NoRouteError:
        return False
    return True


def find_ferry_shortcut(
    search: RouteSearch | None,
    direct_route: Route,
    origin: StreetPositions,
    destination: StreetPositions,
) -> ClosedShortcut | None:
    """
    Find out whether a ferry would make the direct route much quicker.

    Parameters
    ----------
    search
        A search on streets and ferries, for the quickest route; or None.
    direct_route
        The quickest route without ferries, from `origin` to `destination`.

    Returns
    -------
    shortcut
        None where a ferry saves no more than `MIN_FASTER_MIN` and `MIN_FASTER_SHARE`.
    """
    if search is None:
        return None
    try:
        route = search.find_route(origin, destination)
    except NoRouteError:
        return None
    minutes = direct_route.minutes - route.minutes
    rides = list_ferry_rides(route)
    if not rides or minutes <= max(MIN_FASTER_MIN, MIN_FASTER_SHARE * direct_route.minutes):
        return None
    metres = direct_route.length_m - route.length_m
    return ClosedShortcut("ferry", rides[0].name, metres, minutes)
