"""What a coordinator tends on the screen of access: which part, and what was done last."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from pages.ui import state
from pages.ui.widgets import display

TOLD = "access:told"


def ask_part(parts: Sequence[str]) -> str | None:
    """Ask which part to tend; None where the visitor may tend none, or chose none."""
    if not parts:
        return None
    display.heading(state.say("access.tend"))
    return st.pills(
        state.say("access.tend"),
        parts,
        format_func=lambda name: state.say(f"access.part.{name}"),
        key="part",
        label_visibility="collapsed",
    )


def done(sentence: str) -> None:
    """Say what was done, on the screen as it is then."""
    st.session_state[TOLD] = sentence
    st.rerun()


def show_told() -> None:
    """Say what was done last, once."""
    sentence = st.session_state.pop(TOLD, None)
    if sentence:
        st.html(str(Markup('<div class="done" role="status">{}</div>').format(sentence)))
