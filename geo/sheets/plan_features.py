"""A support route as rows with geometry: its ways and its doors, for other programs."""

from __future__ import annotations

from collections.abc import Iterator

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.language import DEFAULT_LOCALE, label_for
from geo.model import WGS84
from geo.privacy.view import View
from geo.routes.route import Route
from geo.sheets.step_text import is_location_shown
from geo.support.plan_text import format_service_name
from geo.support.records import Stop, SupportPlan

PLAN_COLUMNS = (
    "role step type name phone contact opening_hours confidential unverified stale "
    "minutes length_m inside_risk_m arrive_at opens_at"
).split()


def build_plan_frame(
    view: View, plan: SupportPlan, locale: str = DEFAULT_LOCALE
) -> gpd.GeoDataFrame:
    """
    Lay out a plan in rows.

    Returns
    -------
    rows
        EPSG:4326, `role` "way" or "door", by `step` from 1; "way_back" before the step that a way
        home leads up to, and after all of them. A confidential door has its type and `contact`,
        and neither a shape nor anything else.
    """
    told = [
        row
        for number, stop in enumerate(plan.stops, start=1)
        for row in _stop_rows(view, number, stop, locale)
    ]
    back = plan.return_route
    if back is not None:
        told.append(
            (
                {"role": "way_back", "step": len(plan.stops) + 1, **_route_measures(back)},
                project_route_line(view, back),
            )
        )
    shapes = np.array([shape for _, shape in told], dtype=object)
    frame = gpd.GeoDataFrame(
        [row for row, _ in told], columns=PLAN_COLUMNS, geometry=shapes, crs=WGS84
    )
    return frame.astype({"step": int})


def stop_route_line(view: View, stop: Stop) -> BaseGeometry | None:
    """Draw the way to a stop in degrees; None where it has none that may be shown."""
    if stop.route is None or not is_location_shown(stop):
        return None
    return project_route_line(view, stop.route)


def project_route_line(view: View, route: Route) -> BaseGeometry:
    """Draw a way in degrees."""
    return gpd.GeoSeries([route.line], crs=view.network.crs).to_crs(WGS84).iloc[0]


def _route_measures(route: Route) -> dict[str, object]:
    return {
        "minutes": route.minutes,
        "length_m": route.length_m,
        "inside_risk_m": route.inside_risk_m,
    }


def _stop_rows(
    view: View, number: int, stop: Stop, locale: str
) -> Iterator[tuple[dict[str, object], BaseGeometry | None]]:
    line, way = stop_route_line(view, stop), stop.route
    if stop.home_trip is not None:
        back = stop.home_trip.route
        yield (
            {"role": "way_back", "step": number, **_route_measures(back)},
            project_route_line(view, back),
        )
    if line is not None and way is not None:
        yield {"role": "way", "step": number, **_route_measures(way)}, line
    door = stop.service
    if door is None:
        kind = stop.step.service
        yield {"role": "door", "step": number, "type": kind}, None
        return
    told: dict[str, object] = {
        "role": "door",
        "step": number,
        "type": door.type,
        "confidential": door.is_confidential,
        "contact": door.contact,
    }
    if door.is_confidential:
        yield {**told, "name": label_for("service_type", door.type, locale)}, None
        return
    yield (
        {
            **told,
            "name": format_service_name(door, locale),
            "phone": door.phone,
            "opening_hours": door.opening_hours,
            "unverified": door.is_unverified,
            "stale": door.is_stale,
            "arrive_at": None if stop.arrive_at is None else stop.arrive_at.isoformat(),
            "opens_at": None if stop.opens_at is None else stop.opens_at.isoformat(),
        },
        _service_point(stop),
    )


def _service_point(stop: Stop) -> shapely.Point | None:
    door = stop.service
    if door is None or door.lon is None or door.lat is None or not is_location_shown(stop):
        return None
    return shapely.Point(door.lon, door.lat)
