"""The first start: a passphrase for the file, and the account of whoever coordinates."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from geo.access.accounts import accounts, add_account, checked_name
from geo.access.passwords import check_password
from geo.access.protection import lacks
from geo.errors import AccountExistsError, SecretsDifferError, WrongPassphraseError
from geo.store.passphrase import check_passphrase
from geo.store.passphrase_change import set_passphrase
from pages.ui import state
from pages.ui.shell import unlocking
from pages.ui.visitor import visitor
from pages.ui.widgets import display
from pages.ui.widgets.errors import show_error

ACCESS = Path(__file__).parents[2] / "access.py"


@dataclass(frozen=True)
class Typed:
    """
    What was typed into the sheet; None where it did not ask.

    Attributes
    ----------
    new, password
        Twice each.
    current
        The passphrase of a file that has one, by which she shows that the file is hers.
    """

    new: tuple[str, str] | None = None
    current: str | None = None
    account: str | None = None
    password: tuple[str, str] = ("", "")


def hint(access: StreamlitPage) -> None:
    """Say calmly that only the demonstration is here, and lead to where that can change."""
    if _say_why() and visitor().may_protect:
        st.page_link(access, label=state.say("protect.offer"), icon=":material/lock:")


def invite() -> None:
    """Say the same on a screen, with a button that leads there."""
    if not _say_why() or not visitor().may_protect:
        return
    if st.button(
        state.say("protect.offer"), icon=":material/lock:", key="protect", width="stretch"
    ):
        st.switch_page(ACCESS)


def ask() -> None:
    """Ask for what the installation lacks, whoever may give it; tell others whom to wait for."""
    if not visitor().may_protect:
        display.text(state.say("protect.not_yours"))
        return
    first = visitor().account is None
    if state.waiting():
        display.text(state.say_plural("protect.waiting", state.waiting()))
    display.text(state.say("protect.why" if first else "protect.why_passphrase"))
    with st.form("protect", border=False):
        typed = _ask_all(first=first)
        asked = st.form_submit_button(
            state.say("protect.now"), type="primary", width="stretch", key="protect_now"
        )
    if asked:
        with show_error(), st.spinner(state.say("protect.working")):
            _protect(typed)
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


def _say_why() -> bool:
    """Say why only the demonstration is here; False where the installation is protected."""
    here = visitor()
    if here.guarded or not (here.account or here.may_protect):
        return False
    if state.waiting():
        display.soft(state.say_plural("protect.waiting", state.waiting()))
    display.soft(state.say("protect.not_yet" if here.may_protect else "protect.not_yours"))
    return True


def _ask_all(*, first: bool) -> Typed:
    new = current = None
    if "passphrase" in lacks(state.store()):
        display.heading(state.say("protect.passphrase_head"))
        display.text(state.say("protect.passphrase_why"))
        new = ask_twice("passphrase", "first_passphrase")
        display.text(state.say_rich("protect.passphrase_lost"))
    else:
        display.heading(state.say("protect.passphrase_head"))
        display.text(state.say("protect.passphrase_there"))
        current = st.text_input(
            state.say("unlock.passphrase"), type="password", key="current_passphrase"
        )
    if not first:
        return Typed(new, current)
    display.heading(state.say("protect.account_head"))
    display.text(state.say("protect.account_why"))
    name = st.text_input(state.say("access.account"), key="first_account")
    return Typed(new, current, name, ask_twice("password", "first_password"))


def _protect(typed: Typed) -> None:
    """Look at everything first: a file with a passphrase and no account would be half done."""
    store, name, secret = state.store(), None, ""
    if typed.account is not None:
        name = checked_name(typed.account)
        secret = check_password(agreed(typed.password), account=name)
        if accounts(store):  # somebody else was quicker
            raise AccountExistsError(name=name)
    if typed.current is not None:
        unlocking.attempt(lambda: _recognise(str(typed.current)))
    if typed.new is not None:
        set_passphrase(store, check_passphrase(agreed(typed.new)))
    if name is not None:
        add_account(store, name, role="coordinator", password=secret)
        st.session_state[state.PROTECTED] = name


def _recognise(passphrase: str) -> None:
    store = state.store()
    if not store.opens_with(passphrase):
        raise WrongPassphraseError(file=store.path.name)
