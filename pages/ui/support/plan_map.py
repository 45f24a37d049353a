"""Map layers of a support plan: numbered services, and the route to the selected stop."""

from __future__ import annotations

from collections.abc import Callable, Hashable

import geopandas as gpd
import pandas as pd

from geo.cartography.layers import (
    MapLayer,
    RouteEndpoint,
    point_layer,
    risk_area_layer,
    route_layer,
    safe_zone_layer,
    service_layer,
    vehicle_layer,
)
from geo.cartography.service_contact import list_contact_lines
from geo.model import WGS84
from geo.pathways.records import Pathway
from geo.privacy.view import View
from geo.routes.risk_crossings import build_exposed_lines
from geo.routes.rounded_minutes import round_minutes_up
from geo.routes.route import Route
from geo.support import plan_text, vehicle_trip
from geo.support.records import SupportPlan, SupportRequest
from pages.ui import map_layers, state
from pages.ui.route import endpoints
from pages.ui.support import stop_list

_EMPTY_LINES = gpd.GeoDataFrame({"role": [], "chip": [], "severity": []}, geometry=[], crs=WGS84)
CACHE_STEP_MIN = 5  # minutes that a cached plan for "now" stays valid


def load_plan(
    view: View, request: SupportRequest, pathway: Pathway, compute: Callable[[], SupportPlan]
) -> SupportPlan:
    """Return the cached plan of the same request within the last minutes, or compute it."""
    community = view.community
    moment = request.departure_time.replace(
        minute=request.departure_time.minute - request.departure_time.minute % CACHE_STEP_MIN,
        second=0,
        microsecond=0,
    )
    versions = community.slug, community.layers_version, community.streets_version
    key: Hashable = (
        *versions,
        *_request_key(request),
        moment,
        pathway,
    )
    return state.cache_in_session("support", key, compute)


def _request_key(request: SupportRequest) -> tuple[Hashable, ...]:
    chosen = tuple(sorted(request.chosen_services.items()))
    preferences = (
        request.aversion,
        request.travel_mode,
        request.skipped_steps,
        request.first_step,
        chosen,
    )
    return request.origin, request.situation, request.hours_since, *preferences


def plan_layers(view: View, plan: SupportPlan | None) -> list[MapLayer]:
    """Build the layers of risk areas, services and one route; without a plan, of the origin."""
    slot = view.slot(view.moment() if plan is None else plan.request.departure_time)
    start = endpoints.selected_start()
    origin = start.location if start else None
    label = state.gettext("route.start")
    zones = map_layers.safe_zones_with_tooltips(view)
    if plan is None:
        origin_layer = (
            point_layer(origin.lat, origin.lon, label=label) if origin else map_layers.empty_layer()
        )
        return [
            safe_zone_layer(zones),
            risk_area_layer(map_layers.risk_areas_with_tooltips(view, slot)),
            service_layer(map_layers.add_popups(view.services)),
            vehicle_layer(_EMPTY_LINES),
            origin_layer,
        ]
    origin_marker = None if origin is None else RouteEndpoint(origin.lat, origin.lon, label)
    shown = stop_list.shown_stop(plan)
    return [
        safe_zone_layer(zones, labels=False),
        risk_area_layer(map_layers.risk_areas_with_tooltips(view, slot), faded=True),
        service_layer(
            _service_points(plan),
            labels=True,
            chosen=None if shown is None or shown.service is None else shown.service.id,
        ),
        *_draw_shown_route(plan, origin_marker),
    ]


def _service_points(plan: SupportPlan) -> gpd.GeoDataFrame:
    """Return the services with a location, each once, with the numbers of its steps."""
    rows: dict[str, dict[str, object]] = {}
    for number, stop in enumerate(plan.stops, start=1):
        service = stop.service
        if service is None or stop.route is None:
            continue
        existing = rows.get(service.id)
        rows[service.id] = {
            "id": service.id,
            "type": service.type,
            "name": plan_text.format_service_name(service, state.locale()),
            "number": f"{existing['number']}·{number}" if existing else str(number),
            "contact": list_contact_lines(vars(service), state.locale()),
            "lat": service.lat,
            "lon": service.lon,
        }
    columns = ["id", "type", "name", "number", "contact"]
    frame = pd.DataFrame(rows.values(), columns=[*columns, "lat", "lon"])
    points = gpd.points_from_xy(frame["lon"], frame["lat"])
    return gpd.GeoDataFrame(frame[columns], geometry=points, crs=WGS84)


def _draw_shown_route(plan: SupportPlan, origin: RouteEndpoint | None) -> list[MapLayer]:
    """Draw the shown route as *Camino* does: on foot, or as rails where it is driven."""
    route = stop_list.shown_route(plan)
    trip = vehicle_trip.build_trip_lines(route) if route is not None else _EMPTY_LINES
    exposed = _exposure_lines(route)
    if trip.empty:
        walked = _route_lines(route, None)
        return [vehicle_layer(_EMPTY_LINES), route_layer(walked, exposed, start=origin)]
    chips = route_layer(_route_lines(route, trip), exposed.iloc[:0], start=origin)
    return [vehicle_layer(trip, exposed), chips]


def _route_lines(route: Route | None, trip: gpd.GeoDataFrame | None) -> gpd.GeoDataFrame:
    """Build the lines of a route; its minutes stand beside it, of a trip where it is driven."""
    if route is None:
        return _EMPTY_LINES
    chip = state.gettext("route.chip", minutes=max(1, round_minutes_up(route.minutes)))
    walked = gpd.GeoSeries([route.line, *route.access_lines], crs=route.exposure.network.crs)
    lines = walked.to_crs(WGS84)
    roles = ["safest", *["access"] * len(route.access_lines)]
    if trip is not None:
        roles[0], lines.iloc[0] = "vehicle", trip[trip["role"] == "vehicle"].union_all()
    chips = [chip, *[None] * len(route.access_lines)]
    return gpd.GeoDataFrame({"role": roles, "chip": chips}, geometry=lines)


def _exposure_lines(route: Route | None) -> gpd.GeoDataFrame:
    if route is None:
        return _EMPTY_LINES
    return build_exposed_lines(route).assign(role="safest").to_crs(WGS84)
