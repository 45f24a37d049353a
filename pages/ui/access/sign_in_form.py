"""Signing in and out: plain forms that the door answers, because only it can set a cookie."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from geo.errors import (
    AmparoError,
    IdentityRefusedError,
    IdentityUnknownError,
    SignInRefusedError,
    SignInWaitError,
)
from pages.ui import state
from pages.ui.access import oidc_provider
from pages.ui.visitor import Visitor
from pages.ui.widgets import display
from pages.ui.widgets.errors import show_error, show_fault
from server.routes.auth import PLACE, SIGN_IN, SIGN_OUT, THEN

LONGEST_WAIT_S = 3600  # what an address may say; the door never tells more than a quarter of that
FAULTS: dict[str, type[AmparoError]] = {
    "refused": SignInRefusedError,
    "municipal": IdentityRefusedError,
    "unlinked": IdentityUnknownError,
}
# Names of fields are none that a form or a page has of its own: those would be taken away.
FIELDS = Markup(
    '<label>{}<input name="account" value="{}" autocomplete="off" autocapitalize="none"'
    ' spellcheck="false" maxlength="200" required></label>'
    '<label>{}<input name="password" type="password" autocomplete="off" maxlength="256"'
    " required></label>"
)


def ask() -> None:
    """Ask for account and password; say so where the last try was in vain."""
    fault = _fault()
    if fault is not None:
        show_fault(fault)
    made = st.session_state.get(state.PROTECTED, "")
    if made:
        display.text(state.say("protect.made", account=made))
    else:
        display.text(state.say("access.why_sign_in"))
    fields = FIELDS.format(state.say("access.account"), made, state.say("access.password"))
    if made or st.query_params.get(THEN) == PLACE:
        fields += Markup('<input type="hidden" name="{}" value="{}">').format(THEN, PLACE)
    _form(SIGN_IN, fields, state.say("access.sign_in"), look="primary")
    display.soft(state.say("access.forgotten"))
    with show_error():
        oidc_provider.offer()


def show_account(here: Visitor) -> None:
    """Say who is signed in, and offer to sign out."""
    role = state.word("role", here.role)
    display.text(state.say_rich("access.signed_in", account=here.account, role=role))
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
    told = st.query_params.get("told", "")
    if told in FAULTS:
        return FAULTS[told]()
    seconds = st.query_params.get("seconds", "")
    if told == "wait" and seconds.isdecimal():
        return SignInWaitError(seconds=min(int(seconds[:5]), LONGEST_WAIT_S))
    return None
