"""One trip by vehicle, offered where the way on foot takes hours."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby

import geopandas as gpd
import numpy as np
import shapely

from geo.model import WGS84
from geo.network.snapping import prefer_component, snap_to_streets
from geo.privacy.view import View
from geo.routes.cost import DIRECT_AVERSION
from geo.routes.planning import Location, snap_location
from geo.routes.rounded_minutes import round_minutes_up
from geo.routes.route import Route, line_substring
from geo.support.distance_bounds import DistanceBounds
from geo.support.leg_matrix import LegMatrix
from geo.support.leg_search import LegSearch
from geo.support.vehicle_network import BOARDING_KIND, VehicleNetwork, measure_vehicle_exposure

# Ours: an hour and a half on foot is about 7 km, and as much back. With a child, a bag or an injury
# that is a day, so that somebody should know how long a vehicle takes.
LONG_WALK_MIN = 90.0


def find_vehicle_trip(
    view: View, origin: Location, destination: Location, departure_time: datetime
) -> Route:
    """
    Find the quickest route by vehicle, with access on foot at both ends.

    Parameters
    ----------
    departure_time
        With a time zone; determines which areas the exposure counts.

    Returns
    -------
    route
        On the vehicle network. It is walked completely where no vehicle is quicker.

    Raises
    ------
    NoStreetsError, LocationOutsideError
        If no route can start or end there.
    NoRouteError
        If no street connects the locations.
    """
    snap_location(view, origin, endpoint="from")
    snap_location(view, destination, endpoint="to")
    network = view.network
    points = gpd.GeoSeries([origin.point, destination.point], crs=WGS84)
    positions = prefer_component(
        network, points, snap_to_streets(network, points), network.main_component
    )
    exposure = measure_vehicle_exposure(view, view.slot(departure_time))
    bounds = DistanceBounds(exposure.network, positions)
    return LegMatrix([LegSearch(exposure, DIRECT_AVERSION, bounds)]).get_route(0, 0, 1)


def is_quicker(trip: Route, walked: Route) -> bool:
    """Return whether a trip takes fewer minutes than a route on foot, as both are shown."""
    return round_minutes_up(trip.minutes) < round_minutes_up(walked.minutes)


def is_driven(route: Route) -> bool:
    """Return whether any street of a route is driven."""
    network = route.exposure.network
    return isinstance(network, VehicleNetwork) and bool(
        network.is_driving[route.edge_indices].any()
    )


def build_trip_lines(trip: Route) -> gpd.GeoDataFrame:
    """
    Build the lines of a trip, so that what is driven and what is walked can be told apart.

    Parameters
    ----------
    trip
        As found by `find_vehicle_trip`.

    Returns
    -------
    lines
        EPSG:4326, in the order of travel, with `role`: "vehicle" along driven streets, and
        "vehicle_walk" on foot before and after. Empty where no street is driven: then there is no
        trip by vehicle to be drawn.
    """
    network = trip.exposure.network
    stretches: list[tuple[str, shapely.LineString]] = []
    if isinstance(network, VehicleNetwork) and is_driven(trip):
        edges = zip(trip.edge_indices.tolist(), trip.from_m, trip.to_m, strict=True)
        parts = [
            (
                "vehicle" if network.is_driving[edge] else "vehicle_walk",
                line_substring(network.lines[edge], from_m, to_m),
            )
            for edge, from_m, to_m in edges
            if network.street_kinds[edge] != BOARDING_KIND
        ]
        for role, group in groupby(parts, key=lambda part: part[0]):
            xy = np.concatenate([shapely.get_coordinates(line) for _, line in group])
            if np.ptp(xy, axis=0).any():
                stretches.append((role, shapely.LineString(xy)))
    return gpd.GeoDataFrame(
        {"role": [role for role, _ in stretches]},
        geometry=[line for _, line in stretches],
        crs=network.crs,
    ).to_crs(WGS84)
