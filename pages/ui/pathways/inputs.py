"""What is asked of a pathway: for which situation, which step it lacks, whether it was checked."""

from __future__ import annotations

from datetime import date

import streamlit as st

from geo.model import SERVICE_TYPES
from geo.pathways.editing import added, verified
from geo.pathways.records import SITUATIONS, Pathway, Situation
from geo.pathways.starters import starter_step
from geo.privacy.view import View
from pages.ui import state
from pages.ui.pathways import saving
from pages.ui.widgets import display


def ask_situation() -> Situation:
    """Ask what happened, in broad terms."""
    label = state.say("pathways.situation")
    return st.pills(
        label,
        SITUATIONS,
        default=SITUATIONS[0],
        format_func=lambda code: state.word("situation", code),
        key="situation",
        required=True,
        label_visibility="collapsed",
        on_change=saving.close,
    )


def offer_step(view: View, pathway: Pathway) -> None:
    """Offer to add a step that leads to a service."""
    key = f"{pathway.situation}_{pathway.version}"
    with st.popover(
        state.say("pathways.add"), icon=":material/add:", key=f"adding_{key}", width="stretch"
    ):
        service = st.pills(
            state.say("pathways.add_which"),
            SERVICE_TYPES,
            format_func=lambda code: state.word("service_type", code),
            key=f"add_service_{key}",
        )
        if st.button(
            state.say("pathways.add_now"),
            type="primary",
            key="add_step",
            disabled=service is None,
            width="stretch",
        ):
            step, sources = starter_step(view.community.country, str(service))
            new = added(pathway, step, sources=sources)
            saving.save(view, new, state.say("pathways.added"))


def offer_verified(view: View, pathway: Pathway) -> None:
    """Offer to say that the network checked what stands here."""
    if pathway.verified:
        return
    key = f"verifying_{pathway.situation}_{pathway.version}"
    with st.popover(
        state.say("pathways.verify"), icon=":material/fact_check:", key=key, width="stretch"
    ):
        display.text(state.say("pathways.verify_about"))
        if st.button(
            state.say("pathways.verify_now"), type="primary", key="verify", width="stretch"
        ):
            checked = verified(pathway, date.today())
            saving.save(view, checked, state.say("pathways.verified_now"))
