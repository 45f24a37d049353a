"""All join codes at once: a screen for the projector, and a sheet with one page for each group."""

from __future__ import annotations

import base64
from functools import partial
from pathlib import Path

import streamlit as st
from markupsafe import Markup

from geo.model import DrawingSession
from geo.privacy.view import View
from geo.sheets.join_codes import JoinCode, write_join_codes
from geo.store.atomic_file import MemoryFile
from pages.ui import state
from pages.ui.drawing_sessions import join_card, session_list
from pages.ui.drawing_sessions.network_address import find_base_url
from pages.ui.widgets import auto_refresh, display, downloads

STYLESHEET = Path(__file__).with_suffix(".css")
SHOWN_KEY = "drawing:codes"
WALL_MODULE_PX = 12  # the picture is shown larger or smaller; each module stays square


def is_shown() -> bool:
    """Return whether the screen shows all join codes."""
    return bool(st.session_state.get(SHOWN_KEY)) and session_list.can_manage_sessions()


def show_wall_button(view: View) -> None:
    """Show the button that opens the screen of all join codes."""
    if session_list.can_manage_sessions() and session_list.list_joinable_sessions(view):
        st.button(
            state.gettext("join_codes.show"),
            icon=":material/qr_code_2:",
            key="show_codes",
            on_click=_set_shown,
            args=(True,),
        )


def show_wall(view: View) -> None:
    """Show all join codes, with the way back and the sheet to print."""
    st.html(STYLESHEET)
    with st.container(key="codes"):
        st.html(str(Markup("<h1>{}</h1>").format(state.gettext("join_codes.title"))))
        with st.container(horizontal=True, key="codes_actions"):
            st.button(
                state.gettext("join_codes.back"),
                icon=":material/arrow_back:",
                key="hide_codes",
                on_click=_set_shown,
                args=(False,),
            )
            _offer_sheet(view)
        auto_refresh.run_periodically(
            lambda: _show_codes(view), active=session_list.has_active_session(view)
        )


def _set_shown(shown: bool) -> None:
    st.session_state[SHOWN_KEY] = shown


def _show_codes(view: View) -> None:
    base_url = find_base_url(view.community.slug)
    sessions = session_list.list_joinable_sessions(view)
    if base_url is None:
        display.show_text(state.gettext("drawing_sessions.only_here"))
    if not sessions:
        display.show_text(state.gettext("drawing_sessions.none"))
    cards = Markup("").join(_wall_card_html(one, base_url) for one in sessions)
    st.html(str(Markup('<div class="codewall">{}</div>').format(cards)))


def _wall_card_html(drawing: DrawingSession, base_url: str | None) -> Markup:
    name, word = session_list.session_label(drawing.code), _format_word(drawing)
    if base_url is None:
        return Markup("<section><h2>{}</h2><b>{}</b></section>").format(name, word)
    png = join_card.make_qr_code(
        join_card.build_join_url(base_url, drawing), module_px=WALL_MODULE_PX
    )
    card = Markup(
        '<section><h2>{}</h2><img alt="" src="data:image/png;base64,{}"><b>{}</b>'
        "<span>{}</span></section>"
    )
    address = join_card.format_typed_address(base_url)
    return card.format(name, base64.b64encode(png).decode("ascii"), word, address)


def _offer_sheet(view: View) -> None:
    base_url = find_base_url(view.community.slug)
    sessions = session_list.list_joinable_sessions(view)
    if base_url is None or not sessions:
        return
    codes = [
        JoinCode(
            name=session_list.session_label(one.code),
            address=join_card.format_typed_address(base_url),
            word=_format_word(one),
            qr_code=join_card.make_qr_svg(join_card.build_join_url(base_url, one)),
        )
        for one in sessions
    ]
    place = view.community.name.partition(" (")[0]
    write = partial(_write_sheet, codes, place, state.locale())
    name = f"{view.community.slug}-codes.pdf"
    downloads.show_download_button(state.gettext("join_codes.print"), name, write)


def _write_sheet(codes: list[JoinCode], place: str, locale: str, file: MemoryFile) -> None:
    write_join_codes(codes, file, place=place, locale=locale)


def _format_word(drawing: DrawingSession) -> str:
    return drawing.join_code.replace("-", " ")
