"""Retention of drawing sessions without agreement: expired ones, and their deletion."""

from __future__ import annotations

import streamlit as st

from geo.model import DEFAULT_RETENTION_MONTHS
from geo.privacy.shared_cache import clear_caches
from geo.store.retention import (
    delete_expired_sessions,
    find_expired_sessions,
)
from pages.ui import state
from pages.ui.access import admin_sections
from pages.ui.widgets import display
from pages.ui.widgets.errors import show_error

MONTH_OPTIONS = (6, 12, DEFAULT_RETENTION_MONTHS, 36)


def show_retention() -> None:
    """Show the expired sessions, and the button that deletes them after confirmation."""
    display.show_text(state.gettext("retention.about"))
    months = st.segmented_control(
        state.gettext("retention.after"),
        MONTH_OPTIONS,
        default=DEFAULT_RETENTION_MONTHS,
        format_func=lambda count: state.ngettext("retention.months", count),
        key="months",
        required=True,
    )
    expired = state.with_store(find_expired_sessions, months=months or DEFAULT_RETENTION_MONTHS)
    if not expired:
        display.show_caption(state.gettext("retention.nothing"))
        return
    names = {session.slug: session.name for session in state.communities()}
    heads = [
        state.gettext(f"retention.head_{name}") for name in ("place", "session", "day", "marks")
    ]
    rows = [
        (
            names.get(session.community),
            session.code,
            state.format_value(session.held_on),
            session.marks,
        )
        for session in expired
    ]
    display.show_table(heads, rows, numeric_columns=(3,))
    confirmed = st.checkbox(state.gettext("retention.sure"), key="retention_sure")
    if st.button(state.gettext("retention.run"), key="retention_run", disabled=not confirmed):
        with show_error():
            deleted = state.with_store(
                delete_expired_sessions, months=months or DEFAULT_RETENTION_MONTHS
            )
            clear_caches()
            admin_sections.rerun_with_message(state.ngettext("retention.done", len(deleted)))
