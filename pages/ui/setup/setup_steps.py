"""What a place has already and what is missing: one row a part, the next one marked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import get_args

import streamlit as st

from geo.communities.setup_status import SetupItem, SetupPart, choose_next_item, list_setup_items
from geo.privacy.view import View
from pages.ui import state
from pages.ui.widgets import display

STYLESHEET = Path(__file__).with_name("setup_steps.css")
STEP_KEY, MESSAGE_KEY = "place:step", "place:told"
LIST_STEP, NEW_STEP, SETTINGS_STEP = "list", "new", "rules"
STATUS_ICONS = {True: ":material/check_circle:", False: ":material/radio_button_unchecked:"}


def current_step() -> str:
    """
    Tell which part is being set up: one of the parts, the list of them, or a new place.

    The address says it too: whoever loses the link for a while comes back to where she was.
    """
    if state.community() is None:
        return NEW_STEP
    asked = st.session_state.get(STEP_KEY) or st.query_params.get("part")
    return str(asked) if asked in (*get_args(SetupPart), NEW_STEP, SETTINGS_STEP) else LIST_STEP


def open_step(target_step: str) -> None:
    """Turn to a part from the next run on; what was said of the last one is let go."""
    st.session_state[STEP_KEY] = target_step
    st.query_params["part"] = target_step
    st.session_state.pop(MESSAGE_KEY, None)


def show_back_button() -> None:
    """Offer the way back to the list."""
    st.html(STYLESHEET)
    if current_step() != LIST_STEP and state.community() is not None:
        st.button(
            state.gettext("setup.back"),
            type="tertiary",
            icon=":material/arrow_back:",
            key="back",
            on_click=open_step,
            args=(LIST_STEP,),
        )


def show_parts(view: View, *, settings_summary: str) -> None:
    """
    List the parts of a place, each a button that opens it, and what the network settles.

    Parameters
    ----------
    settings_summary
        What holds of that, in short.
    """
    parts = list_setup_items(view)
    then = find_next_part(view)
    display.show_text(_format_summary(view, parts, then))
    with st.container(key="parts", gap=None):
        for part in parts:
            _show_part(view, part, part.part == then)
        st.button(
            state.gettext(
                "setup.row", part=state.gettext("setup.part.rules"), stands=settings_summary
            ),
            key="part_rules",
            icon=":material/tune:",
            type="tertiary",
            width="stretch",
            on_click=open_step,
            args=(SETTINGS_STEP,),
        )


def find_next_part(view: View) -> str | None:
    """Choose what to do next: what is needed, the doors that wait to be looked at, the rest."""
    missing = choose_next_item(list_setup_items(view))
    if len(view.candidates) and not (missing and missing.required):
        return "services"
    return missing.part if missing else None


def _format_summary(view: View, parts: Sequence[SetupItem], next_part: str | None) -> str:
    missing = sum(part.required and not part.complete for part in parts)
    if missing:
        return state.ngettext("setup.missing", missing)
    if not all(part.complete for part in parts):
        return state.gettext("setup.complete")
    if next_part:
        return state.ngettext("setup.review", len(view.candidates))
    return state.gettext("setup.all_parts")


def _show_part(view: View, part: SetupItem, is_next: bool) -> None:
    name, stands = state.gettext(f"setup.part.{part.part}"), _part_status(view, part)
    st.button(
        state.gettext("setup.row_next" if is_next else "setup.row", part=name, stands=stands),
        key=f"part_{part.part}",
        icon=":material/arrow_circle_right:" if is_next else STATUS_ICONS[part.complete],
        type="primary" if is_next else "tertiary",
        width="stretch",
        on_click=open_step,
        args=(part.part,),
    )


def _part_status(view: View, part: SetupItem) -> str:
    waiting = len(view.candidates) if part.part == "services" else 0
    if waiting:
        return state.ngettext("setup.waiting", waiting)
    if part.complete:
        return state.ngettext(f"setup.has.{part.part}", part.count)
    return state.gettext("setup.needed" if part.required else "setup.optional")
