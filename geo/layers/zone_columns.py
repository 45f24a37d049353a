"""
Columns by which a table says in which zone a row is: codes, such as UBIGEO or P-codes, and names.

Their words are in `data/vocabularies/zone_columns.json`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from typing import Literal, NamedTuple

from geo.layers.field_words import VOCABULARIES, join_header_words, join_words

ZoneKind = Literal["code", "name"]
VOCABULARY = VOCABULARIES / "zone_columns.json"


class ZoneColumn(NamedTuple):
    """A column of a file that says in which zone its rows are, by code or by name."""

    kind: ZoneKind
    column: str


def find_zone_columns(columns: Sequence[str]) -> list[ZoneColumn]:
    """Find the columns that say in which zone a row is, those of codes first."""
    words = _read_words()
    return [
        ZoneColumn(kind, name)
        for kind, known in words.items()
        for name in columns
        if join_header_words(name) in known
    ]


@cache
def _read_words() -> dict[ZoneKind, frozenset[str]]:
    vocabulary = json.loads(VOCABULARY.read_text(encoding="utf-8"))
    return {
        kind: frozenset(join_words(word) for words in vocabulary[kind].values() for word in words)
        for kind in ("code", "name")
    }
