"""The frame of every screen: its style, and the three places where things stand."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import streamlit as st
from markupsafe import Markup
from streamlit.delta_generator import DeltaGenerator

from geo.language import read_catalogue_state
from pages.ui import state
from pages.ui.widgets import languages

FOLDER = Path(__file__).parent
ICON_FILE = FOLDER / "mark.png"


@dataclass(frozen=True)
class Screen:
    """Where a screen asks, draws and says; phones stack them in this order."""

    input_panel: DeltaGenerator
    map_panel: DeltaGenerator
    result_panel: DeltaGenerator


def configure_page() -> None:
    """Give every screen its style, and the browser's tab a sign of our own."""
    st.set_page_config(
        page_title=state.gettext("shell.nowhere"),
        page_icon=str(ICON_FILE),
        layout="wide",
        initial_sidebar_state="collapsed",
    )
    st.html(FOLDER / "screen.css")
    languages.translate_widgets()


def set_page_title(title: str) -> None:
    """Give tab and header the place's name, and nothing that tells what this is about."""
    st.set_page_config(page_title=title)
    short = title.partition(" (")[0]  # a telephone has room for no more
    st.html(str(Markup("<style>:root{{--amparo-name:'{}'}}</style>").format(_escape_css(short))))
    st.logo(str(ICON_FILE))


def show_notice_badge() -> None:
    """Say beside the place's name, on every screen, that it or its language is not the real one."""
    noted = [("shell.demo", "shell.badge")] if _is_demonstration() else []
    if read_catalogue_state(state.locale()) == "draft":
        noted.append(("language.state.draft", "language.draft"))
    if noted:
        about = " ".join(state.gettext(long) for long, _ in noted)
        short = " · ".join(state.gettext(short) for _, short in noted)
        said = Markup('<p class="badge" role="note" title="{}">{}</p>')
        st.html(str(said.format(about, short)))


def create_screen(title: str) -> Screen:
    """Lay out a screen under its question."""
    with st.container(key="screen"):
        places = Screen(st.container(key="ask"), st.container(key="map"), st.container(key="say"))
    places.input_panel.html(str(Markup("<h1>{}</h1>").format(title)))
    if state.audience() == "coordinator":
        shown = state.gettext("confidential.shown")
        places.input_panel.html(str(Markup('<p class="soft" role="status">{}</p>').format(shown)))
    if _is_demonstration():
        places.result_panel.html(
            str(Markup('<p class="invented">{}</p>').format(state.gettext("shell.demo")))
        )
    return places


@contextmanager
def single_column(title: str) -> Iterator[None]:
    """Lay out a screen without a map: one column under its title."""
    st.html(FOLDER / "sheet.css")
    with st.container(key="sheet"):
        st.html(str(Markup("<h1>{}</h1>").format(title)))
        yield


@contextmanager
def action_bar() -> Iterator[None]:
    """Keep the main buttons at the foot of the panel."""
    with st.container(key="foot", horizontal=True):
        yield


def _is_demonstration() -> bool:
    chosen = state.community()
    return chosen is not None and chosen.demonstration


def _escape_css(text: str) -> str:
    """Write a text as a CSS string can hold it: every sign but letters and digits by number."""
    return "".join(sign if sign.isalnum() else f"\\{ord(sign):06x}" for sign in text)
