"""A support route as GPX: each way a track, each door that may be shown a waypoint."""

from __future__ import annotations

from datetime import UTC, datetime, time

import gpxpy.gpx
import shapely
from shapely.geometry.base import BaseGeometry

from geo.language import DEFAULT_LOCALE, sentence
from geo.privacy.view import View
from geo.routes.route import Way
from geo.sheets.plan_features import in_degrees, way_line
from geo.sheets.sheet_notes import held_back, note_of, provenance
from geo.sheets.step_text import is_shown, steps
from geo.support.records import Stop, SupportPlan

CREATOR = "Amparo"


def gpx_text(view: View, plan: SupportPlan, locale: str = DEFAULT_LOCALE) -> str:
    """
    Write a plan as the text of a GPX file.

    Its head carries the note of the file; its time is the community's day alone.
    """
    day = plan.ask.when.date()
    note = note_of(view, day, locale, held_back=held_back(plan))
    written = gpxpy.gpx.GPX()
    written.creator = CREATOR
    written.name = sentence("sheet.file_title", locale, place=note.community)
    written.description = "\n".join(provenance(note))
    written.time = datetime.combine(day, time(), UTC)
    for told, (number, stop) in zip(
        steps(plan, locale), enumerate(plan.stops, start=1), strict=True
    ):
        waypoint = _waypoint(number, stop, told)
        if waypoint is not None:
            written.waypoints.append(waypoint)
        if stop.home is not None:
            written.tracks.append(_back(view, stop.home.way, locale))
        line = way_line(view, stop)
        if line is not None:
            written.tracks.append(_track(str(number), line))
    if plan.way_back is not None:
        written.tracks.append(_back(view, plan.way_back, locale))
    return str(written.to_xml("1.1"))


def _waypoint(number: int, stop: Stop, told: dict[str, object]) -> gpxpy.gpx.GPXWaypoint | None:
    door = stop.door
    if door is None or door.lat is None or door.lon is None or not is_shown(stop):
        return None
    said = [str(told[what]) for what in ("phone", "hours", "marks") if told[what]]
    return gpxpy.gpx.GPXWaypoint(
        latitude=round(door.lat, 7),
        longitude=round(door.lon, 7),
        name=f"{number}. {told['name']}",
        description=" · ".join(said) or None,
    )


def _back(view: View, way: Way, locale: str) -> gpxpy.gpx.GPXTrack:
    return _track(sentence("support.back", locale), in_degrees(view, way))


def _track(name: str, line: BaseGeometry) -> gpxpy.gpx.GPXTrack:
    track = gpxpy.gpx.GPXTrack(name=name)
    segment = gpxpy.gpx.GPXTrackSegment()
    track.segments.append(segment)
    for lon, lat in shapely.get_coordinates(line):
        segment.points.append(gpxpy.gpx.GPXTrackPoint(round(float(lat), 7), round(float(lon), 7)))
    return track
