"""
Names of the columns that hold places.

Latitude and longitude, with or without the name of a question before them, eastings and northings,
and complete places in one column.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from geo.layers.column_matching import find_coordinate_column
from geo.layers.field_words import COORDINATES, join_header_words, list_header_words

# Of one letter or two, which other names end in.
_GENERIC_WORDS = frozenset({"x", "y"})
# Words of a column of eastings that say nothing of its axis.
_METRIC_FILLERS = frozenset(
    "utm wgs wgs84 84 psad psad56 56 datum coordenada coord m metros metres meters zona zone huso"
    " fuso epsg".split()
)
_HEMISPHERE_WORDS = frozenset({"sur", "sul", "south", "norte", "north"})
_DEGREE_STARTS = tuple(
    map(join_header_words, ("lat", "lon", "lng", "широта", "долгота", "кеңдик", "узундук"))
)


class AxisPair(NamedTuple):
    """
    Columns of one place.

    Attributes
    ----------
    name
        Words of the question that both columns belong to; empty for plain `latitude`.
    doubled
        Columns named as the first two are, as (axis, names).
    """

    name: str
    latitude: str
    longitude: str
    doubled: tuple[tuple[str, tuple[str, ...]], ...] = ()


class UtmColumns(NamedTuple):
    """Columns of one place in metres, and of its zone where there is one."""

    easting: str
    northing: str
    zone: str | None


def find_axis_pairs(names: Sequence[str]) -> list[AxisPair]:
    """Find the pairs of a latitude and a longitude: `lat`, `lon`; `_home_latitude` too."""
    pairs = []
    plain = [find_coordinate_column(names, axis) for axis in ("latitude", "longitude")]
    if all(plain):
        doubled = tuple(
            (axis, tuple(columns))
            for axis, columns in zip(("latitude", "longitude"), plain, strict=True)
            if len(columns) > 1
        )
        pairs.append(AxisPair("", plain[0][0], plain[1][0], doubled))
    by_question: dict[str, dict[str, str]] = {}
    taken = {name for columns in plain for name in columns}
    for name in names:
        for axis in ("latitude", "longitude"):
            question = None if name in taken else _remove_word(name, axis)
            if question is not None:
                by_question.setdefault(question, {}).setdefault(axis, name)
    pairs += [
        AxisPair(question, columns["latitude"], columns["longitude"])
        for question, columns in by_question.items()
        if len(columns) == 2
    ]
    return pairs


def find_accuracy_column(names: Sequence[str], question: str) -> str | None:
    """Find the column with the accuracy of a question's places."""
    for name in names:
        words = join_header_words(name)
        rest = words if not question else _remove_word(name, "accuracy")
        if rest == question or (not question and words in _list_words("accuracy")):
            return name
    return None


def find_utm_columns(names: Sequence[str]) -> UtmColumns | None:
    """Find the columns of an easting and a northing, and of their zone."""
    found = [
        _find_named(names, axis) or _find_metric(names, axis) for axis in ("easting", "northing")
    ]
    if not all(found):
        return None
    return UtmColumns(str(found[0]), str(found[1]), _find_named(names, "zone"))


def find_zone_column(names: Sequence[str]) -> str | None:
    """Find the column of a UTM zone."""
    return _find_named(names, "zone")


def is_place_name(name: str) -> bool:
    """Return whether a column is called as one that holds complete places."""
    words = join_header_words(name.rpartition("/")[2])
    return words in _list_words("place") or join_header_words(name) in _list_words("place")


def names_longitude_first(name: str) -> bool:
    """Return whether the name of a column of places says that the longitude comes first."""
    words = join_header_words(name).split()
    axes = [
        axis
        for word in words
        for axis in ("latitude", "longitude")
        if word == axis or word in _list_words(axis)
    ]
    return axes[:2] == ["longitude", "latitude"]


def names_degrees(name: str) -> bool:
    """Return whether a column is called latitude or longitude, and not just `x`."""
    return any(word.startswith(_DEGREE_STARTS) for word in join_header_words(name).split())


def _find_named(names: Sequence[str], axis: str) -> str | None:
    for words in _list_words(axis):
        for name in names:
            if join_header_words(name) == words:
                return name
    return None


def _find_metric(names: Sequence[str], axis: str) -> str | None:
    """Find a column such as `Este (UTM WGS84 zona 18 Sur)`: the word for its axis comes first."""
    for name in names:
        words = [word for word in join_header_words(name).split() if word not in _METRIC_FILLERS]
        if not words or words[0] not in _list_words(axis):
            continue
        # A zone, its band and its hemisphere may follow; another word makes it another column.
        rest = [word for word in words[1:] if not word[0].isdigit() and len(word) > 1]
        if all(word in _HEMISPHERE_WORDS for word in rest):
            return name
    return None


def _remove_word(name: str, axis: str) -> str | None:
    """Remove the word for an axis from the beginning or the end of a name; None without one."""
    words = join_header_words(name)
    for word in _list_words(axis):
        if word in _GENERIC_WORDS:
            continue
        if words.endswith(f" {word}"):
            return words[: -len(word) - 1]
        if words.startswith(f"{word} "):
            return words[len(word) + 1 :]
    return None


@cache
def _list_words(axis: str) -> tuple[str, ...]:
    """List the words for an axis, long ones first: `latitude` ends in no other word."""
    words = {axis, *list_header_words(COORDINATES, axis)}
    return tuple(sorted(words, key=lambda word: (-len(word), word)))
