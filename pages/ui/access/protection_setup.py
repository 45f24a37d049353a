"""The first start: a passphrase for the file, and the account of whoever coordinates."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from geo.access.accounts import add_account, list_accounts, normalise_account_name
from geo.access.passwords import check_password
from geo.access.protection import find_missing_protection
from geo.errors import AccountExistsError, CredentialMismatchError, WrongPassphraseError
from geo.store import Store
from geo.store.data_folder import DATABASE_FILE_NAME
from geo.store.passphrase import check_passphrase
from geo.store.passphrase_change import set_passphrase
from pages.ui import state
from pages.ui.shell import unlocking
from pages.ui.visitor import current_visitor
from pages.ui.widgets import display
from pages.ui.widgets.errors import show_error
from server.streamlit_internals import StreamlitPage

ACCESS_PAGE = Path(__file__).parents[2] / "access.py"


@dataclass(frozen=True)
class ProtectionInput:
    """
    What was typed into the sheet; None where it did not ask.

    Attributes
    ----------
    new_passphrase, password
        Twice each.
    current_passphrase
        The passphrase of a file that has one, by which she shows that the file is hers.
    """

    new_passphrase: tuple[str, str] | None = None
    current_passphrase: str | None = None
    account_name: str | None = None
    password: tuple[str, str] = ("", "")


def show_setup_link(access_page: StreamlitPage) -> None:
    """Say calmly that only the demonstration is here, and lead to where that can change."""
    if _show_reason() and current_visitor().can_protect:
        st.page_link(access_page, label=state.gettext("protect.offer"), icon=":material/lock:")


def show_setup_button() -> None:
    """Say the same on a screen, with a button that leads there."""
    if not _show_reason() or not current_visitor().can_protect:
        return
    if st.button(
        state.gettext("protect.offer"), icon=":material/lock:", key="protect", width="stretch"
    ):
        st.switch_page(ACCESS_PAGE)


def show_setup_form() -> None:
    """Ask for what the installation lacks, whoever may give it; tell others whom to wait for."""
    if not current_visitor().can_protect:
        display.show_text(state.gettext("protect.not_yours"))
        return
    first = current_visitor().account is None
    if state.count_unprotected_communities():
        display.show_text(state.ngettext("protect.waiting", state.count_unprotected_communities()))
    display.show_text(state.gettext("protect.why" if first else "protect.why_passphrase"))
    with st.form("protect", border=False):
        typed = _show_fields(with_account=first)
        asked = st.form_submit_button(
            state.gettext("protect.now"), type="primary", width="stretch", key="protect_now"
        )
    if asked:
        with show_error(), st.spinner(state.gettext("protect.working")):
            _protect_installation(typed)
            st.rerun()


def repeated_input(input_kind: str, key: str) -> tuple[str, str]:
    """Ask for a password or a passphrase, and once more: a slip would lock everybody out."""
    first = st.text_input(
        state.gettext(f"password_prompt.new_{input_kind}"), type="password", key=key
    )
    again = st.text_input(
        state.gettext("password_prompt.again"), type="password", key=f"{key}_again"
    )
    return first, again


def check_repetition(entries: tuple[str, str]) -> str:
    """
    Take what was typed twice.

    Raises
    ------
    CredentialMismatchError
        If it was not the same.
    """
    first, again = entries
    if first != again:
        raise CredentialMismatchError
    return first


def _show_reason() -> bool:
    """Say why only the demonstration is here; False where the installation is protected."""
    here = current_visitor()
    if here.installation_protected or not (here.account or here.can_protect):
        return False
    if state.count_unprotected_communities():
        display.show_caption(
            state.ngettext("protect.waiting", state.count_unprotected_communities())
        )
    display.show_caption(
        state.gettext("protect.not_yet" if here.can_protect else "protect.not_yours")
    )
    return True


def _show_fields(*, with_account: bool) -> ProtectionInput:
    new = current = None
    if "passphrase" in state.with_store(find_missing_protection):
        display.show_heading(state.gettext("protect.passphrase_head"))
        display.show_text(state.gettext("protect.passphrase_why"))
        new = repeated_input("passphrase", "first_passphrase")
        display.show_text(state.gettext_html("protect.passphrase_lost"))
    else:
        display.show_heading(state.gettext("protect.passphrase_head"))
        display.show_text(state.gettext("protect.passphrase_there"))
        current = st.text_input(
            state.gettext("unlock.passphrase"), type="password", key="current_passphrase"
        )
    if not with_account:
        return ProtectionInput(new, current)
    display.show_heading(state.gettext("protect.account_head"))
    display.show_text(state.gettext("protect.account_why"))
    name = st.text_input(state.gettext("access.account"), key="first_account")
    return ProtectionInput(new, current, name, repeated_input("password", "first_password"))


def _protect_installation(entered: ProtectionInput) -> None:
    """Look at everything first: a file with a passphrase and no account would be half done."""
    name, secret = None, ""
    if entered.account_name is not None:
        name = normalise_account_name(entered.account_name)
        secret = check_password(check_repetition(entered.password), account=name)
        if state.with_store(list_accounts):  # somebody else was quicker
            raise AccountExistsError(name=name)
    if entered.current_passphrase is not None:
        unlocking.attempt_passphrase(
            lambda: _check_current_passphrase(str(entered.current_passphrase))
        )
    if entered.new_passphrase is not None:
        new = check_passphrase(check_repetition(entered.new_passphrase))
        state.with_store(set_passphrase, new)
    if name is not None:
        state.with_store(add_account, name, role="coordinator", password=secret)
        st.session_state[state.PROTECTING_ACCOUNT] = name


def _check_current_passphrase(passphrase: str) -> None:
    if not state.with_store(Store.verify_passphrase, passphrase):
        raise WrongPassphraseError(file=DATABASE_FILE_NAME)
