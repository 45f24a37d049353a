"""What a coordinator tends on the screen of access: which part, and what was done last."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from pages.ui import state
from pages.ui.widgets import display

MESSAGE_KEY = "access:told"


def select_section(sections: Sequence[str]) -> str | None:
    """Ask which part to tend; None where the visitor may tend none, or chose none."""
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
    """Say what was done, on the screen as it is then."""
    st.session_state[MESSAGE_KEY] = message
    st.rerun()


def show_message() -> None:
    """Say what was done last, once."""
    sentence = st.session_state.pop(MESSAGE_KEY, None)
    if sentence:
        st.html(str(Markup('<div class="done" role="status">{}</div>').format(sentence)))
