"""A protected file that nobody has opened yet: asks for its passphrase, and waits."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

import streamlit as st

from geo.access.unlock_attempts import UnlockTries
from geo.errors import StoreLockedError, WrongPassphraseError
from geo.store import open_store
from pages.ui import state
from pages.ui.shell import layout
from pages.ui.widgets import display
from pages.ui.widgets.errors import show_error

T = TypeVar("T")
HERE = "here"  # Streamlit gives no address for the machine that it runs on

_tries = UnlockTries()


def wait() -> None:
    """Let the run go on where the file is open; else ask for its passphrase, and end it here."""
    if not _locked():
        return
    with layout.sheet(state.say("unlock.title")):
        display.text(state.say("unlock.about"))
        with st.form("unlock", clear_on_submit=True, border=False):
            said = st.text_input(state.say("unlock.passphrase"), type="password", key="passphrase")
            asked = st.form_submit_button(
                state.say("unlock.open"), type="primary", width="stretch", key="open"
            )
        if asked:
            with show_error():
                attempt(partial(open_store, passphrase=said))
                st.rerun()
    st.stop()


def attempt(work: Callable[[], T]) -> T:
    """
    Do what looks at a passphrase that somebody typed, if one more try is allowed now.

    Parameters
    ----------
    work
        Raises what it raises where the passphrase is wrong; the try then counts as one in vain.

    Raises
    ------
    SignInWaitError
        If there were too many in vain; nothing was looked at.
    """
    client = _client()
    _tries.begin(client)
    done = work()
    _tries.succeeded(client)
    return done


def _client() -> str:
    return st.context.ip_address or HERE


def _locked() -> bool:
    """Tell whether a passphrase is wanted: none was given, or the environment's is another."""
    try:
        open_store()
    except (StoreLockedError, WrongPassphraseError):
        return True
    return False
