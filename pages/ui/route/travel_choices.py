"""Widgets that ask what somebody can take on her way, such as steps."""

from __future__ import annotations

import streamlit as st

from geo.network.step_access import STEPS_CHOICES, StepsChoice
from pages.ui import state
from pages.ui.widgets import display


def select_steps() -> StepsChoice:
    """Show which steps a route may take, and what is not known of them."""
    steps = st.selectbox(
        state.gettext("route.steps_choice"),
        STEPS_CHOICES,
        format_func=lambda choice: state.label_for("steps_choice", choice),
        key="steps_choice",
    )
    if steps in {"handrail", "wheelchair"}:
        display.show_caption(state.gettext(f"route.steps_{steps}"))
    return steps
