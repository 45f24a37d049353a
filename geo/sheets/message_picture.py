"""The picture for messaging: as wide as a phone, with the map, the steps and the phones."""

from __future__ import annotations

from geo.language import DEFAULT_LOCALE
from geo.privacy.view import View
from geo.sheets import sheet_notes
from geo.sheets.datetime_text import format_moment_text
from geo.sheets.plan_map import draw_plan_map
from geo.sheets.step_text import TemplateData, format_steps
from geo.sheets.support_sheet import build_labels, list_phones
from geo.support.records import SupportPlan

MAP_PX = (436.0, 205.0)  # shown in 336
DOTS_PER_PX = 3.0  # 360 px across become 1080


def build_message_data(view: View, plan: SupportPlan, locale: str = DEFAULT_LOCALE) -> TemplateData:
    """Gather what a picture for messaging shows of a plan."""
    note = sheet_notes.build_export_note(
        view,
        plan.request.departure_time.date(),
        locale,
        confidential_count=sheet_notes.count_confidential_stops(plan),
    )
    return {
        **sheet_notes.build_header(note, locale),
        "return_trip": format_moment_text("sheet.return_trip", plan.request.departure_time, locale),
        "words": build_labels(locale),
        "always": list_phones(plan.always_open_lines, locale),
        "steps": format_steps(plan, locale),
        "map": draw_plan_map(view, plan, size=MAP_PX, locale=locale, show_names=False),
        "foot": [note.source],
    }
