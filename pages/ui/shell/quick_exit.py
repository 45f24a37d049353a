"""Quick exit: the link on every screen that leaves the site, and its destination."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from geo.cartography import assets
from pages.ui import state
from pages.ui.widgets import display
from server.exit_url import DESTINATION_KINDS, default_destination_url, normalise_url
from server.paths import CALENDAR_PATH
from server.streamlit_internals import current_session_id

MAX_URL_LENGTH = 300  # characters


def show_exit_link() -> None:
    """Show the exit link; its script leaves no history entry to go back to in this tab."""
    link = Markup(
        '<a class="leave" href="{}" lang="{}" data-session="{}" target="_self" rel="noreferrer">'
        '<i>✕</i>{}</a><script src="{}"></script>'
    ).format(
        current_destination_url(),
        state.locale(),
        current_session_id(),
        state.gettext("menu.leave"),
        assets.asset_url("exit", "bundle.js"),
    )
    st.html(str(link), unsafe_allow_javascript=True)


def select_destination() -> None:
    """Show the selector of the exit's destination, and what the exit can and cannot do."""
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
        typed_url = st.text_input(
            state.gettext("quick_exit.address"),
            key=state.EXIT_URL,
            placeholder="https://",
            max_chars=MAX_URL_LENGTH,
        )
        if typed_url and normalise_url(typed_url) is None:
            display.show_caption(state.gettext("quick_exit.no_address"))
    display.show_caption(state.gettext("quick_exit.about"))


def current_destination_url() -> str:
    """Return the URL of the exit: the visitor's own, else the installation's."""
    kind = st.session_state.get(state.EXIT_DESTINATION)
    if kind == "calendar":
        return CALENDAR_PATH
    own_url = normalise_url(st.session_state.get(state.EXIT_URL)) if kind == "own" else None
    return own_url or default_destination_url(state.locale())
