"""Acceptance of many service candidates at once: all, or those of some types."""

from __future__ import annotations

import streamlit as st

from geo.imports.bulk_acceptance import (
    LEFT_REASONS,
    BulkAcceptance,
    accept_service_candidates,
)
from geo.privacy.view import View
from pages.ui import state
from pages.ui.setup import completion_message
from pages.ui.widgets import display

MIN_CANDIDATES = 2  # below this the card is the quicker


def show_bulk_acceptance(view: View) -> None:
    """Show which types are accepted, with their numbers, and the button that accepts them."""
    candidates = view.candidates[~view.candidates["confidential"].astype(bool)]
    if len(candidates) < MIN_CANDIDATES:
        return
    with st.expander(state.gettext("setup.bulk"), icon=":material/done_all:", key="bulk"):
        display.show_caption(state.gettext("setup.bulk_about"))
        counts = candidates["type"].value_counts(sort=False)
        types = st.pills(
            state.gettext("setup.bulk_types"),
            list(counts.index),
            selection_mode="multi",
            default=list(counts.index),
            format_func=lambda code: f"{state.label_for('service_type', code)} · {counts[code]}",
            key="bulk_types",
        )
        chosen = candidates["osm_id"][candidates["type"].isin(types)]
        if chosen.empty:
            display.show_caption(state.gettext("setup.bulk_none"))
        elif st.button(
            state.ngettext("setup.bulk_accept", len(chosen)),
            type="primary",
            key="bulk_accept",
            width="stretch",
        ):
            result = state.with_store(accept_service_candidates, view, list(chosen))
            completion_message.rerun_with_message(_format_result(result))


def _format_result(result: BulkAcceptance) -> list[str]:
    lines = [state.ngettext("setup.bulk_accepted", result.accepted)]
    lines += [
        state.ngettext(f"setup.bulk_left_{reason}", result.left[reason])
        for reason in LEFT_REASONS
        if reason in result.left
    ]
    return lines
