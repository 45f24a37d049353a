"""Template data of the A3 poster: the nearest service of each type from one public place."""

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

MAP_PX = (700.0, 440.0)  # printed larger: a poster is read from a distance


def build_poster_data(
    view: View, place_name: str, when: datetime, locale: str = DEFAULT_LOCALE
) -> TemplateData:
    """
    Collect the template data of a poster.

    Parameters
    ----------
    place_name
        Name of the public place where it hangs; see
        `geo.sheets.nearest_services.list_public_places`.
    when
        Local time that sets the printed day, and the time slot of the risk areas.

    Raises
    ------
    SheetLocationError
        If no public place has this name.
    """
    start = find_public_place(view, place_name)
    nearest = find_nearest_services(view, start, when)
    confidential = sum(item.service is None for item in nearest)
    note = sheet_notes.build_export_note(view, when.date(), locale, confidential_count=confidential)
    reachable = [item for item in nearest if item.route is not None]
    numbers = {id(item): str(number) for number, item in enumerate(reachable, start=1)}
    return {
        **sheet_notes.build_header(note, locale),
        "title": gettext("sheet.from_here", locale, place=place_name),
        "about": gettext("sheet.nearest", locale),
        "words": build_labels(locale),
        "always": [
            {"name": _service_name(row, locale), "phone": str(row["phone"])}
            for _, row in select_phone_lines(view).iterrows()
        ],
        "services": [_service_entry(item, numbers.get(id(item), ""), locale) for item in nearest],
        "map": _draw_poster_map(view, start, reachable, locale),
        "legend": sheet_notes.build_legend(locale),
        "foot": sheet_notes.format_footer(note, locale),
    }


def _draw_poster_map(
    view: View, start: Location, reachable: list[NearestService], locale: str
) -> str:
    lines = [item.route.line for item in reachable if item.route is not None]
    origin = MapMarker(project_point(view, start.lon, start.lat), "", gettext("sheet.here", locale))
    services = [
        MapMarker(
            _project_service(view, item.service), str(number), _service_name(item.service, locale)
        )
        for number, item in enumerate(reachable, start=1)
        if item.service is not None
    ]
    content = MapContent(view.network.crs, lines, [origin, *services])
    return draw_map(view, content, size=MAP_PX, locale=locale)


def _project_service(view: View, service: pd.Series) -> shapely.Point:
    point = service["geometry"].representative_point()
    return project_point(view, float(point.x), float(point.y))


def _service_entry(nearest: NearestService, number: str, locale: str) -> TemplateData:
    kind = label_for("service_type", nearest.type, locale)
    if nearest.service is None:
        contacts = keep_digits_together(" ".join(nearest.contacts))
        contact = f"{gettext('sheet.confidential', locale)} {contacts}" if contacts else ""
        return _template_entry(number, kind, contact=contact or gettext("map.confidential", locale))
    hours, phone = nearest.service["opening_hours"], nearest.service["phone"]
    hours_text = None if pd.isna(hours) else str(hours)
    route = nearest.route
    return _template_entry(
        number,
        _service_name(nearest.service, locale),
        kind="" if _service_name(nearest.service, locale) == kind else kind,
        hours=format_opening_hours(hours_text, locale, abbreviated=True)
        or gettext("support.hours_unknown", locale),
        phone="" if pd.isna(phone) else keep_digits_together(str(phone)),
        minutes="" if route is None else format_duration(route.minutes, locale),
        distance="" if route is None else format_distance(route.length_m, locale),
        marked=_format_route_note(nearest, locale),
    )


def _format_route_note(nearest: NearestService, locale: str) -> str:
    """Format the risk on the way, that there is no way, or that a service is reached by phone."""
    if nearest.route is not None:
        return " ".join(format_risk_length(nearest.route, locale))
    is_placed = nearest.service is not None and nearest.service["geometry"] is not None
    return gettext("sheet.no_route" if is_placed else "sheet.by_phone", locale)


def _template_entry(number: str, name: str, **texts: str) -> TemplateData:
    empty = dict.fromkeys(
        ("kind", "hours", "phone", "minutes", "distance", "marked", "contact"), ""
    )
    return {"number": number, "name": name, **empty, **texts}


def _service_name(service: pd.Series, locale: str) -> str:
    name = service["name"]
    return label_for("service_type", service["type"], locale) if pd.isna(name) else str(name)
