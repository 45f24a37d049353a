"""What the drawing page is told: its map, its words, its signs."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from markupsafe import Markup

from geo import language
from geo.maps.bounds import whole_bounds
from geo.maps.canvas import canvas
from geo.model import HOLDS, SEVERITIES
from geo.privacy.view import View, open_view
from geo.store import Store, open_store
from geo.store.streets import street_names
from geo.workshop.mark import CODES
from geo.workshop.marks import Place
from pages.ui.leaving import usual_destination

SIGNS = Path(__file__).parents[2] / "data" / "vocabularies" / "signs.json"
FAMILY = "draw."
WORDS_OF = {"risk_area": "category", "safe_zone": "kind", "service": "service_type"}
DRAW, MARKS, PAST = "/amparo/draw", "/amparo/marks", "/amparo/marks/past"
NAMES = "/amparo/street-names"
POLL_S = 4


def page(at: Place, locale: str) -> dict[str, Any]:
    """Gather what fills the blanks of `frontend/draw/page.html`."""
    # As the public sees it: a group that draws learns nothing here of what others drew.
    view = open_view(open_store(), at.community, "public")
    return {
        **frame(locale),
        "title": view.community.name,
        "told": _in_page(_told(view, at, locale)),
    }


def frame(locale: str) -> dict[str, Any]:
    """Gather what every page of its own is told: language, words, the way out."""

    def word(key: str) -> str:
        return language.sentence(f"{FAMILY}{key}", locale)

    leave = {"address": usual_destination(), "word": language.sentence("menu.leave", locale)}
    return {"locale": locale, "word": word, "leave": leave}


def names_told(store: Store, slug: str) -> list[dict[str, Any]]:
    """Tell the names on the base map, each with its middle and its bounds."""
    return [
        {
            "name": row["name"],
            "kind": row["kind"],
            "at": [
                _round((row["south"] + row["north"]) / 2),
                _round((row["west"] + row["east"]) / 2),
            ],
            "bounds": [
                [_round(row["south"]), _round(row["west"])],
                [_round(row["north"]), _round(row["east"])],
            ],
        }
        for row in street_names(store, slug)
    ]


def _told(view: View, at: Place, locale: str) -> dict[str, Any]:
    community = view.community
    attribution = community.streets_source or language.sentence("show.no_streets", locale)
    map_ = canvas(whole_bounds(view), community.slug, community.streets_version, attribution)
    return {
        "canvas": map_.opening,
        "words": language.family(FAMILY, locale),
        "locale": locale,
        "categories": _categories(locale),
        "holds": [{"code": code, "word": language.word("holds", code, locale)} for code in HOLDS],
        "severities": [
            {"code": code, "word": language.sentence(f"draw.severity.{code}", locale)}
            for code in SEVERITIES
        ],
        "community": at.community,
        "session": at.code,
        "name": language.sentence("draw.group", locale, code=at.code),
        "save": MARKS,
        "past": PAST,
        "names": f"{NAMES}/{community.slug}/{community.streets_version}",
        "leave": usual_destination(),
        "poll_s": POLL_S,
    }


def _categories(locale: str) -> dict[str, list[dict[str, str]]]:
    return {
        kind: [
            {
                "code": code,
                "word": language.word(WORDS_OF[kind], code, locale),
                "sign": _signs()[kind][code],
            }
            for code in codes
        ]
        for kind, codes in CODES.items()
    }


@cache
def _signs() -> dict[str, dict[str, str]]:
    read: dict[str, dict[str, str]] = json.loads(SIGNS.read_text(encoding="utf-8"))
    return read


def _in_page(told: dict[str, Any]) -> Markup:
    """Write JSON as a page can hold it: nothing in it ends the script block or begins a tag."""
    written = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    for sign, number in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026")):
        written = written.replace(sign, number)
    return Markup(written)  # noqa: S704 (no sign of HTML is left in it)


def _round(degrees: float) -> float:
    return round(float(degrees), 6)
