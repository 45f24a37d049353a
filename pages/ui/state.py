"""What a visitor has chosen, and for which audience she reads: every screen asks here."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar, cast

import streamlit as st
from markupsafe import Markup

from geo import language
from geo.access.publication import is_published
from geo.errors import CommunityUnknownError
from geo.model import Audience, Community
from geo.privacy.view import View, open_view
from geo.store import Store, open_store
from geo.store.communities import all_communities
from pages.ui.visitor import visitor

T = TypeVar("T")

LEAVE_TO = "leave_to"  # where the way out leads: a word,
LEAVE_FOR = "leave_for"  # or an address as she wrote it
REVEALED, READ_AS = "revealed", "read_as"
PROTECTED = "protected"  # the account that she made when she protected the installation
# Chosen for the whole visit.
KEPT = ("locale", "community", LEAVE_TO, LEAVE_FOR, REVEALED, PROTECTED)


def audience() -> Audience:
    """
    Tell for which audience the visitor reads; it is decided here, and nowhere else.

    A coordinator reads as the network does until she asks for reserved places, and then only in
    the community she asked for.
    """
    here = visitor()
    if here.audience != "coordinator":
        return here.audience
    asked = st.session_state.get(REVEALED)
    chosen = community()
    return "coordinator" if chosen and asked == (here.account, chosen.slug) else "network"


def reveal() -> None:
    """Show reserved places from the next run on; the audit log says so."""
    chosen, here = community(), visitor()
    if chosen is None or not here.may("act:reveal"):
        return
    seen = open_view(store(), chosen.slug, "coordinator")
    hidden = int(open_view(store(), chosen.slug, "network").services.geometry.isna().sum())
    seen.note("reveal", {"community": chosen.slug, "what": "services", "rows": hidden})
    st.session_state[REVEALED] = (here.account, chosen.slug)


def cover() -> None:
    """Keep reserved places reserved again."""
    st.session_state.pop(REVEALED, None)


def settle() -> None:
    """Let go of what was asked for another audience, or by somebody else, in this same tab."""
    now = (visitor().account, audience())
    if st.session_state.get(READ_AS, now) != now:
        _let_go(KEPT)
    st.session_state[READ_AS] = now


def store() -> Store:
    """Give the installation's store; it is opened once by the process."""
    return open_store()


def communities() -> list[Community]:
    """List the communities she may see, the demonstration last."""
    known, here = all_communities(store()), visitor()
    if not here.guarded:
        return [one for one in known if one.demonstration]
    if here.role is not None:
        return known
    return [one for one in known if is_published(store(), one)]


def waiting() -> int:
    """Count the communities that nobody sees before the installation is protected."""
    if visitor().guarded:
        return 0
    return sum(not one.demonstration for one in all_communities(store()))


def community() -> Community | None:
    """
    Give the community the visitor looks at: the one she chose, or the first; None if none.

    Who has to sign in to see a community, or to protect it, learns nothing of it, not even that
    it is not there.
    """
    known, here = {one.slug: one for one in communities()}, visitor()
    asked = st.session_state.get("community") or st.query_params.get("community")
    if asked is not None and asked not in known:
        if here.role is None or not here.guarded:
            return None
        raise CommunityUnknownError(slug=asked)
    return known[asked] if asked else next(iter(known.values()), None)


def choose_community(slug: str) -> None:
    """Look at another community from the next run on; what was asked of the last one is let go."""
    if slug == st.session_state.get("community"):  # the browser sends old choices again
        return
    _let_go(("locale", LEAVE_TO, LEAVE_FOR))
    st.session_state["community"] = slug
    st.query_params["community"] = slug


def choose_none() -> None:
    """Look at no community in particular: the one she looked at is not there any more."""
    _let_go(("locale", LEAVE_TO, LEAVE_FOR))
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
    return open_view(store(), chosen.slug, audience())


def locale() -> str:
    """Tell the language: the one she chose, or that of the address; else Spanish."""
    asked = st.session_state.get("locale") or st.query_params.get("lang")
    return asked if asked in language.locales() else language.DEFAULT_LOCALE


def choose_locale(code: str) -> None:
    """Speak another language from the next run on."""
    st.session_state["locale"] = code
    st.query_params["lang"] = code


def say(key: str, **blanks: object) -> str:
    """Say what a key means, in the visitor's language."""
    return language.sentence(key, locale(), **blanks)


def say_plural(key: str, count: int, **blanks: object) -> str:
    """Say what a key means for a count."""
    return language.plural(key, count, locale(), **blanks)


def say_rich(key: str, **blanks: object) -> Markup:
    """Say what a key means, as HTML."""
    return language.rich(key, locale(), **blanks)


def say_rich_plural(key: str, count: int, **blanks: object) -> Markup:
    """Say what a key means for a count, as HTML."""
    return language.rich_plural(key, count, locale(), **blanks)


def word(family: str, code: object) -> str:
    """Name a code in the visitor's language."""
    return language.word(family, code, locale())


def written(value: object) -> str:
    """Write a number or a date the way the visitor's language does."""
    return str(language.written(value, locale()))


def remember(name: str, key: Hashable, make: Callable[[], T]) -> T:
    """
    Give the visitor's last answer of a name if it was to the same question, or make it.

    It is kept in her session only, and ends with it: where she wants to go is nobody's business.
    """
    known = st.session_state.get(f"answer:{name}")
    asked = (audience(), key)
    if known is None or known[0] != asked:
        known = (asked, make())
        st.session_state[f"answer:{name}"] = known
    return cast("T", known[1])


def _let_go(but: tuple[str, ...]) -> None:
    for name in list(st.session_state):
        if name not in but:
            del st.session_state[name]
