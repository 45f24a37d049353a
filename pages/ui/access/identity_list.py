"""Which people of the municipality open an account: link one, or take the links away."""

from __future__ import annotations

import streamlit as st

from geo.access.identities import link_identity, links_of, unlink_all, unlink_identity
from pages.ui import state
from pages.ui.access import admin_sections, oidc_provider
from pages.ui.widgets import display


def ask(account: str) -> None:
    """Offer to link people with an account, where the municipality has set up a provider."""
    issuer = oidc_provider.issuer()
    if issuer is None:
        return
    known = links_of(state.store(), account)
    display.heading(state.say("access.identity_head"))
    display.text(state.say("access.identity_why", account=account))
    display.soft(state.say_plural("access.links", known))
    with st.form("link_identity", border=False, clear_on_submit=True):
        said = st.text_input(state.say("access.identity"), key="identity", autocomplete="off")
        asked = st.form_submit_button(state.say("access.link"), key="link")
        gone = known and st.form_submit_button(state.say("access.unlink"), key="unlink")
    if asked:
        link_identity(state.store(), account, said, issuer=issuer)
        admin_sections.done(state.say("access.linked", account=account))
    if gone:
        unlink_identity(state.store(), account, said, issuer=issuer)
        admin_sections.done(state.say("access.unlinked", account=account))
    if known and st.button(state.say("access.unlink_all"), key="unlink_all"):
        ended = unlink_all(state.store(), account)
        admin_sections.done(state.say_plural("access.unlinked_all", ended, account=account))
