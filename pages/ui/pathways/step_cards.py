"""One step of a pathway on the screen: its card, and what can be done with it."""

from __future__ import annotations

import streamlit as st

from geo.pathways.editing import moved, without
from geo.pathways.records import Pathway
from geo.pathways.validation import to_check
from geo.privacy.view import View
from pages.ui import state
from pages.ui.pathways import saving, step_text, text_form


def show(view: View, pathway: Pathway, number: int) -> None:
    """Show a step; whoever tends it may move it, word it or take it out."""
    step = pathway.steps[number]
    with st.container(key=f"step_{step.code}"):
        st.html(str(step_text.card(pathway, number)))
        key = f"{pathway.situation}_{step.code}"
        if st.session_state.get(saving.OPEN) == key and saving.tends():
            text_form.ask(view, pathway, step)
            return
        left = 0 if pathway.verified else to_check(step)
        label = state.say_plural("pathways.more_left", left) if left else state.say("pathways.more")
        with st.expander(label, key=f"more_{key}"):
            st.html(str(step_text.details(pathway, step)))
        if saving.tends():
            _offer(view, pathway, number)


def _offer(view: View, pathway: Pathway, number: int) -> None:
    code = pathway.steps[number].code
    last = len(pathway.steps) - 1
    with st.container(key=f"acts_{code}", horizontal=True):
        _move(view, pathway, number, -1, off=number == 0)
        _move(view, pathway, number, 1, off=number == last)
        if st.button(state.say("pathways.change"), icon=":material/edit:", key=f"change_{code}"):
            st.session_state[saving.OPEN] = f"{pathway.situation}_{code}"
            st.rerun()
        if st.button(
            state.say("pathways.remove"),
            icon=":material/remove_circle_outline:",
            key=f"remove_{code}",
            disabled=last == 0,
        ):
            left = without(pathway, code)
            saving.save(view, left, state.say("pathways.removed"))


def _move(view: View, pathway: Pathway, number: int, by: int, *, off: bool) -> None:
    code = pathway.steps[number].code
    way = "up" if by < 0 else "down"
    if st.button(
        state.say(f"pathways.{way}"),
        icon=f":material/arrow_{way}ward:",
        key=f"{way}_{code}",
        disabled=off,
    ):
        saving.save(view, moved(pathway, code, by), state.say("pathways.moved"))
