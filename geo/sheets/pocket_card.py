"""The pocket card: a sheet of A6, folded once; nothing on its outside says what it is about."""

from __future__ import annotations

from geo.language import DEFAULT_LOCALE, gettext
from geo.privacy.view import View
from geo.sheets import sheet_notes
from geo.sheets.datetime_text import format_moment_text
from geo.sheets.plan_map import draw_plan_map
from geo.sheets.step_text import TemplateData, format_steps
from geo.sheets.support_sheet import build_labels, list_phones
from geo.support.records import SupportPlan

MAP_PX = (351.0, 177.0)  # shown in two thirds of it


def build_card_data(view: View, plan: SupportPlan, locale: str = DEFAULT_LOCALE) -> TemplateData:
    """
    Gather what a card shows of a plan.

    Returns
    -------
    told
        `outside` is all that stands on the outside, beside empty lines: not even the name of the
        community, which may say what somebody looks for there.
    """
    note = sheet_notes.build_export_note(
        view,
        plan.request.departure_time.date(),
        locale,
        confidential_count=sheet_notes.count_confidential_stops(plan),
    )
    return {
        **sheet_notes.build_header(note, locale),
        "outside": gettext("sheet.outside", locale),
        "return_trip": format_moment_text("sheet.return_trip", plan.request.departure_time, locale),
        "words": build_labels(locale),
        "always": list_phones(plan.always_open_lines, locale),
        "steps": format_steps(plan, locale),
        "map": draw_plan_map(view, plan, size=MAP_PX, locale=locale, show_names=False),
        "foot": [note.source],
    }
