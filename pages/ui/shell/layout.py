"""The frame of every screen: its style, and the three places where things stand."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import streamlit as st
from markupsafe import Markup
from streamlit.delta_generator import DeltaGenerator

from geo.language import language_state
from pages.ui import state
from pages.ui.widgets import languages

HERE = Path(__file__).parent
MARK = HERE / "mark.png"


@dataclass(frozen=True)
class Screen:
    """Where a screen asks, draws and says; phones stack them in this order."""

    ask: DeltaGenerator
    map: DeltaGenerator
    say: DeltaGenerator


def dress() -> None:
    """Give every screen its style, and the browser's tab a sign of our own."""
    st.set_page_config(
        page_title=state.say("shell.nowhere"),
        page_icon=str(MARK),
        layout="wide",
        initial_sidebar_state="collapsed",
    )
    st.html(HERE / "screen.css")
    languages.name_widgets()


def call_it(name: str) -> None:
    """Give tab and header the place's name, and nothing that tells what this is about."""
    st.set_page_config(page_title=name)
    short = name.partition(" (")[0]  # a telephone has room for no more
    st.html(str(Markup("<style>:root{{--amparo-name:'{}'}}</style>").format(_in_css(short))))
    st.logo(str(MARK))


def badge() -> None:
    """Say beside the place's name, on every screen, that it or its language is not the real one."""
    noted = [("shell.demo", "shell.badge")] if _invented() else []
    if language_state(state.locale()) == "draft":
        noted.append(("language.state.draft", "language.draft"))
    if noted:
        about = " ".join(state.say(long) for long, _ in noted)
        short = " · ".join(state.say(short) for _, short in noted)
        said = Markup('<p class="badge" role="note" title="{}">{}</p>')
        st.html(str(said.format(about, short)))


def screen(title: str) -> Screen:
    """Lay out a screen under its question."""
    with st.container(key="screen"):
        places = Screen(st.container(key="ask"), st.container(key="map"), st.container(key="say"))
    places.ask.html(str(Markup("<h1>{}</h1>").format(title)))
    if state.audience() == "coordinator":
        shown = state.say("reserved.shown")
        places.ask.html(str(Markup('<p class="soft" role="status">{}</p>').format(shown)))
    if _invented():
        places.say.html(str(Markup('<p class="invented">{}</p>').format(state.say("shell.demo"))))
    return places


@contextmanager
def sheet(title: str) -> Iterator[None]:
    """Lay out a screen without a map: one column under its title."""
    st.html(HERE / "sheet.css")
    with st.container(key="sheet"):
        st.html(str(Markup("<h1>{}</h1>").format(title)))
        yield


@contextmanager
def foot() -> Iterator[None]:
    """Keep the main buttons at the foot of the panel."""
    with st.container(key="foot", horizontal=True):
        yield


def _invented() -> bool:
    chosen = state.community()
    return chosen is not None and chosen.demonstration


def _in_css(text: str) -> str:
    """Write a text as a CSS string can hold it: every sign but letters and digits by number."""
    return "".join(sign if sign.isalnum() else f"\\{ord(sign):06x}" for sign in text)
