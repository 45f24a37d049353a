"""What to call a place that somebody points at: a door, or the street beside it."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd

from geo.model import WGS84
from geo.network.street_names import name_nearest_streets
from geo.privacy.view import View
from geo.routes.planning import Location

MAX_SERVICE_DISTANCE_M = 30.0  # a finger on a map of a village is no more exact


@dataclass(frozen=True)
class LocationName:
    """A name for a place, and the `id` of the service it is the door of; None for neither."""

    name: str | None
    service_id: str | None = None


def name_location(view: View, location: Location) -> LocationName:
    """Name a place by the service whose door it is, or else by the nearest street."""
    network = view.network
    ground = gpd.GeoSeries([location.point], crs=WGS84).to_crs(network.crs)
    doors = view.services[view.services.geometry.notna() & view.services["name"].notna()]
    away = doors.geometry.to_crs(network.crs).distance(ground.iloc[0])
    if len(away) and away.min() <= MAX_SERVICE_DISTANCE_M:
        door = doors.iloc[int(away.argmin())]
        return LocationName(str(door["name"]), str(door["id"]))
    return LocationName(name_nearest_streets(network, ground)[0])
