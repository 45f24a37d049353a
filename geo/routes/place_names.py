"""Reverse geocoding: name a location by the service at it, or by the nearest street."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd

from geo.model import WGS84
from geo.network.street_names import name_nearest_streets
from geo.privacy.view import View
from geo.routes.planning import Location

MAX_SERVICE_DISTANCE_M = 30.0  # precision of a tap on the map of a village


@dataclass(frozen=True)
class LocationName:
    """Name of a location, and the `id` of the service there; None where there is none."""

    name: str | None
    service_id: str | None = None


def name_location(view: View, location: Location) -> LocationName:
    """Name a location by a service within reach of a tap, or else by the nearest street."""
    network = view.network
    points = gpd.GeoSeries([location.point], crs=WGS84).to_crs(network.crs)
    services = view.services[view.services.geometry.notna() & view.services["name"].notna()]
    distances_m = services.geometry.to_crs(network.crs).distance(points.iloc[0])
    if len(distances_m) and distances_m.min() <= MAX_SERVICE_DISTANCE_M:
        service = services.iloc[int(distances_m.argmin())]
        return LocationName(str(service["name"]), str(service["id"]))
    return LocationName(name_nearest_streets(network, points)[0])
