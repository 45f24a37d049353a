"""Settings of a community: daylight hours, and after how many days a service is stale."""

from __future__ import annotations

from datetime import time

import streamlit as st

from geo.communities.settings import MAX_STALE_DAYS, MAX_UNLIT_FACTOR, DayHours, update_settings
from geo.privacy.view import View
from pages.ui import map_layers, state
from pages.ui.setup import completion_message, setup_map
from pages.ui.shell.layout import ScreenPanels
from pages.ui.widgets import display, inputs
from pages.ui.widgets.errors import show_error

DAY_DEFINITIONS = ("sun", "own")
DEFAULT_DAY_START, DEFAULT_DAY_END = time(6), time(18)  # first values of the inputs


def show_settings(screen: ScreenPanels, view: View) -> None:
    """Show the settings form, and save it when submitted."""
    community = view.community
    with screen.map_panel, show_error():
        setup_map.show_setup_map(
            view,
            map_layers.community_layers(view, None, map_layers.SELECTABLE_LAYERS),
            key="rules_map",
        )
    with screen.input_panel, show_error():
        display.show_text(state.gettext("rules.day_why"))
        default_kind = "sun" if community.daylight_hours is None else "own"
        kind = inputs.select_option(
            state.gettext("rules.day"),
            DAY_DEFINITIONS,
            family="rules_day",
            key="rules_day",
            default=default_kind,
        )
        own_hours = _own_day_inputs(view) if kind == "own" else None
        days = st.number_input(
            state.gettext("rules.stale"),
            min_value=1,
            max_value=MAX_STALE_DAYS,
            value=community.stale_days,
            key="rules_stale",
        )
        st.caption(state.gettext("rules.stale_why"))
        unlit_factor = st.number_input(
            state.gettext("rules.unlit"),
            min_value=1.0,
            max_value=MAX_UNLIT_FACTOR,
            value=community.unlit_factor,
            step=0.1,
            key="rules_unlit",
        )
        st.caption(state.gettext("rules.unlit_why"))
        if st.button(
            state.gettext("rules.save"), type="primary", key="rules_save", width="stretch"
        ):
            state.with_store(
                update_settings,
                community.slug,
                own_day=own_hours,
                stale_days=int(days),
                unlit_factor=float(unlit_factor),
            )
            completion_message.rerun_with_message(
                [
                    _own_day_message(own_hours),
                    state.ngettext("rules.stale_is", int(days)),
                    *(
                        [state.gettext("rules.unlit_is", factor=round(unlit_factor, 1))]
                        if unlit_factor > 1
                        else []
                    ),
                ]
            )


def format_own_day(view: View) -> str:
    """Format the daylight hours."""
    own_hours = view.community.daylight_hours
    return state.label_for("rules_day", "sun") if own_hours is None else _format_interval(own_hours)


def _format_interval(hours: DayHours) -> str:
    return f"{hours[0]:%H:%M}–{hours[1]:%H:%M}"


def _own_day_inputs(view: View) -> DayHours:
    first, last = view.community.daylight_hours or (DEFAULT_DAY_START, DEFAULT_DAY_END)
    start_column, end_column = st.columns(2)
    begin = start_column.time_input(state.gettext("rules.from"), first, key="rules_from")
    end = end_column.time_input(state.gettext("rules.to"), last, key="rules_to")
    return begin, end


def _own_day_message(own_hours: DayHours | None) -> str:
    if own_hours is None:
        return state.gettext("rules.by_sun")
    return state.gettext(
        "rules.by_clock", starts=f"{own_hours[0]:%H:%M}", ends=f"{own_hours[1]:%H:%M}"
    )
