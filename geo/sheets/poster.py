"""The neighbourhood poster: from one public place to the nearest door of each type, on A3."""

from __future__ import annotations

from datetime import datetime

import pandas as pd
import shapely

from geo.cartography.opening_text import format_opening_hours
from geo.language import DEFAULT_LOCALE, gettext, label_for
from geo.privacy.view import View
from geo.routes.planning import Location
from geo.sheets import sheet_notes
from geo.sheets.map_picture import MapContent, MapMarker, draw_map
from geo.sheets.nearest_services import (
    NearestService,
    find_nearest_services,
    find_public_place,
    select_phone_lines,
)
from geo.sheets.plan_map import project_point
from geo.sheets.step_text import (
    TemplateData,
    format_distance,
    format_risk_length,
    keep_digits_together,
)
from geo.sheets.support_sheet import build_labels
from geo.support.plan_text import format_duration

MAP_PX = (700.0, 440.0)  # shown larger: a poster is read from farther away


def build_poster_data(
    view: View, place_name: str, when: datetime, locale: str = DEFAULT_LOCALE
) -> TemplateData:
    """
    Gather what a poster shows.

    Parameters
    ----------
    place_name
        Name of the public place where it hangs; see
        `geo.sheets.nearest_services.list_public_places`.
    when
        Decides the day it bears, and whether areas of day or night count.

    Raises
    ------
    SheetLocationError
        If no public place has this name.
    """
    start = find_public_place(view, place_name)
    doors = find_nearest_services(view, start, when)
    hidden = sum(door.service is None for door in doors)
    note = sheet_notes.build_export_note(view, when.date(), locale, confidential_count=hidden)
    shown = [door for door in doors if door.route is not None]
    numbers = {id(door): str(number) for number, door in enumerate(shown, start=1)}
    return {
        **sheet_notes.build_header(note, locale),
        "title": gettext("sheet.from_here", locale, place=place_name),
        "about": gettext("sheet.nearest", locale),
        "words": build_labels(locale),
        "always": [
            {"name": _service_name(row, locale), "phone": str(row["phone"])}
            for _, row in select_phone_lines(view).iterrows()
        ],
        "services": [_service_entry(door, numbers.get(id(door), ""), locale) for door in doors],
        "map": _draw_poster_map(view, start, shown, locale),
        "legend": sheet_notes.build_legend(locale),
        "foot": sheet_notes.format_footer(note, locale),
    }


def _draw_poster_map(
    view: View, start: Location, services: list[NearestService], locale: str
) -> str:
    lines = [door.route.line for door in services if door.route is not None]
    here = MapMarker(project_point(view, start.lon, start.lat), "", gettext("sheet.here", locale))
    spots = [
        MapMarker(
            _project_service(view, door.service), str(number), _service_name(door.service, locale)
        )
        for number, door in enumerate(services, start=1)
        if door.service is not None
    ]
    drawing = MapContent(view.network.crs, lines, [here, *spots])
    return draw_map(view, drawing, size=MAP_PX, locale=locale)


def _project_service(view: View, service: pd.Series) -> shapely.Point:
    place = service["geometry"].representative_point()
    return project_point(view, float(place.x), float(place.y))


def _service_entry(nearest: NearestService, number: str, locale: str) -> TemplateData:
    kind = label_for("service_type", nearest.type, locale)
    if nearest.service is None:
        told = keep_digits_together(" ".join(nearest.contacts))
        contact = f"{gettext('sheet.confidential', locale)} {told}" if told else ""
        return _template_entry(number, kind, contact=contact or gettext("map.confidential", locale))
    hours, phone = nearest.service["opening_hours"], nearest.service["phone"]
    hours_text = None if pd.isna(hours) else str(hours)
    way = nearest.route
    return _template_entry(
        number,
        _service_name(nearest.service, locale),
        kind="" if _service_name(nearest.service, locale) == kind else kind,
        hours=format_opening_hours(hours_text, locale, abbreviated=True)
        or gettext("support.hours_unknown", locale),
        phone="" if pd.isna(phone) else keep_digits_together(str(phone)),
        minutes="" if way is None else format_duration(way.minutes, locale),
        distance="" if way is None else format_distance(way.length_m, locale),
        marked=gettext("sheet.no_route", locale)
        if way is None
        else " ".join(format_risk_length(way, locale)),
    )


def _template_entry(number: str, name: str, **texts: str) -> TemplateData:
    empty = dict.fromkeys(
        ("kind", "hours", "phone", "minutes", "distance", "marked", "contact"), ""
    )
    return {"number": number, "name": name, **empty, **texts}


def _service_name(service: pd.Series, locale: str) -> str:
    name = service["name"]
    return label_for("service_type", service["type"], locale) if pd.isna(name) else str(name)
