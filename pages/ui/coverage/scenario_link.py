"""Link from coverage to what would change it, for those who may make scenarios."""

from __future__ import annotations

import streamlit as st

from pages.screens import find_screen
from pages.ui import state
from pages.ui.visitor import current_visitor


def show_scenario_link() -> None:
    """Show the link to the scenario screen, where the visitor may open it."""
    screen = find_screen("scenarios")
    if current_visitor().has_permission(screen.right):
        with st.container(key="scenario_link"):
            st.page_link(
                screen.file,
                label=state.gettext(screen.link_key),
                icon=":material/compare_arrows:",
            )
