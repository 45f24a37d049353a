"""A protected file that nobody has opened yet: asks for its passphrase, and waits."""

from __future__ import annotations

import streamlit as st

from geo.errors import StoreLockedError, WrongPassphraseError
from geo.store import open_store
from pages.ui import frame, show, state
from pages.ui.faults import show_error


def wait() -> None:
    """Let the run go on where the file is open; else ask for its passphrase, and end it here."""
    if not _locked():
        return
    with frame.sheet(state.say("unlock.title")):
        show.text(state.say("unlock.about"))
        with st.form("unlock", clear_on_submit=True, border=False):
            said = st.text_input(state.say("unlock.passphrase"), type="password", key="passphrase")
            asked = st.form_submit_button(
                state.say("unlock.open"), type="primary", width="stretch", key="open"
            )
        if asked:
            with show_error():
                open_store(passphrase=said)
                st.rerun()
    st.stop()


def _locked() -> bool:
    """Tell whether a passphrase is wanted: none was given, or the environment's is another."""
    try:
        open_store()
    except (StoreLockedError, WrongPassphraseError):
        return True
    return False
