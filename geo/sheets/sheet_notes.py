"""What stands around the steps: for whom a sheet is, what is to be checked, sources, legend."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from geo.formats.export_note import ExportNote, export_note
from geo.language import DEFAULT_LOCALE, language_state, sentence
from geo.pathways.records import Pathway
from geo.privacy.view import View
from geo.sheets.risk_drawing import swatch
from geo.sheets.step_text import Told, checked, shared_words
from geo.support.records import SupportPlan

LEGEND = (1, 2, 3, 4, 5)


def note_of(view: View, made_on: date, locale: str, *, held_back: int = 0) -> ExportNote:
    """
    Write what a sheet says of itself, in the language of the sheet.

    Parameters
    ----------
    made_on
        A day of the community.
    held_back
        How many places of it are not told.
    """
    community = replace(view.community, locale=locale)
    suppressed = {"places": held_back} if held_back else {}
    return export_note(
        community, view.audience, suppressed=suppressed, with_streets=True, made_on=made_on
    )


def held_back(plan: SupportPlan) -> int:
    """Count the doors of a plan whose place is not told."""
    return sum(stop.door is not None and stop.door.confidential for stop in plan.stops)


def head(note: ExportNote, locale: str = DEFAULT_LOCALE) -> Told:
    """Tell whose sheet it is: its place, the day, for whom; and what its file is called inside."""
    made = sentence(
        "sheet.made",
        locale,
        day=note.made_on,
        audience=sentence(f"audience.{note.audience}", locale),
    ).replace("..", ".")  # a day that ends in a point gets no second one
    return {
        "locale": locale,
        "title": sentence("map.doors", locale),
        "file_title": sentence("sheet.file_title", locale, place=note.community),
        "place": note.community,
        "made": made,
        "day": [note.made_on.year, note.made_on.month, note.made_on.day],
        "provenance": provenance(note),
        "draft": draft(locale),
    }


def provenance(note: ExportNote) -> list[str]:
    """Give the note as a file keeps it, one `name: value` after the other."""
    told = note.members()
    suppressed = ", ".join(f"{name} {count}" for name, count in note.suppressed.items())
    return [f"{name}: {value}" for name, value in {**told, "suppressed": suppressed}.items()]


def foot(note: ExportNote, locale: str = DEFAULT_LOCALE) -> list[str]:
    """Tell in small print what may be done with a sheet, and whom its map is owed to."""
    return [
        sentence("sheet.marked", locale),
        note.purpose,
        f"{note.source}. {note.licence}",
    ]


def to_check(plan: SupportPlan, locale: str = DEFAULT_LOCALE) -> list[str]:
    """Tell what the network is still to check."""
    told = [] if plan.pathway.verified else [sentence("sheet.check_pathway", locale)]
    if has_unsure(plan):
        told.append(sentence("sheet.check_signs", locale))
    if not plan.holidays_known:
        told.append(sentence("sheet.check_holidays", locale))
    return told


def has_unsure(plan: SupportPlan) -> bool:
    """Tell whether something on the sheet has no source and is not the network's own word."""
    for stop in plan.stops:
        step = stop.step
        single = [one for one in (step.why, step.cost, step.accepts) if one is not None]
        every = [*single, *step.gives, *step.bring, *step.need_not, *step.still]
        if any(one.source is None and one.text is None for one in every):
            return True
    return False


def for_all(plan: SupportPlan, locale: str = DEFAULT_LOCALE) -> list[str]:
    """Say once what is said of every step alike."""
    return sorted(checked(one, locale) for one in shared_words(plan))


def references(pathway: Pathway) -> list[str]:
    """Give what the steps were made from, without the short names that files use."""
    return [text.partition("] ")[2] or text for text in pathway.sources]


def legend(locale: str = DEFAULT_LOCALE) -> Told:
    """Give the fields of the legend: marked ground from mild to grave, and places to wait."""
    return {
        "marked": [swatch(severity) for severity in LEGEND],
        "mild": sentence("legend.mild", locale),
        "grave": sentence("legend.grave", locale),
        "waiting": [swatch(None), sentence("legend.waiting", locale)],
        "title": sentence("map.marked_all", locale),
    }


def draft(locale: str) -> str:
    """Say that a language is a draft, where it is."""
    return sentence("language.draft", locale) if language_state(locale) == "draft" else ""
