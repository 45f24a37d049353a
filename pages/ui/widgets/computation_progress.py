"""The progress of a computation that a visitor waits for, with a button that cancels it."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from pages.ui import state
from pages.ui.shell.computations import Computation
from pages.ui.widgets import auto_refresh

REFRESH_INTERVAL_S = 1.0


def show_computation(
    computation: Computation,
    visitor: str,
    *,
    name: str,
    on_cancel: Callable[[], None],
    is_left: Callable[[], bool] = lambda: False,
) -> None:
    """
    Show the share and the step of a computation until it ends; then the screen runs again.

    Parameters
    ----------
    visitor
        Who waits for it.
    name
        Of the screen or the part of it: begins the keys of the widgets.
    on_cancel
        Leaves the computation; the screen runs again after it.
    is_left
        Whether the visitor does not wait any more.
    """

    def render() -> None:
        if computation.is_done or is_left():
            st.rerun()
        computation.keep(visitor)
        st.progress(max(0.03, computation.share), text=state.gettext(computation.step))
        st.button(
            state.gettext("coverage.cancel"),
            key=f"{name}_cancel",
            icon=":material/close:",
            width="stretch",
            on_click=on_cancel,
        )

    auto_refresh.run_periodically(render, interval_s=REFRESH_INTERVAL_S)
