"""Opening a drawing session: what is said of a group, and never who they are."""

from __future__ import annotations

from datetime import date
from typing import Literal

import streamlit as st

from geo.model import FACILITATOR_ROLES, HOLDS
from geo.privacy.view import View
from geo.workshop.drawing_sessions import MOST_PARTICIPANTS, Opening, open_drawing
from pages.ui import state
from pages.ui.drawing_sessions import session_list
from pages.ui.visitor import still
from pages.ui.widgets.errors import show_error

AGES = ("13-17", "18-29", "30-59", "60-110", "13-110")
USUAL = 6  # women of a group around a table


def offer(view: View) -> None:
    """Offer to open a drawing session; the first thing to do where none is open."""
    if not session_list.tends():
        return
    label = state.say("session.open")
    look: Literal["primary", "secondary"] = "secondary" if session_list.going(view) else "primary"
    if st.button(label, icon=":material/add:", key="open_session", type=look):
        st.dialog(label)(ask)(view)


def ask(view: View) -> None:
    """Ask what is to be said of the group, and open its session."""
    with st.form("opening", border=False):
        said = _said()
        asked = st.form_submit_button(
            state.say("session.open_now"), type="primary", width="stretch", key="open_now"
        )
    if asked:
        with show_error(), still():
            if not session_list.tends():  # not any more
                st.rerun()
            session_list.choose(open_drawing(state.store(), view.community.slug, said))
            st.rerun()


def _said() -> Opening:
    day = st.date_input(state.say("session.day"), date.today(), key="opening_day")
    band = st.pills(
        state.say("session.ages"),
        AGES,
        format_func=session_list.ages,
        default=AGES[-1],
        key="opening_ages",
    )
    count = st.number_input(
        state.say("session.how_many"), 1, MOST_PARTICIPANTS, USUAL, key="opening_count"
    )
    moment = st.segmented_control(
        state.say("session.moment"),
        HOLDS,
        default=HOLDS[0],
        format_func=lambda code: state.word("holds", code),
        key="opening_moment",
    )
    role = st.pills(
        state.say("session.role"),
        FACILITATOR_ROLES,
        default=FACILITATOR_ROLES[0],
        format_func=lambda code: state.word("facilitator", code),
        key="opening_role",
    )
    consent = st.checkbox(state.say("session.consent"), key="opening_consent")
    return Opening(day, band or "", int(count), moment or "", role or "", consent)
