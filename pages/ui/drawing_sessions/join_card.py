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
from pages.ui.drawing_sessions import phone_access, session_list
from pages.ui.drawing_sessions.network_address import find_base_url, find_network_address
from pages.ui.widgets import auto_refresh, display
from server.paths import JOIN_PAGE_PATH

MODULE_PX = 6  # large enough for a phone across a table
QR_CODE_WIDTH_PX = 168


def show_join_card(view: View) -> None:
    """Show the join card of the selected session while it is open, and how phones get there."""
    selected = session_list.selected_session(view)
    if selected is None or selected.closed_at is not None:
        return
    if not session_list.can_manage_sessions():
        return
    auto_refresh.run_periodically(
        lambda: _show_card(view, selected), active=find_base_url(view.community.slug) is not None
    )


def build_join_url(base_url: str, drawing: DrawingSession) -> str:
    """Build the URL of the QR code: it fills in the join code, and the person submits the form."""
    query = urlencode({"w": drawing.join_code, "lang": state.locale()})
    return f"{base_url}{JOIN_PAGE_PATH}?{query}"


def make_qr_code(text: str, *, module_px: int = MODULE_PX) -> bytes:
    """Make a QR code as PNG."""
    buffer = io.BytesIO()
    code = segno.make(text, error="m", micro=False)
    code.save(buffer, kind="png", scale=module_px, border=3, dark=palette.INK)
    return buffer.getvalue()


def make_qr_svg(text: str) -> str:
    """Make a QR code as SVG, for paper."""
    code = segno.make(text, error="m", micro=False)
    return str(code.svg_inline(border=3, dark=palette.INK, omitsize=True))


def _show_card(view: View, drawing: DrawingSession) -> None:
    base_url = find_base_url(drawing.community)
    with st.container(key="joining", horizontal=True):
        if base_url is not None:
            st.image(make_qr_code(build_join_url(base_url, drawing)), width=QR_CODE_WIDTH_PX)
        st.html(str(_card_html(base_url, drawing)))
    if base_url is None:
        display.show_caption(state.gettext("drawing_sessions.only_here"))
    if find_network_address() is None:
        phone_access.show_phone_access(view)


def _card_html(base_url: str | None, drawing: DrawingSession) -> Markup:
    address_template = Markup("<dt>{}</dt><dd>{}</dd>")
    address = (
        address_template.format(
            state.gettext("drawing_sessions.write"), format_typed_address(base_url)
        )
        if base_url
        else ""
    )
    join_code = state.gettext_html(
        "drawing_sessions.word", word=drawing.join_code.replace("-", " ")
    )
    label_key = "and_word" if base_url else "word_alone"
    code_html = Markup("<dt>{}</dt><dd class='word'>{}</dd>").format(
        state.gettext(f"drawing_sessions.{label_key}"), join_code
    )
    return Markup("<h2>{}</h2><dl class='joining'>{}{}</dl>").format(
        session_list.session_label(drawing.code), address, code_html
    )


def format_typed_address(base_url: str) -> str:
    """Format the address that a person types; `http` need not be typed."""
    return base_url.removeprefix("http://") + JOIN_PAGE_PATH
