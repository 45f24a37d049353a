"""Passphrase form, shown while the encrypted database file is locked."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

import streamlit as st

from geo.access.client_address import THIS_MACHINE
from geo.access.unlock_attempts import UnlockAttemptLimiter
from geo.errors import StoreLockedError, WrongPassphraseError
from geo.store import open_store
from pages.ui import state
from pages.ui.shell import layout
from pages.ui.widgets import display
from pages.ui.widgets.errors import show_error

T = TypeVar("T")
_attempts = UnlockAttemptLimiter()


def require_passphrase() -> None:
    """Continue the run if the file is open; else show the passphrase form, and stop the run."""
    if not _is_locked():
        return
    with layout.single_column(state.gettext("unlock.title")):
        display.show_text(state.gettext("unlock.about"))
        with st.form("unlock", clear_on_submit=True, border=False):
            passphrase = st.text_input(
                state.gettext("unlock.passphrase"), type="password", key="passphrase"
            )
            submitted = st.form_submit_button(
                state.gettext("unlock.open"), type="primary", width="stretch", key="open"
            )
        if submitted:
            with show_error():
                attempt_passphrase(partial(open_store, passphrase=passphrase))
                st.rerun()
    st.stop()


def attempt_passphrase(check: Callable[[], T]) -> T:
    """
    Check a passphrase that somebody typed, if the rate limit allows another attempt.

    Parameters
    ----------
    check
        Checks the passphrase; an exception counts as a failed attempt, and propagates.

    Raises
    ------
    SignInWaitError
        If there were too many failed attempts; `check` was not called.
    """
    client = _client_address()
    _attempts.count_attempt(client)
    result = check()
    _attempts.clear_attempts(client)
    return result


def _client_address() -> str:
    """Return the address that `server.client_address` found; Streamlit gives none for loopback."""
    return st.context.ip_address or THIS_MACHINE


def _is_locked() -> bool:
    """Return whether a passphrase is needed: none was given, or the environment's is wrong."""
    try:
        open_store()
    except (StoreLockedError, WrongPassphraseError):
        return True
    return False
