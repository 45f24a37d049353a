"""Page layout of every screen: style sheets, and panels for inputs, map and results."""

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
class ScreenPanels:
    """Panels of a screen for inputs, map and results; phones stack them in this order."""

    input_panel: DeltaGenerator
    map_panel: DeltaGenerator
    result_panel: DeltaGenerator


def configure_page() -> None:
    """Set style sheet, tab icon and Streamlit's page options."""
    st.set_page_config(
        page_title=state.gettext("shell.nowhere"),
        page_icon=str(ICON_FILE),
        layout="wide",
        initial_sidebar_state="collapsed",
    )
    st.html(FOLDER / "screen.css")
    languages.translate_widgets()


def set_page_title(title: str) -> None:
    """Set the title of tab and header: a neutral name that does not disclose the subject."""
    st.set_page_config(page_title=title)
    short = title.partition(" (")[0]  # short enough for a phone's header
    st.html(str(Markup("<style>:root{{--amparo-name:'{}'}}</style>").format(_escape_css(short))))
    st.logo(str(ICON_FILE))


def show_notice_badge() -> None:
    """Show a badge in the header for the demonstration and for draft translations."""
    notice_keys = [("shell.demo", "shell.badge")] if _is_demonstration() else []
    if read_catalogue_state(state.locale()) == "draft":
        notice_keys.append(("language.state.draft", "language.draft"))
    if notice_keys:
        description = " ".join(state.gettext(long) for long, _ in notice_keys)
        short = " · ".join(state.gettext(short) for _, short in notice_keys)
        badge = Markup('<p class="badge" role="note" title="{}">{}</p>')
        st.html(str(badge.format(description, short)))


def create_screen(title: str) -> ScreenPanels:
    """Create the panels of a screen under its title."""
    with st.container(key="screen"):
        screen = ScreenPanels(
            st.container(key="ask"), st.container(key="map"), st.container(key="say")
        )
    screen.input_panel.html(str(Markup("<h1>{}</h1>").format(title)))
    if state.audience() == "coordinator":
        notice = state.gettext("confidential.shown")
        screen.input_panel.html(str(Markup('<p class="soft" role="status">{}</p>').format(notice)))
    if _is_demonstration():
        screen.result_panel.html(
            str(Markup('<p class="invented">{}</p>').format(state.gettext("shell.demo")))
        )
    return screen


@contextmanager
def single_column(title: str) -> Iterator[None]:
    """Create a screen without a map: one column under its title."""
    st.html(FOLDER / "sheet.css")
    with st.container(key="sheet"):
        st.html(str(Markup("<h1>{}</h1>").format(title)))
        yield


@contextmanager
def section(key: str) -> Iterator[None]:
    """Create a part of a screen, which its style sheet places by `st-key-` and the key."""
    with st.container(key=key):
        yield


@contextmanager
def action_bar() -> Iterator[None]:
    """Create the container of the main buttons, fixed at the foot of the panel."""
    with st.container(key="foot", horizontal=True):
        yield


def _is_demonstration() -> bool:
    community = state.community()
    return community is not None and community.demonstration


def _escape_css(text: str) -> str:
    """Escape a text for a CSS string: only letters and digits stay as they are."""
    return "".join(
        character if character.isalnum() else f"\\{ord(character):06x}" for character in text
    )
