"""One question, one answer: by which way from here to there, and what else is worth choosing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.errors import NoServiceError, PlaceOutsideError, ReservedServiceError
from geo.model import WGS84, Slot
from geo.network.snapping import Positions, snap
from geo.privacy.redaction import confidential
from geo.privacy.view import View
from geo.routes.cost import SAFEST, check_aversion
from geo.routes.pareto_routes import Choice, efficient_ways
from geo.routes.route import Way
from geo.routes.shortest_path import Search

# Farther from any street we know of, a place is not on this community's ground. The same
# margin is kept around the boundary when streets are read.
FARTHEST_M = 1000.0


@dataclass(frozen=True)
class Place:
    """A point somebody means: degrees, EPSG:4326."""

    lat: float
    lon: float

    @property
    def point(self) -> shapely.Point:
        """The place as geometry."""
        return shapely.Point(self.lon, self.lat)


@dataclass(frozen=True)
class Ask:
    """
    What somebody wants to know.

    Attributes
    ----------
    origin
        Where she starts.
    target
        Where she goes: a place, or a type of service, of which the least costly is taken.
    aversion
        See `geo.routes.cost`.
    when
        With its time zone; decides whether areas of day or night count.
    """

    origin: Place
    target: Place | str
    aversion: float
    when: datetime


@dataclass(frozen=True)
class Plan:
    """
    The answer.

    Attributes
    ----------
    way, direct
        The way of least cost for the aversion asked for, and the quickest.
    choices
        Every way worth choosing, from direct to safest.
    origin, target
        Where they enter the streets.
    service
        The row of the service it leads to, or None.
    """

    ask: Ask
    slot: Slot
    way: Way
    direct: Way
    choices: list[Choice]
    origin: Positions
    target: Positions
    service: pd.Series | None


def plan_way(view: View, ask: Ask) -> Plan:
    """
    Answer by which way to go.

    Raises
    ------
    NoStreetsError
        If the community has no streets.
    PlaceOutsideError
        If a place lies outside the community, or far from its streets.
    NoServiceError, ReservedServiceError
        If no service of the type has a place on the map, or only confidential ones exist.
    NoWayError
        If nothing joins the two.
    """
    aversion = check_aversion(ask.aversion)
    slot = view.slot(ask.when)
    origin = enter(view, ask.origin, end="from")
    services, targets = _targets(view, ask.target)
    way, which = search_for(view, slot, aversion).nearest(origin, targets)
    target = targets.one(which)
    choices = efficient_ways(ways_between(view, slot, origin, target), up_to=max(SAFEST, aversion))
    return Plan(
        ask=ask,
        slot=slot,
        way=way,
        direct=choices[0].way,
        choices=choices,
        origin=origin,
        target=target,
        service=None if services is None else services.iloc[which],
    )


def ways_between(
    view: View, slot: Slot, origin: Positions, target: Positions
) -> Callable[[float], Way]:
    """Make the function that finds the way of least cost for an aversion."""

    def find(aversion: float) -> Way:
        return search_for(view, slot, aversion).way(origin, target)

    return find


def search_for(view: View, slot: Slot, aversion: float) -> Search:
    """Price the network for an aversion, once for each that is asked again."""
    return view.searches.get((slot, aversion), lambda: Search(view.exposure(slot), aversion))


def enter(view: View, place: Place, *, end: str) -> Positions:
    """
    Find where a place enters the streets.

    Parameters
    ----------
    end
        "from" or "to": which of the two the sentence speaks of.

    Raises
    ------
    PlaceOutsideError
        If it lies outside the community, or farther than a kilometre from any street.
    """
    network = view.network
    ground = gpd.GeoSeries([place.point], crs=WGS84).to_crs(network.crs)
    boundary = view.community.boundary
    if not np.isfinite(ground.get_coordinates()).all(axis=None):  # the far side of the Earth
        raise PlaceOutsideError(end=end, community=view.community.name)
    if boundary is not None:
        limits = gpd.GeoSeries([boundary], crs=WGS84).to_crs(network.crs)
        if limits.distance(ground.iloc[0]).iloc[0] > FARTHEST_M:
            raise PlaceOutsideError(end=end, community=view.community.name)
    positions = snap(network, ground)
    if positions.access_m[0] > FARTHEST_M:
        raise PlaceOutsideError(end=end, community=view.community.name)
    return positions


def reachable_services(view: View, service_type: str) -> gpd.GeoDataFrame:
    """
    Take the services of a type whose place this reader may know.

    Raises
    ------
    ReservedServiceError
        If there are some, and the place of each is confidential.
    NoServiceError
        If there are none.
    """
    of_type = view.services[view.services["type"] == service_type]
    shown = of_type[of_type.geometry.notna()].reset_index(drop=True)
    if shown.empty and confidential(of_type).any():
        raise ReservedServiceError(type=service_type)
    if shown.empty:
        raise NoServiceError(type=service_type, community=view.community.name)
    return shown


def _targets(view: View, target: Place | str) -> tuple[gpd.GeoDataFrame | None, Positions]:
    if isinstance(target, Place):
        return None, enter(view, target, end="to")
    services = reachable_services(view, target)
    return services, snap(view.network, services.geometry)
