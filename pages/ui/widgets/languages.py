"""Language selector, and the translation status of catalogues."""

from __future__ import annotations

import json
from collections.abc import Callable

import streamlit as st
from markupsafe import Markup

from geo.cartography import assets
from geo.language import list_locales, read_catalogue_state, texts_by_prefix
from pages.ui import state
from pages.ui.visitor import current_visitor

CATALOGUE_PATH = "locale/{}/LC_MESSAGES/amparo.po"  # file that translators correct


def select_language(label: str, *, key: str, on_change: Callable[[str], None] | None = None) -> str:
    """
    Show the language selector; return the selected code, at first the visitor's.

    Parameters
    ----------
    on_change
        Called with the previous language when another is selected.
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
    """Return a language's own name; a draft is labelled as such."""
    own = state.gettext(f"language.{code}")
    return state.gettext("language.as_draft", name=own) if _is_draft(code) else own


def show_catalogue_status() -> None:
    """
    Show the translation status of the visitor's language, and whom to tell what sounds wrong.

    The file that is corrected is named only to who runs the installation.
    """
    locale = state.locale()
    status = state.gettext(f"language.state.{read_catalogue_state(locale)}")
    lines = [status, state.gettext("language.correct")]
    visitor = current_visitor()
    if visitor.account is not None and visitor.has_permission("act:accounts"):
        lines.append(state.gettext("language.file", file=CATALOGUE_PATH.format(locale)))
    st.caption(" ".join(lines))


def translate_widgets() -> None:
    """Pass translations of Streamlit's English widget labels to the browser."""
    texts = json.dumps(texts_by_prefix("widget.", state.locale()), ensure_ascii=False)
    element = Markup('<i hidden data-widget-texts="{}"></i><script src="{}"></script>')
    script = assets.asset_url("language", "widget_labels.js")
    st.html(str(element.format(texts, script)), unsafe_allow_javascript=True)


def _is_draft(code: str) -> bool:
    return read_catalogue_state(code) == "draft"
