"""What is on the map, as tables that say the same as its signs."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from geo.cartography import palette
from geo.cartography.opening_text import hours_in_words
from geo.cartography.risk_places import marked_places
from geo.model import Slot
from geo.privacy.view import View
from pages.ui import state
from pages.ui.widgets import display

FIRST = 8  # rows that stand open; the others are behind one touch
MOST = 200  # rows a table shows; files hold all


def signs() -> None:
    """Explain the signs beside the levels of marked ground."""
    display.counted(
        [
            ("", palette.safe_swatch(), state.say_rich("legend.waiting")),
            ("disc", palette.door_swatch(), state.say_rich("legend.door")),
        ],
        beside=True,
    )


def marked(view: View, slot: Slot | None) -> None:
    """List the marked places: where, why, which level, and how many groups say so."""
    places = marked_places(view, slot=slot)
    groups = len(view.sessions)
    heads = [state.say(f"map.head_{name}") for name in ("place", "why", "level", "groups")]
    swatch = Markup('<i class="swatch" style="{}"></i>{}')
    rows = [
        (
            place["name"] or place["zone"] or state.say("map.nameless"),
            state.word("category", place["category"]),
            swatch.format(palette.risk_swatch(place["severity"]), place["severity"]),
            state.say("map.of", count=place["groups"], groups=groups) if place["groups"] else "",
        )
        for place in places.to_dict("records")
    ]
    _folded(heads, rows, state.say("map.none_marked"))


def doors(view: View) -> None:
    """List the services: what, when, by which number; those that keep their place last."""
    heads = [state.say(f"map.head_{name}") for name in ("door", "hours", "phone")]
    rows = [
        (
            _two_lines(service["name"], state.word("service_type", service["type"])),
            _hours(service["opening_hours"], reserved=service["geometry"] is None),
            _phone(service["phone"]),
        )
        for service in view.services.to_dict("records")
    ]
    _folded(heads, rows, state.say("map.no_doors"))


def waiting(view: View) -> None:
    """List the places to wait, and when."""
    heads = [state.say(f"map.head_{name}") for name in ("place", "hours")]
    rows = [
        (_two_lines(zone["name"], state.word("kind", zone["kind"])), _hours(zone["hours"]))
        for zone in view.safe_zones.to_dict("records")
    ]
    _folded(heads, rows, state.say("map.no_waiting"))


def _folded(heads: Sequence[str], rows: Sequence[Sequence[object]], nothing: str) -> None:
    """Show a table whose first rows stand open."""
    if not rows:
        display.soft(nothing)
        return
    whole = display.table_html(heads, rows[:FIRST])
    rest = rows[FIRST:MOST]
    if rest:
        more = state.say_plural("map.more", len(rest))
        fold = Markup("<details><summary>{}</summary>{}</details>")
        whole += fold.format(more, display.table_html(heads, rest))
    if len(rows) > MOST:
        whole += Markup("<p>{}</p>").format(state.say_plural("map.beyond", len(rows) - MOST))
    st.html(str(whole))


def _two_lines(name: object, kind: str) -> Markup:
    known = display.said(name)
    return Markup("{}<small>{}</small>").format(known, kind) if known else Markup("{}").format(kind)


def _hours(written: object, *, reserved: bool = False) -> str:
    if reserved:
        return state.say("map.reserved")
    return hours_in_words(display.said(written), state.locale()) or state.say("map.unknown")


def _phone(number: object) -> Markup | str:
    known = display.said(number)
    if known is None:
        return ""
    dialled = "".join(sign for sign in known if sign.isdigit() or sign == "+")
    return Markup('<a href="tel:{}">{}</a>').format(dialled, known)
