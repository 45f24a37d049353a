"""A new place: its name, its country, its language."""

from __future__ import annotations

import streamlit as st

from geo.access.protection import insist
from geo.communities.creation import NewCommunity, country_of, found_community, slug_of
from geo.communities.demonstration import renew_demo
from pages.ui import state
from pages.ui.access import protection_setup
from pages.ui.setup import completion_message, setup_steps
from pages.ui.visitor import visitor
from pages.ui.widgets import display, labels, languages, progress
from pages.ui.widgets.errors import show_error

LONGEST = 60


def ask_place() -> None:
    """Ask for what a new place begins with, and begin; not before it can be kept safe."""
    if not visitor().guarded:
        protection_setup.invite()
        return
    name = st.text_input(state.say("place.name"), key="new_name", max_chars=LONGEST)
    if slug_of(name):
        st.caption(state.say("place.slug", slug=slug_of(name)))
    country = st.text_input(state.say("place.country"), key="new_country", max_chars=LONGEST)
    st.caption(state.say("place.country_why"))
    spoken = languages.offer(state.say("place.language"), key="new_locale")
    st.caption(state.say("place.timezone_later"))
    fault = st.container()
    if st.button(state.say("place.begin"), type="primary", key="begin", width="stretch"):
        with fault, show_error():
            _begin(name, country, spoken)


def ask_which() -> None:
    """Offer the other places, and a new one where it can be kept safe."""
    known = {one.slug: one.name for one in state.communities()}
    here = state.community()
    if here is not None and len(known) > 1:
        st.radio(
            state.say("place.which"),
            list(known),
            index=list(known).index(here.slug),
            format_func=lambda slug: labels.plain(known[slug]),
            key=f"prepare_{here.slug}",
            on_change=_turn_to,
            args=(here.slug,),
        )
    if visitor().guarded:
        st.button(
            state.say("place.new"),
            icon=":material/add:",
            key="new",
            width="stretch",
            on_click=setup_steps.go,
            args=(setup_steps.NEW,),
        )


def _turn_to(here: str) -> None:
    # The browser may send the choice once more after it has left the screen; turning to the
    # place one is at would let go of all that was typed since.
    chosen = st.session_state.get(f"prepare_{here}", here)
    if chosen != here:
        state.choose_community(chosen)


def ask_again() -> None:
    """Offer to put the demonstration back as it came."""
    here = state.community()
    if here is None or not here.demonstration:
        return
    display.soft(state.say("place.demo"))
    if st.button(state.say("place.demo_again"), key="demo_again", width="stretch"):
        with progress.progress() as bar:
            renew_demo(state.store(), progress=bar)
        completion_message.tell([state.say("place.demo_loaded")])


def _begin(name: str, country: str, spoken: str) -> None:
    insist(state.store())
    new = NewCommunity(slug_of(name), name, country_of(country, state.locale()), spoken)
    founded = found_community(state.store(), new)
    state.choose_community(founded.slug)
    setup_steps.go(setup_steps.LIST)
    completion_message.tell([state.say("place.begun", name=founded.name)])
