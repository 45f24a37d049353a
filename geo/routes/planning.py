"""Route planning: find the safest route, the direct route and the alternatives for a request."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.errors import (
    ConfidentialServiceError,
    LocationOutsideError,
    NoRouteError,
    NoRouteWithoutFerryError,
    NoServiceError,
    PlacelessServiceError,
)
from geo.layers.confidential_features import is_confidential
from geo.model import WGS84, StepsChoice, TimeSlot
from geo.network.exposure import Exposure
from geo.network.passability import Passability
from geo.network.snapping import MAX_STREET_DISTANCE_M, StreetPositions, snap_to_streets
from geo.privacy.view import View
from geo.routes.closed_shortcuts import ClosedShortcut, find_closed_shortcut
from geo.routes.connected_positions import find_nearest_connected
from geo.routes.cost import DIRECT_AVERSION, SAFEST_AVERSION, check_aversion
from geo.routes.ferries import (
    does_ferry_connect,
    find_ferry_shortcut,
    get_ferry_network,
    measure_ferry_exposure,
)
from geo.routes.pareto_routes import Alternative, efficient_routes
from geo.routes.route import Route
from geo.routes.shortest_path import RouteSearch
from geo.routes.street_access import close_untaken, find_states_at, find_states_in_slot


@dataclass(frozen=True)
class Location:
    """Coordinates of a location: degrees, EPSG:4326."""

    lat: float
    lon: float

    @property
    def point(self) -> shapely.Point:
        """The location as geometry."""
        return shapely.Point(self.lon, self.lat)


@dataclass(frozen=True)
class RouteRequest:
    """
    Parameters of a route search.

    Attributes
    ----------
    origin
        Location where the route starts.
    destination
        A location, or a type of service; of that type the service of least cost is chosen.
    aversion
        See `geo.routes.cost`.
    departure_time
        With a time zone; determines whether areas of day or of night count, and which streets are
        open.
    entire_slot
        Whether streets have to be open in the whole slot of the departure, not only at it.
    steps
        Which steps routes take, other than those of the origin and the destination; see
        `geo.network.step_access`.
    ferries
        Whether routes may take ferries. Their timetables are not known.
    """

    origin: Location
    destination: Location | str
    aversion: float
    departure_time: datetime
    entire_slot: bool = False
    steps: StepsChoice = "all"
    ferries: bool = False


@dataclass(frozen=True)
class RouteResult:
    """
    Result of a route search.

    Attributes
    ----------
    route, direct_route
        The route of least cost for the requested aversion, and the quickest route.
    alternatives
        All efficient routes, from direct to safest.
    origin, destination
        Positions where the route enters and leaves the streets.
    service
        Row of the service at the destination, or None.
    shortcut
        A much shorter route that may not be used for this destination, or a much quicker one by
        ferry where the request takes none; or None.
    off_street_service_count
        Services of the type too far from every street; zero for a location.
    """

    request: RouteRequest
    slot: TimeSlot
    route: Route
    direct_route: Route
    alternatives: list[Alternative]
    origin: StreetPositions
    destination: StreetPositions
    service: pd.Series | None
    shortcut: ClosedShortcut | None
    off_street_service_count: int


def find_routes(view: View, request: RouteRequest) -> RouteResult:
    """
    Find the safest route, the direct route and the alternatives.

    Raises
    ------
    NoStreetsError
        If the community has no streets.
    LocationOutsideError
        If a location lies outside the community, or far from its streets.
    NoServiceError, ConfidentialServiceError, PlacelessServiceError
        If no service of the type has a disclosed location, or all are confidential.
    NoRouteError
        If no street connects origin and destination.
    NoRouteWithoutFerryError
        If only a ferry connects them, and the request takes none.
    """
    aversion = check_aversion(request.aversion)
    snap_location(view, request.origin, endpoint="from")
    slot = view.slot(request.departure_time)
    services, targets = _locate_destinations(view, request.destination)
    get_search = _prepare_searches(view, request, with_ferries=request.ferries)
    start = gpd.GeoSeries([request.origin.point], crs=WGS84)
    try:
        route, origin, target, index = find_nearest_connected(get_search(aversion), start, targets)
    except NoRouteError:
        if does_ferry_connect(_prepare_ferry_search(view, request), start, targets):
            raise NoRouteWithoutFerryError from None
        raise
    alternatives = efficient_routes(
        lambda of_aversion: get_search(of_aversion).find_route(origin, target),
        max_aversion=max(SAFEST_AVERSION, aversion),
    )
    direct_route = alternatives[0].route
    shortcuts = [
        find_closed_shortcut(
            get_search(aversion), direct_route, origin, target, steps=request.steps
        ),
        find_ferry_shortcut(_prepare_ferry_search(view, request), direct_route, origin, target),
    ]
    return RouteResult(
        request=request,
        slot=slot,
        route=route,
        direct_route=direct_route,
        alternatives=alternatives,
        origin=origin,
        destination=target,
        service=None if services is None else services.iloc[index],
        shortcut=max(filter(None, shortcuts), key=lambda one: one.shorter_minutes, default=None),
        off_street_service_count=int((~snap_to_streets(view.network, targets).is_on_network).sum()),
    )


def _prepare_searches(
    view: View, request: RouteRequest, *, with_ferries: bool
) -> Callable[[float], RouteSearch]:
    """Return a function that gives the search for an aversion."""
    slot = view.slot(request.departure_time)
    ferries = get_ferry_network(view) if with_ferries else None
    network = ferries or view.network
    exposure = measure_ferry_exposure(view, slot, ferries) if ferries else view.exposure(slot)
    states = (
        find_states_in_slot(view, slot, request.departure_time, network)
        if request.entire_slot
        else find_states_at(view, request.departure_time, network)
    )
    passability = network.passability(close_untaken(network, states, request.steps))
    return lambda aversion: get_route_search(view, slot, aversion, passability, exposure)


def _prepare_ferry_search(view: View, request: RouteRequest) -> RouteSearch | None:
    """Return the search for the quickest route by ferry; None if the request takes them anyway."""
    if request.ferries or get_ferry_network(view) is None:
        return None
    return _prepare_searches(view, request, with_ferries=True)(DIRECT_AVERSION)


def get_route_search(
    view: View,
    slot: TimeSlot,
    aversion: float,
    passability: Passability,
    exposure: Exposure | None = None,
) -> RouteSearch:
    """
    Return the search for a slot, an aversion and open streets, cached for repeated requests.

    Parameters
    ----------
    exposure
        Of the network of `passability`; of the streets alone if it is None.
    """
    return view.search_cache.get_or_compute(
        (slot, aversion, passability),
        lambda: RouteSearch(exposure or view.exposure(slot), aversion, passability),
    )


def snap_location(view: View, location: Location, *, endpoint: str) -> StreetPositions:
    """
    Snap a location to the nearest street.

    Parameters
    ----------
    endpoint
        "from" or "to": the endpoint that the error message names.

    Raises
    ------
    LocationOutsideError
        If it lies outside the community, or more than a kilometre from every street.
    """
    network = view.network
    points = gpd.GeoSeries([location.point], crs=WGS84).to_crs(network.crs)
    boundary = view.community.boundary
    if not np.isfinite(points.get_coordinates()).all(
        axis=None
    ):  # UTM is undefined on the far side of the Earth
        raise LocationOutsideError(end=endpoint, community=view.community.name)
    if boundary is not None:
        limits = gpd.GeoSeries([boundary], crs=WGS84).to_crs(network.crs)
        if limits.distance(points.iloc[0]).iloc[0] > MAX_STREET_DISTANCE_M:
            raise LocationOutsideError(end=endpoint, community=view.community.name)
    positions = snap_to_streets(network, points)
    if not positions.is_on_network[0]:
        raise LocationOutsideError(end=endpoint, community=view.community.name)
    return positions


def select_located_services(view: View, service_type: str) -> gpd.GeoDataFrame:
    """
    Select the services of a type whose location is disclosed to this audience.

    Raises
    ------
    ConfidentialServiceError
        If there are some, and all their locations are confidential.
    PlacelessServiceError
        If there are some, and none has a place on the map.
    NoServiceError
        If there are none.
    """
    of_type = view.services[view.services["type"] == service_type]
    located = of_type[of_type.geometry.notna()].reset_index(drop=True)
    if located.empty and view.audience != "coordinator" and is_confidential(of_type).any():
        raise ConfidentialServiceError(type=service_type)
    if located.empty and len(of_type):
        raise PlacelessServiceError(type=service_type)
    if located.empty:
        raise NoServiceError(type=service_type, community=view.community.name)
    return located


def _locate_destinations(
    view: View, destination: Location | str
) -> tuple[gpd.GeoDataFrame | None, gpd.GeoSeries]:
    if isinstance(destination, Location):
        snap_location(view, destination, endpoint="to")
        return None, gpd.GeoSeries([destination.point], crs=WGS84)
    services = select_located_services(view, destination)
    return services, services.geometry
