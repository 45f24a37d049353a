"""Form that opens a drawing session: details of the group, never names."""

from __future__ import annotations

from datetime import date
from typing import Literal

import streamlit as st

from geo.model import FACILITATOR_ROLES, HOLDS_VALUES
from geo.privacy.view import View
from geo.workshop.drawing_sessions import (
    MAX_PARTICIPANTS,
    SessionDetails,
    list_detail_errors,
    open_drawing,
)
from pages.ui import state
from pages.ui.drawing_sessions import session_list
from pages.ui.visitor import ensure_visitor
from pages.ui.widgets import display
from pages.ui.widgets.errors import show_error
from pages.ui.widgets.form_checks import FormChecks

AGE_BANDS = ("13-17", "18-29", "30-59", "60-110", "13-110")
DEFAULT_PARTICIPANTS = 6  # usual size of a group


def show_open_button(view: View) -> None:
    """Show the button of the form; it is the primary action where no session is active."""
    if not session_list.can_manage_sessions():
        return
    label = state.gettext("drawing_sessions.open")
    button_type: Literal["primary", "secondary"] = (
        "secondary" if session_list.has_active_session(view) else "primary"
    )
    if st.button(label, icon=":material/add:", key="open_session", type=button_type):
        st.dialog(label)(show_opening_form)(view)


def show_opening_form(view: View) -> None:
    """Show the form, and open the drawing session when it is submitted."""
    with st.form("opening", border=False):
        display.show_caption(state.gettext("form.rule_session", most=MAX_PARTICIPANTS))
        details = _opening_inputs()
        submitted = st.form_submit_button(
            state.gettext("drawing_sessions.open_now"),
            type="primary",
            width="stretch",
            key="open_now",
        )
    checks = FormChecks()
    if submitted:
        checks.errors += list_detail_errors(details)
    if submitted and not checks.show_failures():
        with show_error(), ensure_visitor():
            if not session_list.can_manage_sessions():  # the right was removed
                st.rerun()
            session_list.select_session(
                state.with_store(open_drawing, view.community.slug, details)
            )
            st.rerun()


def _opening_inputs() -> SessionDetails:
    day = st.date_input(state.gettext("drawing_sessions.day"), date.today(), key="opening_day")
    band = st.pills(
        state.gettext("drawing_sessions.ages"),
        AGE_BANDS,
        format_func=session_list.format_age_band,
        default=AGE_BANDS[-1],
        key="opening_ages",
    )
    count = st.number_input(
        state.gettext("drawing_sessions.how_many"),
        1,
        MAX_PARTICIPANTS,
        DEFAULT_PARTICIPANTS,
        key="opening_count",
    )
    moment = st.segmented_control(
        state.gettext("drawing_sessions.moment"),
        HOLDS_VALUES,
        default=HOLDS_VALUES[0],
        format_func=lambda code: state.label_for("holds", code),
        key="opening_moment",
    )
    role = st.pills(
        state.gettext("drawing_sessions.role"),
        FACILITATOR_ROLES,
        default=FACILITATOR_ROLES[0],
        format_func=lambda code: state.label_for("facilitator", code),
        key="opening_role",
    )
    consent = st.checkbox(state.gettext("drawing_sessions.consent"), key="opening_consent")
    return SessionDetails(day, band or "", int(count), moment or "", role or "", consent)
