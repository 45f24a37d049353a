"""A support route as a map: the ways in their order, the start, the doors that may be shown."""

from __future__ import annotations

import geopandas as gpd
import shapely

from geo.language import DEFAULT_LOCALE, sentence
from geo.model import WGS84
from geo.privacy.view import View
from geo.sheets.map_picture import Drawing, Spot, draw_map
from geo.sheets.step_text import is_shown
from geo.support.plan_text import name
from geo.support.records import SupportPlan


def plan_map(
    view: View,
    plan: SupportPlan,
    *,
    size: tuple[float, float],
    locale: str = DEFAULT_LOCALE,
    named: bool = True,
) -> str:
    """
    Draw the map of a plan.

    Parameters
    ----------
    size
        Width and height [px].
    named
        False leaves the names of doors to the list of steps.

    Returns
    -------
    svg
        Its text; empty where no step has a way.
    """
    shown = [(number, stop) for number, stop in enumerate(plan.stops, start=1) if is_shown(stop)]
    lines = [stop.way.line for _, stop in shown if stop.way is not None]
    if not lines:
        return ""
    start = Spot(point_at(view, plan.ask.origin.lon, plan.ask.origin.lat), "")
    if named:
        start = Spot(start.point, "", sentence("way.start", locale))
    doors = [
        Spot(
            point_at(view, stop.door.lon, stop.door.lat),
            str(number),
            name(stop.door, locale) if named else None,
        )
        for number, stop in shown
        if stop.door is not None and stop.door.lon is not None and stop.door.lat is not None
    ]
    drawing = Drawing(view.network.crs, lines, [start, *doors])
    return draw_map(view, drawing, size=size, locale=locale)


def point_at(view: View, lon: float, lat: float) -> shapely.Point:
    """Move a place in degrees into the CRS of the ways."""
    places = gpd.GeoSeries([shapely.Point(lon, lat)], crs=WGS84)
    moved = places.to_crs(view.network.crs)
    return shapely.Point(float(moved.x.iloc[0]), float(moved.y.iloc[0]))
