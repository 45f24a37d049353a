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
CALENDAR_PATH = "/calendar"
EXIT_URL_VARIABLE = "AMPARO_EXIT_URL"  # of an installation: an address, or the word calendar
DESTINATION_KINDS = ("weather", "calendar", "own")
MAX_URL_LENGTH = 300  # signs of an address


def show_exit_link() -> None:
    """Put the way out at the top right: it leaves nothing to come back to in this tab."""
    run = get_script_run_ctx()
    link = Markup(
        '<a class="leave" href="{}" lang="{}" data-session="{}" target="_self" rel="noreferrer">'
        '<i>✕</i>{}</a><script src="{}"></script>'
    ).format(
        current_destination_url(),
        state.locale(),
        run.session_id if run else "",
        state.gettext("menu.leave"),
        assets.asset_url("exit", "bundle.js"),
    )
    st.html(str(link), unsafe_allow_javascript=True)


def select_destination() -> None:
    """Ask where the way out leads; say what it does, and what no page can do."""
    kind = st.segmented_control(
        state.gettext("quick_exit.where"),
        DESTINATION_KINDS,
        default=DESTINATION_KINDS[0],
        format_func=lambda code: state.label_for("quick_exit", code),
        key=state.EXIT_DESTINATION,
        required=True,
        width="stretch",
    )
    if kind == "own":
        given = st.text_input(
            state.gettext("quick_exit.address"),
            key=state.EXIT_URL,
            placeholder="https://",
            max_chars=MAX_URL_LENGTH,
        )
        if given and normalise_url(given) is None:
            display.show_caption(state.gettext("quick_exit.no_address"))
    display.show_caption(state.gettext("quick_exit.about"))


def current_destination_url() -> str:
    """Tell where the way out leads: where she said, else as the installation has it."""
    kind = st.session_state.get(state.EXIT_DESTINATION)
    if kind == "calendar":
        return CALENDAR_PATH
    said = normalise_url(st.session_state.get(state.EXIT_URL)) if kind == "own" else None
    return said or default_destination_url(state.locale())


def default_destination_url(locale: str) -> str:
    """
    Tell where the way out leads where nobody said: as the installation has it, else to weather.

    The calendar of this server comes first in any case, and stays where there is no internet.
    """
    set_up = os.environ.get(EXIT_URL_VARIABLE, "")
    if set_up == DESTINATION_KINDS[1]:
        return CALENDAR_PATH
    return normalise_url(set_up) or f"{CALENDAR_PATH}?{urlencode({DESTINATION_KINDS[0]: locale})}"


def normalise_url(typed_url: str | None) -> str | None:
    """Take an address of the web as people write it; None if it is none."""
    text = (typed_url or "").strip()
    if not text:
        return None
    address = text if "://" in text else f"https://{text}"
    try:
        told = urlsplit(address)
    except ValueError:
        return None
    sound = told.scheme in ("http", "https") and "." in (told.hostname or "")
    return address if sound and not set(address) & set(' <>"\\') else None
