"""Card of a pathway step, with buttons to move, edit and remove it."""

from __future__ import annotations

import streamlit as st

from geo.pathways.editing import move_step, remove_step
from geo.pathways.records import Pathway
from geo.pathways.validation import count_unsourced
from geo.privacy.view import View
from pages.ui import state
from pages.ui.pathways import saving, step_text, text_form


def show_card(view: View, pathway: Pathway, index: int) -> None:
    """Show a step; editors may move, edit and remove it."""
    step = pathway.steps[index]
    with st.container(key=f"step_{step.code}"):
        st.html(str(step_text.card_html(pathway, index)))
        key = f"{pathway.situation}_{step.code}"
        if st.session_state.get(saving.EDITED_STEP_KEY) == key and saving.can_edit_pathways():
            text_form.show_step_form(view, pathway, step)
            return
        unsourced_count = 0 if pathway.verified else count_unsourced(step)
        label = (
            state.ngettext("pathways.more_left", unsourced_count)
            if unsourced_count
            else state.gettext("pathways.more")
        )
        with st.expander(label, key=f"more_{key}"):
            st.html(str(step_text.details_html(pathway, step)))
        if saving.can_edit_pathways():
            _show_actions(view, pathway, index)


def _show_actions(view: View, pathway: Pathway, index: int) -> None:
    code = pathway.steps[index].code
    last = len(pathway.steps) - 1
    with st.container(key=f"acts_{code}", horizontal=True):
        _show_move_button(view, pathway, index, -1, disabled=index == 0)
        _show_move_button(view, pathway, index, 1, disabled=index == last)
        if st.button(
            state.gettext("pathways.change"), icon=":material/edit:", key=f"change_{code}"
        ):
            st.session_state[saving.EDITED_STEP_KEY] = f"{pathway.situation}_{code}"
            st.rerun()
        if st.button(
            state.gettext("pathways.remove"),
            icon=":material/remove_circle_outline:",
            key=f"remove_{code}",
            disabled=last == 0,
        ):
            shortened = remove_step(pathway, code)
            saving.save_pathway(view, shortened, state.gettext("pathways.removed"))


def _show_move_button(
    view: View, pathway: Pathway, index: int, offset: int, *, disabled: bool
) -> None:
    code = pathway.steps[index].code
    direction = "up" if offset < 0 else "down"
    if st.button(
        state.gettext(f"pathways.{direction}"),
        icon=f":material/arrow_{direction}ward:",
        key=f"{direction}_{code}",
        disabled=disabled,
    ):
        saving.save_pathway(view, move_step(pathway, code, offset), state.gettext("pathways.moved"))
