"""What a visitor has chosen, and for which audience she reads: every screen asks here."""

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

EXIT_DESTINATION = "leave_to"  # where the way out leads: a word,
EXIT_URL = "leave_for"  # or an address as she wrote it
CONFIDENTIAL_SHOWN_FOR, LAST_READER = "revealed", "read_as"
PROTECTING_ACCOUNT = "protected"  # the account that she made when she protected the installation
# Chosen for the whole visit.
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
    Tell for which audience the visitor reads; it is decided here, and nowhere else.

    A coordinator reads as the network does until she asks for reserved places, and then only in
    the community she asked for.
    """
    here = current_visitor()
    if here.audience != "coordinator":
        return here.audience
    asked = st.session_state.get(CONFIDENTIAL_SHOWN_FOR)
    chosen = community()
    return "coordinator" if chosen and asked == (here.account, chosen.slug) else "network"


def show_confidential() -> None:
    """Show reserved places from the next run on; the audit log says so."""
    chosen, here = community(), current_visitor()
    if chosen is None or not here.has_permission("act:reveal"):
        return
    seen = with_store(open_view, chosen.slug, "coordinator")
    hidden = int(with_store(open_view, chosen.slug, "network").services.geometry.isna().sum())
    seen.record_audit("reveal", {"community": chosen.slug, "what": "services", "rows": hidden})
    st.session_state[CONFIDENTIAL_SHOWN_FOR] = (here.account, chosen.slug)


def hide_confidential() -> None:
    """Keep reserved places reserved again."""
    st.session_state.pop(CONFIDENTIAL_SHOWN_FOR, None)


def reset_on_audience_change() -> None:
    """Let go of what was asked for another audience, or by somebody else, in this same tab."""
    now = (current_visitor().account, audience())
    if st.session_state.get(LAST_READER, now) != now:
        _clear_session_state(PERSISTENT_KEYS)
    st.session_state[LAST_READER] = now


def with_store(
    function: Callable[Concatenate[Store, P], T], *arguments: P.args, **options: P.kwargs
) -> T:
    """
    Call a function of `geo` with the installation's store as its first argument.

    No screen holds the store itself, so none can read a layer past `View`.
    """
    return function(open_store(), *arguments, **options)


def communities() -> list[Community]:
    """List the communities she may see, the demonstration last."""
    return with_store(list_visible_communities, current_visitor())


def count_unprotected_communities() -> int:
    """Count the communities that nobody sees before the installation is protected."""
    if current_visitor().installation_protected:
        return 0
    return sum(not one.demonstration for one in with_store(list_communities))


def community() -> Community | None:
    """
    Give the community the visitor looks at: the one she chose, or the first; None if none.

    Who has to sign in to see a community, or to protect it, learns nothing of it, not even that
    it is not there.
    """
    known, here = {one.slug: one for one in communities()}, current_visitor()
    asked = st.session_state.get("community") or st.query_params.get("community")
    if asked is not None and asked not in known:
        if here.role is None or not here.installation_protected:
            return None
        raise CommunityUnknownError(slug=asked)
    return known[asked] if asked else next(iter(known.values()), None)


def select_community(slug: str) -> None:
    """Look at another community from the next run on; what was asked of the last one is let go."""
    if slug == st.session_state.get("community"):  # the browser sends old choices again
        return
    _clear_session_state(("locale", EXIT_DESTINATION, EXIT_URL))
    st.session_state["community"] = slug
    st.query_params["community"] = slug


def clear_community() -> None:
    """Look at no community in particular: the one she looked at is not there any more."""
    _clear_session_state(("locale", EXIT_DESTINATION, EXIT_URL))
    st.query_params.pop("community", None)


def view() -> View:
    """
    Open the community as the visitor may see it.

    Raises
    ------
    CommunityUnknownError
        If there is none.
    """
    chosen = community()
    if chosen is None:
        raise CommunityUnknownError(slug="")
    return with_store(open_view, chosen.slug, audience())


def locale() -> str:
    """Tell the language: the one she chose, or that of the address; else Spanish."""
    asked = st.session_state.get("locale") or st.query_params.get("lang")
    return asked if asked in language.list_locales() else language.DEFAULT_LOCALE


def set_locale(code: str) -> None:
    """Speak another language from the next run on."""
    st.session_state["locale"] = code
    st.query_params["lang"] = code


def gettext(key: str, **placeholders: object) -> str:
    """Say what a key means, in the visitor's language."""
    return language.gettext(key, locale(), **placeholders)


def ngettext(key: str, count: int, **placeholders: object) -> str:
    """Say what a key means for a count."""
    return language.ngettext(key, count, locale(), **placeholders)


def gettext_html(key: str, **placeholders: object) -> Markup:
    """Say what a key means, as HTML."""
    return language.gettext_html(key, locale(), **placeholders)


def ngettext_html(key: str, count: int, **placeholders: object) -> Markup:
    """Say what a key means for a count, as HTML."""
    return language.ngettext_html(key, count, locale(), **placeholders)


def label_for(family: str, code: object) -> str:
    """Name a code in the visitor's language."""
    return language.label_for(family, code, locale())


def format_value(value: object) -> str:
    """Write a number or a date the way the visitor's language does."""
    return str(language.format_value(value, locale()))


def cache_in_session(name: str, key: Hashable, compute: Callable[[], T]) -> T:
    """
    Give the visitor's last answer of a name if it was to the same question, or make it.

    It is kept in her session only, and ends with it: where she wants to go is nobody's business.
    """
    known = st.session_state.get(f"answer:{name}")
    asked = (audience(), key)
    if known is None or known[0] != asked:
        known = (asked, compute())
        st.session_state[f"answer:{name}"] = known
    return cast("T", known[1])


def _clear_session_state(preserved_keys: tuple[str, ...]) -> None:
    for name in list(st.session_state):
        if name not in preserved_keys:
            del st.session_state[name]
