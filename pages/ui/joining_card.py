"""How a phone joins: the address, the word, and both as a picture for its camera."""

from __future__ import annotations

import io
from urllib.parse import urlencode

import segno
import streamlit as st

from geo.workshop.drawings import Drawing
from pages.ui import show, state
from pages.ui.drawing_door import JOINING
from pages.ui.network_address import network_address

MODULE_PX = 6  # a phone reads it across a table


def show_card(drawing: Drawing) -> None:
    """Show how phones join a drawing session."""
    host = network_address()
    with st.container(key="joining", horizontal=True):
        if host is not None:
            picture = io.BytesIO()
            code = segno.make(joining_address(host, drawing), error="m", micro=False)
            code.save(picture, kind="png", scale=MODULE_PX, border=3, dark="#2B2430")
            st.image(picture.getvalue(), width=180)
        with st.container(key="join_word"):
            if host is not None:
                show.soft(state.say("session.write"))
                show.heading(f"{host}{JOINING}")
            show.soft(state.say("session.and_word"))
            show.big(state.say_rich("session.word", word=drawing.word.replace("-", " ")))
    if host is None:
        show.soft(state.say("session.only_here"))


def joining_address(host: str, drawing: Drawing) -> str:
    """Write the address that the picture holds: the word stands in it, to be sent by her."""
    return f"http://{host}{JOINING}?{urlencode({'w': drawing.word, 'lang': state.locale()})}"
