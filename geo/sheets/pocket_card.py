"""The pocket card: a sheet of A6, folded once; nothing on its outside says what it is about."""

from __future__ import annotations

from geo.language import DEFAULT_LOCALE, sentence
from geo.privacy.view import View
from geo.sheets import sheet_notes
from geo.sheets.datetime_text import with_moment
from geo.sheets.plan_map import plan_map
from geo.sheets.step_text import Told, steps
from geo.sheets.support_sheet import phones, words
from geo.support.records import SupportPlan

MAP_PX = (351.0, 177.0)  # shown in two thirds of it


def card_told(view: View, plan: SupportPlan, locale: str = DEFAULT_LOCALE) -> Told:
    """
    Gather what a card shows of a plan.

    Returns
    -------
    told
        `outside` is all that stands on the outside, beside empty lines: not even the name of the
        community, which may say what somebody looks for there.
    """
    note = sheet_notes.note_of(
        view, plan.ask.when.date(), locale, held_back=sheet_notes.held_back(plan)
    )
    return {
        **sheet_notes.head(note, locale),
        "outside": sentence("sheet.outside", locale),
        "leaving": with_moment("sheet.leaving", plan.ask.when, locale),
        "words": words(locale),
        "always": phones(plan.always, locale),
        "steps": steps(plan, locale),
        "map": plan_map(view, plan, size=MAP_PX, locale=locale, named=False),
        "foot": [note.source],
    }
