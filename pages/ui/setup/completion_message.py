"""What was done last in setting up a place, and what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import streamlit as st
from markupsafe import Markup

from geo.privacy.view import View
from pages.ui import state
from pages.ui.setup import setup_steps


def tell(lines: Sequence[str]) -> None:
    """Say what was done, and show the place as it is now."""
    st.session_state[setup_steps.TOLD] = list(lines)
    st.rerun()


def show_done(view: View) -> bool:
    """Show what was done last and offer what comes next; tell whether there was anything."""
    lines = st.session_state.get(setup_steps.TOLD)
    if not lines:
        return False
    told = Markup("").join(Markup("<li>{}</li>").format(line) for line in lines)
    st.html(str(Markup('<ul class="done" role="status">{}</ul>').format(told)))
    following = setup_steps.following(view)
    if setup_steps.step() == setup_steps.LIST:
        return True
    if following not in (None, setup_steps.step()):
        label = state.say("place.on", part=state.say(f"place.part.{following}"))
        _turn(label, str(following), key="on", look="primary")
    _turn(state.say("place.more"), setup_steps.step(), key="here", look="secondary")
    return True


def _turn(label: str, to: str, *, key: str, look: Literal["primary", "secondary"]) -> None:
    st.button(label, key=key, type=look, width="stretch", on_click=setup_steps.go, args=(to,))
