"""List of the marks of a drawing session: withdraw, restore, merge; originals stay stored."""

from __future__ import annotations

import uuid

import streamlit as st

from geo.access.visitor import ANONYMOUS
from geo.errors import AmparoError
from geo.model import DrawingSession
from geo.privacy.view import View
from geo.workshop.mark_operations import StoredMark, read_marks
from geo.workshop.merging import merge_marks
from geo.workshop.records import DrawingScope
from geo.workshop.withdrawn_marks import withdraw_marks
from pages.ui import state
from pages.ui.drawing_sessions import mark_text, session_list
from pages.ui.visitor import ensure_visitor
from pages.ui.widgets import auto_refresh, display, labels
from pages.ui.widgets.errors import show_error_message

ERROR_KEY, CHANGED_KEY = "mend:fault", "mend:done"


def show_marks(view: View) -> None:
    """Show the list of marks with its actions."""
    selected = session_list.selected_session(view)
    if selected is None or not session_list.can_manage_sessions() or not selected.marks:
        return
    with st.expander(state.gettext("drawing_sessions.marks"), key="marks"):
        auto_refresh.run_periodically(
            lambda: _show_mark_list(selected), active=selected.closed_at is None
        )


def _show_mark_list(drawing: DrawingSession) -> None:
    if st.session_state.pop(
        CHANGED_KEY, False
    ):  # rerun the complete screen: map and actions have changed
        st.rerun()
    entries = state.with_store(read_marks, DrawingScope(drawing.community, drawing.code))
    display.show_caption(state.gettext("drawing_sessions.marks_about"))
    for entry in entries.values():
        st.checkbox(labels.escape_markdown(_mark_label(entry, entries)), key=f"mark_{entry.id}")
    with st.container(horizontal=True, key="mend"):
        for action in ("set_aside", "bring_back", "merge"):
            label = state.gettext(f"drawing_sessions.{action}")
            st.button(
                label, key=action, on_click=_on_action_click, args=(action, drawing, list(entries))
            )
    error = st.session_state.get(ERROR_KEY)
    if error is not None:
        show_error_message(error)


def _mark_label(entry: StoredMark, entries_by_id: dict[uuid.UUID, StoredMark]) -> str:
    label = mark_text.describe_mark({**entry.mark.to_attributes(), "number": entry.number})
    merged_into = (
        entries_by_id.get(uuid.UUID(entry.mark.merged_into)) if entry.mark.merged_into else None
    )
    if entry.mark.withdrawn and merged_into is not None:
        return state.gettext("drawing_sessions.mark_merged", mark=label, number=merged_into.number)
    return (
        state.gettext("drawing_sessions.mark_aside", mark=label) if entry.mark.withdrawn else label
    )


def _on_action_click(action: str, drawing: DrawingSession, mark_ids: list[uuid.UUID]) -> None:
    """Apply an action to the checked marks before the list is rendered, and uncheck them."""
    checked = [one for one in mark_ids if st.session_state.get(f"mark_{one}")]
    st.session_state.pop(ERROR_KEY, None)
    with ensure_visitor() as visitor:
        if not session_list.can_manage_sessions():
            return
        scope = DrawingScope(drawing.community, drawing.code, who=visitor.account or ANONYMOUS)
        try:
            _apply_action(action, scope, checked)
        except AmparoError as error:
            st.session_state[ERROR_KEY] = error
            return
    for mark in checked:
        st.session_state[f"mark_{mark}"] = False
    st.session_state[CHANGED_KEY] = True


def _apply_action(action: str, target: DrawingScope, mark_ids: list[uuid.UUID]) -> None:
    if action == "merge":
        merged = state.with_store(merge_marks, target, mark_ids)
        st.toast(
            state.gettext("drawing_sessions.merged", number=merged.number), icon=":material/check:"
        )
    else:
        state.with_store(withdraw_marks, target, mark_ids, withdrawn=action == "set_aside")
