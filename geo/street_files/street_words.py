"""
Words by which files name the attributes of streets, and what their values mean as tags.

In Spanish, English, Portuguese, Russian and Kyrgyz, in `data/vocabularies/street_columns.json` and
`street_values.json`. Words are compared as in `geo.layers.field_words`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from functools import cache

from geo.layers.field_words import VOCABULARIES, join_header_words, join_words
from geo.osm.access_values import CLOSED_VALUES, OPEN_VALUES, classify_access
from geo.osm.driving_tags import parse_speed_km_h
from geo.osm.osm_reader import HIGHWAY_KEYS
from geo.osm.walkability import VEHICLE_HIGHWAYS, WALKABLE_HIGHWAYS

COLUMN_FILE = VOCABULARIES / "street_columns.json"
VALUE_FILE = VOCABULARIES / "street_values.json"
STREET_FIELDS = (
    *("name", "highway", "oneway", "access", "foot", "motor_vehicle", "surface", "maxspeed"),
    *("steps", "lit", "bridge", "tunnel", "layer", "opening_hours"),
)
YES_NO_FIELDS = frozenset({"steps", "lit", "bridge", "tunnel"})
ACCESS_FIELDS = frozenset({"access", "foot", "motor_vehicle"})
# Values whose meaning decides who may pass: where they are not understood, it is told.
DECISIVE_FIELDS = frozenset({"highway", "oneway", *ACCESS_FIELDS})
UNKNOWN_KIND = "road"  # OpenStreetMap's kind of a street whose class nobody knows; it is walkable
_KNOWN_KINDS = WALKABLE_HIGHWAYS | VEHICLE_HIGHWAYS
_KNOWN_ACCESS = OPEN_VALUES | CLOSED_VALUES | {"private", "destination", "customers", "permit"}
_YES, _NO = "yes", "no"
# Columns of the shapefiles of Geofabrik and others: F and T are directions, not false and true.
_DIRECTION_ABBREVIATIONS = {"f": "yes", "t": "-1", "b": "no", "ft": "yes", "tf": "-1"}


def match_street_columns(
    columns: Sequence[str], chosen: Mapping[str, str] | None = None
) -> dict[str, str]:
    """
    Find the attributes of streets among the columns of a file, whatever their case and accents.

    Parameters
    ----------
    chosen
        Field to column, as whoever imports chose; fields and columns that do not exist are ignored.

    Returns
    -------
    columns
        Field to column. A column with the field's own name comes first, then the most usual words.
        Fields are those of `STREET_FIELDS`, and OpenStreetMap's keys where a column has their name.
    """
    found = {field: name for field, name in (chosen or {}).items() if name in columns}
    for field in (*STREET_FIELDS, *HIGHWAY_KEYS):
        if field in found:
            continue
        free = [name for name in columns if name not in found.values()]
        words = [join_words(field), *_list_words(field)]
        names = {join_header_words(name): name for name in reversed(free)}
        match = next((names[word] for word in words if word in names), None)
        if match is not None:
            found[field] = match
    return found


def translate_value(field: str, value: object, *, uses_abbreviations: bool) -> str | None:
    """
    Translate the value of an attribute to that of OpenStreetMap's tag.

    Parameters
    ----------
    uses_abbreviations
        Whether the column of directions holds F, T and B: along the line, against it, both.

    Returns
    -------
    value
        None where the cell is empty, or says nothing that is read. Values of direction and access
        that are not understood are kept as they are: they close a street to vehicles, or to all
        but its destinations. Kinds that are not understood become `UNKNOWN_KIND`.
    """
    text = _format_value(value)
    if not text:
        return None
    if field in YES_NO_FIELDS:
        return _translate_yes_no(field, text)
    if field == "highway":
        return _translate_known(field, text, _KNOWN_KINDS) or UNKNOWN_KIND
    if field == "oneway":
        return _translate_direction(text, uses_abbreviations=uses_abbreviations)
    if field in ACCESS_FIELDS:
        return _translate_known("access", text, _KNOWN_ACCESS) or text
    if field == "surface":
        return _translate_known(field, text, frozenset()) or text.lower()
    if field == "maxspeed":
        return None if math.isnan(parse_speed_km_h(text)) else text
    return text


def is_understood(field: str, value: object, *, uses_abbreviations: bool) -> bool:
    """Return whether a value of a decisive attribute is understood; empty cells are."""
    text = _format_value(value)
    if not text or field not in DECISIVE_FIELDS:
        return True
    if field == "highway":
        return _translate_known(field, text, _KNOWN_KINDS) is not None
    if field == "oneway":
        found = _translate_direction(text, uses_abbreviations=uses_abbreviations)
        return found in ("yes", "no", "-1")
    known = _translate_known("access", text, _KNOWN_ACCESS)
    return known is not None and classify_access(known) is not None


def has_abbreviations(values: Sequence[object]) -> bool:
    """Return whether directions are written as F, T and B, or FT and TF."""
    words = {text.lower() for value in values if (text := _format_value(value))}
    return bool(words & {"b", "ft", "tf"}) and words <= {*_DIRECTION_ABBREVIATIONS, "n"}


def _format_value(value: object) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, bool):
        return _YES if value else _NO
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()


def _translate_yes_no(field: str, text: str) -> str | None:
    word = _translate_known("yes_no", text, frozenset({_YES, _NO}))
    if word is None and field in ("bridge", "tunnel", "lit"):
        return text.lower()  # `viaduct`, `culvert`, `24/7` of OpenStreetMap
    return word


def _translate_direction(text: str, *, uses_abbreviations: bool) -> str:
    if uses_abbreviations and text.lower() in _DIRECTION_ABBREVIATIONS:
        return _DIRECTION_ABBREVIATIONS[text.lower()]
    known = frozenset({_YES, _NO, "-1", "reversible", "alternating"})
    return _translate_known("oneway", text, known) or text


def _translate_known(field: str, text: str, known: frozenset[str]) -> str | None:
    if text.lower() in known:
        return text.lower()
    return _words_to_values(field).get(join_words(text))


@cache
def _words_to_values(field: str) -> dict[str, str]:
    values: Mapping[str, Mapping[str, list[str]]] = json.loads(
        VALUE_FILE.read_text(encoding="utf-8")
    )[field]
    return {
        join_words(word): value
        for value, by_language in values.items()
        for words in by_language.values()
        for word in words
    }


@cache
def _list_words(field: str) -> list[str]:
    by_language: Mapping[str, list[str]] = json.loads(COLUMN_FILE.read_text(encoding="utf-8")).get(
        field, {}
    )
    return [join_words(word) for words in by_language.values() for word in words]
