"""Erasing a community for good, with the copies that still hold it."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from geo.privacy.view import clear_caches
from geo.store.forget import forget_community
from geo.store.known_copies import list_known_copies
from pages.ui import state
from pages.ui.access import admin_sections
from pages.ui.widgets import display, labels
from pages.ui.widgets.errors import show_error


def show_deletion() -> None:
    """Ask which community to forget, for its short name once more, and which copies go too."""
    known = {one.slug: one.name for one in state.communities()}
    display.show_text(state.gettext("erase.about"))
    if not known:
        display.show_caption(state.gettext("publish.none"))
        return
    slug = st.radio(
        state.gettext("erase.which"),
        list(known),
        format_func=lambda one: labels.escape_markdown(known[one]),
        key="erase_which",
    )
    copies = state.with_store(list_known_copies)
    also = _select_copies(copies)
    typed = st.text_input(state.gettext("erase.type", slug=slug), key=f"erase_{slug}")
    if st.button(
        state.gettext("erase.now", name=labels.escape_markdown(known[slug])),
        key="erase",
        disabled=not typed,
    ):
        with show_error():
            gone = state.with_store(
                forget_community, slug, confirm=typed.strip(), copies_to_erase=also
            )
            clear_caches()
            state.clear_community()
            left = len(gone.remaining_copies)
            told = state.ngettext("erase.left", left) if left else state.gettext("erase.none_left")
            admin_sections.rerun_with_message(
                f"{state.gettext('erase.done', name=known[slug])} {told}"
            )


def _select_copies(copies: list[Path]) -> list[Path]:
    if not copies:
        display.show_caption(state.gettext("erase.no_copies"))
        return []
    display.show_text(state.ngettext("erase.copies", len(copies)))
    return [
        copy
        for number, copy in enumerate(copies)
        if st.checkbox(
            state.gettext("erase.copy", file=labels.escape_markdown(copy.name)),
            key=f"copy_{number}_{copy.name}",
        )
    ]
