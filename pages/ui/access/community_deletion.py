"""Erasing a community for good, with the copies that still hold it."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from geo.privacy.view import drop_kept
from geo.store.forget import forget_community
from geo.store.known_copies import known_copies
from pages.ui import state
from pages.ui.access import admin_sections
from pages.ui.widgets import display, labels
from pages.ui.widgets.errors import show_error


def show_forget() -> None:
    """Ask which community to forget, for its short name once more, and which copies go too."""
    known = {one.slug: one.name for one in state.communities()}
    display.text(state.say("erase.about"))
    if not known:
        display.soft(state.say("publish.none"))
        return
    slug = st.radio(
        state.say("erase.which"),
        list(known),
        format_func=lambda one: labels.plain(known[one]),
        key="erase_which",
    )
    copies = known_copies(state.store())
    also = _ask_copies(copies)
    typed = st.text_input(state.say("erase.type", slug=slug), key=f"erase_{slug}")
    if st.button(
        state.say("erase.now", name=labels.plain(known[slug])), key="erase", disabled=not typed
    ):
        with show_error():
            gone = forget_community(state.store(), slug, confirm=typed.strip(), also=also)
            drop_kept()
            state.choose_none()
            left = len(gone.copies)
            told = state.say_plural("erase.left", left) if left else state.say("erase.none_left")
            admin_sections.done(f"{state.say('erase.done', name=known[slug])} {told}")


def _ask_copies(copies: list[Path]) -> list[Path]:
    if not copies:
        display.soft(state.say("erase.no_copies"))
        return []
    display.text(state.say_plural("erase.copies", len(copies)))
    return [
        copy
        for number, copy in enumerate(copies)
        if st.checkbox(
            state.say("erase.copy", file=labels.plain(copy.name)), key=f"copy_{number}_{copy.name}"
        )
    ]
