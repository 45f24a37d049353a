"""Forms and links for signing in and out; the server's routes respond, and set the cookie."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st
from markupsafe import Markup

from geo.access.visitor import Visitor
from geo.errors import (
    AmparoError,
    IdentityRefusedError,
    IdentityUnknownError,
    SignInRefusedError,
    SignInWaitError,
)
from pages.ui import state
from pages.ui.widgets import display
from pages.ui.widgets.errors import show_error, show_error_message
from server import oidc_settings
from server.paths import NEXT_FIELD, NEXT_SETUP, OIDC_LOGIN_PATH, SIGN_IN_PATH, SIGN_OUT_PATH

MAX_WAIT_S = 3600  # longest wait shown from an address; the server sends a quarter at most
ERRORS_BY_CODE: dict[str, type[AmparoError]] = {
    "refused": SignInRefusedError,
    "municipal": IdentityRefusedError,
    "unlinked": IdentityUnknownError,
}
# Names of fields are none that a form or a page has of its own: those would be taken away.
FIELDS_HTML = Markup(
    '<label>{}<input name="account" value="{}" autocomplete="off" autocapitalize="none"'
    ' spellcheck="false" maxlength="200" required></label>'
    '<label>{}<input name="password" type="password" autocomplete="off" maxlength="256"'
    " required></label>"
)


def show_sign_in() -> None:
    """Ask for account and password; say so where the last try was in vain."""
    fault = _query_error()
    if fault is not None:
        show_error_message(fault)
    made = st.session_state.get(state.PROTECTING_ACCOUNT, "")
    if made:
        display.show_text(state.gettext("protect.made", account=made))
    else:
        display.show_text(state.gettext("access.why_sign_in"))
    fields = FIELDS_HTML.format(
        state.gettext("access.account"), made, state.gettext("access.password")
    )
    if made or st.query_params.get(NEXT_FIELD) == NEXT_SETUP:
        fields += Markup('<input type="hidden" name="{}" value="{}">').format(
            NEXT_FIELD, NEXT_SETUP
        )
    _show_form(SIGN_IN_PATH, fields, state.gettext("access.sign_in"), css_class="primary")
    display.show_caption(state.gettext("access.forgotten"))
    with show_error():
        _show_provider_link()


def _show_provider_link() -> None:
    """Show the link to the municipality's OpenID Connect provider, where one is configured."""
    if oidc_settings.configured_issuer() is None:
        return
    # A link, because a form may only lead to this server, and this leads on to the provider.
    link = Markup('<a class="button" href="{}?{}" target="_self">{}</a>').format(
        OIDC_LOGIN_PATH, urlencode(_origin_fields()), state.gettext("access.municipal")
    )
    st.html(str(link))
    display.show_caption(state.gettext("access.municipal_about"))


def show_account(visitor: Visitor) -> None:
    """Say who is signed in, and offer to sign out."""
    role = state.label_for("role", visitor.role)
    display.show_text(state.gettext_html("access.signed_in", account=visitor.account, role=role))
    _show_form(SIGN_OUT_PATH, Markup(), state.gettext("access.sign_out"), css_class="primary")
    everywhere = Markup('<input type="hidden" name="everywhere" value="1">')
    _show_form(
        SIGN_OUT_PATH,
        everywhere,
        state.gettext("access.sign_out_everywhere"),
        css_class="secondary",
    )


def _show_form(action: str, fields: Markup, label: str, *, css_class: str) -> None:
    hidden = Markup('<input type="hidden" name="{}" value="{}">')
    origin = Markup().join(hidden.format(*item) for item in _origin_fields().items())
    form = Markup(
        '<form class="door" method="post" action="{}">{}{}<button type="submit" class="{}">{}'
        "</button></form>"
    )
    st.html(str(form.format(action, fields, origin, css_class, label)))


def _origin_fields() -> dict[str, str]:
    """Name the language and the community that the server returns to."""
    community = st.session_state.get("community") or st.query_params.get("community") or ""
    return {"spoken": state.locale(), "community": community}


def _query_error() -> AmparoError | None:
    told = st.query_params.get("told", "")
    if told in ERRORS_BY_CODE:
        return ERRORS_BY_CODE[told]()
    seconds = st.query_params.get("seconds", "")
    if told == "wait" and seconds.isdecimal():
        return SignInWaitError(seconds=min(int(seconds[:5]), MAX_WAIT_S))
    return None
