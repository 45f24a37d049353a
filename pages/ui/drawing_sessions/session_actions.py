"""What is done with a group's drawing session: shown, closed, opened again, put on the map."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import streamlit as st

from geo.errors import AmparoError
from geo.privacy.view import View
from geo.workshop.drawing_sessions import (
    Drawing,
    close_drawing,
    hide_drawing,
    reopen_drawing,
    share_drawing,
)
from geo.workshop.publication import agree_drawing
from pages.ui import state
from pages.ui.drawing_sessions import session_list
from pages.ui.shell import navigation
from pages.ui.visitor import still
from pages.ui.widgets import display
from pages.ui.widgets.errors import show_fault

SIGNS = {
    "share": "present_to_all",
    "hide": "visibility_off",
    "close": "lock",
    "reopen": "lock_open",
    "agree": "add_location_alt",
}
ACTS: dict[str, Callable[..., Drawing]] = {
    "share": share_drawing,
    "hide": hide_drawing,
    "close": close_drawing,
    "reopen": reopen_drawing,
}
AGREED, FAULT = "drawing:agreed", "drawing:fault"


def offer(view: View) -> None:
    """Offer what can be done with the session she tends; each says first what it does."""
    here = session_list.chosen(view)
    if here is None or not session_list.tends():
        return
    _tell()
    with st.container(horizontal=True, key="tend"):
        for number, step in enumerate(_steps(here)):
            _offer(step, here, first=number == 0)
        if here.closed_at is None and st.button(
            state.say("menu.to_draw"), icon=":material/draw:", key="to_draw"
        ):
            navigation.go_to("draw")
    display.soft(state.say("session.no_names"))


def _steps(here: Drawing) -> list[str]:
    steps = ["reopen" if here.closed_at else "close"]
    if here.agreed_on is None:
        steps.insert(0, "hide" if here.shared_at else "share")
    return [*steps, "agree"] if here.marks or here.agreed_on else steps


def _offer(step: str, here: Drawing, *, first: bool) -> None:
    # A key for each state: what was opened to be pressed closes once it was.
    key = f"{step}_{here.code}_{here.drawn_at}_{here.agreed_on}"
    label = state.say(f"session.{step}")
    look: Literal["primary", "secondary"] = "primary" if first else "secondary"
    with st.popover(label, icon=f":material/{SIGNS[step]}:", key=key, type=look):
        display.text(state.say(f"session.{step}_about"))
        st.button(
            state.say(f"session.{step}_now"),
            type="primary",
            key=f"{step}_now_{here.code}",
            width="stretch",
            on_click=_press,
            args=(step, here),
        )


def _press(step: str, here: Drawing) -> None:
    """Do it before the screen is made again, and to the group that was on it."""
    with still() as visitor:
        if not visitor.may("act:open_drawing"):  # not any more
            return
        try:
            _do(step, here)
        except AmparoError as fault:
            st.session_state[FAULT] = fault


def _do(step: str, here: Drawing) -> None:
    if step != "agree":
        ACTS[step](state.store(), here.community, here.code)
        return
    agreed = agree_drawing(state.store(), here.community, here.code)
    st.session_state[AGREED] = agreed.risk_areas + agreed.safe_zones + agreed.services


def _tell() -> None:
    fault = st.session_state.pop(FAULT, None)
    if fault is not None:
        show_fault(fault)
    count = st.session_state.pop(AGREED, None)
    if count is not None:
        st.toast(state.say_plural("session.agreed", count), icon=":material/check:")
