"""What a drawing page offers to choose from: words and signs, in a language."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from geo import language
from geo.model import HOLDS, SEVERITIES
from geo.store.database import Store
from geo.store.streets import street_names
from geo.workshop.mark import CODES

SIGNS = Path(__file__).parents[2] / "data" / "vocabularies" / "signs.json"
WORDS_OF = {"risk_area": "category", "safe_zone": "kind", "service": "service_type"}
DECIMALS = 6  # of a degree, as a mark has them


def vocabulary(locale: str) -> dict[str, Any]:
    """
    Tell what can be said of a mark.

    Returns
    -------
    told
        `categories` by kind of mark, each with code, word and the name of its sign; `holds` and
        `severities`, each with code and word.
    """
    return {
        "categories": {kind: _categories(kind, codes, locale) for kind, codes in CODES.items()},
        "holds": [{"code": code, "word": language.word("holds", code, locale)} for code in HOLDS],
        "severities": [
            {"code": code, "word": language.sentence(f"draw.severity.{code}", locale)}
            for code in SEVERITIES
        ],
    }


def place_names(store: Store, slug: str) -> list[dict[str, Any]]:
    """Tell the names on the base map, each with its middle and its bounds [degrees]."""
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


@cache
def signs() -> dict[str, dict[str, str]]:
    """Read which Maki sign stands for which code, by kind of mark."""
    read: dict[str, dict[str, str]] = json.loads(SIGNS.read_text(encoding="utf-8"))
    return read


def _categories(kind: str, codes: tuple[str, ...], locale: str) -> list[dict[str, str]]:
    return [
        {
            "code": code,
            "word": language.word(WORDS_OF[kind], code, locale),
            "sign": signs()[kind][code],
        }
        for code in codes
    ]


def _round(degrees: float) -> float:
    return round(float(degrees), DECIMALS)
