"""How a phone joins: the address, the word, and both as a picture for its camera."""

from __future__ import annotations

import io
from urllib.parse import urlencode

import segno
import streamlit as st
from markupsafe import Markup

from geo.privacy.view import View
from geo.workshop.drawing_sessions import Drawing
from pages.ui import state
from pages.ui.draw.page_data import JOINING
from pages.ui.drawing_sessions import session_list
from pages.ui.drawing_sessions.network_address import network_address
from pages.ui.widgets import display

MODULE_PX = 6  # a phone reads it across a table
SHOWN_PX = 168


def show_opened(view: View) -> None:
    """Show how phones join the session she tends, while it is open."""
    one = session_list.chosen(view)
    if one is not None and one.closed_at is None and session_list.tends():
        _show(one)


def joining_address(host: str, drawing: Drawing) -> str:
    """Write the address that the picture holds: the word stands in it, to be sent by her."""
    return f"http://{host}{JOINING}?{urlencode({'w': drawing.word, 'lang': state.locale()})}"


def _show(drawing: Drawing) -> None:
    host = network_address()
    with st.container(key="joining", horizontal=True):
        if host is not None:
            st.image(_picture(joining_address(host, drawing)), width=SHOWN_PX)
        st.html(str(_words(host, drawing)))
    if host is None:
        display.soft(state.say("session.only_here"))


def _picture(address: str) -> bytes:
    written = io.BytesIO()
    code = segno.make(address, error="m", micro=False)
    code.save(written, kind="png", scale=MODULE_PX, border=3, dark="#2B2430")
    return written.getvalue()


def _words(host: str | None, drawing: Drawing) -> Markup:
    where = Markup("<dt>{}</dt><dd>{}</dd>")
    asked = where.format(state.say("session.write"), f"{host}{JOINING}") if host else ""
    said = state.say_rich("session.word", word=drawing.word.replace("-", " "))
    word = Markup("<dt>{}</dt><dd class='word'>{}</dd>").format(state.say("session.and_word"), said)
    return Markup("<h2>{}</h2><dl class='joining'>{}{}</dl>").format(
        session_list.name(drawing.code), asked, word
    )
