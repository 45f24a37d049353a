"""Leaving in a hurry: the way out of every screen, and where it leads."""

from __future__ import annotations

import os
from urllib.parse import urlsplit

import streamlit as st
from markupsafe import Markup
from streamlit.runtime.scriptrunner import get_script_run_ctx

from geo.maps import assets
from pages.ui import show, state

# A page of the same server that says nothing of this one; app.py serves it.
CALENDAR = "/calendar"
VARIABLE = "AMPARO_EXIT_URL"  # of an installation that leads elsewhere
LONGEST = 300  # signs of an address


def way_out() -> None:
    """Put the way out at the top right: it leaves nothing to come back to in this tab."""
    run = get_script_run_ctx()
    link = Markup(
        '<a class="leave" href="{}" lang="{}" data-visit="{}" target="_self" rel="noreferrer">'
        '<i>✕</i>{}</a><script src="{}"></script>'
    ).format(
        destination(),
        state.locale(),
        run.session_id if run else "",
        state.say("menu.leave"),
        assets.address("exit", "leave.js"),
    )
    st.html(str(link), unsafe_allow_javascript=True)


def ask_destination() -> None:
    """Ask where the way out leads; say what it does, and what no page can do."""
    given = st.text_input(
        state.say("leaving.where"),
        key=state.LEAVE_FOR,
        placeholder="https://",
        max_chars=LONGEST,
    )
    if given and outside(given) is None:
        show.soft(state.say("leaving.no_address"))
    show.soft(state.say("leaving.told"))


def destination() -> str:
    """Tell where the way out leads: where she said, else the installation, else the calendar."""
    return outside(st.session_state.get(state.LEAVE_FOR)) or usual_destination()


def usual_destination() -> str:
    """Tell where the way out leads where nobody said: as the installation has it."""
    return outside(os.environ.get(VARIABLE)) or CALENDAR


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
