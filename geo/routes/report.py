"""Route result as JSON-ready records and as a GeoDataFrame of lines."""

from __future__ import annotations

from dataclasses import asdict

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.model import WGS84
from geo.network.snapping import StreetPositions, locate_positions
from geo.routes.directions import build_instructions
from geo.routes.ferries import list_ferry_rides
from geo.routes.planning import RouteResult
from geo.routes.risk_crossings import find_risk_crossings
from geo.routes.route import Route

SERVICE_FIELDS = [
    "id",
    "type",
    "name",
    "phone",
    "opening_hours",
    "address",
    "source",
    "verified_on",
]


def build_route_report(result: RouteResult, *, locale: str) -> dict[str, object]:
    """
    Convert a route result to JSON-ready records.

    Returns
    -------
    report
        `minutes length_m risk_m inside_risk_m safe_m ferry_minutes cost` of the route; the same
        of `direct` and
        of each of `alternatives`, with costs for the requested aversion; a shorter `shortcut` that
        may not be used, or None; which steps are taken, `steps_taken`, and whether
        ferries are, `ferries_taken`; the `ferries` of the route; its instructions, `steps`; the
        risk areas `crossed`; the street positions of
        `origin` and `destination`; and the number of `off_street_services` of the type.
    """
    aversion = result.request.aversion
    return {
        **measure_route(result.route, aversion),
        "aversion": aversion,
        "at": result.request.departure_time.isoformat(timespec="minutes"),
        "slot": result.slot,
        "steps_taken": result.request.steps,
        "ferries_taken": result.request.ferries,
        "ferries": [asdict(ride) for ride in list_ferry_rides(result.route)],
        "service": _describe_service(result.service),
        "off_street_services": result.off_street_service_count,
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
        "steps": [asdict(step) for step in build_instructions(result.route, locale=locale)],
        "crossed": [asdict(crossing) for crossing in find_risk_crossings(result.route)],
        "origin": _describe_endpoint(result, result.origin),
        "destination": _describe_endpoint(result, result.destination),
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


def _describe_service(service: pd.Series | None) -> dict[str, object] | None:
    if service is None:
        return None
    fields = service.reindex(SERVICE_FIELDS).astype(object)
    return {str(name): None if pd.isna(value) else value for name, value in fields.items()}
