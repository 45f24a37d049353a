"""Finds the nearest service of each type from a public place, for posters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import geopandas as gpd
import pandas as pd
import shapely

from geo.cartography.opening_text import is_always_open
from geo.errors import NoRouteError, SheetLocationError
from geo.layers.confidential_features import is_confidential
from geo.model import BALANCED_AVERSION, SERVICE_TYPES, WGS84
from geo.network.street_names import list_named_streets
from geo.privacy.view import View
from geo.routes.connected_positions import find_nearest_connected
from geo.routes.planning import Location, get_route_search, snap_location
from geo.routes.route import Route
from geo.routes.street_access import find_passability_at

PHONE_LINE_TYPE = "phone_line"  # a service without a location


@dataclass(frozen=True)
class NearestService:
    """
    The nearest service of a type.

    Attributes
    ----------
    service
        Its row; None where all services of the type are confidential. Without a geometry it is
        reached by phone.
    contacts
        Whom to ask where the location is not disclosed.
    route
        From the public place; None where there is none, or it is not disclosed.
    """

    type: str
    service: pd.Series | None
    contacts: tuple[str, ...]
    route: Route | None


def list_public_places(view: View) -> dict[str, Location]:
    """
    List the locations where a poster may hang: services, safe zones and streets.

    Returns
    -------
    places
        By name, without confidential ones for any audience; a street is represented by a point
        on it. Of several with one name, the first is used.
    """
    services = view.services[~is_confidential(view.services)]
    zones = view.safe_zones[~is_confidential(view.safe_zones)]
    locations: dict[str, Location] = {}
    for layer in (services, zones, list_named_streets(view.network)):
        for name, shape in zip(layer["name"], layer.geometry, strict=True):
            if isinstance(name, str) and shapely.is_geometry(shape) and not shape.is_empty:
                point = shape.representative_point()
                locations.setdefault(name, Location(float(point.y), float(point.x)))
    return locations


def find_public_place(view: View, name: str) -> Location:
    """
    Look up a public place by its name.

    Raises
    ------
    SheetLocationError
        If none has this name.
    """
    location = list_public_places(view).get(name)
    if location is None:
        raise SheetLocationError(place=name, community=view.community.name)
    return location


def find_nearest_services(view: View, start: Location, when: datetime) -> list[NearestService]:
    """
    Find the nearest service of each type that the community has, except phone lines.

    Routes use the balanced aversion. Services are sorted by minutes; those whose location is not
    disclosed come last.
    """
    snap_location(view, start, endpoint="from")
    origin = gpd.GeoSeries([start.point], crs=WGS84)
    nearest = list(_search_nearest(view, origin, when))
    return sorted(
        nearest, key=lambda item: float("inf") if item.route is None else item.route.minutes
    )


def select_phone_lines(view: View) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Select the phone lines that are open at any hour, and the others, those with a number."""
    is_line = (view.services["type"] == PHONE_LINE_TYPE) & ~is_confidential(view.services)
    lines = view.services[is_line & view.services["phone"].notna()]
    is_always = lines["opening_hours"].map(is_always_open).astype(bool)
    return lines[is_always], lines[~is_always]


def _list_unlocated(of_type: gpd.GeoDataFrame, kind: str) -> Iterator[NearestService]:
    """List a service that is reached by phone, or else whom to ask for a confidential one."""
    confidential = is_confidential(of_type)
    by_phone, undisclosed = of_type[~confidential], of_type[confidential]
    contacts = sorted(set(undisclosed["gateway"].dropna()))
    if len(by_phone):
        yield NearestService(kind, by_phone.iloc[0], (), None)
    elif len(undisclosed):
        yield NearestService(kind, None, tuple(map(str, contacts)), None)


def _search_nearest(view: View, origin: gpd.GeoSeries, when: datetime) -> Iterator[NearestService]:
    confidential = is_confidential(view.services)
    passability = find_passability_at(view, when)
    search = get_route_search(view, view.slot(when), BALANCED_AVERSION, passability)
    for kind in SERVICE_TYPES:
        of_type = view.services["type"] == kind
        located = view.services[of_type & ~confidential & view.services.geometry.notna()]
        if kind == PHONE_LINE_TYPE:
            continue
        if located.empty:
            yield from _list_unlocated(view.services[of_type], kind)
            continue
        try:
            route, *_, index = find_nearest_connected(search, origin, located.geometry)
        except NoRouteError:
            yield NearestService(kind, located.iloc[0], (), None)
        else:
            yield NearestService(kind, located.iloc[index], (), route)
