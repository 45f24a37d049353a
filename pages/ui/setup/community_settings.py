"""What the network settles for itself: when it is night here, and when a door is checked again."""

from __future__ import annotations

from datetime import time

import streamlit as st

from geo.communities.settings import LONGEST_DAYS, OwnDay, set_rules
from geo.privacy.view import View
from pages.ui import map_layers, state
from pages.ui.setup import completion_message, setup_map
from pages.ui.shell.layout import Screen
from pages.ui.widgets import display, inputs
from pages.ui.widgets.errors import show_error

DAYS = ("sun", "own")
FROM, TO = time(6), time(18)  # where nobody said


def show_rules(screen: Screen, view: View) -> None:
    """Ask for both, and save them."""
    here = view.community
    with screen.map, show_error():
        setup_map.show_ground(
            view, map_layers.everything(view, None, map_layers.SHOWN), key="rules_map"
        )
    with screen.ask, show_error():
        display.text(state.say("rules.day_why"))
        first = "sun" if here.own_day is None else "own"
        kind = inputs.one_of(
            state.say("rules.day"), DAYS, family="rules_day", key="rules_day", first=first
        )
        own = _own_day(view) if kind == "own" else None
        days = st.number_input(
            state.say("rules.stale"),
            min_value=1,
            max_value=LONGEST_DAYS,
            value=here.stale_days,
            key="rules_stale",
        )
        st.caption(state.say("rules.stale_why"))
        if st.button(state.say("rules.save"), type="primary", key="rules_save", width="stretch"):
            set_rules(state.store(), here.slug, own_day=own, stale_days=int(days))
            completion_message.tell([_told(own), state.say_plural("rules.stale_is", int(days))])


def stands(view: View) -> str:
    """Say in a word or two when it is day."""
    own = view.community.own_day
    return state.word("rules_day", "sun") if own is None else _span(own)


def _span(own: OwnDay) -> str:
    return f"{own[0]:%H:%M}–{own[1]:%H:%M}"


def _own_day(view: View) -> OwnDay:
    first, last = view.community.own_day or (FROM, TO)
    starts, ends = st.columns(2)
    begin = starts.time_input(state.say("rules.from"), first, key="rules_from")
    end = ends.time_input(state.say("rules.to"), last, key="rules_to")
    return begin, end


def _told(own: OwnDay | None) -> str:
    if own is None:
        return state.say("rules.by_sun")
    return state.say("rules.by_clock", starts=f"{own[0]:%H:%M}", ends=f"{own[1]:%H:%M}")
