"""From a public place to the nearest door of each type: what a poster on a wall can tell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import geopandas as gpd
import pandas as pd
import shapely

from geo.errors import NoWayError, SheetPlaceError
from geo.model import CONFIDENTIAL_ZONE_KINDS, SERVICE_TYPES
from geo.network.snapping import Positions, snap
from geo.network.street_names import streets_by_name
from geo.privacy.redaction import confidential
from geo.privacy.view import View
from geo.routes.cost import BALANCED
from geo.routes.planning import Place, enter, search_for
from geo.routes.route import Way

BY_PHONE = "phone_line"  # a door without a place to go to


@dataclass(frozen=True)
class Nearest:
    """
    The nearest door of a type.

    Attributes
    ----------
    service
        Its row; of a type whose doors are all confidential None.
    contacts
        Whom to ask where the place is not told.
    way
        From the public place; None where there is none, or it is not told.
    """

    type: str
    service: pd.Series | None
    contacts: tuple[str, ...]
    way: Way | None


def public_places(view: View) -> dict[str, Place]:
    """
    Name the places that a poster may start from: doors, places to wait, streets.

    Returns
    -------
    places
        By name, no confidential one among them, whatever the audience; a street stands for its
        middle. Where a name stands for several, the first is meant.
    """
    services = view.services[~confidential(view.services)]
    zones = view.safe_zones[~view.safe_zones["kind"].isin(CONFIDENTIAL_ZONE_KINDS)]
    found: dict[str, Place] = {}
    for layer in (services, zones, streets_by_name(view.network)):
        for name, shape in zip(layer["name"], layer.geometry, strict=True):
            if isinstance(name, str) and shapely.is_geometry(shape) and not shape.is_empty:
                point = shape.representative_point()
                found.setdefault(name, Place(float(point.y), float(point.x)))
    return found


def place_named(view: View, name: str) -> Place:
    """
    Find a public place.

    Raises
    ------
    SheetPlaceError
        If none has this name.
    """
    place = public_places(view).get(name)
    if place is None:
        raise SheetPlaceError(place=name, community=view.community.name)
    return place


def nearest_doors(view: View, start: Place, when: datetime) -> list[Nearest]:
    """
    Find the nearest door of each type that the community has, phone lines aside.

    The way is the balanced one; the doors come by how many minutes it takes, those whose place is
    not told last.
    """
    origin = enter(view, start, end="from")
    found = list(_nearest(view, origin, when))
    return sorted(found, key=lambda one: float("inf") if one.way is None else one.way.minutes)


def phone_lines(view: View) -> gpd.GeoDataFrame:
    """Take the phone lines that always answer."""
    lines = view.services[(view.services["type"] == BY_PHONE) & ~confidential(view.services)]
    return lines[lines["phone"].notna() & (lines["opening_hours"] == "24/7")]


def _nearest(view: View, origin: Positions, when: datetime) -> Iterator[Nearest]:
    secret = confidential(view.services)
    search = search_for(view, view.slot(when), BALANCED)
    for kind in SERVICE_TYPES:
        of_type = view.services["type"] == kind
        told = view.services[of_type & ~secret & view.services.geometry.notna()]
        if kind == BY_PHONE:
            continue
        if told.empty:
            hidden = view.services[of_type & secret]
            contacts = sorted(set(hidden["gateway"].dropna()))
            if len(hidden):
                yield Nearest(kind, None, tuple(map(str, contacts)), None)
            continue
        try:
            way, which = search.nearest(origin, snap(view.network, told.geometry))
        except NoWayError:
            yield Nearest(kind, told.iloc[0], (), None)
        else:
            yield Nearest(kind, told.iloc[which], (), way)
