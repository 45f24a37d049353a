"""How long what was drawn and never agreed may stay: what is due, and letting it go."""

from __future__ import annotations

import streamlit as st

from geo.privacy.view import drop_kept
from geo.store.retention import DEFAULT_MONTHS, due, run_retention
from pages.ui import state
from pages.ui.access import admin_sections
from pages.ui.widgets import display
from pages.ui.widgets.errors import show_error

MONTHS = (6, 12, DEFAULT_MONTHS, 36)


def show_due() -> None:
    """Show what a run would delete, and offer it once somebody is sure."""
    display.text(state.say("retention.about"))
    months = st.segmented_control(
        state.say("retention.after"),
        MONTHS,
        default=DEFAULT_MONTHS,
        format_func=lambda count: state.say_plural("retention.months", count),
        key="months",
        required=True,
    )
    found = due(state.store(), months=months or DEFAULT_MONTHS)
    if not found:
        display.soft(state.say("retention.nothing"))
        return
    names = {one.slug: one.name for one in state.communities()}
    heads = [state.say(f"retention.head_{name}") for name in ("place", "session", "day", "marks")]
    rows = [
        (names.get(one.community), one.code, state.written(one.held_on), one.marks) for one in found
    ]
    display.table(heads, rows, numbers=(3,))
    sure = st.checkbox(state.say("retention.sure"), key="retention_sure")
    if st.button(state.say("retention.run"), key="retention_run", disabled=not sure):
        with show_error():
            deleted = run_retention(state.store(), months=months or DEFAULT_MONTHS)
            drop_kept()
            admin_sections.done(state.say_plural("retention.done", len(deleted)))
