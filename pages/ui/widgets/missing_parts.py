"""What a screen lacks for its answer, and where it is added."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from geo.cartography.map_extent import community_bounds
from geo.layers.population import count_population
from geo.model import LAYER_NAMES
from geo.privacy.view import View
from pages.screens import find_screen
from pages.ui import state
from pages.ui.visitor import current_visitor
from pages.ui.widgets.errors import show_error

# Parts by screen: boundary, streets, layers, and "women", whose counts need all homes to be read.
SESSION_PARTS = ("boundary", "streets")
ROUTE_PARTS = (*SESSION_PARTS, "services", "risk_areas")
MAP_PARTS = (*SESSION_PARTS, "demand", "zones", "services", "safe_zones", "risk_areas")
HOME_PARTS = (*MAP_PARTS, "women")
COVERAGE_PARTS = (*SESSION_PARTS, "demand", "women", "zones", "services")
COMPLETENESS_PARTS = (*COVERAGE_PARTS, "risk_areas")


def stop_without_extent(view: View, parts: Sequence[str]) -> None:
    """Stop the screen of a community that lies nowhere yet, and show what is missing."""
    with show_error():
        community_bounds(view)
        return
    show_missing_parts(view, parts)
    st.stop()


def show_missing_parts(view: View, parts: Sequence[str]) -> None:
    """Show which parts are missing, the number of women among them, and a link to the setup."""
    lines = list_missing_parts(view, parts)
    if not lines:
        return
    show_missing_box(lines, where=True)
    if current_visitor().has_permission(find_screen("setup").right):
        with st.container(key="missing_link"):
            st.page_link(
                find_screen("setup").file,
                label=state.gettext("menu.to_setup"),
                icon=":material/edit_location_alt:",
            )


def list_missing_parts(view: View, parts: Sequence[str]) -> list[str]:
    """List the sentences of missing parts."""
    return [state.gettext(f"missing.{part}") for part in parts if _is_missing(view, part)]


def _is_missing(view: View, part: str) -> bool:
    if part == "boundary":
        return view.community.boundary is None
    if part == "streets":
        return not view.has_streets
    if part == "women":
        return count_population(view.population.counted).women_unknown > 0
    return any(view.is_empty(layer) for layer in LAYER_NAMES if layer == part)


def show_missing_box(lines: Sequence[str], *, where: bool) -> None:
    """Show sentences in the box of what is missing, and below them the screen that adds it."""
    items = Markup("").join(Markup("<li>{}</li>").format(line) for line in lines)
    setup_title = state.gettext(find_screen("setup").title_key)
    place = state.gettext("missing.where", screen=setup_title) if where else ""
    box = Markup('<div class="box"><h3>{}</h3><ul>{}</ul>{}</div>')
    st.html(str(box.format(state.gettext("missing.title"), items, place)))
