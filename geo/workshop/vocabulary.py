"""Vocabulary of the drawing page: codes, labels and symbols of marks, by language."""

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
COORDINATE_DECIMALS = 6  # of a degree, as in marks


def list_mark_vocabulary(locale: str) -> dict[str, Any]:
    """
    List the codes of marks with their labels.

    Returns
    -------
    vocabulary
        `categories` by kind of mark, each with code, label and the name of its symbol; `holds` and
        `severities`, each with code and label.
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
    """List the names on the base map, each with its centre and bounds [degrees]."""
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
    """Read the Maki symbol of each code, by kind of mark."""
    symbols: dict[str, dict[str, str]] = json.loads(SYMBOL_FILE.read_text(encoding="utf-8"))
    return symbols


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
