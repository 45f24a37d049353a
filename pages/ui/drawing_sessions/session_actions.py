"""Actions on a drawing session: share, close, reopen, add its marks to the map."""

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
    """Show the available actions of the selected session, each with an explanation."""
    selected = session_list.selected_session(view)
    if selected is None or not session_list.can_manage_sessions():
        return
    _show_outcome()
    with st.container(horizontal=True, key="tend"):
        for number, action in enumerate(_available_actions(selected)):
            _show_action(action, selected, primary=number == 0)
        if selected.closed_at is None and st.button(
            state.gettext("menu.to_draw"), icon=":material/draw:", key="to_draw"
        ):
            navigation.switch_page("draw")
    display.show_caption(state.gettext("drawing_sessions.no_names"))


def _available_actions(drawing: DrawingSession) -> list[str]:
    actions = ["reopen" if drawing.closed_at else "close"]
    if drawing.agreed_on is None:
        actions.insert(0, "hide" if drawing.shared_at else "share")
    return [*actions, "agree"] if drawing.marks or drawing.agreed_on else actions


def _show_action(action: str, drawing: DrawingSession, *, primary: bool) -> None:
    # The key depends on the state, so that the popover closes after the action.
    key = f"{action}_{drawing.code}_{drawing.drawn_at}_{drawing.agreed_on}"
    label = state.gettext(f"drawing_sessions.{action}")
    button_type: Literal["primary", "secondary"] = "primary" if primary else "secondary"
    with st.popover(label, icon=f":material/{ACTION_ICONS[action]}:", key=key, type=button_type):
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
    """Apply an action, before the rerun, to the session that was on the screen."""
    with ensure_visitor() as visitor:
        if not visitor.has_permission("act:open_drawing"):  # the right was removed
            return
        try:
            _apply_action(action, drawing)
        except AmparoError as error:
            st.session_state[ERROR_KEY] = error


def _apply_action(action: str, drawing: DrawingSession) -> None:
    if action != "agree":
        state.with_store(ACTION_FUNCTIONS[action], drawing.community, drawing.code)
        return
    agreed = state.with_store(agree_drawing, drawing.community, drawing.code)
    st.session_state[AGREED_KEY] = agreed.risk_areas + agreed.safe_zones + agreed.services


def _show_outcome() -> None:
    error = st.session_state.pop(ERROR_KEY, None)
    if error is not None:
        show_error_message(error)
    count = st.session_state.pop(AGREED_KEY, None)
    if count is not None:
        st.toast(state.ngettext("drawing_sessions.agreed", count), icon=":material/check:")
