"""Join card of a drawing session: URL, join code, and both as a QR code."""

from __future__ import annotations

import io
from urllib.parse import urlencode

import segno
import streamlit as st
from markupsafe import Markup

from geo.cartography import palette
from geo.model import DrawingSession
from geo.privacy.view import View
from pages.ui import state
from pages.ui.drawing_sessions import session_list
from pages.ui.drawing_sessions.network_address import find_network_address
from pages.ui.widgets import display
from server.paths import JOIN_PAGE_PATH

MODULE_PX = 6  # large enough for a phone across a table
QR_CODE_WIDTH_PX = 168


def show_join_card(view: View) -> None:
    """Show the join card of the selected session while it is open."""
    selected = session_list.selected_session(view)
    if selected is not None and selected.closed_at is None and session_list.can_manage_sessions():
        _show_card(selected)


def build_join_url(host: str, drawing: DrawingSession) -> str:
    """Build the URL of the QR code: it fills in the join code, and the person submits the form."""
    query = urlencode({"w": drawing.join_code, "lang": state.locale()})
    return f"http://{host}{JOIN_PAGE_PATH}?{query}"


def _show_card(drawing: DrawingSession) -> None:
    host = find_network_address()
    with st.container(key="joining", horizontal=True):
        if host is not None:
            st.image(_qr_code_png(build_join_url(host, drawing)), width=QR_CODE_WIDTH_PX)
        st.html(str(_card_html(host, drawing)))
    if host is None:
        display.show_caption(state.gettext("drawing_sessions.only_here"))


def _qr_code_png(url: str) -> bytes:
    buffer = io.BytesIO()
    code = segno.make(url, error="m", micro=False)
    code.save(buffer, kind="png", scale=MODULE_PX, border=3, dark=palette.INK)
    return buffer.getvalue()


def _card_html(host: str | None, drawing: DrawingSession) -> Markup:
    address_template = Markup("<dt>{}</dt><dd>{}</dd>")
    address = (
        address_template.format(state.gettext("drawing_sessions.write"), f"{host}{JOIN_PAGE_PATH}")
        if host
        else ""
    )
    join_code = state.gettext_html(
        "drawing_sessions.word", word=drawing.join_code.replace("-", " ")
    )
    code_html = Markup("<dt>{}</dt><dd class='word'>{}</dd>").format(
        state.gettext("drawing_sessions.and_word"), join_code
    )
    return Markup("<h2>{}</h2><dl class='joining'>{}{}</dl>").format(
        session_list.session_label(drawing.code), address, code_html
    )
