"""One trip by vehicle, offered where the way on foot takes hours."""

from __future__ import annotations

from datetime import datetime

import geopandas as gpd

from geo.model import WGS84
from geo.network.snapping import prefer_component, snap_to_streets
from geo.privacy.view import View
from geo.routes.cost import DIRECT_AVERSION
from geo.routes.planning import Location, snap_location
from geo.routes.route import Route
from geo.support.distance_bounds import DistanceBounds
from geo.support.leg_matrix import LegMatrix
from geo.support.leg_search import LegSearch
from geo.support.vehicle_network import measure_vehicle_exposure

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
