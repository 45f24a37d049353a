"""Fragment of a screen that reruns every few seconds, without the rest of the screen."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from pages.ui.shell.render_limit import limit_concurrency
from pages.ui.visitor import current_visitor, ensure_visitor
from pages.ui.widgets.errors import show_error

REFRESH_INTERVAL_S = 4  # interval at which new marks are shown


def run_periodically(
    render: Callable[[], None], *, active: bool = True, interval_s: float = REFRESH_INTERVAL_S
) -> None:
    """
    Render a part of a screen now and at intervals, as long as the visitor stays the same.

    Parameters
    ----------
    render
        Reads its data each time it is called. Its widgets act as the visitor.
    active
        False reruns the part only when one of its widgets is used.
    """
    first_visitor = current_visitor()

    def render_for_visitor() -> None:
        with show_error(), ensure_visitor() as visitor:
            if visitor != first_visitor:  # signed out or another role: rerun the complete screen
                st.rerun()
            render()

    is_first_run = [True]

    @st.fragment(run_every=interval_s if active else None)
    def run_fragment() -> None:
        if is_first_run:  # the run of the complete screen already holds the semaphore
            is_first_run.clear()
            render_for_visitor()
            return
        with show_error(), limit_concurrency():
            render_for_visitor()

    run_fragment()
