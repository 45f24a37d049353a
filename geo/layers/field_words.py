"""
Words by which files name the fields of a layer, and the codes that a field holds.

In Spanish, English, Portuguese, Russian and Kyrgyz, in `data/vocabularies/layer_columns.json` and
`layer_codes.json`. Words and texts are compared as the skeletons of their words: case, accents,
underscores and capitals inside a name make no difference.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from geo.layers.schema import LayerField
from geo.layers.text_folding import fold_words
from geo.model import LayerName

VOCABULARIES = Path(__file__).parents[2] / "data" / "vocabularies"
COLUMN_FILE = VOCABULARIES / "layer_columns.json"
CODE_FILE = VOCABULARIES / "layer_codes.json"
COORDINATES = "coordinates"
PLACES = "places"  # names of columns that name a place where no other column does
# Low, medium and high mean different numbers in a scale of three and in one of five: they are read
# only beside words for both ends of a scale of five.
SEVERITY, SEVERITY_IN_FIVE = "severity", "severity_in_five"
SEVERITY_ENDS = {"1", "5"}
# `unidad_salud` is `unidad de salud`.
ARTICLES = frozenset("de del la el los las da do das dos of the".split())

_YEAR = re.compile(r"(?P<name>.*\D) ?(?:19|20)\d\d")
_UNIT = re.compile(r"(?P<name>.*?)\s*[(\[](?P<unit>[^()\[\]]*)[)\]][\s*:]*")


def join_words(text: str) -> str:
    """Convert a text to the skeletons of its words, separated by blanks, without articles."""
    words = fold_words(text)
    return " ".join(word for word in words if word not in ARTICLES) or " ".join(words)


@cache
def join_header_words(name: str) -> str:
    """Convert the name of a column as `join_words` does, without a unit in brackets at its end."""
    match = _UNIT.fullmatch(name)
    if match is not None and join_words(match["unit"]) in _read_units():
        name = match["name"]
    return join_words(name)


def remove_year(words: str) -> str:
    """Remove a year from the end of a name, as in tables of one count after another."""
    match = _YEAR.fullmatch(words)
    return match["name"].strip() if match else words


@cache
def list_header_words(layer: LayerName | str, field: str) -> tuple[str, ...]:
    """List the names that files use for a field, besides its own; most usual ones first."""
    words = _read_vocabulary(COLUMN_FILE)[layer].get(field, {})
    return tuple(dict.fromkeys(join_words(word) for one in words.values() for word in one))


@cache
def list_main_words(layer: LayerName | str, field: str) -> tuple[str, ...]:
    """List the most usual name that files of each language use for a field."""
    words = _read_vocabulary(COLUMN_FILE)[layer].get(field, {})
    return tuple(dict.fromkeys(join_words(one[0]) for one in words.values()))


def is_person_column(name: str) -> bool:
    """Return whether the name of a column says that its rows are persons: surname, age, victim."""
    return join_header_words(name) in list_person_columns()


def has_scale_of_five(column: Iterable[object], field: LayerField) -> bool:
    """Return whether a column of severities has words for both ends of a scale of five."""
    if field.name != SEVERITY:
        return False
    codes = _index_codes(SEVERITY)
    return {
        codes.get(join_words(cell)) for cell in column if isinstance(cell, str)
    } >= SEVERITY_ENDS


def read_code(text: str, field: LayerField, *, scale_of_five: bool = False) -> str | None:
    """
    Read a code from a word in any of the languages; None where no word says it for certain.

    Parameters
    ----------
    scale_of_five
        Of `has_scale_of_five`: the words of a scale depend on each other.
    """
    if text.strip().lower() in field.codes:
        return text.strip().lower()
    words = join_words(text)
    codes = _index_codes(field.name)
    if scale_of_five and words not in codes:
        codes = _index_codes(SEVERITY_IN_FIVE)
    return codes.get(words)


def find_codes(text: str, field: str) -> set[str]:
    """
    Find the codes of a field that a longer text names, by the longest of the words that overlap.

    `Instituto de Medicina Legal` names `forensic`, and not `legal_aid`.
    """
    return find_phrases(text, _index_phrases(field))


def find_phrases(text: str, phrases: Mapping[tuple[str, ...], str]) -> set[str]:
    """Find what the phrases in a text stand for, by the longest of those that overlap."""
    words = tuple(join_words(text).split())
    longest = max(map(len, phrases), default=0)
    found, start = set(), 0
    while start < len(words):
        lengths = range(min(longest, len(words) - start), 0, -1)
        length = next((one for one in lengths if words[start : start + one] in phrases), None)
        if length is not None:
            found.add(phrases[words[start : start + length]])
        start += length or 1
    return found


@cache
def _index_phrases(field: str) -> dict[tuple[str, ...], str]:
    return {tuple(words.split()): code for words, code in _index_codes(field).items()}


@cache
def _index_codes(field: str) -> dict[str, str]:
    vocabulary = _read_vocabulary(CODE_FILE).get(field, {})
    return {
        join_words(word): code
        for code, by_language in vocabulary.items()
        for words in by_language.values()
        for word in words
    }


@cache
def _read_units() -> frozenset[str]:
    return frozenset({"", *(join_words(unit) for unit in _read_vocabulary(COLUMN_FILE)["units"])})


@cache
def list_person_columns() -> frozenset[str]:
    """List the names of columns whose rows are persons, as skeletons."""
    return frozenset(join_words(name) for name in _read_vocabulary(COLUMN_FILE)["person_columns"])


@cache
def _read_vocabulary(path: Path) -> Mapping[str, Mapping[str, Mapping[str, list[str]]]]:
    vocabulary: dict[str, Mapping[str, Mapping[str, list[str]]]]
    vocabulary = json.loads(path.read_text(encoding="utf-8"))
    return vocabulary
