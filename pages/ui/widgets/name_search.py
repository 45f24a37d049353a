"""Search box for the name of a street or a place."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from geo.layers.name_search import find_names, is_same_name
from pages.ui import state
from pages.ui.widgets import display, labels

MAX_FOUND = 8  # names shown at once; typing more leaves fewer
MAX_TYPED_LENGTH = 120  # characters


def search_name(label: str, names: Sequence[str], *, placeholder: str, key: str) -> str | None:
    """
    Show a search box, and the names that it finds as buttons.

    Returns
    -------
    name
        The name that was typed, the only one found, or the one that was pressed; else None.
    """
    typed = st.text_input(label, key=key, placeholder=placeholder, max_chars=MAX_TYPED_LENGTH)
    if not typed.strip():
        return None
    found = find_names(names, typed)
    if not found:
        display.show_caption(state.gettext("inputs.nothing_found"))
        return None
    if len(found) == 1 or is_same_name(found[0], typed):
        display.show_caption(state.gettext("inputs.found", name=found[0]))
        return found[0]
    chosen: str | None = st.pills(
        state.gettext("inputs.which"),
        found[:MAX_FOUND],
        format_func=labels.escape_markdown,
        key=f"{key}_found",
    )
    if len(found) > MAX_FOUND:
        display.show_caption(state.ngettext("inputs.more_found", len(found) - MAX_FOUND))
    return chosen


def show_undecided(key: str, name: str | None) -> bool:
    """Say that a name has to be chosen where something was typed that is none; return whether."""
    is_undecided = name is None and bool(st.session_state[key].strip())
    if is_undecided:
        display.show_text(state.gettext("inputs.undecided", typed=st.session_state[key]))
    return is_undecided
