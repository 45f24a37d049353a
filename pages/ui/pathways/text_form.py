"""Wording a step: its sentences, its times, which other doors can give the same."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from geo.model import SERVICE_TYPES
from geo.pathways.editing import with_hours, with_instead, with_words
from geo.pathways.records import Pathway, Step
from geo.pathways.sentence_text import said
from geo.pathways.serialization import MANY
from geo.pathways.validation import LONGEST, LONGEST_WINDOW_H
from geo.privacy.view import View
from pages.ui import state
from pages.ui.pathways import saving, step_text
from pages.ui.widgets import display

TALL = 120  # pixels, label and all: two lines, so that a whole sentence is seen


@dataclass(frozen=True)
class Worded:
    """A sentence as it stood, and as she wrote it."""

    field: str
    number: int
    before: str
    after: str


def ask(view: View, pathway: Pathway, step: Step) -> None:
    """Ask for other words, times and doors; what is left as it was stays as it was."""
    key = f"{pathway.situation}_{step.code}_{pathway.version}"
    with st.form(f"words_{key}", border=False):
        display.soft(state.say("pathways.words_about"))
        words = _ask_words(step, key)
        hours = _ask_hours(step, key)
        instead = st.pills(
            state.say("pathways.instead"),
            [code for code in SERVICE_TYPES if code != step.service],
            default=list(step.instead),
            selection_mode="multi",
            format_func=lambda code: state.word("service_type", code),
            key=f"instead_{key}",
        )
        saved = st.form_submit_button(
            state.say("pathways.save"), type="primary", key=f"save_{step.code}", width="stretch"
        )
    if st.button(state.say("pathways.cancel"), key=f"cancel_{step.code}", width="stretch"):
        saving.close()
        st.rerun()
    if saved:
        _save(view, _timed(_worded(pathway, step, words), step, hours), step, instead)


def _save(view: View, changed: Pathway, step: Step, instead: list[str]) -> None:
    kept = [code for code in step.instead if code in instead]  # in their order; new ones after
    doors = [*kept, *(code for code in instead if code not in kept)]
    new = with_instead(changed, step.code, doors)
    saving.save(view, new, state.say("pathways.saved"))


def _worded(pathway: Pathway, step: Step, words: list[Worded]) -> Pathway:
    for one in reversed(words):  # from the last, so that the numbers of the others hold
        if one.after.strip() != one.before:
            pathway = with_words(pathway, step.code, one.field, one.number, one.after)
    return pathway


def _timed(pathway: Pathway, step: Step, hours: dict[str, float]) -> Pathway:
    for what, length in hours.items():
        pathway = with_hours(pathway, step.code, what, length)
    return pathway


def _ask_words(step: Step, key: str) -> list[Worded]:
    return [
        worded
        for field in ("why", *step_text.PARTS)
        for worded in _ask_part(step, field, key)
        if field != "still" or step.windows
    ]


def _ask_part(step: Step, field: str, key: str) -> list[Worded]:
    """Ask for each sentence of a part, and for one more where it may have several."""
    held = [said(one, state.locale()) for one in step_text.held_by(step, field)]
    if not held or field in MANY:
        held = [*held, ""]
    label = state.say(f"pathways.part_{field}")
    return [
        Worded(
            field,
            number,
            text,
            st.text_area(
                label if text or len(held) == 1 else state.say("pathways.one_more", part=label),
                text,
                max_chars=LONGEST,
                height=TALL,
                key=f"{field}_{number}_{key}",
                label_visibility="visible" if number in (0, len(held) - 1) else "collapsed",
            ),
        )
        for number, text in enumerate(held)
    ]


def _ask_hours(step: Step, key: str) -> dict[str, float]:
    return {
        one.what: st.number_input(
            state.say("pathways.hours_of", what=state.word("window", one.what)),
            min_value=0.0,
            max_value=float(LONGEST_WINDOW_H),
            value=one.hours,
            step=1.0,
            format="%g",
            key=f"hours_{one.what}_{key}",
        )
        for one in step.windows
    }
