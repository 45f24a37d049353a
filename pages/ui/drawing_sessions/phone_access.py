"""Letting the phones of the local network in to the drawing pages, and shutting them out."""

from __future__ import annotations

from datetime import UTC
from zoneinfo import ZoneInfo

import streamlit as st

from geo.errors import AmparoError
from geo.language import format_clock_time
from geo.privacy.view import View
from geo.workshop.phone_access import PHONE_ACCESS_DURATION
from pages.ui import state
from pages.ui.drawing_sessions import session_list
from pages.ui.visitor import current_visitor, ensure_visitor
from pages.ui.widgets import display
from pages.ui.widgets.errors import show_error_message
from server.local_network import list_local_addresses
from server.paths import JOIN_PAGE_PATH
from server.phone_access import PhoneAccess, close_access, current_access, open_access

ERROR_KEY, ADDRESSES_KEY, ADDRESS_KEY = "phones:fault", "phones:addresses", "phones_address"
HOURS = int(PHONE_ACCESS_DURATION.total_seconds() // 3600)


def show_phone_access(view: View) -> None:
    """Show whether phones are let in, and the button that changes it."""
    error = st.session_state.pop(ERROR_KEY, None)
    if error is not None:
        show_error_message(error)
    access = current_access()
    if access is not None and access.community == view.community.slug:
        _show_open_access(view, access)
    elif not current_visitor().installation_protected:
        display.show_caption(state.gettext("phones.unprotected"))
    else:
        _show_opening(view)


def _show_opening(view: View) -> None:
    with st.popover(state.gettext("phones.open"), icon=":material/smartphone:", key="phones_open"):
        display.show_text(state.gettext("phones.open_about", hours=HOURS))
        display.show_text(_encryption_text(encrypted=bool(st.get_option("server.sslCertFile"))))
        addresses = st.session_state.get(ADDRESSES_KEY)
        if addresses is not None:
            st.pills(
                state.gettext("phones.which_network"), addresses, default=None, key=ADDRESS_KEY
            )
        st.button(
            state.gettext("phones.open_now"),
            key="phones_open_now",
            type="primary",
            width="stretch",
            on_click=_on_open,
            args=(view.community.slug,),
        )


def _show_open_access(view: View, access: PhoneAccess) -> None:
    ends_at = access.ends_at.replace(tzinfo=UTC).astimezone(ZoneInfo(view.timezone))
    display.show_text(
        state.gettext_html(
            "phones.is_open",
            address=f"{access.url}{JOIN_PAGE_PATH}",
            time=format_clock_time(ends_at, state.locale()),
        )
    )
    display.show_caption(_encryption_text(encrypted=access.encrypted))
    st.button(
        state.gettext("phones.close"),
        icon=":material/phonelink_off:",
        key="phones_close",
        on_click=_on_close,
    )


def _encryption_text(*, encrypted: bool) -> str:
    return state.gettext("phones.encrypted" if encrypted else "phones.not_encrypted")


def _on_open(slug: str) -> None:
    """Let phones in at the address of this machine; where it has several, ask for one first."""
    with ensure_visitor() as visitor:
        if not (session_list.can_manage_sessions() and visitor.installation_protected):
            return  # the right was removed
        chosen, addresses = st.session_state.get(ADDRESS_KEY), list_local_addresses()
        if chosen is None and len(addresses) > 1:
            st.session_state[ADDRESSES_KEY] = addresses
            return
        st.session_state.pop(ADDRESSES_KEY, None)
        try:
            state.with_store(open_access, slug, chosen or next(iter(addresses), ""))
        except AmparoError as error:
            st.session_state[ERROR_KEY] = error


def _on_close() -> None:
    with ensure_visitor():
        if session_list.can_manage_sessions():
            state.with_store(close_access)
