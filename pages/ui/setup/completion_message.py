"""Message after a setup step, with a button to the next part."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import streamlit as st
from markupsafe import Markup

from geo.privacy.view import View
from pages.ui import state
from pages.ui.setup import setup_steps

STAYS_KEY = "place:stays"


def rerun_with_message(lines: Sequence[str], *, stays: bool = False) -> None:
    """
    Store a message and rerun the screen, which shows it.

    Parameters
    ----------
    stays
        True shows the current step below the message, where there is more to decide.
    """
    st.session_state[setup_steps.MESSAGE_KEY] = list(lines)
    st.session_state[STAYS_KEY] = stays
    st.rerun()


def show_message(view: View) -> bool:
    """Show the message of the last step and the next part; return whether that ends the step."""
    lines = st.session_state.get(setup_steps.MESSAGE_KEY)
    if not lines:
        return False
    items = Markup("").join(Markup("<li>{}</li>").format(line) for line in lines)
    st.html(str(Markup('<ul class="done" role="status">{}</ul>').format(items)))
    if st.session_state.get(STAYS_KEY):
        st.session_state.pop(setup_steps.MESSAGE_KEY)
        return False
    next_part = setup_steps.find_next_part(view)
    if setup_steps.current_step() == setup_steps.LIST_STEP:
        return True
    if next_part not in (None, setup_steps.current_step()):
        label = state.gettext("setup.on", part=state.gettext(f"setup.part.{next_part}"))
        _show_step_button(label, str(next_part), key="on", button_type="primary")
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
