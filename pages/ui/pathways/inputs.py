"""Inputs of the pathways screen: situation, adding a step, verification."""

from __future__ import annotations

from datetime import date

import streamlit as st

from geo.model import SERVICE_TYPES
from geo.pathways.editing import add_step, verify_pathway
from geo.pathways.records import SITUATIONS, Pathway, Situation
from geo.pathways.starters import load_starter_step
from geo.privacy.view import View
from pages.ui import state
from pages.ui.pathways import saving
from pages.ui.widgets import display


def select_situation() -> Situation:
    """Show the selector of situations."""
    label = state.gettext("pathways.situation")
    return st.pills(
        label,
        SITUATIONS,
        default=SITUATIONS[0],
        format_func=lambda code: state.label_for("situation", code),
        key="situation",
        required=True,
        label_visibility="collapsed",
        on_change=saving.close_step_form,
    )


def show_add_step(view: View, pathway: Pathway) -> None:
    """Show the form that adds a step for a service type."""
    key = f"{pathway.situation}_{pathway.version}"
    with st.popover(
        state.gettext("pathways.add"), icon=":material/add:", key=f"adding_{key}", width="stretch"
    ):
        service = st.pills(
            state.gettext("pathways.add_which"),
            SERVICE_TYPES,
            format_func=lambda code: state.label_for("service_type", code),
            key=f"add_service_{key}",
        )
        if st.button(
            state.gettext("pathways.add_now"),
            type="primary",
            key="add_step",
            disabled=service is None,
            width="stretch",
        ):
            step, sources = load_starter_step(view.community.country, str(service))
            extended = add_step(pathway, step, sources=sources)
            saving.save_pathway(view, extended, state.gettext("pathways.added"))


def show_next_step(pathway: Pathway) -> None:
    """Show what the network does next while nobody has verified the pathway."""
    if not pathway.verified:
        display.show_heading(state.gettext("pathways.next"))
        display.show_text(state.gettext("pathways.next_about"))


def show_verify_button(view: View, pathway: Pathway) -> None:
    """Show the button that marks the pathway as verified by the network."""
    if pathway.verified:
        return
    key = f"verifying_{pathway.situation}_{pathway.version}"
    with st.popover(
        state.gettext("pathways.verify"), icon=":material/fact_check:", key=key, width="stretch"
    ):
        display.show_text(state.gettext("pathways.verify_about"))
        if st.button(
            state.gettext("pathways.verify_now"), type="primary", key="verify", width="stretch"
        ):
            verified = verify_pathway(pathway, date.today())
            saving.save_pathway(view, verified, state.gettext("pathways.verified_now"))
