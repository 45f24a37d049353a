"""What the drawing page is told: its map, its words, its signs."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from geo import language
from geo.cartography.escaping import in_data
from geo.cartography.map_extent import street_heart
from geo.cartography.offline_map import canvas
from geo.osm.attribution import attribution
from geo.privacy.view import View, open_view
from geo.store import open_store
from geo.workshop.drawing_sessions import called
from geo.workshop.mark_store import Place
from geo.workshop.vocabulary import vocabulary
from pages.ui.shell.quick_exit import usual_destination

FAMILY = "draw."
DRAW, MARKS, PAST = "/amparo/draw", "/amparo/marks", "/amparo/marks/past"
NAMES = "/amparo/street-names"
JOINING = "/j"
POLL_S = 4


def page(at: Place, locale: str) -> dict[str, Any]:
    """Gather what fills the blanks of `frontend/draw/page.html`."""
    # As the public sees it: a group that draws learns nothing here of what others drew.
    view = open_view(open_store(), at.community, "public")
    return {
        **frame(locale),
        "title": view.community.name,
        "short": view.community.name.partition(" (")[0],  # a telephone has room for no more
        "page_data": in_data(_told(view, at, locale)),
    }


def frame(locale: str) -> dict[str, Any]:
    """Gather what every page of its own is told: language, words, the way out."""

    def word(key: str) -> str:
        return language.sentence(f"{FAMILY}{key}", locale)

    leave = {"address": usual_destination(locale), "word": language.sentence("menu.leave", locale)}
    return {"locale": locale, "word": word, "leave": leave}


def _told(view: View, at: Place, locale: str) -> dict[str, Any]:
    community = view.community
    told = attribution(community, locale)
    map_ = canvas(street_heart(view), community.slug, community.streets_version, told)
    return {
        "canvas": map_.opening,
        "texts": language.family(FAMILY, locale),
        "locale": locale,
        **vocabulary(locale),
        "community": at.community,
        "session": at.code,
        "name": language.sentence("draw.group", locale, code=called(at.code)),
        "operations_url": MARKS,
        "history_url": PAST,
        "names_url": f"{NAMES}/{community.slug}/{community.streets_version}",
        "join_url": f"{JOINING}?{urlencode({'lang': locale})}",
        "poll_s": POLL_S,
    }
