"""Form that edits a pathway step: sentences, time windows, alternative services."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import streamlit as st

from geo.model import SERVICE_TYPES
from geo.pathways.editing import set_alternative_services, set_sentence, set_window_hours
from geo.pathways.records import Pathway, PathwayStep
from geo.pathways.sentence_text import format_sentence
from geo.pathways.serialization import SENTENCE_LIST_FIELDS
from geo.pathways.validation import (
    MAX_SENTENCE_LENGTH,
    MAX_WINDOW_HOURS,
    check_sentence,
    check_windows,
)
from geo.privacy.view import View
from pages.ui import state
from pages.ui.pathways import saving, step_text
from pages.ui.widgets import display
from pages.ui.widgets.form_checks import FormChecks

TEXT_HEIGHT_PX = 120  # px including the label: two lines of text


@dataclass(frozen=True)
class SentenceEdit:
    """A sentence before and after editing."""

    field: str
    index: int
    old_text: str
    new_text: str


def show_step_form(view: View, pathway: Pathway, step: PathwayStep) -> None:
    """Show the form of a step; fields left unchanged are not rewritten."""
    key = f"{pathway.situation}_{step.code}_{pathway.version}"
    with st.form(f"words_{key}", border=False):
        display.show_caption(state.gettext("pathways.words_about"))
        display.show_caption(state.gettext("form.rule_pathway", most=MAX_SENTENCE_LENGTH))
        edits = _sentence_inputs(step, key)
        hours = _hours_inputs(step, key)
        alternatives = st.pills(
            state.gettext("pathways.instead"),
            [code for code in SERVICE_TYPES if code != step.service],
            default=list(step.instead),
            selection_mode="multi",
            format_func=lambda code: state.label_for("service_type", code),
            key=f"instead_{key}",
        )
        saved = st.form_submit_button(
            state.gettext("pathways.save"), type="primary", key=f"save_{step.code}", width="stretch"
        )
    if st.button(state.gettext("pathways.cancel"), key=f"cancel_{step.code}", width="stretch"):
        saving.close_step_form()
        st.rerun()
    if saved:
        changed = _apply_hours(_apply_text_edits(pathway, step, edits), step, hours)
        if not _check_step(changed, step.code).show_failures():
            _save_step(view, changed, step, alternatives)


def _check_step(pathway: Pathway, step_code: str) -> FormChecks:
    """Check every sentence and the times of a step; each failure names its field."""
    (step,) = (one for one in pathway.steps if one.code == step_code)
    checks = FormChecks()
    for name in ("why", *step_text.DETAIL_FIELDS):
        label = state.gettext(f"pathways.part_{name}")
        for sentence in step_text.field_sentences(step, name):
            checks.run(partial(check_sentence, sentence), field=label)
    checks.run(partial(check_windows, step))
    return checks


def _save_step(view: View, changed: Pathway, step: PathwayStep, instead: list[str]) -> None:
    retained = [
        code for code in step.instead if code in instead
    ]  # existing ones first, in their order
    services = [*retained, *(code for code in instead if code not in retained)]
    updated = set_alternative_services(changed, step.code, services)
    saving.save_pathway(view, updated, state.gettext("pathways.saved"))


def _apply_text_edits(pathway: Pathway, step: PathwayStep, edits: list[SentenceEdit]) -> Pathway:
    for edit in reversed(edits):  # from the last, so that the other indices stay valid
        if edit.new_text.strip() != edit.old_text:
            pathway = set_sentence(pathway, step.code, edit.field, edit.index, edit.new_text)
    return pathway


def _apply_hours(pathway: Pathway, step: PathwayStep, hours: dict[str, float]) -> Pathway:
    for what, length in hours.items():
        pathway = set_window_hours(pathway, step.code, what, length)
    return pathway


def _sentence_inputs(step: PathwayStep, key: str) -> list[SentenceEdit]:
    return [
        edit
        for field in ("why", *step_text.DETAIL_FIELDS)
        for edit in _field_inputs(step, field, key)
        if field != "still" or step.windows
    ]


def _field_inputs(step: PathwayStep, field: str, key: str) -> list[SentenceEdit]:
    """Show an input for each sentence of a field, and an empty one where the field is a list."""
    texts = [format_sentence(one, state.locale()) for one in step_text.field_sentences(step, field)]
    if not texts or field in SENTENCE_LIST_FIELDS:
        texts = [*texts, ""]
    label = state.gettext(f"pathways.part_{field}")
    return [
        SentenceEdit(
            field,
            number,
            text,
            st.text_area(
                label
                if text or len(texts) == 1
                else state.gettext("pathways.one_more", part=label),
                text,
                max_chars=MAX_SENTENCE_LENGTH,
                height=TEXT_HEIGHT_PX,
                key=f"{field}_{number}_{key}",
                label_visibility="visible" if number in (0, len(texts) - 1) else "collapsed",
            ),
        )
        for number, text in enumerate(texts)
    ]


def _hours_inputs(step: PathwayStep, key: str) -> dict[str, float]:
    if step.windows:
        display.show_caption(state.gettext("form.rule_window", hours=MAX_WINDOW_HOURS))
    return {
        one.what: st.number_input(
            state.gettext("pathways.hours_of", what=state.label_for("window", one.what)),
            min_value=0.0,
            max_value=float(MAX_WINDOW_HOURS),
            value=one.hours,
            step=1.0,
            format="%g",
            key=f"hours_{one.what}_{key}",
        )
        for one in step.windows
    }
