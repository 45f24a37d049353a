"""A support route to take along: a sheet, a pocket card, a picture; and files for other maps."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import streamlit as st

from geo.privacy.view import View
from geo.sheets.nearest_services import public_places
from geo.sheets.writing import Kind, write_poster, write_support
from geo.support.records import SupportPlan
from pages.ui import state
from pages.ui.visitor import still, visitor
from pages.ui.widgets import display, downloads

# What is offered: the words, the kind, the ending.
HELD: tuple[tuple[str, Kind, str], ...] = (
    ("sheet", "sheet", ".pdf"),
    ("card", "card", ".pdf"),
    ("picture", "message", ".png"),
)
FOR_MAPS = (".gpx", ".geojson")


def offer(view: View, plan: SupportPlan) -> None:
    """Offer what people hold in their hands; until she asks, nothing of it is made."""
    if not visitor().may("act:take_along"):
        return
    label = state.say("taking.title")
    if st.button(label, type="primary", icon=":material/print:", key="take_along"):
        st.dialog(label)(_open)(view, plan)


def _open(view: View, plan: SupportPlan) -> None:
    with still() as here:
        if not here.may("act:take_along"):  # not any more
            st.rerun()
        display.text(state.say("taking.about"))
        for word, kind, ending in HELD:
            _file(view, plan, word, kind, ending)
        display.soft(state.say("taking.card_about"))
        display.heading(state.say("taking.for_maps"))
        for ending in FOR_MAPS:
            _file(view, plan, ending.removeprefix("."), "sheet", ending)


def offer_poster(view: View) -> None:
    """Offer a poster for a wall of the neighbourhood: from there, the nearest door of each type."""
    if not visitor().may("act:take_along"):
        return
    label = state.say("taking.poster")
    if st.button(label, icon=":material/imagesmode:", key="poster"):
        st.dialog(label)(_poster)(view)


def _poster(view: View) -> None:
    with still() as here:
        if not here.may("act:take_along"):
            st.rerun()
        display.text(state.say("taking.poster_about"))
        places = public_places(view)
        place = st.selectbox(
            state.say("taking.poster_where"),
            list(places),
            index=None,
            placeholder=state.say("taking.poster_choose"),
            key="poster_where",
        )
        if place:
            name = f"{view.community.slug}-poster.pdf"
            write = partial(_write_poster, view, place, state.locale())
            downloads.hand_out(state.say("taking.poster_file"), name, write, stretch=True)


def _write_poster(view: View, place: str, locale: str, path: Path) -> None:
    write_poster(view, place, path, when=view.moment(), locale=locale)


def _file(view: View, plan: SupportPlan, word: str, kind: Kind, ending: str) -> None:
    name = f"{view.community.slug}-{word}{ending}"  # of the place, and of nothing else
    write = partial(_write, view, plan, kind, state.locale())
    downloads.hand_out(state.say(f"taking.{word}"), name, write, stretch=True)


def _write(view: View, plan: SupportPlan, kind: Kind, locale: str, path: Path) -> None:
    write_support(view, plan, path, locale=locale, kind=kind)
