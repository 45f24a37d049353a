"""Leaving in a hurry: the way out of every screen, and where it leads."""

from __future__ import annotations

import os
from urllib.parse import urlencode, urlsplit

import streamlit as st
from markupsafe import Markup
from streamlit.runtime.scriptrunner import get_script_run_ctx

from geo.cartography import assets
from pages.ui import state
from pages.ui.widgets import display

# A page of the same server that says nothing of this one; app.py serves it.
CALENDAR = "/calendar"
VARIABLE = "AMPARO_EXIT_URL"  # of an installation: an address, or the word calendar
KINDS = ("weather", "calendar", "own")
LONGEST = 300  # signs of an address


def way_out() -> None:
    """Put the way out at the top right: it leaves nothing to come back to in this tab."""
    run = get_script_run_ctx()
    link = Markup(
        '<a class="leave" href="{}" lang="{}" data-session="{}" target="_self" rel="noreferrer">'
        '<i>✕</i>{}</a><script src="{}"></script>'
    ).format(
        destination(),
        state.locale(),
        run.session_id if run else "",
        state.say("menu.leave"),
        assets.address("exit", "bundle.js"),
    )
    st.html(str(link), unsafe_allow_javascript=True)


def ask_destination() -> None:
    """Ask where the way out leads; say what it does, and what no page can do."""
    kind = st.segmented_control(
        state.say("leaving.where"),
        KINDS,
        default=KINDS[0],
        format_func=lambda code: state.word("leaving", code),
        key=state.LEAVE_TO,
        required=True,
        width="stretch",
    )
    if kind == "own":
        given = st.text_input(
            state.say("leaving.address"),
            key=state.LEAVE_FOR,
            placeholder="https://",
            max_chars=LONGEST,
        )
        if given and outside(given) is None:
            display.soft(state.say("leaving.no_address"))
    display.soft(state.say("leaving.told"))


def destination() -> str:
    """Tell where the way out leads: where she said, else as the installation has it."""
    kind = st.session_state.get(state.LEAVE_TO)
    if kind == "calendar":
        return CALENDAR
    said = outside(st.session_state.get(state.LEAVE_FOR)) if kind == "own" else None
    return said or usual_destination(state.locale())


def usual_destination(locale: str) -> str:
    """
    Tell where the way out leads where nobody said: as the installation has it, else to weather.

    The calendar of this server comes first in any case, and stays where there is no internet.
    """
    set_up = os.environ.get(VARIABLE, "")
    if set_up == KINDS[1]:
        return CALENDAR
    return outside(set_up) or f"{CALENDAR}?{urlencode({KINDS[0]: locale})}"


def outside(given: str | None) -> str | None:
    """Take an address of the web as people write it; None if it is none."""
    text = (given or "").strip()
    if not text:
        return None
    address = text if "://" in text else f"https://{text}"
    try:
        told = urlsplit(address)
    except ValueError:
        return None
    sound = told.scheme in ("http", "https") and "." in (told.hostname or "")
    return address if sound and not set(address) & set(' <>"\\') else None
