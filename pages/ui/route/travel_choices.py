"""Widgets that ask what somebody can take on her way, such as steps."""

from __future__ import annotations

import streamlit as st

from geo.model import STEPS_CHOICES, StepsChoice
from geo.privacy.view import View
from pages.ui import state
from pages.ui.widgets import display

# What is taken where nothing can be chosen: all steps, and no ferry.
DEFAULT_TRAVEL: tuple[StepsChoice, bool] = ("all", False)


def select_travel(view: View) -> tuple[StepsChoice, bool]:
    """Show what she can take on her way: steps, and ferries; nothing without a street network."""
    return (select_steps(), select_ferries(view)) if view.has_streets else DEFAULT_TRAVEL


def select_steps() -> StepsChoice:
    """Show which steps a route may take, and what is not known of them."""
    labels = {choice: state.label_for("steps_choice", choice) for choice in STEPS_CHOICES}
    steps = st.selectbox(
        state.gettext("route.steps_choice"),
        STEPS_CHOICES,
        format_func=labels.__getitem__,
        key="steps_choice",
        label_visibility="collapsed",
    )
    if steps in {"handrail", "wheelchair"}:
        display.show_caption(state.gettext(f"route.steps_{steps}"))
    return steps


def select_ferries(view: View) -> bool:
    """Show the checkbox of routes by ferry; nothing where there are none."""
    if not view.has_streets or view.ferries.empty:
        return False
    return st.checkbox(
        state.gettext("route.ferries"), help=state.gettext("route.ferries_help"), key="ferries"
    )
