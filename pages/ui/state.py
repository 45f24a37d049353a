"""Session state of a visitor: audience, community, language, and cached results."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Concatenate, ParamSpec, TypeVar, cast

import streamlit as st
from markupsafe import Markup

from geo import language
from geo.access.visitor import list_visible_communities
from geo.errors import CommunityUnknownError
from geo.model import Audience, Community
from geo.privacy.view import View, open_view
from geo.store import Store, open_store
from geo.store.communities import list_communities
from pages.ui.visitor import current_visitor

P = ParamSpec("P")
T = TypeVar("T")

EXIT_DESTINATION = "leave_to"  # destination of the quick exit: one of DESTINATION_KINDS,
EXIT_URL = "leave_for"  # or a URL as the visitor typed it
CONFIDENTIAL_SHOWN_FOR, LAST_READER = "revealed", "read_as"
PROTECTING_ACCOUNT = "protected"  # account created while protecting the installation
# These survive a change of audience.
PERSISTENT_KEYS = (
    "locale",
    "community",
    EXIT_DESTINATION,
    EXIT_URL,
    CONFIDENTIAL_SHOWN_FOR,
    PROTECTING_ACCOUNT,
)


def audience() -> Audience:
    """
    Return the audience of the visitor; the only place where it is decided.

    A coordinator reads as `network` until she requests confidential locations, and then as
    `coordinator` only in the community she requested them for.
    """
    visitor = current_visitor()
    if visitor.audience != "coordinator":
        return visitor.audience
    shown_for = st.session_state.get(CONFIDENTIAL_SHOWN_FOR)
    selected = community()
    return (
        "coordinator" if selected and shown_for == (visitor.account, selected.slug) else "network"
    )


def show_confidential() -> None:
    """Show confidential locations from the next run on, and record it in the audit log."""
    selected, visitor = community(), current_visitor()
    if selected is None or not visitor.has_permission("act:reveal"):
        return
    coordinator_view = with_store(open_view, selected.slug, "coordinator")
    confidential_count = int(coordinator_view.services["confidential"].sum())
    coordinator_view.record_audit(
        "reveal", {"community": selected.slug, "what": "services", "rows": confidential_count}
    )
    st.session_state[CONFIDENTIAL_SHOWN_FOR] = (visitor.account, selected.slug)


def hide_confidential() -> None:
    """Stop showing confidential locations."""
    st.session_state.pop(CONFIDENTIAL_SHOWN_FOR, None)


def reset_on_audience_change() -> None:
    """Clear the session state where the audience or the account of this tab has changed."""
    reader = (current_visitor().account, audience())
    if st.session_state.get(LAST_READER, reader) != reader:
        _clear_session_state(PERSISTENT_KEYS)
    st.session_state[LAST_READER] = reader


def with_store(
    function: Callable[Concatenate[Store, P], T], *arguments: P.args, **options: P.kwargs
) -> T:
    """
    Call a function of `geo` with the installation's store as its first argument.

    No screen holds the store itself, so none can read a layer without `View`.
    """
    return function(open_store(), *arguments, **options)


def communities() -> list[Community]:
    """List the communities that the visitor may see, the demonstration last."""
    return with_store(list_visible_communities, current_visitor())


def count_unprotected_communities() -> int:
    """Count the communities that stay invisible until the installation is protected."""
    if current_visitor().installation_protected:
        return 0
    return sum(not one.demonstration for one in with_store(list_communities))


def community() -> Community | None:
    """
    Return the selected community, or the first one; None if there is none.

    A visitor who has to sign in first, or to protect the installation, gets None for any slug, so
    that she cannot find out which communities exist.
    """
    by_slug, visitor = {one.slug: one for one in communities()}, current_visitor()
    requested = st.session_state.get("community") or st.query_params.get("community")
    if requested is not None and requested not in by_slug:
        if visitor.role is None or not visitor.installation_protected:
            return None
        raise CommunityUnknownError(slug=requested)
    return by_slug[requested] if requested else next(iter(by_slug.values()), None)


def select_community(slug: str) -> None:
    """Select another community from the next run on, and clear the state of the previous one."""
    if slug == st.session_state.get("community"):  # the browser sends old choices again
        return
    _clear_session_state(("locale", EXIT_DESTINATION, EXIT_URL))
    st.session_state["community"] = slug
    st.query_params["community"] = slug


def clear_community() -> None:
    """Clear the selection after the selected community was deleted."""
    _clear_session_state(("locale", EXIT_DESTINATION, EXIT_URL))
    st.query_params.pop("community", None)


def view() -> View:
    """
    Open the view of the community for the visitor's audience.

    Raises
    ------
    CommunityUnknownError
        If there is no community.
    """
    selected = community()
    if selected is None:
        raise CommunityUnknownError(slug="")
    return with_store(open_view, selected.slug, audience())


def locale() -> str:
    """Return the language: the selected one, else that of the URL, else Spanish."""
    requested = st.session_state.get("locale") or st.query_params.get("lang")
    return requested if requested in language.list_locales() else language.DEFAULT_LOCALE


def set_locale(code: str) -> None:
    """Set the language from the next run on."""
    st.session_state["locale"] = code
    st.query_params["lang"] = code


def gettext(key: str, **placeholders: object) -> str:
    """Translate a key into the visitor's language."""
    return language.gettext(key, locale(), **placeholders)


def ngettext(key: str, count: int, **placeholders: object) -> str:
    """Translate a key in the plural form of a count."""
    return language.ngettext(key, count, locale(), **placeholders)


def gettext_html(key: str, **placeholders: object) -> Markup:
    """Translate a key as HTML."""
    return language.gettext_html(key, locale(), **placeholders)


def ngettext_html(key: str, count: int, **placeholders: object) -> Markup:
    """Translate a key in the plural form of a count, as HTML."""
    return language.ngettext_html(key, count, locale(), **placeholders)


def label_for(family: str, code: object) -> str:
    """Return the label of a code in the visitor's language."""
    return language.label_for(family, code, locale())


def format_value(value: object) -> str:
    """Format a number or a date by the conventions of the visitor's language."""
    return str(language.format_value(value, locale()))


def cache_in_session(name: str, key: Hashable, compute: Callable[[], T]) -> T:
    """
    Return the session's last result of a name if its key is the same, else compute it.

    The result is stored in the session only, and deleted with it, because it may hold a
    destination of the visitor.
    """
    cached = st.session_state.get(f"answer:{name}")
    cache_key = (audience(), key)
    if cached is None or cached[0] != cache_key:
        cached = (cache_key, compute())
        st.session_state[f"answer:{name}"] = cached
    return cast("T", cached[1])


def _clear_session_state(preserved_keys: tuple[str, ...]) -> None:
    for name in list(st.session_state):
        if name not in preserved_keys:
            del st.session_state[name]
