"""A support route as a map: the ways in their order, the start, the doors that may be shown."""

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
        False leaves the names of doors to the list of steps.

    Returns
    -------
    svg
        Its text; empty where no step has a way.
    """
    shown = [
        (number, stop) for number, stop in enumerate(plan.stops, start=1) if is_location_shown(stop)
    ]
    lines = [stop.route.line for _, stop in shown if stop.route is not None]
    if not lines:
        return ""
    start = MapMarker(project_point(view, plan.request.origin.lon, plan.request.origin.lat), "")
    if show_names:
        start = MapMarker(start.point, "", gettext("route.start", locale))
    doors = [
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
    drawing = MapContent(view.network.crs, lines, [start, *doors])
    return draw_map(view, drawing, size=size, locale=locale)


def project_point(view: View, lon: float, lat: float) -> shapely.Point:
    """Move a place in degrees into the CRS of the ways."""
    places = gpd.GeoSeries([shapely.Point(lon, lat)], crs=WGS84)
    moved = places.to_crs(view.network.crs)
    return shapely.Point(float(moved.x.iloc[0]), float(moved.y.iloc[0]))
