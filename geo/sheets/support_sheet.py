"""
Template data of a support plan: the A4 sheet, the folded pocket card and the picture for messaging.

Nothing on the outside of the card tells what it is about.
"""

from __future__ import annotations

from collections.abc import Iterator

from geo.cartography.opening_text import describe_service_hours
from geo.formats.export_note import ExportNote
from geo.language import DEFAULT_LOCALE, gettext
from geo.privacy.view import View
from geo.routes.directions import build_instructions
from geo.routes.route import Route
from geo.sheets import sheet_notes
from geo.sheets.datetime_text import format_moment_text
from geo.sheets.plan_map import draw_plan_map
from geo.sheets.step_text import (
    SAME_LOCATION_M,
    TemplateData,
    format_steps,
    is_location_shown,
    keep_digits_together,
)
from geo.support.plan_text import format_service_name
from geo.support.records import StopService, SupportPlan

SHEET_MAP_PX = (680.0, 440.0)
CARD_MAP_PX = (351.0, 177.0)  # printed at two thirds of it
MESSAGE_MAP_PX = (436.0, 205.0)  # scaled to a width of 336
MAX_INSTRUCTIONS = 36  # of all routes together; above it, directions list the streets only
RETURN_MARK = "·"  # in place of a step's number: the dot that marks the origin
LONG_STREET_M = 60.0  # shorter streets are left out of that list


def build_sheet_data(view: View, plan: SupportPlan, locale: str = DEFAULT_LOCALE) -> TemplateData:
    """Collect the template data of an A4 sheet."""
    note = _build_note(view, plan, locale)
    return {
        **_build_shared_data(plan, note, locale),
        "choose": gettext("sheet.choose", locale),
        "keep": gettext("sheet.keep", locale),
        "map": draw_plan_map(view, plan, size=SHEET_MAP_PX, locale=locale),
        "legend": sheet_notes.build_legend(locale),
        "directions": format_directions(plan, locale),
        "check": sheet_notes.list_checks(plan, locale),
        "for_all": sheet_notes.format_shared_sentences(plan, locale),
        "foot": sheet_notes.format_footer(note, locale),
        "sources": sheet_notes.list_references(plan.pathway),
    }


def build_card_data(view: View, plan: SupportPlan, locale: str = DEFAULT_LOCALE) -> TemplateData:
    """
    Collect the template data of a pocket card: A6, folded once.

    Returns
    -------
    content
        `outside` is the only text on the outside, beside empty lines. The community's name is not
        printed there, because a name may already disclose what the card is for.
    """
    note = _build_note(view, plan, locale)
    return {
        **_build_shared_data(plan, note, locale),
        "outside": gettext("sheet.outside", locale),
        "map": draw_plan_map(view, plan, size=CARD_MAP_PX, locale=locale, show_names=False),
        "foot": [note.source],
    }


def build_message_data(view: View, plan: SupportPlan, locale: str = DEFAULT_LOCALE) -> TemplateData:
    """Collect the template data of a picture for messaging, as wide as a phone."""
    note = _build_note(view, plan, locale)
    return {
        **_build_shared_data(plan, note, locale),
        "map": draw_plan_map(view, plan, size=MESSAGE_MAP_PX, locale=locale, show_names=False),
        "foot": [note.source],
    }


def _build_note(view: View, plan: SupportPlan, locale: str) -> ExportNote:
    return sheet_notes.build_plan_note(view, plan, locale)


def _build_shared_data(plan: SupportPlan, note: ExportNote, locale: str) -> TemplateData:
    return {
        **sheet_notes.build_header(note, locale),
        "return_trip": format_moment_text("sheet.return_trip", plan.request.departure_time, locale),
        "words": build_labels(locale),
        "always": list_phones(plan.always_open_lines, locale),
        "other-lines": _list_other_lines(plan, locale),
        "steps": format_steps(plan, locale),
    }


def build_labels(locale: str) -> dict[str, str]:
    """Build the labels of a sheet, by their name in the templates."""
    return {
        "always": gettext("sheet.always", locale),
        "bring": gettext("sheet.bring", locale),
        "by_street": gettext("sheet.by_street", locale),
        "check": gettext("sheet.check", locale),
        "hours": gettext("sheet.hours", locale),
        "other-lines": gettext("support.other_lines", locale),
        "phone": gettext("sheet.phone", locale),
        "sources": gettext("sheet.sources", locale),
    }


def list_phones(services: tuple[StopService, ...], locale: str) -> list[dict[str, str]]:
    """List the phone lines that are staffed at any hour; confidential ones are left out."""
    return [
        {
            "name": format_service_name(service, locale),
            "phone": keep_digits_together(service.phone),
        }
        for service in services
        if service.phone and not service.is_confidential
    ]


def _list_other_lines(plan: SupportPlan, locale: str) -> list[str]:
    """List the phone lines that do not answer at every hour, with their hours."""
    return [
        f"{one['name']}, {one['phone']}, "
        + describe_service_hours(line.opening_hours, locale, abbreviated=True).text
        for line in plan.other_lines
        for one in list_phones((line,), locale)
    ]


def format_directions(plan: SupportPlan, locale: str) -> list[TemplateData]:
    """Describe each route and the return trip: turn by turn, or by streets if that is too long."""
    legs = [leg for leg in _iterate_routes(plan, locale) if leg[2].length_m >= SAME_LOCATION_M]
    instructions = [
        [step.text for step in build_instructions(route, locale=locale)] for *_, route in legs
    ]
    if sum(map(len, instructions)) > MAX_INSTRUCTIONS:
        instructions = [[_format_street_names(route, locale)] for *_, route in legs]
    return [
        {"number": number, "title": title, "text": " ".join(texts)}
        for (number, title, _), texts in zip(legs, instructions, strict=True)
    ]


def _iterate_routes(plan: SupportPlan, locale: str) -> Iterator[tuple[str, str, Route]]:
    """Iterate over the routes with their numbers and titles."""
    return_title = gettext("support.back", locale)
    for number, stop in enumerate(plan.stops, start=1):
        if stop.home_trip is not None:
            yield RETURN_MARK, return_title, stop.home_trip.route
        if stop.route is not None and is_location_shown(stop):
            yield str(number), gettext("sheet.to_step", locale, number=number), stop.route
    if plan.return_route is not None:
        yield RETURN_MARK, return_title, plan.return_route


def _format_street_names(route: Route, locale: str) -> str:
    instructions = build_instructions(route, locale=locale)
    names = [step.street for step in instructions if step.street and step.length_m >= LONG_STREET_M]
    if not names:
        return " ".join(step.text for step in instructions)
    return gettext("sheet.through", locale, streets=", ".join(dict.fromkeys(names)))
