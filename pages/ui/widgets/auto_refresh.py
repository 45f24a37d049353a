"""A part of a screen that is made again every few seconds, by itself, while the rest stays."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from pages.ui.shell.render_limit import my_turn
from pages.ui.visitor import still, visitor
from pages.ui.widgets.errors import show_error

LOOKED_EVERY_S = 4  # marks arrive while the trainer looks


def kept_up(work: Callable[[], None], *, going: bool = True) -> None:
    """
    Do a part of a screen, and again while it goes on, for as long as it is the same visitor.

    Parameters
    ----------
    work
        Reads what it shows anew each time. What is pressed within it is done in her name.
    going
        False does it again only when something within it is pressed.
    """
    began = visitor()

    def again() -> None:
        with show_error(), still() as here:
            if here != began:  # signed out, or another role: the whole screen is another
                st.rerun()
            work()

    first = [True]

    @st.fragment(run_every=LOOKED_EVERY_S if going else None)
    def part() -> None:
        if first:  # within the run of the whole screen, which has its turn
            first.clear()
            again()
            return
        with my_turn():
            again()

    part()
