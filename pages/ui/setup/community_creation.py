"""A new place: its name, its country, its language."""

from __future__ import annotations

import streamlit as st

from geo.access.protection import require_protection
from geo.communities.creation import NewCommunity, create_community, find_country_code, make_slug
from geo.communities.demonstration import reset_demo
from pages.ui import state
from pages.ui.access import protection_setup
from pages.ui.setup import completion_message, setup_steps
from pages.ui.visitor import current_visitor
from pages.ui.widgets import display, labels, languages, progress
from pages.ui.widgets.errors import show_error

MAX_NAME_LENGTH = 60


def show_creation_form() -> None:
    """Ask for what a new place begins with, and begin; not before it can be kept safe."""
    if not current_visitor().installation_protected:
        protection_setup.show_setup_button()
        return
    name = st.text_input(state.gettext("setup.name"), key="new_name", max_chars=MAX_NAME_LENGTH)
    if make_slug(name):
        st.caption(state.gettext("setup.slug", slug=make_slug(name)))
    country = st.text_input(
        state.gettext("setup.country"), key="new_country", max_chars=MAX_NAME_LENGTH
    )
    st.caption(state.gettext("setup.country_why"))
    spoken = languages.select_language(state.gettext("setup.language"), key="new_locale")
    st.caption(state.gettext("setup.timezone_later"))
    fault = st.container()
    if st.button(state.gettext("setup.begin"), type="primary", key="begin", width="stretch"):
        with fault, show_error():
            _create_community(name, country, spoken)


def show_community_picker() -> None:
    """Offer the other places, and a new one where it can be kept safe."""
    known = {one.slug: one.name for one in state.communities()}
    here = state.community()
    if here is not None and len(known) > 1:
        st.radio(
            state.gettext("setup.which"),
            list(known),
            index=list(known).index(here.slug),
            format_func=lambda slug: labels.escape_markdown(known[slug]),
            key=f"prepare_{here.slug}",
            on_change=_change_community,
            args=(here.slug,),
        )
    if current_visitor().installation_protected:
        st.button(
            state.gettext("setup.new"),
            icon=":material/add:",
            key="new",
            width="stretch",
            on_click=setup_steps.open_step,
            args=(setup_steps.NEW_STEP,),
        )


def _change_community(previous_slug: str) -> None:
    # The browser may send the choice once more after it has left the screen; turning to the
    # place one is at would let go of all that was typed since.
    chosen = st.session_state.get(f"prepare_{previous_slug}", previous_slug)
    if chosen != previous_slug:
        state.select_community(chosen)


def show_demo_reset() -> None:
    """Offer to put the demonstration back as it came."""
    here = state.community()
    if here is None or not here.demonstration:
        return
    display.show_caption(state.gettext("setup.demo"))
    if st.button(state.gettext("setup.demo_again"), key="demo_again", width="stretch"):
        with progress.show_progress() as bar:
            state.with_store(reset_demo, progress=bar)
        completion_message.rerun_with_message([state.gettext("setup.demo_loaded")])


def _create_community(name: str, country: str, locale: str) -> None:
    state.with_store(require_protection)
    new = NewCommunity(make_slug(name), name, find_country_code(country, state.locale()), locale)
    founded = state.with_store(create_community, new)
    state.select_community(founded.slug)
    setup_steps.open_step(setup_steps.LIST_STEP)
    completion_message.rerun_with_message([state.gettext("setup.begun", name=founded.name)])
