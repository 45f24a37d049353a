"""Draws the map of a support plan: routes in order, origin, and services with a location."""

from __future__ import annotations

import geopandas as gpd
import shapely

from geo.language import DEFAULT_LOCALE, gettext
from geo.model import WGS84
from geo.privacy.view import View
from geo.sheets.map_picture import MapContent, MapMarker, draw_map
from geo.sheets.step_text import is_location_shown
from geo.support.plan_text import format_service_name
from geo.support.records import SupportPlan


def draw_plan_map(
    view: View,
    plan: SupportPlan,
    *,
    size: tuple[float, float],
    locale: str = DEFAULT_LOCALE,
    show_names: bool = True,
) -> str:
    """
    Draw the map of a plan.

    Parameters
    ----------
    size
        Width and height [px].
    show_names
        False draws numbers only; the list of steps has the names.

    Returns
    -------
    svg
        The document as text; empty where no step has a route.
    """
    shown = [
        (number, stop) for number, stop in enumerate(plan.stops, start=1) if is_location_shown(stop)
    ]
    lines = [stop.route.line for _, stop in shown if stop.route is not None]
    if not lines:
        return ""
    origin = project_point(view, plan.request.origin.lon, plan.request.origin.lat)
    start = MapMarker(origin, "", gettext("route.start", locale) if show_names else None)
    services = [
        MapMarker(
            project_point(view, stop.service.lon, stop.service.lat),
            str(number),
            format_service_name(stop.service, locale) if show_names else None,
        )
        for number, stop in shown
        if stop.service is not None
        and stop.service.lon is not None
        and stop.service.lat is not None
    ]
    content = MapContent(view.network.crs, lines, [start, *services])
    return draw_map(view, content, size=size, locale=locale)


def project_point(view: View, lon: float, lat: float) -> shapely.Point:
    """Project a position in degrees to the CRS of the routes."""
    point = gpd.GeoSeries([shapely.Point(lon, lat)], crs=WGS84).to_crs(view.network.crs)
    return shapely.Point(float(point.x.iloc[0]), float(point.y.iloc[0]))
