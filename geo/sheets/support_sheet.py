"""The support-route sheet: two sides of A4 with steps, phones, hours, map, and what to bring."""

from __future__ import annotations

from collections.abc import Iterator

from geo.language import DEFAULT_LOCALE, gettext
from geo.privacy.view import View
from geo.routes.directions import build_instructions
from geo.routes.route import Route
from geo.sheets import sheet_notes
from geo.sheets.datetime_text import format_moment_text
from geo.sheets.plan_map import draw_plan_map
from geo.sheets.step_text import SAME_LOCATION_M, TemplateData, format_steps, is_location_shown
from geo.support.plan_text import format_service_name
from geo.support.records import StopService, SupportPlan

MAP_PX = (680.0, 440.0)
MAX_INSTRUCTIONS = 36  # sentences of all ways together; longer ones are told by their streets
RETURN_MARK = "·"  # in the place of a step's number: the dot that marks where she starts
LONG_STREET_M = 60.0  # a shorter one is left out then


def build_sheet_data(view: View, plan: SupportPlan, locale: str = DEFAULT_LOCALE) -> TemplateData:
    """Gather what a sheet shows of a plan."""
    note = sheet_notes.build_export_note(
        view,
        plan.request.departure_time.date(),
        locale,
        confidential_count=sheet_notes.count_confidential_stops(plan),
    )
    return {
        **sheet_notes.build_header(note, locale),
        "return_trip": format_moment_text("sheet.return_trip", plan.request.departure_time, locale),
        "choose": gettext("sheet.choose", locale),
        "keep": gettext("sheet.keep", locale),
        "words": build_labels(locale),
        "always": list_phones(plan.always_open_lines, locale),
        "steps": format_steps(plan, locale),
        "map": draw_plan_map(view, plan, size=MAP_PX, locale=locale),
        "legend": sheet_notes.build_legend(locale),
        "directions": format_directions(plan, locale),
        "check": sheet_notes.list_checks(plan, locale),
        "for_all": sheet_notes.format_shared_sentences(plan, locale),
        "foot": sheet_notes.format_footer(note, locale),
        "sources": sheet_notes.list_references(plan.pathway),
    }


def build_labels(locale: str) -> dict[str, str]:
    """Give the labels of a sheet."""
    return {
        "always": gettext("sheet.always", locale),
        "bring": gettext("sheet.bring", locale),
        "by_street": gettext("sheet.by_street", locale),
        "check": gettext("sheet.check", locale),
        "hours": gettext("sheet.hours", locale),
        "phone": gettext("sheet.phone", locale),
        "sources": gettext("sheet.sources", locale),
    }


def list_phones(services: tuple[StopService, ...], locale: str) -> list[dict[str, str]]:
    """Name the phones that always answer."""
    return [
        {"name": format_service_name(door, locale), "phone": door.phone}
        for door in services
        if door.phone and not door.is_confidential
    ]


def format_directions(plan: SupportPlan, locale: str) -> list[TemplateData]:
    """Tell each way, and the way back: corner by corner, or by streets where that is too long."""
    legs = [leg for leg in _iterate_routes(plan, locale) if leg[2].length_m >= SAME_LOCATION_M]
    told = [[step.text for step in build_instructions(way, locale=locale)] for *_, way in legs]
    if sum(map(len, told)) > MAX_INSTRUCTIONS:
        told = [[_format_street_names(way, locale)] for *_, way in legs]
    return [
        {"number": number, "title": title, "text": " ".join(texts)}
        for (number, title, _), texts in zip(legs, told, strict=True)
    ]


def _iterate_routes(plan: SupportPlan, locale: str) -> Iterator[tuple[str, str, Route]]:
    """Give each way with its number and its title."""
    back = gettext("support.back", locale)
    for number, stop in enumerate(plan.stops, start=1):
        if stop.home_trip is not None:
            yield RETURN_MARK, back, stop.home_trip.route
        if stop.route is not None and is_location_shown(stop):
            yield str(number), gettext("sheet.to_step", locale, number=number), stop.route
    if plan.return_route is not None:
        yield RETURN_MARK, back, plan.return_route


def _format_street_names(route: Route, locale: str) -> str:
    walked = build_instructions(route, locale=locale)
    names = [step.street for step in walked if step.street and step.length_m >= LONG_STREET_M]
    if not names:
        return " ".join(step.text for step in walked)
    return gettext("sheet.through", locale, streets=", ".join(dict.fromkeys(names)))
