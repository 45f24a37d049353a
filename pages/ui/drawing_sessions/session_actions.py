"""What is done with a group's drawing session: shown, closed, opened again, put on the map."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import streamlit as st

from geo.errors import AmparoError
from geo.model import DrawingSession
from geo.privacy.view import View
from geo.workshop.drawing_sessions import (
    close_drawing,
    reopen_drawing,
    share_drawing,
    unshare_drawing,
)
from geo.workshop.publication import agree_drawing
from pages.ui import state
from pages.ui.drawing_sessions import session_list
from pages.ui.shell import navigation
from pages.ui.visitor import ensure_visitor
from pages.ui.widgets import display
from pages.ui.widgets.errors import show_error_message

ACTION_ICONS = {
    "share": "present_to_all",
    "hide": "visibility_off",
    "close": "lock",
    "reopen": "lock_open",
    "agree": "add_location_alt",
}
ACTION_FUNCTIONS: dict[str, Callable[..., DrawingSession]] = {
    "share": share_drawing,
    "hide": unshare_drawing,
    "close": close_drawing,
    "reopen": reopen_drawing,
}
AGREED_KEY, ERROR_KEY = "drawing:agreed", "drawing:fault"


def show_actions(view: View) -> None:
    """Offer what can be done with the session she tends; each says first what it does."""
    here = session_list.selected_session(view)
    if here is None or not session_list.can_manage_sessions():
        return
    _show_outcome()
    with st.container(horizontal=True, key="tend"):
        for number, step in enumerate(_available_actions(here)):
            _show_action(step, here, primary=number == 0)
        if here.closed_at is None and st.button(
            state.gettext("menu.to_draw"), icon=":material/draw:", key="to_draw"
        ):
            navigation.switch_page("draw")
    display.show_caption(state.gettext("drawing_sessions.no_names"))


def _available_actions(drawing: DrawingSession) -> list[str]:
    steps = ["reopen" if drawing.closed_at else "close"]
    if drawing.agreed_on is None:
        steps.insert(0, "hide" if drawing.shared_at else "share")
    return [*steps, "agree"] if drawing.marks or drawing.agreed_on else steps


def _show_action(action: str, drawing: DrawingSession, *, primary: bool) -> None:
    # A key for each state: what was opened to be pressed closes once it was.
    key = f"{action}_{drawing.code}_{drawing.drawn_at}_{drawing.agreed_on}"
    label = state.gettext(f"drawing_sessions.{action}")
    look: Literal["primary", "secondary"] = "primary" if primary else "secondary"
    with st.popover(label, icon=f":material/{ACTION_ICONS[action]}:", key=key, type=look):
        display.show_text(state.gettext(f"drawing_sessions.{action}_about"))
        st.button(
            state.gettext(f"drawing_sessions.{action}_now"),
            type="primary",
            key=f"{action}_now_{drawing.code}",
            width="stretch",
            on_click=_on_action_click,
            args=(action, drawing),
        )


def _on_action_click(action: str, drawing: DrawingSession) -> None:
    """Do it before the screen is made again, and to the group that was on it."""
    with ensure_visitor() as visitor:
        if not visitor.has_permission("act:open_drawing"):  # not any more
            return
        try:
            _apply_action(action, drawing)
        except AmparoError as fault:
            st.session_state[ERROR_KEY] = fault


def _apply_action(action: str, drawing: DrawingSession) -> None:
    if action != "agree":
        state.with_store(ACTION_FUNCTIONS[action], drawing.community, drawing.code)
        return
    agreed = state.with_store(agree_drawing, drawing.community, drawing.code)
    st.session_state[AGREED_KEY] = agreed.risk_areas + agreed.safe_zones + agreed.services


def _show_outcome() -> None:
    fault = st.session_state.pop(ERROR_KEY, None)
    if fault is not None:
        show_error_message(fault)
    count = st.session_state.pop(AGREED_KEY, None)
    if count is not None:
        st.toast(state.ngettext("drawing_sessions.agreed", count), icon=":material/check:")
