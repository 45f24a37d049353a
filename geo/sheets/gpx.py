"""Serialises a support plan as GPX: a track for each route, a waypoint for each located service."""

from __future__ import annotations

from datetime import UTC, datetime, time

import gpxpy.gpx
import shapely
from shapely.geometry.base import BaseGeometry

from geo.language import DEFAULT_LOCALE, gettext
from geo.layers.text_cleaning import clean_text
from geo.privacy.view import View
from geo.routes.route import Route
from geo.sheets.plan_features import project_route_line, stop_route_line
from geo.sheets.sheet_notes import build_plan_note, format_provenance
from geo.sheets.step_text import format_steps, is_location_shown
from geo.support.plan_text import format_service_name
from geo.support.records import Stop, SupportPlan

CREATOR = "Amparo"


def format_gpx(view: View, plan: SupportPlan, locale: str = DEFAULT_LOCALE) -> str:
    """
    Serialise a plan as the text of a GPX file.

    Its metadata holds the export note, and the services that have no place to mark; its time is the
    day it was made in the community, without hours.
    """
    note = build_plan_note(view, plan, locale)
    document = gpxpy.gpx.GPX()
    document.creator = CREATOR
    document.name = clean_text(gettext("sheet.file_title", locale, place=note.community))
    left_out = _list_calls(plan, locale)
    document.description = clean_text("\n".join([*format_provenance(note), *left_out]))
    document.time = datetime.combine(note.made_on, time(), UTC)
    for step, (number, stop) in zip(
        format_steps(plan, locale), enumerate(plan.stops, start=1), strict=True
    ):
        waypoint = _build_waypoint(number, stop, step)
        if waypoint is not None:
            document.waypoints.append(waypoint)
        if stop.home_trip is not None:
            document.tracks.append(_return_track(view, stop.home_trip.route, locale))
        line = stop_route_line(view, stop)
        if line is not None:
            document.tracks.append(_build_track(str(number), line))
    if plan.return_route is not None:
        document.tracks.append(_return_track(view, plan.return_route, locale))
    return str(document.to_xml("1.1"))


def _list_calls(plan: SupportPlan, locale: str) -> list[str]:
    """List the services that are reached by phone: a file of places leaves them out."""
    return [
        gettext(
            "sheet.gpx_call",
            locale,
            number=number,
            name=format_service_name(stop.service, locale),
            phone=stop.service.phone or gettext("contact.no_phone", locale),
        )
        for number, stop in enumerate(plan.stops, start=1)
        if stop.service is not None and stop.service.is_by_phone
    ]


def _build_waypoint(
    number: int, stop: Stop, step: dict[str, object]
) -> gpxpy.gpx.GPXWaypoint | None:
    service = stop.service
    if service is None or service.lat is None or service.lon is None:
        return None
    if not is_location_shown(stop):
        return None
    details = [str(step[field]) for field in ("phone", "hours", "address", "marks") if step[field]]
    return gpxpy.gpx.GPXWaypoint(
        latitude=round(service.lat, 7),
        longitude=round(service.lon, 7),
        name=clean_text(f"{number}. {step['name']}"),
        description=clean_text(" · ".join(details)) or None,
    )


def _return_track(view: View, route: Route, locale: str) -> gpxpy.gpx.GPXTrack:
    return _build_track(gettext("support.back", locale), project_route_line(view, route))


def _build_track(name: str, line: BaseGeometry) -> gpxpy.gpx.GPXTrack:
    track = gpxpy.gpx.GPXTrack(name=name)
    segment = gpxpy.gpx.GPXTrackSegment()
    track.segments.append(segment)
    for lon, lat in shapely.get_coordinates(line):
        segment.points.append(gpxpy.gpx.GPXTrackPoint(round(float(lat), 7), round(float(lon), 7)))
    return track
