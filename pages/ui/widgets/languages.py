"""The languages: each by its own name, and how far its words can be trusted."""

from __future__ import annotations

import json
from collections.abc import Callable

import streamlit as st
from markupsafe import Markup

from geo.cartography import assets
from geo.language import list_locales, read_catalogue_state, texts_by_prefix
from pages.ui import state

CATALOGUE_PATH = "locale/{}/LC_MESSAGES/amparo.po"  # where a language is mended


def select_language(label: str, *, key: str, on_change: Callable[[str], None] | None = None) -> str:
    """
    Offer the languages; give the chosen one, at first the visitor's own.

    Parameters
    ----------
    on_change
        Called with the language spoken before, when another is chosen.
    """
    before = state.locale()
    chosen = st.pills(
        label,
        sorted(list_locales(), key=_is_draft),
        default=before,
        format_func=language_name,
        key=key,
        required=True,
        width="stretch",
        on_change=on_change or "rerun",
        args=(before,) if on_change else None,
    )
    return chosen or before


def language_name(code: str) -> str:
    """Name a language in itself; of a draft, say so."""
    own = state.gettext(f"language.{code}")
    return state.gettext("language.as_draft", name=own) if _is_draft(code) else own


def show_catalogue_status() -> None:
    """Say who made the words of the visitor's language, and how to mend them."""
    spoken = state.locale()
    made = state.gettext(f"language.state.{read_catalogue_state(spoken)}")
    mend = state.gettext("language.correct", file=CATALOGUE_PATH.format(spoken))
    st.caption(f"{made} {mend}")


def translate_widgets() -> None:
    """Give the browser our names for what widgets name in English."""
    words = json.dumps(texts_by_prefix("widget.", state.locale()), ensure_ascii=False)
    told = Markup('<i hidden data-widget-texts="{}"></i><script src="{}"></script>')
    script = assets.asset_url("language", "widget_labels.js")
    st.html(str(told.format(words, script)), unsafe_allow_javascript=True)


def _is_draft(code: str) -> bool:
    return read_catalogue_state(code) == "draft"
