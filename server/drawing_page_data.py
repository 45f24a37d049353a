"""Template context of the drawing page: map, texts, vocabulary, URLs."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from geo import language
from geo.cartography.escaping import dump_html_json
from geo.cartography.map_extent import street_core_bounds
from geo.cartography.offline_map import create_map
from geo.osm.attribution import format_attribution
from geo.privacy.view import View, open_view
from geo.store import open_store
from geo.workshop.drawing_sessions import format_session_code
from geo.workshop.records import DrawingScope
from geo.workshop.vocabulary import list_mark_vocabulary
from server.exit_url import default_destination_url
from server.paths import HISTORY_PATH, JOIN_PAGE_PATH, MARKS_PATH, STREET_NAMES_PATH

KEY_PREFIX = "draw."
POLL_INTERVAL_S = 4


def drawing_page_context(drawing_session: DrawingScope, locale: str) -> dict[str, Any]:
    """Build the template context of `frontend/draw/page.html`."""
    # The public view: a group does not see here what other groups drew.
    view = open_view(open_store(), drawing_session.community, "public")
    return {
        **base_page_context(locale),
        "title": view.community.name,
        "short": view.community.name.partition(" (")[0],  # short enough for a phone's header
        "page_data": dump_html_json(_drawing_page_data(view, drawing_session, locale)),
    }


def base_page_context(locale: str) -> dict[str, Any]:
    """Build the context of every page without Streamlit: language, texts, quick exit."""

    def translate(key: str) -> str:
        return language.gettext(f"{KEY_PREFIX}{key}", locale)

    exit_link = {
        "address": default_destination_url(locale),
        "word": language.gettext("menu.leave", locale),
    }
    return {"locale": locale, "word": translate, "leave": exit_link}


def _drawing_page_data(view: View, drawing_session: DrawingScope, locale: str) -> dict[str, Any]:
    community = view.community
    attribution = format_attribution(community, locale)
    base_map = create_map(
        street_core_bounds(view), community.slug, community.streets_version, attribution
    )
    return {
        "canvas": base_map.open_options,
        "texts": language.texts_by_prefix(KEY_PREFIX, locale),
        "locale": locale,
        **list_mark_vocabulary(locale),
        "community": drawing_session.community,
        "session": drawing_session.code,
        "name": language.gettext(
            "draw.group", locale, code=format_session_code(drawing_session.code)
        ),
        "operations_url": MARKS_PATH,
        "history_url": HISTORY_PATH,
        "names_url": f"{STREET_NAMES_PATH}/{community.slug}/{community.streets_version}",
        "join_url": f"{JOIN_PAGE_PATH}?{urlencode({'lang': locale})}",
        "poll_s": POLL_INTERVAL_S,
    }
