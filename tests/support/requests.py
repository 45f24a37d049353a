"""Questions for support routes, drawn by chance or by hand, and what a plan says of itself."""

from __future__ import annotations

import geopandas as gpd
import numpy as np

from geo.model import WGS84
from geo.pathways.records import Pathway, PathwaySentence, PathwayStep, TimeWindow
from geo.privacy.view import View
from geo.routes.planning import Location
from geo.support.records import SupportRequest

TYPES = ("health", "police", "legal_aid", "psychosocial")
SAID = PathwaySentence("", "Vaya.", None)


def points(latlon) -> gpd.GeoSeries:
    """Put places in degrees on the ground."""
    lat, lon = np.array(latlon).T
    return gpd.GeoSeries(gpd.points_from_xy(lon, lat), crs=WGS84)


def step(code, service, *, windows=(), after=(), stay=60.0, instead=()) -> PathwayStep:
    """Make a step; windows are hours and kind."""
    made = tuple(TimeWindow(f"w{number}", *one, None) for number, one in enumerate(windows))
    return PathwayStep(
        code,
        service,
        SAID,
        instead=tuple(instead),
        windows=made,
        still=(SAID,) if made else (),
        after=tuple(after),
        stay_minutes=stay,
    )


def pathway(*steps) -> Pathway:
    """Make a pathway of steps."""
    return Pathway(None, "sexual_violence", tuple(steps))


def services(told) -> gpd.GeoDataFrame:
    """Open services: (lat, lon), type, hours, and columns that differ from the plain ones."""
    plain = {
        "name": "Puerta",
        "phone": None,
        "gateway": None,
        "confidential": False,
        "source": "dibujado",
        "verified_on": None,
    }
    rows = [
        {"id": f"{number:03d}", "type": kind, "opening_hours": hours, **plain, **more}
        for number, (_, kind, hours, more) in enumerate(told)
    ]
    return gpd.GeoDataFrame(rows, geometry=points([one[0] for one in told]))


def looking(view: View, frame: gpd.GeoDataFrame, audience: str = "network") -> View:
    """Look at a community whose services are others."""
    fresh = View(view._store, view.community, audience)
    fresh.services = frame
    fresh.cache = view.cache  # neither daylight nor exposure depends on services
    fresh.risk_areas, fresh.safe_zones = view.risk_areas, view.safe_zones
    return fresh


def ask(origin, when, *, hours=None, aversion=3.0, **more) -> SupportRequest:
    """Ask."""
    return SupportRequest(Location(*origin), "sexual_violence", hours, when, aversion, **more)


def urgency(plan) -> float:
    """Sum up, over urgent steps, what it took until their doors let her in, premiums too."""
    total, premium, ask = 0.0, 0.0, plan.request
    for stop in plan.stops:
        if stop.route is None:
            continue
        premium += stop.route.calculate_cost(ask.aversion) - stop.route.minutes
        windows = [
            window
            for window in stop.step.windows
            if window.kind == "clinical"
            and (ask.hours_since is None or window.hours >= ask.hours_since)
        ]
        if windows:
            total += (stop.starts_at - ask.departure_time).total_seconds() / 60 + premium
    return total
