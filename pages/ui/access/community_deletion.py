"""Permanent deletion of a community, with known backups that contain it."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from geo.privacy.shared_cache import clear_caches
from geo.store.forget import forget_community
from geo.store.known_copies import list_known_copies
from pages.ui import state
from pages.ui.access import admin_sections
from pages.ui.widgets import display, labels
from pages.ui.widgets.errors import show_error


def show_deletion() -> None:
    """Show the form: community, its slug as confirmation, and backups to delete as well."""
    names_by_slug = {one.slug: one.name for one in state.communities()}
    display.show_text(state.gettext("erase.about"))
    if not names_by_slug:
        display.show_caption(state.gettext("publish.none"))
        return
    slug = st.radio(
        state.gettext("erase.which"),
        list(names_by_slug),
        format_func=lambda one: labels.escape_markdown(names_by_slug[one]),
        key="erase_which",
    )
    copies = state.with_store(list_known_copies)
    copies_to_erase = _select_copies(copies)
    typed_slug = st.text_input(state.gettext("erase.type", slug=slug), key=f"erase_{slug}")
    if st.button(
        state.gettext("erase.now", name=labels.escape_markdown(names_by_slug[slug])),
        key="erase",
        disabled=not typed_slug,
    ):
        with show_error():
            result = state.with_store(
                forget_community, slug, confirm=typed_slug.strip(), copies_to_erase=copies_to_erase
            )
            clear_caches()
            state.clear_community()
            remaining = len(result.remaining_copies)
            copies_text = (
                state.ngettext("erase.left", remaining)
                if remaining
                else state.gettext("erase.none_left")
            )
            admin_sections.rerun_with_message(
                f"{state.gettext('erase.done', name=names_by_slug[slug])} {copies_text}"
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
