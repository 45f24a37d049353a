"""First-run protection: passphrase of the database file, and the first coordinator account."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import streamlit as st

from geo.access.accounts import (
    MAX_NAME_DIGITS,
    MAX_NAME_LENGTH,
    MIN_NAME_LENGTH,
    add_account,
    list_accounts,
    normalise_account_name,
)
from geo.access.passwords import MIN_DISTINCT_CHARACTERS, MIN_PASSWORD_LENGTH, check_password
from geo.access.protection import find_missing_protection
from geo.errors import AccountExistsError, CredentialMismatchError, WrongPassphraseError
from geo.store import Store
from geo.store.data_folder import DATABASE_FILE_NAME
from geo.store.passphrase import MIN_PASSPHRASE_LENGTH, check_passphrase
from geo.store.passphrase_change import set_passphrase
from pages.ui import state
from pages.ui.shell import unlocking
from pages.ui.visitor import current_visitor
from pages.ui.widgets import display
from pages.ui.widgets.errors import show_error
from pages.ui.widgets.form_checks import FormChecks
from server.streamlit_internals import StreamlitPage

NO_NAME = "\n"  # in no password
ACCESS_PAGE = Path(__file__).parents[2] / "access.py"


@dataclass(frozen=True)
class ProtectionInput:
    """
    Values of the form; None where the form has no such field.

    Attributes
    ----------
    new_passphrase, password
        Each entered twice.
    current_passphrase
        Passphrase of a file that already has one, as proof of ownership.
    """

    new_passphrase: tuple[str, str] | None = None
    current_passphrase: str | None = None
    account_name: str | None = None
    password: tuple[str, str] = ("", "")


def show_setup_link(access_page: StreamlitPage) -> None:
    """Show why only the demonstration is available, with a link to the protection form."""
    if _show_reason() and current_visitor().can_protect:
        st.page_link(access_page, label=state.gettext("protect.offer"), icon=":material/lock:")


def show_setup_button() -> None:
    """Show the same on a screen, with a button to the protection form."""
    if not _show_reason() or not current_visitor().can_protect:
        return
    if st.button(
        state.gettext("protect.offer"), icon=":material/lock:", key="protect", width="stretch"
    ):
        st.switch_page(ACCESS_PAGE)


def show_setup_form() -> None:
    """Show the form of missing protection, or a notice to visitors who may not submit it."""
    if not current_visitor().can_protect:
        display.show_text(state.gettext("protect.not_yours"))
        return
    needs_account = current_visitor().account is None
    if state.count_unprotected_communities():
        display.show_text(state.ngettext("protect.waiting", state.count_unprotected_communities()))
    display.show_text(state.gettext("protect.why" if needs_account else "protect.why_passphrase"))
    with st.form("protect", border=False):
        entered = _show_fields(with_account=needs_account)
        submitted = st.form_submit_button(
            state.gettext("protect.now"), type="primary", width="stretch", key="protect_now"
        )
    if submitted and _check_form(entered):
        with show_error(), st.spinner(state.gettext("protect.working")):
            _protect_installation(entered)
            st.rerun()


def account_name_input(key: str) -> str:
    """Show the input of a new account's name, with its rules."""
    name = st.text_input(state.gettext("access.account"), key=key)
    rules = {"least": MIN_NAME_LENGTH, "most": MAX_NAME_LENGTH, "digits": MAX_NAME_DIGITS}
    display.show_caption(state.gettext("form.rule_account", **rules))
    return name


def repeated_input(input_kind: Literal["password", "passphrase"], key: str) -> tuple[str, str]:
    """Show two password inputs with their rules: a typing error would lock everybody out."""
    first = st.text_input(
        state.gettext(f"password_prompt.new_{input_kind}"), type="password", key=key
    )
    again = st.text_input(
        state.gettext("password_prompt.again"), type="password", key=f"{key}_again"
    )
    least = MIN_PASSWORD_LENGTH if input_kind == "password" else MIN_PASSPHRASE_LENGTH
    rules = {"least": least, "distinct": MIN_DISTINCT_CHARACTERS}
    display.show_caption(state.gettext(f"form.rule_{input_kind}", **rules))
    return first, again


def check_account_input(name: str, password: tuple[str, str]) -> bool:
    """Check the name and the new password of an account, and show all that is wrong with them."""
    checks = FormChecks()
    _run_account_checks(checks, name, password)
    return not checks.show_failures()


def _run_account_checks(checks: FormChecks, name: str, password: tuple[str, str]) -> None:
    checks.run(lambda: normalise_account_name(name))
    checks.run(lambda: check_repetition(password))
    # Without a name, none is looked for in the password.
    checks.run(lambda: check_password(password[0], account=name.strip() or NO_NAME))


def check_repetition(entries: tuple[str, str]) -> str:
    """
    Return an input that was entered twice.

    Raises
    ------
    CredentialMismatchError
        If the entries differ.
    """
    first, again = entries
    if first != again:
        raise CredentialMismatchError
    return first


def _show_reason() -> bool:
    """Show why only the demonstration is available; False where the installation is protected."""
    visitor = current_visitor()
    if visitor.installation_protected or not (visitor.account or visitor.can_protect):
        return False
    if state.count_unprotected_communities():
        display.show_caption(
            state.ngettext("protect.waiting", state.count_unprotected_communities())
        )
    display.show_caption(
        state.gettext("protect.not_yet" if visitor.can_protect else "protect.not_yours")
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
    name = account_name_input("first_account")
    return ProtectionInput(new, current, name, repeated_input("password", "first_password"))


def _check_form(entered: ProtectionInput) -> bool:
    """Check everything that was typed, and show all that is wrong with it."""
    checks = FormChecks()
    if entered.new_passphrase is not None:
        new = entered.new_passphrase
        checks.run(lambda: check_repetition(new))
        checks.run(lambda: check_passphrase(new[0]))
    if entered.account_name is not None:
        _run_account_checks(checks, entered.account_name, entered.password)
    return not checks.show_failures()


def _protect_installation(entered: ProtectionInput) -> None:
    """Validate all inputs before saving, so that no file has a passphrase but no account."""
    name, password = None, ""
    if entered.account_name is not None:
        name = normalise_account_name(entered.account_name)
        password = check_password(check_repetition(entered.password), account=name)
        if state.with_store(list_accounts):  # created by somebody else meanwhile
            raise AccountExistsError(name=name)
    if entered.current_passphrase is not None:
        unlocking.attempt_passphrase(
            lambda: _check_current_passphrase(str(entered.current_passphrase))
        )
    if entered.new_passphrase is not None:
        new_passphrase = check_passphrase(check_repetition(entered.new_passphrase))
        state.with_store(set_passphrase, new_passphrase)
    if name is not None:
        state.with_store(add_account, name, role="coordinator", password=password)
        st.session_state[state.PROTECTING_ACCOUNT] = name


def _check_current_passphrase(passphrase: str) -> None:
    if not state.with_store(Store.verify_passphrase, passphrase):
        raise WrongPassphraseError(file=DATABASE_FILE_NAME)
