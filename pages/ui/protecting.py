"""The first start: a passphrase for the file, and the account of whoever coordinates."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from geo.access.accounts import accounts, add_account, checked_name
from geo.access.passwords import check_password
from geo.errors import AccountExistsError, SecretsDifferError
from geo.store.passphrase import check_passphrase
from geo.store.passphrase_change import set_passphrase
from pages.ui import show, state
from pages.ui.faults import show_error
from pages.ui.visitor import visitor

ACCESS = Path(__file__).parents[1] / "access.py"


def hint(access: StreamlitPage) -> None:
    """Say calmly that nothing is protected yet, and lead to where it can be."""
    if not visitor().guarded:
        show.soft(state.say("protect.not_yet"))
        st.page_link(access, label=state.say("protect.offer"), icon=":material/lock:")


def invite() -> None:
    """Say the same on a screen, with a button that leads there."""
    if not visitor().guarded:
        show.soft(state.say("protect.not_yet"))
        if st.button(
            state.say("protect.offer"), icon=":material/lock:", key="protect", width="stretch"
        ):
            st.switch_page(ACCESS)


def ask() -> None:
    """Ask for what protects an installation, and say what each does."""
    protected = state.store().protected
    show.text(state.say("protect.why"))
    with st.form("protect", border=False):
        passphrase = None if protected else _passphrase()
        show.heading(state.say("protect.account_head"))
        show.text(state.say("protect.account_why"))
        name = st.text_input(state.say("access.account"), key="first_account")
        password = ask_twice("password", "first_password")
        asked = st.form_submit_button(
            state.say("protect.now"), type="primary", width="stretch", key="protect_now"
        )
    if asked:
        with show_error(), st.spinner(state.say("protect.working")):
            _protect(passphrase, name, password)
            st.rerun()


def ask_twice(what: str, key: str) -> tuple[str, str]:
    """Ask for a password or a passphrase, and once more: a slip would lock everybody out."""
    first = st.text_input(state.say(f"hidden.new_{what}"), type="password", key=key)
    again = st.text_input(state.say("hidden.again"), type="password", key=f"{key}_again")
    return first, again


def agreed(twice: tuple[str, str]) -> str:
    """
    Take what was typed twice.

    Raises
    ------
    SecretsDifferError
        If it was not the same.
    """
    first, again = twice
    if first != again:
        raise SecretsDifferError
    return first


def _passphrase() -> tuple[str, str]:
    show.heading(state.say("protect.passphrase_head"))
    show.text(state.say("protect.passphrase_why"))
    show.text(state.say_rich("protect.passphrase_lost"))
    return ask_twice("passphrase", "first_passphrase")


def _protect(passphrase: tuple[str, str] | None, name: str, password: tuple[str, str]) -> None:
    """Look at everything first: a file with a passphrase and no account would be half done."""
    store, account = state.store(), checked_name(name)
    secret = check_password(agreed(password), account=account)
    if accounts(store):  # somebody else was quicker
        raise AccountExistsError(name=account)
    if passphrase is not None:
        set_passphrase(store, check_passphrase(agreed(passphrase)))
    add_account(store, account, role="coordinator", password=secret)
