"""What was done last in setting up a place, and what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import streamlit as st
from markupsafe import Markup

from geo.privacy.view import View
from pages.ui import setting_up, state


def tell(lines: Sequence[str]) -> None:
    """Say what was done, and show the place as it is now."""
    st.session_state[setting_up.TOLD] = list(lines)
    st.rerun()


def show_done(view: View) -> bool:
    """Show what was done last and offer what comes next; tell whether there was anything."""
    lines = st.session_state.get(setting_up.TOLD)
    if not lines:
        return False
    told = Markup("").join(Markup("<li>{}</li>").format(line) for line in lines)
    st.html(str(Markup('<ul class="done" role="status">{}</ul>').format(told)))
    following = setting_up.following(view)
    if setting_up.step() == setting_up.LIST:
        return True
    if following not in (None, setting_up.step()):
        label = state.say("place.on", part=state.say(f"place.part.{following}"))
        _turn(label, str(following), key="on", look="primary")
    _turn(state.say("place.more"), setting_up.step(), key="here", look="secondary")
    return True


def _turn(label: str, to: str, *, key: str, look: Literal["primary", "secondary"]) -> None:
    st.button(label, key=key, type=look, width="stretch", on_click=setting_up.go, args=(to,))
