"""List of accounts by role, with forms to add, change and remove accounts."""

from __future__ import annotations

import streamlit as st

from geo.access.accounts import (
    Account,
    add_account,
    change_password,
    change_role,
    list_accounts,
    remove_account,
)
from geo.access.roles import ROLES
from geo.access.sign_in import sign_out_everywhere
from pages.ui import state
from pages.ui.access import admin_sections, identity_list, protection_setup
from pages.ui.widgets import display
from pages.ui.widgets.errors import show_error


def show_accounts() -> None:
    """Show the table of accounts, and the forms to add and change them."""
    accounts = sorted(
        state.with_store(list_accounts),
        key=lambda account: (ROLES.index(account.role), account.name),
    )
    heads = [
        state.gettext("access.role"),
        state.gettext("access.account"),
        state.gettext("access.since"),
    ]
    rows = [
        (state.label_for("role", account.role), account.name, _format_added_date(account))
        for account in accounts
    ]
    display.show_table(heads, rows)
    with st.expander(state.gettext("access.add"), key="adding"):
        _show_add_form()
    with st.expander(state.gettext("access.change"), key="changing"):
        _show_change_form(accounts)


def _show_add_form() -> None:
    with st.form("add_account", border=False):
        name = protection_setup.account_name_input("new_account")
        role = _select_role("new_role")
        password = protection_setup.repeated_input("password", "new_password")
        submitted = st.form_submit_button(state.gettext("access.add"), type="primary", key="add")
    if submitted and protection_setup.check_account_input(name, password):
        with show_error():
            account = state.with_store(add_account, name, role=role, password=password[0])
            admin_sections.rerun_with_message(state.gettext("access.added", account=account.name))


def _show_change_form(known_accounts: list[Account]) -> None:
    name = st.radio(
        state.gettext("access.which"),
        [account.name for account in known_accounts],
        key="chosen_account",
    )
    current = next(account.role for account in known_accounts if account.name == name)
    with show_error():
        _show_password_form(name)
        _show_role_form(name, current)
        identity_list.show_identity_form(name)
        _show_removal(name)


def _show_password_form(name: str) -> None:
    with st.form("change_password", border=False):
        password = protection_setup.repeated_input("password", "other_password")
        submitted = st.form_submit_button(
            state.gettext("access.save_password"), key="save_password"
        )
    if submitted and protection_setup.check_account_input(name, password):
        state.with_store(change_password, name, password=password[0])
        admin_sections.rerun_with_message(state.gettext("access.password_saved", account=name))


def _show_role_form(name: str, current: str) -> None:
    role = _select_role(f"role_{name}", current)
    if st.button(state.gettext("access.save_role"), key="save_role", disabled=role == current):
        state.with_store(change_role, name, role=role)
        admin_sections.rerun_with_message(
            state.gettext("access.role_saved", account=name, role=state.label_for("role", role))
        )


def _show_removal(name: str) -> None:
    if st.button(state.gettext("access.sign_out_account"), key="sign_out_account"):
        session_count = state.with_store(sign_out_everywhere, name)
        admin_sections.rerun_with_message(
            state.ngettext("access.ended", session_count, account=name)
        )
    confirmed = st.checkbox(state.gettext("access.remove_sure", account=name), key=f"remove_{name}")
    if st.button(state.gettext("access.remove"), key="remove", disabled=not confirmed):
        state.with_store(remove_account, name)
        admin_sections.rerun_with_message(state.gettext("access.removed", account=name))


def _select_role(key: str, current: str = "member") -> str:
    return str(
        st.radio(
            state.gettext("access.role"),
            ROLES,
            index=ROLES.index(next(role for role in ROLES if role == current)),
            format_func=lambda code: state.label_for("role", code),
            captions=[state.gettext(f"access.may.{role}") for role in ROLES],
            key=key,
        )
    )


def _format_added_date(account: Account) -> str:
    return state.format_value(account.added_at.date())
