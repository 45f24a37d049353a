"""What was done last in setting up a place, and what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import streamlit as st
from markupsafe import Markup

from geo.privacy.view import View
from pages.ui import state
from pages.ui.setup import setup_steps


def rerun_with_message(lines: Sequence[str]) -> None:
    """Say what was done, and show the place as it is now."""
    st.session_state[setup_steps.MESSAGE_KEY] = list(lines)
    st.rerun()


def show_message(view: View) -> bool:
    """Show what was done last and offer what comes next; tell whether there was anything."""
    lines = st.session_state.get(setup_steps.MESSAGE_KEY)
    if not lines:
        return False
    told = Markup("").join(Markup("<li>{}</li>").format(line) for line in lines)
    st.html(str(Markup('<ul class="done" role="status">{}</ul>').format(told)))
    following = setup_steps.find_next_part(view)
    if setup_steps.current_step() == setup_steps.LIST_STEP:
        return True
    if following not in (None, setup_steps.current_step()):
        label = state.gettext("setup.on", part=state.gettext(f"setup.part.{following}"))
        _show_step_button(label, str(following), key="on", button_type="primary")
    _show_step_button(
        state.gettext("setup.more"), setup_steps.current_step(), key="here", button_type="secondary"
    )
    return True


def _show_step_button(
    label: str, target_step: str, *, key: str, button_type: Literal["primary", "secondary"]
) -> None:
    st.button(
        label,
        key=key,
        type=button_type,
        width="stretch",
        on_click=setup_steps.open_step,
        args=(target_step,),
    )
