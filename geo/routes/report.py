"""Route result as records for JSON and as a GeoDataFrame of lines."""

from __future__ import annotations

from dataclasses import asdict

import geopandas as gpd
import numpy as np

from geo.json_values import format_json_moment
from geo.layers.feature_records import make_service_record
from geo.model import WGS84
from geo.network.snapping import StreetPositions, locate_positions
from geo.routes.directions import build_instructions
from geo.routes.ferries import list_ferry_rides
from geo.routes.planning import RouteResult
from geo.routes.reasons import list_unavoided_risks
from geo.routes.risk_crossings import find_risk_crossings
from geo.routes.route import Route


def build_route_report(result: RouteResult, *, locale: str) -> dict[str, object]:
    """
    Convert a route result to records of the shapes in docs/json.md.

    Returns
    -------
    report
        The `route`; the measures of the `direct` one and of each of `alternatives`, with costs for
        the requested aversion; a shorter `shortcut` that may not be used, or None; which steps and
        ferries may be taken; the `service` at the destination, or None; the street positions of
        `origin` and `destination`; and the number of services of the type that are off the streets.
    """
    aversion = result.request.aversion
    service = result.service
    return {
        "departs_at": format_json_moment(result.request.departure_time),
        "slot": result.slot,
        "aversion": aversion,
        "steps_taken": result.request.steps,
        "ferries_taken": result.request.ferries,
        "service": None if service is None else make_service_record(service.to_dict()),
        "off_street_service_count": result.off_street_service_count,
        "route": make_route_record(result.route, aversion, locale=locale),
        "direct": measure_route(result.direct_route, aversion),
        "shortcut": None if result.shortcut is None else asdict(result.shortcut),
        "alternatives": [
            {
                **measure_route(alternative.route, aversion),
                "aversion_from": alternative.aversion_from,
                "aversion_to": alternative.aversion_to,
            }
            for alternative in result.alternatives
        ],
        "origin": _describe_endpoint(result, result.origin),
        "destination": _describe_endpoint(result, result.destination),
    }


def make_route_record(route: Route, aversion: float, *, locale: str) -> dict[str, object]:
    """Make the record of a route: measures, ferries, instructions, and risk areas crossed."""
    return {
        **measure_route(route, aversion),
        "ferries": [asdict(ride) for ride in list_ferry_rides(route)],
        "instructions": [asdict(step) for step in build_instructions(route, locale=locale)],
        "crossed": [asdict(crossing) for crossing in find_risk_crossings(route)],
        "passages": [asdict(risk) for risk in list_unavoided_risks(route)],
    }


def measure_route(route: Route, aversion: float) -> dict[str, float]:
    """Return time, length, exposure and cost of a route."""
    return {
        "minutes": route.minutes,
        "length_m": route.length_m,
        "risk_m": route.risk_m,
        "inside_risk_m": route.inside_risk_m,
        "safe_m": route.safe_m,
        "ferry_minutes": sum(ride.minutes for ride in list_ferry_rides(route)),
        "cost": route.calculate_cost(aversion),
    }


def build_route_lines(result: RouteResult) -> gpd.GeoDataFrame:
    """
    Build the lines of a route result.

    Returns
    -------
    lines
        EPSG:4326 LineStrings from location to location, with the measures of each route; `role`
        is "safest" for the requested route, "direct", then "alternative" for each other efficient
        route.
    """
    others = [
        alternative.route
        for alternative in result.alternatives
        if not (
            alternative.route.equals_route(result.route)
            or alternative.route.equals_route(result.direct_route)
        )
    ]
    routes = [
        ("safest", result.route),
        ("direct", result.direct_route),
        *(("alternative", route) for route in others),
    ]
    rows = [
        {"role": role, **measure_route(route, result.request.aversion)} for role, route in routes
    ]
    lines = [route.line_with_access for _, route in routes]
    frame = gpd.GeoDataFrame(rows, geometry=lines, crs=result.route.exposure.network.crs)
    return frame.to_crs(WGS84)


def _describe_endpoint(result: RouteResult, position: StreetPositions) -> dict[str, object]:
    """Describe a street position, and the exposure of its edge on both sides."""
    exposure = result.route.exposure
    network, edge, along = exposure.network, position.edge_indices, position.along_m
    endpoints = [("to_u", np.zeros(1)), ("to_v", network.length_m[edge])]
    sides = {
        name: {
            "length_m": float(abs(end - along)[0]),
            "risk_m": float(exposure.measure_parts(edge, along, end).risk_m[0]),
            "safe_m": float(exposure.measure_parts(edge, along, end).safe_m[0]),
        }
        for name, end in endpoints
    }
    point = locate_positions(network, position)
    return {
        "lat": round(float(point.y.iloc[0]), 7),
        "lon": round(float(point.x.iloc[0]), 7),
        "access_m": float(position.access_m[0]),
        "edge": int(network.edge_ids[edge[0]]),
        "along_m": float(along[0]),
        **sides,
    }
