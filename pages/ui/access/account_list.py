"""The accounts by role: add one, change one, take one away."""

from __future__ import annotations

import streamlit as st

from geo.access.accounts import (
    Account,
    accounts,
    add_account,
    change_password,
    change_role,
    remove_account,
)
from geo.access.roles import ROLES
from geo.access.sign_in import sign_out_everywhere
from pages.ui import state
from pages.ui.access import admin_sections, identity_list, protection_setup
from pages.ui.widgets import display
from pages.ui.widgets.errors import show_error


def show_accounts() -> None:
    """List the accounts, and offer what can be done with them."""
    known = sorted(accounts(state.store()), key=lambda one: (ROLES.index(one.role), one.name))
    heads = [state.say("access.role"), state.say("access.account"), state.say("access.since")]
    rows = [(state.word("role", one.role), one.name, _day(one)) for one in known]
    display.table(heads, rows)
    with st.expander(state.say("access.add"), key="adding"):
        _add()
    with st.expander(state.say("access.change"), key="changing"):
        _change(known)


def _add() -> None:
    with st.form("add_account", border=False):
        name = st.text_input(state.say("access.account"), key="new_account")
        role = _ask_role("new_role")
        password = protection_setup.ask_twice("password", "new_password")
        asked = st.form_submit_button(state.say("access.add"), type="primary", key="add")
    if asked:
        with show_error():
            secret = protection_setup.agreed(password)
            made = add_account(state.store(), name, role=role, password=secret)
            admin_sections.done(state.say("access.added", account=made.name))


def _change(known: list[Account]) -> None:
    name = st.radio(state.say("access.which"), [one.name for one in known], key="chosen_account")
    current = next(one.role for one in known if one.name == name)
    with show_error():
        _new_password(name)
        _new_role(name, current)
        identity_list.ask(name)
        _send_away(name)


def _new_password(name: str) -> None:
    with st.form("change_password", border=False):
        password = protection_setup.ask_twice("password", "other_password")
        asked = st.form_submit_button(state.say("access.save_password"), key="save_password")
    if asked:
        change_password(state.store(), name, password=protection_setup.agreed(password))
        admin_sections.done(state.say("access.password_saved", account=name))


def _new_role(name: str, current: str) -> None:
    role = _ask_role(f"role_{name}", current)
    if st.button(state.say("access.save_role"), key="save_role", disabled=role == current):
        change_role(state.store(), name, role=role)
        admin_sections.done(
            state.say("access.role_saved", account=name, role=state.word("role", role))
        )


def _send_away(name: str) -> None:
    if st.button(state.say("access.sign_out_account"), key="sign_out_account"):
        ended = sign_out_everywhere(state.store(), name)
        admin_sections.done(state.say_plural("access.ended", ended, account=name))
    sure = st.checkbox(state.say("access.remove_sure", account=name), key=f"remove_{name}")
    if st.button(state.say("access.remove"), key="remove", disabled=not sure):
        remove_account(state.store(), name)
        admin_sections.done(state.say("access.removed", account=name))


def _ask_role(key: str, current: str = "member") -> str:
    return str(
        st.radio(
            state.say("access.role"),
            ROLES,
            index=ROLES.index(next(role for role in ROLES if role == current)),
            format_func=lambda code: state.word("role", code),
            captions=[state.say(f"access.may.{role}") for role in ROLES],
            key=key,
        )
    )


def _day(account: Account) -> str:
    return state.written(account.added_at.date())
