"""A protected file that nobody has opened yet: asks for its passphrase, and waits."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

import streamlit as st

from geo.access.unlock_attempts import UnlockAttemptLimiter
from geo.errors import StoreLockedError, WrongPassphraseError
from geo.store import open_store
from pages.ui import state
from pages.ui.shell import layout
from pages.ui.widgets import display
from pages.ui.widgets.errors import show_error

T = TypeVar("T")
LOCAL_CLIENT = "here"  # Streamlit gives no address for the machine that it runs on

_attempts = UnlockAttemptLimiter()


def require_passphrase() -> None:
    """Let the run go on where the file is open; else ask for its passphrase, and end it here."""
    if not _is_locked():
        return
    with layout.single_column(state.gettext("unlock.title")):
        display.show_text(state.gettext("unlock.about"))
        with st.form("unlock", clear_on_submit=True, border=False):
            said = st.text_input(
                state.gettext("unlock.passphrase"), type="password", key="passphrase"
            )
            asked = st.form_submit_button(
                state.gettext("unlock.open"), type="primary", width="stretch", key="open"
            )
        if asked:
            with show_error():
                attempt_passphrase(partial(open_store, passphrase=said))
                st.rerun()
    st.stop()


def attempt_passphrase(check: Callable[[], T]) -> T:
    """
    Do what looks at a passphrase that somebody typed, if one more try is allowed now.

    Parameters
    ----------
    check
        Raises what it raises where the passphrase is wrong; the try then counts as one in vain.

    Raises
    ------
    SignInWaitError
        If there were too many in vain; nothing was looked at.
    """
    client = _client_address()
    _attempts.count_attempt(client)
    done = check()
    _attempts.clear_attempts(client)
    return done


def _client_address() -> str:
    return st.context.ip_address or LOCAL_CLIENT


def _is_locked() -> bool:
    """Tell whether a passphrase is wanted: none was given, or the environment's is another."""
    try:
        open_store()
    except (StoreLockedError, WrongPassphraseError):
        return True
    return False
