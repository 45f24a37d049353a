"""One question, one answer: by which way from here to there, and what else is worth choosing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.errors import ConfidentialServiceError, LocationOutsideError, NoServiceError
from geo.model import WGS84, TimeSlot
from geo.network.snapping import StreetPositions, snap_to_streets
from geo.privacy.redaction import is_confidential
from geo.privacy.view import View
from geo.routes.cost import SAFEST_AVERSION, check_aversion
from geo.routes.pareto_routes import Alternative, efficient_routes
from geo.routes.route import Route
from geo.routes.shortest_path import RouteSearch

# Farther from any street we know of, a place is not on this community's ground. The same
# margin is kept around the boundary when streets are read.
MAX_STREET_DISTANCE_M = 1000.0


@dataclass(frozen=True)
class Location:
    """A point somebody means: degrees, EPSG:4326."""

    lat: float
    lon: float

    @property
    def point(self) -> shapely.Point:
        """The place as geometry."""
        return shapely.Point(self.lon, self.lat)


@dataclass(frozen=True)
class RouteRequest:
    """
    What somebody wants to know.

    Attributes
    ----------
    origin
        Where she starts.
    destination
        Where she goes: a place, or a type of service, of which the least costly is taken.
    aversion
        See `geo.routes.cost`.
    departure_time
        With its time zone; decides whether areas of day or night count.
    """

    origin: Location
    destination: Location | str
    aversion: float
    departure_time: datetime


@dataclass(frozen=True)
class RouteResult:
    """
    The answer.

    Attributes
    ----------
    route, direct_route
        The way of least cost for the aversion asked for, and the quickest.
    alternatives
        Every way worth choosing, from direct to safest.
    origin, destination
        Where they enter the streets.
    service
        The row of the service it leads to, or None.
    """

    request: RouteRequest
    slot: TimeSlot
    route: Route
    direct_route: Route
    alternatives: list[Alternative]
    origin: StreetPositions
    destination: StreetPositions
    service: pd.Series | None


def find_routes(view: View, request: RouteRequest) -> RouteResult:
    """
    Answer by which way to go.

    Raises
    ------
    NoStreetsError
        If the community has no streets.
    LocationOutsideError
        If a place lies outside the community, or far from its streets.
    NoServiceError, ConfidentialServiceError
        If no service of the type has a place on the map, or only confidential ones exist.
    NoRouteError
        If nothing joins the two.
    """
    aversion = check_aversion(request.aversion)
    slot = view.slot(request.departure_time)
    origin = snap_location(view, request.origin, endpoint="from")
    services, targets = _snap_destinations(view, request.destination)
    way, which = get_route_search(view, slot, aversion).find_nearest(origin, targets)
    target = targets.select_position(which)
    choices = efficient_routes(
        make_route_finder(view, slot, origin, target), max_aversion=max(SAFEST_AVERSION, aversion)
    )
    return RouteResult(
        request=request,
        slot=slot,
        route=way,
        direct_route=choices[0].route,
        alternatives=choices,
        origin=origin,
        destination=target,
        service=None if services is None else services.iloc[which],
    )


def make_route_finder(
    view: View, slot: TimeSlot, origin: StreetPositions, destination: StreetPositions
) -> Callable[[float], Route]:
    """Make the function that finds the way of least cost for an aversion."""

    def find(aversion: float) -> Route:
        return get_route_search(view, slot, aversion).find_route(origin, destination)

    return find


def get_route_search(view: View, slot: TimeSlot, aversion: float) -> RouteSearch:
    """Price the network for an aversion, once for each that is asked again."""
    return view.search_cache.get_or_compute(
        (slot, aversion), lambda: RouteSearch(view.exposure(slot), aversion)
    )


def snap_location(view: View, location: Location, *, endpoint: str) -> StreetPositions:
    """
    Find where a place enters the streets.

    Parameters
    ----------
    endpoint
        "from" or "to": which of the two the sentence speaks of.

    Raises
    ------
    LocationOutsideError
        If it lies outside the community, or farther than a kilometre from any street.
    """
    network = view.network
    ground = gpd.GeoSeries([location.point], crs=WGS84).to_crs(network.crs)
    boundary = view.community.boundary
    if not np.isfinite(ground.get_coordinates()).all(axis=None):  # the far side of the Earth
        raise LocationOutsideError(end=endpoint, community=view.community.name)
    if boundary is not None:
        limits = gpd.GeoSeries([boundary], crs=WGS84).to_crs(network.crs)
        if limits.distance(ground.iloc[0]).iloc[0] > MAX_STREET_DISTANCE_M:
            raise LocationOutsideError(end=endpoint, community=view.community.name)
    positions = snap_to_streets(network, ground)
    if positions.access_m[0] > MAX_STREET_DISTANCE_M:
        raise LocationOutsideError(end=endpoint, community=view.community.name)
    return positions


def select_located_services(view: View, service_type: str) -> gpd.GeoDataFrame:
    """
    Take the services of a type whose place this reader may know.

    Raises
    ------
    ConfidentialServiceError
        If there are some, and the place of each is confidential.
    NoServiceError
        If there are none.
    """
    of_type = view.services[view.services["type"] == service_type]
    shown = of_type[of_type.geometry.notna()].reset_index(drop=True)
    if shown.empty and is_confidential(of_type).any():
        raise ConfidentialServiceError(type=service_type)
    if shown.empty:
        raise NoServiceError(type=service_type, community=view.community.name)
    return shown


def _snap_destinations(
    view: View, destination: Location | str
) -> tuple[gpd.GeoDataFrame | None, StreetPositions]:
    if isinstance(destination, Location):
        return None, snap_location(view, destination, endpoint="to")
    services = select_located_services(view, destination)
    return services, snap_to_streets(view.network, services.geometry)
