"""An answer as plain records and as lines on the ground, for files, screens and the terminal."""

from __future__ import annotations

from dataclasses import asdict

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.model import WGS84
from geo.network.snapping import Positions, on_street
from geo.routes.directions import directions
from geo.routes.planning import Plan
from geo.routes.risk_crossings import crossed
from geo.routes.route import Way

TOLD_OF_SERVICE = ["id", "type", "name", "phone", "opening_hours", "source", "verified_on"]


def plan_report(plan: Plan, *, locale: str) -> dict[str, object]:
    """
    Put an answer into plain records.

    Returns
    -------
    report
        `minutes length_m risk_m inside_risk_m safe_m cost` of the way; the same of `direct` and
        of each of `alternatives`, every cost for the aversion that was asked for; `steps`; what
        is `crossed`; and where `origin` and `destination` enter the streets.
    """
    aversion = plan.ask.aversion
    return {
        **measures(plan.way, aversion),
        "aversion": aversion,
        "at": plan.ask.when.isoformat(timespec="minutes"),
        "slot": plan.slot,
        "service": _service(plan.service),
        "direct": measures(plan.direct, aversion),
        "alternatives": [
            {
                **measures(choice.way, aversion),
                "aversion_from": choice.aversion_from,
                "aversion_to": choice.aversion_to,
            }
            for choice in plan.choices
        ],
        "steps": [asdict(step) for step in directions(plan.way, locale=locale)],
        "crossed": [asdict(one) for one in crossed(plan.way)],
        "origin": _end(plan, plan.origin),
        "destination": _end(plan, plan.target),
    }


def measures(way: Way, aversion: float) -> dict[str, float]:
    """Measure a way, and price it."""
    return {
        "minutes": way.minutes,
        "length_m": way.length_m,
        "risk_m": way.risk_m,
        "inside_risk_m": way.inside_risk_m,
        "safe_m": way.safe_m,
        "cost": way.cost(aversion),
    }


def plan_lines(plan: Plan) -> gpd.GeoDataFrame:
    """
    Draw an answer.

    Returns
    -------
    lines
        EPSG:4326 LineStrings: `role` "safest" for the way asked for, "direct", then one
        "alternative" for each other way worth choosing, with what each measures.
    """
    others = [
        choice.way
        for choice in plan.choices
        if not (choice.way.same_as(plan.way) or choice.way.same_as(plan.direct))
    ]
    ways = [
        ("safest", plan.way),
        ("direct", plan.direct),
        *(("alternative", way) for way in others),
    ]
    rows = [{"role": role, **measures(way, plan.ask.aversion)} for role, way in ways]
    lines = [way.line for _, way in ways]
    frame = gpd.GeoDataFrame(rows, geometry=lines, crs=plan.way.exposure.network.crs)
    return frame.to_crs(WGS84)


def _end(plan: Plan, place: Positions) -> dict[str, object]:
    """Tell where a place enters the streets, and what the street is like on both sides of it."""
    exposure = plan.way.exposure
    network, edge, along = exposure.network, place.edge, place.along_m
    ends = [("to_u", np.zeros(1)), ("to_v", network.length_m[edge])]
    sides = {
        name: {
            "length_m": float(abs(end - along)[0]),
            "risk_m": float(exposure.between(edge, along, end).risk_m[0]),
            "safe_m": float(exposure.between(edge, along, end).safe_m[0]),
        }
        for name, end in ends
    }
    point = on_street(network, place)
    return {
        "lat": round(float(point.y.iloc[0]), 7),
        "lon": round(float(point.x.iloc[0]), 7),
        "access_m": float(place.access_m[0]),
        "edge": int(network.edge[edge[0]]),
        "along_m": float(along[0]),
        **sides,
    }


def _service(service: pd.Series | None) -> dict[str, object] | None:
    if service is None:
        return None
    told = service.reindex(TOLD_OF_SERVICE).astype(object)
    return {str(name): None if pd.isna(value) else value for name, value in told.items()}
