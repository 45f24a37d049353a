"""Section selector of the access screen, and the message of the last action."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from pages.ui import state
from pages.ui.widgets import display

MESSAGE_KEY = "access:told"


def select_section(sections: Sequence[str]) -> str | None:
    """Show the selector of sections; None where there is none, or none is selected."""
    if not sections:
        return None
    display.show_heading(state.gettext("access.tend"))
    return st.pills(
        state.gettext("access.tend"),
        sections,
        format_func=lambda name: state.gettext(f"access.part.{name}"),
        key="part",
        label_visibility="collapsed",
    )


def rerun_with_message(message: str) -> None:
    """Store a message and rerun the screen, which shows it."""
    st.session_state[MESSAGE_KEY] = message
    st.rerun()


def show_message() -> None:
    """Show the message of the last action, once."""
    message = st.session_state.pop(MESSAGE_KEY, None)
    if message:
        st.html(str(Markup('<div class="done" role="status">{}</div>').format(message)))
