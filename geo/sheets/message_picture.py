"""The picture for messaging: as wide as a phone, with the map, the steps and the phones."""

from __future__ import annotations

from geo.language import DEFAULT_LOCALE
from geo.privacy.view import View
from geo.sheets import sheet_notes
from geo.sheets.datetime_text import with_moment
from geo.sheets.plan_map import plan_map
from geo.sheets.step_text import Told, steps
from geo.sheets.support_sheet import phones, words
from geo.support.records import SupportPlan

MAP_PX = (436.0, 205.0)  # shown in 336
DOTS_PER_PX = 3.0  # 360 px across become 1080


def message_told(view: View, plan: SupportPlan, locale: str = DEFAULT_LOCALE) -> Told:
    """Gather what a picture for messaging shows of a plan."""
    note = sheet_notes.note_of(
        view, plan.ask.when.date(), locale, held_back=sheet_notes.held_back(plan)
    )
    return {
        **sheet_notes.head(note, locale),
        "leaving": with_moment("sheet.leaving", plan.ask.when, locale),
        "words": words(locale),
        "always": phones(plan.always, locale),
        "steps": steps(plan, locale),
        "map": plan_map(view, plan, size=MAP_PX, locale=locale, named=False),
        "foot": [note.source],
    }
