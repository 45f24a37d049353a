"""Form that creates a community, selector of communities, reset of the demonstration."""

from __future__ import annotations

import streamlit as st

from geo.access.protection import require_protection
from geo.communities.creation import (
    MAX_NAME_LENGTH,
    NewCommunity,
    check_community_name,
    create_community,
    find_country_code,
    make_slug,
)
from geo.communities.demonstration import may_reset_demo, reset_demo
from pages.ui import state
from pages.ui.access import protection_setup
from pages.ui.setup import completion_message, setup_steps
from pages.ui.visitor import current_visitor
from pages.ui.widgets import display, labels, languages, progress
from pages.ui.widgets.errors import show_error
from pages.ui.widgets.form_checks import FormChecks


def show_creation_form() -> None:
    """Show the form that creates a community; it needs a protected installation."""
    if not current_visitor().installation_protected:
        protection_setup.show_setup_button()
        return
    name = st.text_input(state.gettext("setup.name"), key="new_name", max_chars=MAX_NAME_LENGTH)
    rule = state.gettext("form.rule_community", most=MAX_NAME_LENGTH)
    st.caption(state.gettext("setup.slug", slug=make_slug(name)) if make_slug(name) else rule)
    country = st.text_input(
        state.gettext("setup.country"), key="new_country", max_chars=MAX_NAME_LENGTH
    )
    st.caption(state.gettext("setup.country_why"))
    locale = languages.select_language(state.gettext("setup.language"), key="new_locale")
    st.caption(state.gettext("setup.timezone_later"))
    error_panel = st.container()
    if st.button(state.gettext("setup.begin"), type="primary", key="begin", width="stretch"):
        checks = FormChecks()
        checks.run(lambda: check_community_name(name, make_slug(name)))
        checks.run(lambda: find_country_code(country, state.locale()))
        with error_panel, show_error():
            if not checks.show_failures():
                _create_community(name, country, locale)


def show_community_picker() -> None:
    """Show the selector of communities, and the button for a new one if that is allowed."""
    names_by_slug = {one.slug: one.name for one in state.communities()}
    current = state.community()
    if current is not None and len(names_by_slug) > 1:
        st.radio(
            state.gettext("setup.which"),
            list(names_by_slug),
            index=list(names_by_slug).index(current.slug),
            format_func=lambda slug: labels.escape_markdown(names_by_slug[slug]),
            key=f"prepare_{current.slug}",
            on_change=_change_community,
            args=(current.slug,),
        )
    if current_visitor().installation_protected and setup_steps.may_create():
        st.button(
            state.gettext("setup.new"),
            icon=":material/add:",
            key="new",
            width="stretch",
            on_click=setup_steps.open_step,
            args=(setup_steps.NEW_STEP,),
        )


def _change_community(previous_slug: str) -> None:
    # The browser may resend the choice after the screen was left; selecting the current community
    # again would clear all inputs since.
    selected_slug = st.session_state.get(f"prepare_{previous_slug}", previous_slug)
    if selected_slug != previous_slug:
        state.select_community(selected_slug)


def show_demo_reset() -> None:
    """Show the button that resets the demonstration."""
    current = state.community()
    if current is None or not current.demonstration or not state.with_store(may_reset_demo):
        return
    display.show_caption(state.gettext("setup.demo"))
    if st.button(state.gettext("setup.demo_again"), key="demo_again", width="stretch"):
        with progress.show_progress() as report:
            state.with_store(reset_demo, progress=report)
        completion_message.rerun_with_message([state.gettext("setup.demo_loaded")])


def _create_community(name: str, country: str, locale: str) -> None:
    state.with_store(require_protection)
    new = NewCommunity(make_slug(name), name, find_country_code(country, state.locale()), locale)
    community = state.with_store(create_community, new)
    state.select_community(community.slug)
    setup_steps.open_step(setup_steps.LIST_STEP)
    completion_message.rerun_with_message([state.gettext("setup.begun", name=community.name)])
