"""What the network settles for itself: when it is night here, and when a door is checked again."""

from __future__ import annotations

from datetime import time

import streamlit as st

from geo.communities.settings import MAX_STALE_DAYS, DayHours, update_settings
from geo.privacy.view import View
from pages.ui import map_layers, state
from pages.ui.setup import completion_message, setup_map
from pages.ui.shell.layout import Screen
from pages.ui.widgets import display, inputs
from pages.ui.widgets.errors import show_error

DAY_DEFINITIONS = ("sun", "own")
DEFAULT_DAY_START, DEFAULT_DAY_END = time(6), time(18)  # where nobody said


def show_settings(screen: Screen, view: View) -> None:
    """Ask for both, and save them."""
    here = view.community
    with screen.map_panel, show_error():
        setup_map.show_setup_map(
            view,
            map_layers.community_layers(view, None, map_layers.SELECTABLE_LAYERS),
            key="rules_map",
        )
    with screen.input_panel, show_error():
        display.show_text(state.gettext("rules.day_why"))
        first = "sun" if here.daylight_hours is None else "own"
        kind = inputs.select_option(
            state.gettext("rules.day"),
            DAY_DEFINITIONS,
            family="rules_day",
            key="rules_day",
            default=first,
        )
        own = _own_day_inputs(view) if kind == "own" else None
        days = st.number_input(
            state.gettext("rules.stale"),
            min_value=1,
            max_value=MAX_STALE_DAYS,
            value=here.stale_days,
            key="rules_stale",
        )
        st.caption(state.gettext("rules.stale_why"))
        if st.button(
            state.gettext("rules.save"), type="primary", key="rules_save", width="stretch"
        ):
            state.with_store(update_settings, here.slug, own_day=own, stale_days=int(days))
            completion_message.rerun_with_message(
                [_own_day_message(own), state.ngettext("rules.stale_is", int(days))]
            )


def format_own_day(view: View) -> str:
    """Say in a word or two when it is day."""
    own = view.community.daylight_hours
    return state.label_for("rules_day", "sun") if own is None else _format_interval(own)


def _format_interval(own: DayHours) -> str:
    return f"{own[0]:%H:%M}–{own[1]:%H:%M}"


def _own_day_inputs(view: View) -> DayHours:
    first, last = view.community.daylight_hours or (DEFAULT_DAY_START, DEFAULT_DAY_END)
    starts, ends = st.columns(2)
    begin = starts.time_input(state.gettext("rules.from"), first, key="rules_from")
    end = ends.time_input(state.gettext("rules.to"), last, key="rules_to")
    return begin, end


def _own_day_message(own: DayHours | None) -> str:
    if own is None:
        return state.gettext("rules.by_sun")
    return state.gettext("rules.by_clock", starts=f"{own[0]:%H:%M}", ends=f"{own[1]:%H:%M}")
