"""Publication of communities: visible without signing in or not."""

from __future__ import annotations

import streamlit as st

from geo.access.publication import is_published, publish_community, unpublish_community
from geo.model import Community
from pages.ui import state
from pages.ui.access import admin_sections
from pages.ui.widgets import display, labels
from pages.ui.widgets.errors import show_error


def show_communities() -> None:
    """Show each community with its visibility, and a button that changes it."""
    display.show_text(state.gettext("publish.about"))
    communities = state.communities()
    if not communities:
        display.show_caption(state.gettext("publish.none"))
    for community in communities:
        with show_error():
            _show_community(community)


def _show_community(community: Community) -> None:
    name, slug = community.name, community.slug
    escaped_name = labels.escape_markdown(name)
    if community.demonstration:
        display.show_text(state.gettext("publish.demonstration", name=name))
    elif state.with_store(is_published, community):
        display.show_text(state.gettext("publish.published", name=name))
        if st.button(state.gettext("publish.withdraw", name=escaped_name), key=f"withdraw_{slug}"):
            state.with_store(unpublish_community, slug)
            admin_sections.rerun_with_message(state.gettext("publish.withdrawn", name=name))
    else:
        display.show_text(state.gettext("publish.closed", name=name))
        if st.button(state.gettext("publish.publish", name=escaped_name), key=f"publish_{slug}"):
            state.with_store(publish_community, slug)
            admin_sections.rerun_with_message(state.gettext("publish.done", name=name))
