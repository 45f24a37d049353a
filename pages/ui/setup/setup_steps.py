"""What a place has already and what is missing: one row a part, the next one marked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import get_args

import streamlit as st

from geo.communities.setup_status import Part, Standing, next_step, readiness
from geo.privacy.view import View
from pages.ui import state
from pages.ui.widgets import display

STYLE = Path(__file__).with_name("setup_steps.css")
STEP, TOLD = "place:step", "place:told"
LIST, NEW, RULES = "list", "new", "rules"
SIGNS = {True: ":material/check_circle:", False: ":material/radio_button_unchecked:"}


def step() -> str:
    """
    Tell which part is being set up: one of the parts, the list of them, or a new place.

    The address says it too: whoever loses the link for a while comes back to where she was.
    """
    if state.community() is None:
        return NEW
    asked = st.session_state.get(STEP) or st.query_params.get("part")
    return str(asked) if asked in (*get_args(Part), NEW, RULES) else LIST


def go(to: str) -> None:
    """Turn to a part from the next run on; what was said of the last one is let go."""
    st.session_state[STEP] = to
    st.query_params["part"] = to
    st.session_state.pop(TOLD, None)


def back() -> None:
    """Offer the way back to the list."""
    st.html(STYLE)
    if step() != LIST and state.community() is not None:
        st.button(
            state.say("place.back"),
            type="tertiary",
            icon=":material/arrow_back:",
            key="back",
            on_click=go,
            args=(LIST,),
        )


def show_parts(view: View, *, rules: str) -> None:
    """
    List the parts of a place, each a button that opens it, and what the network settles.

    Parameters
    ----------
    rules
        What holds of that, in short.
    """
    parts = readiness(view)
    then = following(view)
    display.text(_summary(view, parts, then))
    with st.container(key="parts", gap=None):
        for part in parts:
            _row(view, part, part.part == then)
        st.button(
            state.say("place.row", part=state.say("place.part.rules"), stands=rules),
            key="part_rules",
            icon=":material/tune:",
            type="tertiary",
            width="stretch",
            on_click=go,
            args=(RULES,),
        )


def following(view: View) -> str | None:
    """Choose what to do next: what is needed, the doors that wait to be looked at, the rest."""
    missing = next_step(readiness(view))
    if len(view.candidates) and not (missing and missing.needed):
        return "services"
    return missing.part if missing else None


def _summary(view: View, parts: Sequence[Standing], following: str | None) -> str:
    missing = sum(part.needed and not part.done for part in parts)
    if missing:
        return state.say_plural("place.missing", missing)
    if not all(part.done for part in parts):
        return state.say("place.answers")
    if following:
        return state.say_plural("place.review", len(view.candidates))
    return state.say("place.whole")


def _row(view: View, part: Standing, following: bool) -> None:
    name, stands = state.say(f"place.part.{part.part}"), _stands(view, part)
    st.button(
        state.say("place.row_next" if following else "place.row", part=name, stands=stands),
        key=f"part_{part.part}",
        icon=":material/arrow_circle_right:" if following else SIGNS[part.done],
        type="primary" if following else "tertiary",
        width="stretch",
        on_click=go,
        args=(part.part,),
    )


def _stands(view: View, part: Standing) -> str:
    waiting = len(view.candidates) if part.part == "services" else 0
    if waiting:
        return state.say_plural("place.waiting", waiting)
    if part.done:
        return state.say_plural(f"place.has.{part.part}", part.count)
    return state.say("place.needed" if part.needed else "place.optional")
