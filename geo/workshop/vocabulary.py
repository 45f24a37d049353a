"""What a drawing page offers to choose from: words and signs, in a language."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from geo import language
from geo.model import HOLDS_VALUES, SEVERITIES
from geo.store.database import Store
from geo.store.streets import read_street_names
from geo.workshop.mark import MARK_CATEGORIES

SYMBOL_FILE = Path(__file__).parents[2] / "data" / "vocabularies" / "signs.json"
LABEL_PREFIX_BY_KIND = {"risk_area": "category", "safe_zone": "kind", "service": "service_type"}
COORDINATE_DECIMALS = 6  # of a degree, as a mark has them


def list_mark_vocabulary(locale: str) -> dict[str, Any]:
    """
    Tell what can be said of a mark.

    Returns
    -------
    told
        `categories` by kind of mark, each with code, word and the name of its sign; `holds` and
        `severities`, each with code and word.
    """
    return {
        "categories": {
            kind: _list_categories(kind, codes, locale) for kind, codes in MARK_CATEGORIES.items()
        },
        "holds": [
            {"code": code, "word": language.label_for("holds", code, locale)}
            for code in HOLDS_VALUES
        ],
        "severities": [
            {"code": code, "word": language.gettext(f"draw.severity.{code}", locale)}
            for code in SEVERITIES
        ],
    }


def list_place_names(store: Store, slug: str) -> list[dict[str, Any]]:
    """Tell the names on the base map, each with its middle and its bounds [degrees]."""
    return [
        {
            "name": row["name"],
            "kind": row["kind"],
            "at": [
                _round_degrees((row["south"] + row["north"]) / 2),
                _round_degrees((row["west"] + row["east"]) / 2),
            ],
            "bounds": [
                [_round_degrees(row["south"]), _round_degrees(row["west"])],
                [_round_degrees(row["north"]), _round_degrees(row["east"])],
            ],
        }
        for row in read_street_names(store, slug)
    ]


@cache
def load_symbols() -> dict[str, dict[str, str]]:
    """Read which Maki sign stands for which code, by kind of mark."""
    read: dict[str, dict[str, str]] = json.loads(SYMBOL_FILE.read_text(encoding="utf-8"))
    return read


def _list_categories(kind: str, codes: tuple[str, ...], locale: str) -> list[dict[str, str]]:
    return [
        {
            "code": code,
            "word": language.label_for(LABEL_PREFIX_BY_KIND[kind], code, locale),
            "sign": load_symbols()[kind][code],
        }
        for code in codes
    ]


def _round_degrees(degrees: float) -> float:
    return round(float(degrees), COORDINATE_DECIMALS)
