"""HTML of a pathway: steps, time windows, sources, verification status."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import streamlit as st
from markupsafe import Markup

from geo.pathways.records import Pathway, PathwaySentence, PathwayStep, TimeWindow
from geo.pathways.sentence_text import format_sentence
from geo.pathways.starters import list_references
from geo.pathways.validation import count_unsourced
from pages.ui import state
from pages.ui.widgets import display

HOURS_PER_DAY = 24
STYLESHEET = Path(__file__).parent / "pathway.css"
# Fields of a step shown below its reason, in this order.
DETAIL_FIELDS = ("gives", "bring", "need_not", "cost", "accepts", "still")


def load_stylesheet() -> None:
    """Load the style sheet of the steps."""
    st.html(STYLESHEET)


def show_status(pathway: Pathway) -> None:
    """Show whether the pathway is a starter or the network's own, and whether it is verified."""
    origin = "own" if pathway.version else "starter"
    display.show_text(state.gettext(f"pathways.{origin}"))
    if pathway.verified and pathway.verified_on:
        on = state.format_value(date.fromisoformat(pathway.verified_on))
        display.show_caption(Markup("<b>{}</b>").format(state.gettext("pathways.verified", on=on)))
        return
    unsourced_count = sum(map(count_unsourced, pathway.steps))
    if unsourced_count:
        mark = Markup('<i class="to-check" aria-hidden="true"></i> ')
        display.show_caption(mark + state.ngettext("pathways.left", unsourced_count))


def card_html(pathway: Pathway, index: int) -> Markup:
    """Build the card of a step: number, service, reason, time windows, alternatives."""
    step = pathway.steps[index]
    windows = Markup("").join(
        Markup("<li>{}{}</li>").format(format_window(window), _reference_html(pathway, window))
        for window in step.windows
    )
    return Markup(
        '<div class="step"><b class="at">{}</b><div><h2>{}</h2><p>{}{}</p>{}{}</div></div>'
    ).format(
        index + 1,
        state.label_for("service_type", step.service),
        format_sentence(step.why, state.locale()),
        _reference_html(pathway, step.why),
        Markup('<ul class="until">{}</ul>').format(windows) if windows else "",
        _alternatives_html(step),
    )


def details_html(pathway: Pathway, step: PathwayStep) -> Markup:
    """Build the list of the other fields of a step."""
    part = Markup("<dt>{}</dt>{}")
    return Markup('<dl class="said">{}</dl>').format(
        Markup("").join(
            part.format(state.gettext(f"pathways.part_{name}"), _sentences_html(pathway, sentences))
            for name in DETAIL_FIELDS
            if (sentences := field_sentences(step, name))
        )
    )


def field_sentences(step: PathwayStep, field_name: str) -> tuple[PathwaySentence, ...]:
    """Return the sentences of a field of a step."""
    value = getattr(step, field_name)
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)


def format_window(window: TimeWindow) -> str:
    """Format a time window: label and length."""
    days, rest = divmod(window.hours, HOURS_PER_DAY)
    what = state.label_for("window", window.what)
    if rest or days < 2:
        return f"{what}: {state.ngettext('pathways.until_hours', round(window.hours))}"
    return f"{what}: {state.ngettext('pathways.until_days', int(days))}"


def show_sources(pathway: Pathway) -> None:
    """Show the numbered list of sources."""
    if not pathway.sources:
        return
    with st.expander(state.gettext("pathways.sources"), key=f"sources_{pathway.situation}"):
        display.show_caption(state.gettext("pathways.marks"))
        items = Markup("").join(
            Markup("<li>{}</li>").format(text) for text in list_references(pathway).values()
        )
        st.html(str(Markup('<ol class="references">{}</ol>').format(items)))


def _sentences_html(pathway: Pathway, sentences: tuple[PathwaySentence, ...]) -> Markup:
    return Markup("").join(
        Markup("<dd>{}{}</dd>").format(
            format_sentence(one, state.locale()), _reference_html(pathway, one)
        )
        for one in sentences
    )


def _alternatives_html(step: PathwayStep) -> Markup:
    if not step.instead:
        return Markup("")
    services = ", ".join(state.label_for("service_type", code).lower() for code in step.instead)
    line = state.gettext("pathways.instead_of", doors=services)
    return Markup('<p class="soft">{}</p>').format(line)


def _reference_html(pathway: Pathway, entry: PathwaySentence | TimeWindow) -> Markup:
    """Build the reference mark of a sentence: its source number, or "to be checked"."""
    source_ids = list(_reference_ids(pathway))
    if entry.source in source_ids:
        return Markup("<sup>{}</sup>").format(source_ids.index(entry.source) + 1)
    if pathway.verified:
        return Markup("")
    title = state.gettext("pathways.to_check")
    return Markup(' <i class="to-check" title="{0}"><span class="unseen">{0}</span></i>').format(
        title
    )


def _reference_ids(pathway: Pathway) -> Iterator[str]:
    yield from list_references(pathway)
