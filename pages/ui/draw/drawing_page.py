"""The drawing page in an iframe: the same page that phones open directly."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from geo.model import DrawingSession
from pages.ui import state
from server.paths import DRAW_PATH

HEIGHT_PX = 640  # px, until the style sheet sets the height


def show_drawing_page(drawing: DrawingSession) -> None:
    """Show the drawing page of a drawing session."""
    with st.container(key="drawing"):
        st.iframe(drawing_page_url(drawing), height=HEIGHT_PX)


def drawing_page_url(drawing: DrawingSession) -> str:
    """Build the URL of the drawing page of a drawing session."""
    query = {"community": drawing.community, "session": drawing.code, "lang": state.locale()}
    return f"{DRAW_PATH}?{urlencode(query)}"
