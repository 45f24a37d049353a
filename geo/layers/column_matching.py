"""Matching of a file's columns to the fields of a layer, by the words of `field_words`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from geo.layers.field_words import (
    COORDINATES,
    PLACES,
    is_person_column,
    join_header_words,
    join_words,
    list_header_words,
    list_main_words,
    list_person_columns,
    remove_year,
)
from geo.layers.schema import GEOMETRY_COLUMN, LAYER_SCHEMAS, LayerField
from geo.model import LayerName

# Texts that may be a person's where rows are persons: `nombre` beside `apellido`.
PERSON_TEXTS = ("name", "phone", "gateway", "note")
PLACE_LAYERS: tuple[LayerName, ...] = ("services", "safe_zones")
PERSON_PLACE = "address"  # where rows are persons, whatever its column is called: their homes


@dataclass(frozen=True)
class ColumnMatch:
    """
    Which column of a file is which field.

    Attributes
    ----------
    columns
        Field name to column name.
    ambiguous
        Columns that match the same field equally well, by field name.
    """

    columns: dict[str, str]
    ambiguous: dict[str, list[str]]


def match_columns(
    columns: Sequence[str], layer: LayerName, chosen: Mapping[str, str] | None = None
) -> ColumnMatch:
    """
    Find the fields of a layer among the columns of a file, whatever their case and accents.

    A column with the field's own name comes before those with another name for it, and a name that
    says so ("name of the institution") before a kind of place ("institution"). A column that is
    only called "place" is the name where nothing else is. Where a file has columns on persons, no
    other name is taken for one of `PERSON_TEXTS`, and none at all for an address.

    Parameters
    ----------
    chosen
        Field name to column name, as whoever imports chose.
    """
    chosen = {field: name for field, name in (chosen or {}).items() if name in columns}
    free = [name for name in columns if name not in chosen.values()]
    has_persons = any(is_person_column(name) for name in columns)
    matched: dict[str, str] = {}
    ambiguous: dict[str, list[str]] = {}
    for field in LAYER_SCHEMAS[layer].fields:
        if field.name in chosen:
            matched[field.name] = chosen[field.name]
            continue
        if has_persons and field.name == PERSON_PLACE:
            continue
        own = [name for name in free if join_header_words(name) == join_words(field.name)]
        aliases = (
            ()
            if has_persons and field.name in PERSON_TEXTS
            else list_header_words(layer, field.name)
        )
        candidates = (
            own
            or [name for name in free if _name_field(name, field) in aliases]
            or (_list_place_columns(free, layer, field) if aliases else [])
        )
        candidates = _prefer_stated_names(candidates, layer, field)
        if candidates:
            matched[field.name] = candidates[0]
        if len(candidates) > 1:
            ambiguous[field.name] = candidates
    return ColumnMatch(matched, ambiguous)


def complete_cut_names(
    columns: Sequence[str], cut_columns: Sequence[str], layer: LayerName
) -> list[str]:
    """
    Complete names that a format cut to a few letters, where only one field can be meant.

    Parameters
    ----------
    columns
        Names of all columns of a file.
    cut_columns
        Those of them that may have been longer.

    Returns
    -------
    names
        One for each of `columns`: a field's name, a name that stands for persons, or as it was.
    """
    matched = {*match_columns(columns, layer).columns.values(), *filter(is_person_column, columns)}
    completed = list(columns)
    for position, column in enumerate(columns):
        if column not in cut_columns or column in matched:
            continue
        beginning = join_header_words(column)
        persons = [name for name in list_person_columns() if name.startswith(beginning)]
        fields = [
            field.name
            for field in LAYER_SCHEMAS[layer].fields
            for name in (join_words(field.name), *list_header_words(layer, field.name))
            if name.startswith(beginning)
        ]
        names = {min(persons)} if persons else set(fields)
        if len(names) == 1 and beginning:
            (completed[position],) = names
    return completed if len(set(completed)) == len(completed) else list(columns)


def find_coordinate_column(columns: Sequence[str], axis: str) -> list[str]:
    """List the columns that are `latitude` or `longitude`, by the most usual name among them."""
    for name in (axis, *list_header_words(COORDINATES, axis)):
        candidates = [column for column in columns if join_header_words(column) == name]
        if candidates:
            return candidates
    return []


def make_unique_names(names: Sequence[str]) -> list[str]:
    """Make column names distinct, `name (2)`; the name `geometry` is never given."""
    used = {GEOMETRY_COLUMN}
    unique = []
    for position, name in enumerate(names, start=1):
        base = name.strip() or f"({position})"
        candidate, number = base, 2
        while candidate in used:
            candidate, number = f"{base} ({number})", number + 1
        used.add(candidate)
        unique.append(candidate)
    return unique


def _list_place_columns(columns: Sequence[str], layer: LayerName, field: LayerField) -> list[str]:
    """List the columns that are called "place", of a layer whose rows are places."""
    if field.name != "name" or layer not in PLACE_LAYERS:
        return []
    words = list_header_words(PLACES, field.name)
    return [name for name in columns if join_header_words(name) in words]


def _prefer_stated_names(candidates: list[str], layer: LayerName, field: LayerField) -> list[str]:
    """Prefer the one column that has a word for "name" in its own name, of several for a name."""
    if field.name != "name" or len(candidates) < 2:
        return candidates
    main = {*list_main_words(layer, field.name), field.name}
    stated = [name for name in candidates if main & set(join_header_words(name).split())]
    return stated if len(stated) == 1 else candidates


def _name_field(column: str, field: LayerField) -> str:
    words = join_header_words(column)
    return remove_year(words) if field.kind == "number" else words
