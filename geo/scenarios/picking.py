"""What somebody means who touches the map: the service, the risk area or the street there."""

from __future__ import annotations

import geopandas as gpd
import shapely

from geo.errors import ScenarioAreaMissingError, ScenarioServiceMissingError
from geo.layers.layer_changes import Change, LatLon
from geo.model import WGS84
from geo.network.street_network import estimate_metric_crs
from geo.privacy.changed_services import point_at
from geo.privacy.changed_view import ChangedView
from geo.privacy.view import View

MAX_SERVICE_M = 250.0  # a finger on a map of a whole municipality is this wide
MAX_AREA_M = 60.0


def find_service_at(view: View, place: LatLon) -> str:
    """
    Find the service nearest to a place, of those whose location the view's audience may know.

    Raises
    ------
    ScenarioServiceMissingError
        If none lies within `MAX_SERVICE_M`.
    """
    services = view.services[view.services.geometry.notna()]
    found = _nearest(services, place, MAX_SERVICE_M)
    if found is None:
        raise ScenarioServiceMissingError
    return str(services["id"].iloc[found])


def find_risk_area_at(view: View, place: LatLon) -> str:
    """
    Find the risk area at a place: the smallest one that holds it, else the nearest one.

    Raises
    ------
    ScenarioAreaMissingError
        If none lies within `MAX_AREA_M`.
    """
    areas = view.risk_areas
    holds = areas[shapely.intersects(areas.geometry.to_numpy(), point_at(place))]
    if len(holds):
        sizes = holds.geometry.to_crs(estimate_metric_crs(holds)).area.to_numpy()
        return str(holds["id"].iloc[int(sizes.argmin())])
    found = _nearest(areas, place, MAX_AREA_M)
    if found is None:
        raise ScenarioAreaMissingError
    return str(areas["id"].iloc[found])


def check_street_change(view: View, change: Change) -> None:
    """
    Check that a lamp or a path joins the streets, before it becomes part of a scenario.

    Raises
    ------
    PathJoinError
        If it is too far from every street, or joins at one place only.
    """
    _ = ChangedView(view, (change,)).network


def _nearest(features: gpd.GeoDataFrame, place: LatLon, most_m: float) -> int | None:
    if features.empty:
        return None
    point = gpd.GeoSeries([point_at(place)], crs=WGS84)
    crs = estimate_metric_crs(gpd.GeoDataFrame(geometry=point))
    metres = features.geometry.to_crs(crs).distance(point.to_crs(crs).iloc[0]).to_numpy()
    nearest = int(metres.argmin())
    return nearest if metres[nearest] <= most_m else None
