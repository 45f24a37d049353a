"""How far some work has come, while it works."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from geo.osm.extract import Progress
from pages.ui import state

BEGUN = 0.03  # an empty bar looks as if nothing happened


@contextmanager
def progress() -> Iterator[Progress]:
    """Lay a bar, give what moves it (a share 0..1 and the key of a sentence), and clear it."""
    bar = st.empty()

    def tell(share: float, key: str) -> None:
        bar.progress(min(1.0, max(BEGUN, share)), text=state.say(key))

    try:
        yield tell
    finally:
        bar.empty()
