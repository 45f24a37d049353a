"""Signing in and out: plain forms that the door answers, because only it can set a cookie."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from geo.errors import AmparoError, SignInRefusedError, SignInWaitError
from pages.ui import show, state
from pages.ui.door import SIGN_IN, SIGN_OUT
from pages.ui.faults import show_fault
from pages.ui.visitor import Visitor

LONGEST_WAIT_S = 3600  # what an address may say; the door never tells more than a quarter of that
# Names of fields are none that a form or a page has of its own: those would be taken away.
FIELDS = Markup(
    '<label>{}<input name="account" autocomplete="off" autocapitalize="none" spellcheck="false"'
    ' maxlength="200" required></label>'
    '<label>{}<input name="password" type="password" autocomplete="off" maxlength="256"'
    " required></label>"
)


def ask() -> None:
    """Ask for account and password; say so where the last try was in vain."""
    fault = _fault()
    if fault is not None:
        show_fault(fault)
    show.text(state.say("access.why_sign_in"))
    fields = FIELDS.format(state.say("access.account"), state.say("access.password"))
    _form(SIGN_IN, fields, state.say("access.sign_in"), look="primary")
    show.soft(state.say("access.forgotten"))


def show_account(here: Visitor) -> None:
    """Say who is signed in, and offer to sign out."""
    role = state.word("role", here.role)
    show.text(state.say_rich("access.signed_in", account=here.account, role=role))
    _form(SIGN_OUT, Markup(), state.say("access.sign_out"), look="primary")
    everywhere = Markup('<input type="hidden" name="everywhere" value="1">')
    _form(SIGN_OUT, everywhere, state.say("access.sign_out_everywhere"), look="secondary")


def _form(to: str, fields: Markup, label: str, *, look: str) -> None:
    chosen = st.session_state.get("community") or st.query_params.get("community") or ""
    hidden = Markup('<input type="hidden" name="{}" value="{}">')
    whence = hidden.format("spoken", state.locale()) + hidden.format("community", chosen)
    form = Markup(
        '<form class="door" method="post" action="{}">{}{}<button type="submit" class="{}">{}'
        "</button></form>"
    )
    st.html(str(form.format(to, fields, whence, look, label)))


def _fault() -> AmparoError | None:
    told = st.query_params.get("told")
    if told == "refused":
        return SignInRefusedError()
    seconds = st.query_params.get("seconds", "")
    if told == "wait" and seconds.isdecimal():
        return SignInWaitError(seconds=min(int(seconds[:5]), LONGEST_WAIT_S))
    return None
