"""How far some work has come, while it works."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from geo.osm.extract import ProgressCallback
from pages.ui import state

MIN_SHARE = 0.03  # an empty bar looks as if nothing happened


@contextmanager
def show_progress() -> Iterator[ProgressCallback]:
    """Lay a bar, give what moves it (a share 0..1 and the key of a sentence), and clear it."""
    bar = st.empty()

    def report(share: float, key: str) -> None:
        bar.progress(min(1.0, max(MIN_SHARE, share)), text=state.gettext(key))

    try:
        yield report
    finally:
        bar.empty()
