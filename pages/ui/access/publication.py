"""Which communities anybody may see without signing in."""

from __future__ import annotations

import streamlit as st

from geo.access.publication import is_published, publish, withdraw
from geo.model import Community
from pages.ui import state
from pages.ui.access import admin_sections
from pages.ui.widgets import display, labels
from pages.ui.widgets.errors import show_error


def show_communities() -> None:
    """List the communities with who may see them, and offer to change that."""
    display.text(state.say("publish.about"))
    known = state.communities()
    if not known:
        display.soft(state.say("publish.none"))
    for one in known:
        with show_error():
            _show(one)


def _show(community: Community) -> None:
    name, slug = community.name, community.slug
    on_button = labels.plain(name)
    if community.demonstration:
        display.text(state.say("publish.demonstration", name=name))
    elif is_published(state.store(), community):
        display.text(state.say("publish.published", name=name))
        if st.button(state.say("publish.withdraw", name=on_button), key=f"withdraw_{slug}"):
            withdraw(state.store(), slug)
            admin_sections.done(state.say("publish.withdrawn", name=name))
    else:
        display.text(state.say("publish.closed", name=name))
        if st.button(state.say("publish.publish", name=on_button), key=f"publish_{slug}"):
            publish(state.store(), slug)
            admin_sections.done(state.say("publish.done", name=name))
