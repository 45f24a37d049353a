"""A support plan as a GeoDataFrame: rows of its routes and services, for GeoJSON files."""

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
    "role step type name phone contact opening_hours address confidential unverified stale "
    "minutes length_m inside_risk_m arrive_at opens_at"
).split()


def build_plan_frame(
    view: View, plan: SupportPlan, locale: str = DEFAULT_LOCALE
) -> gpd.GeoDataFrame:
    """
    Build the rows of a plan.

    Returns
    -------
    rows
        EPSG:4326, `role` "way" or "door", by `step` from 1; "way_back" before a step that a
        trip home precedes, and after all steps. A confidential service has its type and `contact`
        only, and no geometry.
    """
    rows = [
        row
        for number, stop in enumerate(plan.stops, start=1)
        for row in _stop_rows(view, number, stop, locale)
    ]
    if plan.return_route is not None:
        rows.append(_return_row(view, len(plan.stops) + 1, plan.return_route))
    geometries = np.array([geometry for _, geometry in rows], dtype=object)
    frame = gpd.GeoDataFrame(
        [values for values, _ in rows], columns=PLAN_COLUMNS, geometry=geometries, crs=WGS84
    )
    return frame.astype({"step": int})


def stop_route_line(view: View, stop: Stop) -> BaseGeometry | None:
    """Project the route to a stop to degrees; None without a route that may be shown."""
    if stop.route is None or not is_location_shown(stop):
        return None
    return project_route_line(view, stop.route)


def project_route_line(view: View, route: Route) -> BaseGeometry:
    """Project the line of a route to degrees."""
    return gpd.GeoSeries([route.line_with_access], crs=view.network.crs).to_crs(WGS84).iloc[0]


def _return_row(
    view: View, number: int, route: Route
) -> tuple[dict[str, object], BaseGeometry | None]:
    values = {"role": "way_back", "step": number, **_route_measures(route)}
    return values, project_route_line(view, route)


def _route_measures(route: Route) -> dict[str, object]:
    return {
        "minutes": route.minutes,
        "length_m": route.length_m,
        "inside_risk_m": route.inside_risk_m,
    }


def _stop_rows(
    view: View, number: int, stop: Stop, locale: str
) -> Iterator[tuple[dict[str, object], BaseGeometry | None]]:
    line, route = stop_route_line(view, stop), stop.route
    if stop.home_trip is not None:
        yield _return_row(view, number, stop.home_trip.route)
    if line is not None and route is not None:
        yield {"role": "way", "step": number, **_route_measures(route)}, line
    service = stop.service
    if service is None:
        yield {"role": "door", "step": number, "type": stop.step.service}, None
        return
    values: dict[str, object] = {
        "role": "door",
        "step": number,
        "type": service.type,
        "confidential": service.is_confidential,
        "contact": service.contact,
    }
    if service.is_confidential:
        yield {**values, "name": label_for("service_type", service.type, locale)}, None
        return
    yield (
        {
            **values,
            "name": format_service_name(service, locale),
            "phone": service.phone,
            "opening_hours": service.opening_hours,
            "address": service.address,
            "unverified": service.is_unverified,
            "stale": service.is_stale,
            "arrive_at": None if stop.arrive_at is None else stop.arrive_at.isoformat(),
            "opens_at": None
            if stop.opens_at is None or stop.hours_assumed
            else stop.opens_at.isoformat(),
        },
        _service_point(stop),
    )


def _service_point(stop: Stop) -> shapely.Point | None:
    service = stop.service
    if service is None or service.lon is None or service.lat is None:
        return None
    return shapely.Point(service.lon, service.lat) if is_location_shown(stop) else None
