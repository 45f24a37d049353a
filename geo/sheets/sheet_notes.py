"""What stands around the steps: for whom a sheet is, what is to be checked, sources, legend."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from geo.formats.export_note import ExportNote, make_export_note
from geo.language import DEFAULT_LOCALE, gettext, read_catalogue_state
from geo.pathways.records import Pathway
from geo.privacy.view import View
from geo.sheets.risk_drawing import draw_swatch
from geo.sheets.step_text import TemplateData, find_shared_sentences, format_checked_sentence
from geo.support.records import SupportPlan

LEGEND_SEVERITIES = (1, 2, 3, 4, 5)


def build_export_note(
    view: View, made_on: date, locale: str, *, confidential_count: int = 0
) -> ExportNote:
    """
    Write what a sheet says of itself, in the language of the sheet.

    Parameters
    ----------
    made_on
        A day of the community.
    confidential_count
        How many places of it are not told.
    """
    community = replace(view.community, locale=locale)
    suppressed = {"places": confidential_count} if confidential_count else {}
    return make_export_note(
        community, view.audience, suppressed=suppressed, includes_streets=True, made_on=made_on
    )


def count_confidential_stops(plan: SupportPlan) -> int:
    """Count the doors of a plan whose place is not told."""
    return sum(stop.service is not None and stop.service.is_confidential for stop in plan.stops)


def build_header(note: ExportNote, locale: str = DEFAULT_LOCALE) -> TemplateData:
    """Tell whose sheet it is: its place, the day, for whom; and what its file is called inside."""
    made = gettext(
        "sheet.made",
        locale,
        day=note.made_on,
        audience=gettext(f"audience.{note.audience}", locale),
    ).replace("..", ".")  # a day that ends in a point gets no second one
    return {
        "locale": locale,
        "title": gettext("map.services", locale),
        "file_title": gettext("sheet.file_title", locale, place=note.community),
        "place": note.community,
        "made": made,
        "day": [note.made_on.year, note.made_on.month, note.made_on.day],
        "provenance": format_provenance(note),
        "draft": format_draft_label(locale),
    }


def format_provenance(note: ExportNote) -> list[str]:
    """Give the note as a file keeps it, one `name: value` after the other."""
    told = note.to_metadata()
    suppressed = ", ".join(f"{name} {count}" for name, count in note.suppressed.items())
    return [f"{name}: {value}" for name, value in {**told, "suppressed": suppressed}.items()]


def format_footer(note: ExportNote, locale: str = DEFAULT_LOCALE) -> list[str]:
    """Tell in small print what may be done with a sheet, and whom its map is owed to."""
    return [
        gettext("sheet.risk", locale),
        note.purpose,
        f"{note.source}. {note.licence}",
    ]


def list_checks(plan: SupportPlan, locale: str = DEFAULT_LOCALE) -> list[str]:
    """Tell what the network is still to check."""
    told = [] if plan.pathway.verified else [gettext("sheet.check_pathway", locale)]
    if has_unverified_text(plan):
        told.append(gettext("sheet.check_signs", locale))
    if not plan.holidays_known:
        told.append(gettext("sheet.check_holidays", locale))
    return told


def has_unverified_text(plan: SupportPlan) -> bool:
    """Tell whether something on the sheet has no source and is not the network's own word."""
    for stop in plan.stops:
        step = stop.step
        single = [one for one in (step.why, step.cost, step.accepts) if one is not None]
        every = [*single, *step.gives, *step.bring, *step.need_not, *step.still]
        if any(one.source is None and one.text is None for one in every):
            return True
    return False


def format_shared_sentences(plan: SupportPlan, locale: str = DEFAULT_LOCALE) -> list[str]:
    """Say once what is said of every step alike."""
    return sorted(format_checked_sentence(one, locale) for one in find_shared_sentences(plan))


def list_references(pathway: Pathway) -> list[str]:
    """Give what the steps were made from, without the short names that files use."""
    return [text.partition("] ")[2] or text for text in pathway.sources]


def build_legend(locale: str = DEFAULT_LOCALE) -> TemplateData:
    """Give the fields of the legend: marked ground from mild to grave, and places to wait."""
    return {
        "swatches": [draw_swatch(severity) for severity in LEGEND_SEVERITIES],
        "mild": gettext("legend.mild", locale),
        "grave": gettext("legend.grave", locale),
        "waiting": [draw_swatch(None), gettext("legend.waiting", locale)],
        "title": gettext("map.risk_all", locale),
    }


def format_draft_label(locale: str) -> str:
    """Say that a language is a draft, where it is."""
    return gettext("language.draft", locale) if read_catalogue_state(locale) == "draft" else ""
