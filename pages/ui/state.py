"""What a visitor has chosen, and as whom she reads: every screen asks here."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar, cast

import streamlit as st
from markupsafe import Markup

from geo import language
from geo.errors import CommunityUnknownError
from geo.model import Audience, Community
from geo.privacy.view import View, open_view
from geo.store import Store, open_store
from geo.store.communities import all_communities

T = TypeVar("T")


def audience() -> Audience:
    """Tell as whom the visitor reads. Signing in will be decided here, and nowhere else."""
    return "network"


def store() -> Store:
    """Give the installation's store; it is opened once by the process."""
    return open_store()


def communities() -> list[Community]:
    """List the communities, the demonstration last."""
    return all_communities(store())


def community() -> Community | None:
    """Give the community the visitor looks at: the one she chose, or the first; None if none."""
    known = {one.slug: one for one in communities()}
    asked = st.session_state.get("community") or st.query_params.get("community")
    if asked is not None and asked not in known:
        raise CommunityUnknownError(slug=asked)
    return known[asked] if asked else next(iter(known.values()), None)


def choose_community(slug: str) -> None:
    """Look at another community from the next run on; what was asked of the last one is let go."""
    for name in list(st.session_state):
        if name != "locale":
            del st.session_state[name]
    st.session_state["community"] = slug
    st.query_params["community"] = slug


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
    if known is None or known[0] != key:
        known = (key, make())
        st.session_state[f"answer:{name}"] = known
    return cast("T", known[1])
