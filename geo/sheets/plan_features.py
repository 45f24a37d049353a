"""A support route as rows with geometry: its ways and its doors, for other programs."""

from __future__ import annotations

from collections.abc import Iterator

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.language import DEFAULT_LOCALE, word
from geo.model import WGS84
from geo.privacy.view import View
from geo.routes.route import Way
from geo.sheets.step_text import is_shown
from geo.support.plan_text import name
from geo.support.records import Stop, SupportPlan

COLUMNS = (
    "role step type name phone contact opening_hours confidential unverified stale "
    "minutes length_m inside_risk_m arrive_at opens_at"
).split()


def plan_rows(view: View, plan: SupportPlan, locale: str = DEFAULT_LOCALE) -> gpd.GeoDataFrame:
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
        for row in _rows(view, number, stop, locale)
    ]
    back = plan.way_back
    if back is not None:
        told.append(
            (
                {"role": "way_back", "step": len(plan.stops) + 1, **_measured(back)},
                in_degrees(view, back),
            )
        )
    shapes = np.array([shape for _, shape in told], dtype=object)
    frame = gpd.GeoDataFrame([row for row, _ in told], columns=COLUMNS, geometry=shapes, crs=WGS84)
    return frame.astype({"step": int})


def way_line(view: View, stop: Stop) -> BaseGeometry | None:
    """Draw the way to a stop in degrees; None where it has none that may be shown."""
    if stop.way is None or not is_shown(stop):
        return None
    return in_degrees(view, stop.way)


def in_degrees(view: View, way: Way) -> BaseGeometry:
    """Draw a way in degrees."""
    return gpd.GeoSeries([way.line], crs=view.network.crs).to_crs(WGS84).iloc[0]


def _measured(way: Way) -> dict[str, object]:
    return {
        "minutes": way.minutes,
        "length_m": way.length_m,
        "inside_risk_m": way.inside_risk_m,
    }


def _rows(
    view: View, number: int, stop: Stop, locale: str
) -> Iterator[tuple[dict[str, object], BaseGeometry | None]]:
    line, way = way_line(view, stop), stop.way
    if stop.home is not None:
        back = stop.home.way
        yield {"role": "way_back", "step": number, **_measured(back)}, in_degrees(view, back)
    if line is not None and way is not None:
        yield {"role": "way", "step": number, **_measured(way)}, line
    door = stop.door
    if door is None:
        kind = stop.step.service
        yield {"role": "door", "step": number, "type": kind}, None
        return
    told: dict[str, object] = {
        "role": "door",
        "step": number,
        "type": door.type,
        "confidential": door.confidential,
        "contact": door.contact,
    }
    if door.confidential:
        yield {**told, "name": word("service_type", door.type, locale)}, None
        return
    yield (
        {
            **told,
            "name": name(door, locale),
            "phone": door.phone,
            "opening_hours": door.hours,
            "unverified": door.unverified,
            "stale": door.stale,
            "arrive_at": None if stop.arrive_at is None else stop.arrive_at.isoformat(),
            "opens_at": None if stop.opens_at is None else stop.opens_at.isoformat(),
        },
        _point(stop),
    )


def _point(stop: Stop) -> shapely.Point | None:
    door = stop.door
    if door is None or door.lon is None or door.lat is None or not is_shown(stop):
        return None
    return shapely.Point(door.lon, door.lat)
