"""How far some work has come, while it works."""

from __future__ import annotations

import streamlit as st

from geo.network.extract import Progress
from pages.ui import state


def progress() -> Progress:
    """Lay a bar, and give what moves it: a share 0..1 and the key of a sentence."""
    bar = st.progress(0.0)

    def tell(share: float, key: str) -> None:
        bar.progress(min(1.0, share), text=state.say(key))

    return tell
