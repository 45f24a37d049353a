"""Which communities anybody may see without signing in."""

from __future__ import annotations

import streamlit as st

from geo.access.publication import is_published, publish_community, unpublish_community
from geo.model import Community
from pages.ui import state
from pages.ui.access import admin_sections
from pages.ui.widgets import display, labels
from pages.ui.widgets.errors import show_error


def show_communities() -> None:
    """List the communities with who may see them, and offer to change that."""
    display.show_text(state.gettext("publish.about"))
    known = state.communities()
    if not known:
        display.show_caption(state.gettext("publish.none"))
    for one in known:
        with show_error():
            _show_community(one)


def _show_community(community: Community) -> None:
    name, slug = community.name, community.slug
    on_button = labels.escape_markdown(name)
    if community.demonstration:
        display.show_text(state.gettext("publish.demonstration", name=name))
    elif state.with_store(is_published, community):
        display.show_text(state.gettext("publish.published", name=name))
        if st.button(state.gettext("publish.withdraw", name=on_button), key=f"withdraw_{slug}"):
            state.with_store(unpublish_community, slug)
            admin_sections.rerun_with_message(state.gettext("publish.withdrawn", name=name))
    else:
        display.show_text(state.gettext("publish.closed", name=name))
        if st.button(state.gettext("publish.publish", name=on_button), key=f"publish_{slug}"):
            state.with_store(publish_community, slug)
            admin_sections.rerun_with_message(state.gettext("publish.done", name=name))
