"""
Template data of the A3 poster: the nearest service of each type from one public place.

It hangs on a wall: it is made from the public's view, whoever makes it, and shows no risk areas.
"""

from __future__ import annotations

from datetime import datetime

import pandas as pd
import shapely

from geo.cartography.opening_text import describe_service_hours
from geo.cartography.service_contact import read_cell
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
    keep_digits_together,
)
from geo.sheets.support_sheet import build_labels
from geo.support.plan_text import format_duration

MAP_PX = (700.0, 440.0)  # printed larger: a poster is read from a distance
MAX_NAME_LENGTH = 90  # characters; what is longer is cut, so that all services fit one page


def build_poster_data(
    view: View, place_name: str, when: datetime, locale: str = DEFAULT_LOCALE
) -> TemplateData:
    """
    Collect the template data of a poster.

    Parameters
    ----------
    view
        Of any audience; what is printed is read from the public's.
    place_name
        Name of the public place where it hangs; see
        `geo.sheets.nearest_services.list_public_places`.
    when
        Local time that sets the printed day, and the time slot of the routes.

    Raises
    ------
    SheetLocationError
        If no public place has this name.
    """
    view = view.as_public()
    start = find_public_place(view, place_name)
    nearest = find_nearest_services(view, start, when)
    confidential = sum(item.service is None for item in nearest)
    note = sheet_notes.build_export_note(view, when.date(), locale, confidential_count=confidential)
    reachable = [item for item in nearest if item.route is not None]
    numbers = {id(item): str(number) for number, item in enumerate(reachable, start=1)}
    always, others = select_phone_lines(view)
    entries = [_service_entry(item, numbers.get(id(item), ""), locale) for item in nearest]
    entries += [_line_entry(row, locale) for _, row in others.iterrows()]
    return {
        **sheet_notes.build_header(note, locale),
        "title": gettext("sheet.from_here", locale, place=_cut(place_name)),
        "about": gettext("sheet.nearest", locale),
        "words": build_labels(locale),
        "always": [
            {"name": _service_name(row, locale), "phone": keep_digits_together(_cut(row["phone"]))}
            for _, row in always.iterrows()
        ],
        "services": entries,
        "map": _draw_poster_map(view, start, reachable, locale),
        "legend": {"waiting": sheet_notes.build_legend(locale)["waiting"]},
        "foot": [note.purpose, f"{note.source}. {note.licence}"],
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
    content = MapContent(view.network.crs, lines, [origin, *services], shows_risk=False)
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
    route, name = nearest.route, _service_name(nearest.service, locale)
    return _template_entry(
        number,
        name,
        kind="" if name == kind else kind,
        **_format_contact(nearest.service, locale),
        minutes="" if route is None else format_duration(route.minutes, locale),
        distance="" if route is None else format_distance(route.length_m, locale),
        remark=_format_remark(nearest, locale),
    )


def _line_entry(line: pd.Series, locale: str) -> TemplateData:
    """Format a phone line that does not answer at every hour."""
    by_phone = gettext("sheet.by_phone", locale)
    texts = _format_contact(line, locale)
    return _template_entry("", _service_name(line, locale), **texts, remark=by_phone)


def _format_contact(service: pd.Series, locale: str) -> dict[str, str]:
    """Format phone, hours and address; a sentence says so where no phone is known."""
    hours = describe_service_hours(read_cell(service["opening_hours"]), locale, abbreviated=True)
    phone = read_cell(service["phone"])
    return {
        "hours": hours.text,
        "phone": keep_digits_together(_cut(phone or "")),
        "no_phone": "" if phone else gettext("contact.no_phone", locale),
        "address": _cut(read_cell(service.get("address")) or ""),
    }


def _format_remark(nearest: NearestService, locale: str) -> str:
    """Format that there is no way, or that a service is reached by phone."""
    if nearest.route is not None:
        return ""
    is_placed = nearest.service is not None and nearest.service["geometry"] is not None
    return gettext("sheet.no_route" if is_placed else "sheet.by_phone", locale)


def _template_entry(number: str, name: str, **texts: str) -> TemplateData:
    names = "kind hours phone no_phone address minutes distance remark contact"
    empty = dict.fromkeys(names.split(), "")
    return {"number": number, "name": name, **empty, **texts}


def _service_name(service: pd.Series, locale: str) -> str:
    name = read_cell(service["name"]) or label_for("service_type", service["type"], locale)
    return _cut(name)


def _cut(text: str) -> str:
    return text if len(text) <= MAX_NAME_LENGTH else f"{text[: MAX_NAME_LENGTH - 1]}…"
