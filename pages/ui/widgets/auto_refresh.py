"""A part of a screen that is made again every few seconds, by itself, while the rest stays."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from pages.ui.shell.render_limit import limit_concurrency
from pages.ui.visitor import current_visitor, ensure_visitor
from pages.ui.widgets.errors import show_error

REFRESH_INTERVAL_S = 4  # marks arrive while the trainer looks


def run_periodically(render: Callable[[], None], *, active: bool = True) -> None:
    """
    Do a part of a screen, and again while it goes on, for as long as it is the same visitor.

    Parameters
    ----------
    render
        Reads what it shows anew each time. What is pressed within it is done in her name.
    active
        False does it again only when something within it is pressed.
    """
    began = current_visitor()

    def again() -> None:
        with show_error(), ensure_visitor() as here:
            if here != began:  # signed out, or another role: the whole screen is another
                st.rerun()
            render()

    first = [True]

    @st.fragment(run_every=REFRESH_INTERVAL_S if active else None)
    def part() -> None:
        if first:  # within the run of the whole screen, which has its turn
            first.clear()
            again()
            return
        with limit_concurrency():
            again()

    part()
