"""From a public place to the nearest door of each type: what a poster on a wall can tell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import geopandas as gpd
import pandas as pd
import shapely

from geo.errors import NoRouteError, SheetLocationError
from geo.model import CONFIDENTIAL_ZONE_KINDS, SERVICE_TYPES
from geo.network.snapping import StreetPositions, snap_to_streets
from geo.network.street_names import list_named_streets
from geo.privacy.redaction import is_confidential
from geo.privacy.view import View
from geo.routes.cost import BALANCED_AVERSION
from geo.routes.planning import Location, get_route_search, snap_location
from geo.routes.route import Route

PHONE_LINE_TYPE = "phone_line"  # a door without a place to go to


@dataclass(frozen=True)
class NearestService:
    """
    The nearest door of a type.

    Attributes
    ----------
    service
        Its row; of a type whose doors are all confidential None.
    contacts
        Whom to ask where the place is not told.
    route
        From the public place; None where there is none, or it is not told.
    """

    type: str
    service: pd.Series | None
    contacts: tuple[str, ...]
    route: Route | None


def list_public_places(view: View) -> dict[str, Location]:
    """
    Name the places that a poster may start from: doors, places to wait, streets.

    Returns
    -------
    places
        By name, no confidential one among them, whatever the audience; a street stands for its
        middle. Where a name stands for several, the first is meant.
    """
    services = view.services[~is_confidential(view.services)]
    zones = view.safe_zones[~view.safe_zones["kind"].isin(CONFIDENTIAL_ZONE_KINDS)]
    found: dict[str, Location] = {}
    for layer in (services, zones, list_named_streets(view.network)):
        for name, shape in zip(layer["name"], layer.geometry, strict=True):
            if isinstance(name, str) and shapely.is_geometry(shape) and not shape.is_empty:
                point = shape.representative_point()
                found.setdefault(name, Location(float(point.y), float(point.x)))
    return found


def find_public_place(view: View, name: str) -> Location:
    """
    Find a public place.

    Raises
    ------
    SheetLocationError
        If none has this name.
    """
    place = list_public_places(view).get(name)
    if place is None:
        raise SheetLocationError(place=name, community=view.community.name)
    return place


def find_nearest_services(view: View, start: Location, when: datetime) -> list[NearestService]:
    """
    Find the nearest door of each type that the community has, phone lines aside.

    The way is the balanced one; the doors come by how many minutes it takes, those whose place is
    not told last.
    """
    origin = snap_location(view, start, endpoint="from")
    found = list(_search_nearest(view, origin, when))
    return sorted(found, key=lambda one: float("inf") if one.route is None else one.route.minutes)


def select_phone_lines(view: View) -> gpd.GeoDataFrame:
    """Take the phone lines that always answer."""
    lines = view.services[
        (view.services["type"] == PHONE_LINE_TYPE) & ~is_confidential(view.services)
    ]
    return lines[lines["phone"].notna() & (lines["opening_hours"] == "24/7")]


def _search_nearest(
    view: View, origin: StreetPositions, when: datetime
) -> Iterator[NearestService]:
    secret = is_confidential(view.services)
    search = get_route_search(view, view.slot(when), BALANCED_AVERSION)
    for kind in SERVICE_TYPES:
        of_type = view.services["type"] == kind
        told = view.services[of_type & ~secret & view.services.geometry.notna()]
        if kind == PHONE_LINE_TYPE:
            continue
        if told.empty:
            hidden = view.services[of_type & secret]
            contacts = sorted(set(hidden["gateway"].dropna()))
            if len(hidden):
                yield NearestService(kind, None, tuple(map(str, contacts)), None)
            continue
        try:
            way, which = search.find_nearest(origin, snap_to_streets(view.network, told.geometry))
        except NoRouteError:
            yield NearestService(kind, told.iloc[0], (), None)
        else:
            yield NearestService(kind, told.iloc[which], (), way)
