"""Progress bar of a long operation."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from geo.model import ProgressCallback
from pages.ui import state

MIN_SHARE = 0.03  # smallest share shown, so that a started bar is visible


@contextmanager
def show_progress() -> Iterator[ProgressCallback]:
    """Show a bar, yield its callback (a share 0..1 and the key of a text), and remove it."""
    bar = st.empty()

    def report(share: float, key: str) -> None:
        bar.progress(min(1.0, max(MIN_SHARE, share)), text=state.gettext(key))

    try:
        yield report
    finally:
        bar.empty()
