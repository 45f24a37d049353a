"""Template data around the steps of a sheet: header, export note, checks, sources, legend."""

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
    Build the export note of a sheet, in the language of the sheet.

    Parameters
    ----------
    made_on
        A day of the community.
    confidential_count
        Number of services whose location is suppressed.
    """
    community = replace(view.community, locale=locale)
    suppressed = {"places": confidential_count} if confidential_count else {}
    return make_export_note(
        community, view.audience, suppressed=suppressed, includes_streets=True, made_on=made_on
    )


def build_plan_note(view: View, plan: SupportPlan, locale: str) -> ExportNote:
    """Build the export note of a plan: it was made today, whatever day the plan is for."""
    return build_export_note(
        view, view.moment().date(), locale, confidential_count=count_confidential_stops(plan)
    )


def count_confidential_stops(plan: SupportPlan) -> int:
    """Count the services of a plan whose location is suppressed."""
    return sum(stop.service is not None and stop.service.is_confidential for stop in plan.stops)


def build_header(note: ExportNote, locale: str = DEFAULT_LOCALE) -> TemplateData:
    """Build the header: community, day, audience, and the title in the file's metadata."""
    made_text = gettext(
        "sheet.made",
        locale,
        day=note.made_on,
        audience=gettext(f"audience.{note.audience}", locale),
    ).replace("..", ".")  # a day that ends in a full stop gets no second one
    return {
        "locale": locale,
        "title": gettext("map.services", locale),
        "file_title": gettext("sheet.file_title", locale, place=note.community),
        "place": note.community,
        "made": made_text,
        "day": [note.made_on.year, note.made_on.month, note.made_on.day],
        "provenance": format_provenance(note),
        "draft": format_draft_label(locale),
    }


def format_provenance(note: ExportNote) -> list[str]:
    """Format the note as lines of file metadata: `name: value`."""
    metadata = note.to_metadata()
    suppressed = ", ".join(f"{name} {count}" for name, count in note.suppressed.items())
    return [f"{name}: {value}" for name, value in {**metadata, "suppressed": suppressed}.items()]


def format_footer(note: ExportNote, locale: str = DEFAULT_LOCALE) -> list[str]:
    """Format the small print: permitted use, source and licence of the map."""
    return [
        gettext("sheet.risk", locale),
        note.purpose,
        f"{note.source}. {note.licence}",
    ]


def list_checks(plan: SupportPlan, locale: str = DEFAULT_LOCALE) -> list[str]:
    """List what the network has still to verify."""
    checks = [] if plan.pathway.verified else [gettext("sheet.check_pathway", locale)]
    if has_unverified_text(plan):
        checks.append(gettext("sheet.check_signs", locale))
    if not plan.holidays_known:
        checks.append(gettext("sheet.check_holidays", locale))
    return checks


def has_unverified_text(plan: SupportPlan) -> bool:
    """Check whether a sentence has neither a source nor a text of the network."""
    for stop in plan.stops:
        step = stop.step
        optional = [step.why, step.cost, step.accepts]
        sentences = [sentence for sentence in optional if sentence is not None]
        sentences += [*step.gives, *step.bring, *step.need_not, *step.still]
        if any(sentence.source is None and sentence.text is None for sentence in sentences):
            return True
    return False


def format_shared_sentences(plan: SupportPlan, locale: str = DEFAULT_LOCALE) -> list[str]:
    """Format the sentences that all steps share."""
    return sorted(format_checked_sentence(item, locale) for item in find_shared_sentences(plan))


def list_references(pathway: Pathway) -> list[str]:
    """List the sources of the steps without their short names."""
    return [text.partition("] ")[2] or text for text in pathway.sources]


def build_legend(locale: str = DEFAULT_LOCALE) -> TemplateData:
    """Build the legend: swatches of severities in ascending order, and of safe zones."""
    return {
        "swatches": [draw_swatch(severity) for severity in LEGEND_SEVERITIES],
        "mild": gettext("legend.mild", locale),
        "grave": gettext("legend.grave", locale),
        "waiting": [draw_swatch(None), gettext("legend.waiting", locale)],
        "title": gettext("map.risk_all", locale),
    }


def format_draft_label(locale: str) -> str:
    """Format the notice that a language is a draft; empty for other languages."""
    return gettext("language.draft", locale) if read_catalogue_state(locale) == "draft" else ""
