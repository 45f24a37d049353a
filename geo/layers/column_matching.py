"""Matching of a file's columns to the fields of a layer, by folded names and aliases."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from geo.layers.schema import GEOMETRY_COLUMN, LAYER_SCHEMAS
from geo.layers.text_folding import fold_text
from geo.model import LayerName


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


def match_columns(columns: Sequence[str], layer: LayerName) -> ColumnMatch:
    """Find the fields of a layer among the columns of a file, whatever their case and accents."""
    matched: dict[str, str] = {}
    ambiguous: dict[str, list[str]] = {}
    for field in LAYER_SCHEMAS[layer].fields:
        candidates = find_matching_columns(columns, field.file_names)
        if candidates:
            matched[field.name] = candidates[0]
        if len(candidates) > 1:
            ambiguous[field.name] = candidates
    return ColumnMatch(matched, ambiguous)


def find_matching_columns(columns: Sequence[str], patterns: Sequence[str]) -> list[str]:
    """List the columns whose folded name matches the first pattern that any column matches."""
    for pattern in patterns:
        candidates = [name for name in columns if re.fullmatch(pattern, fold_text(name))]
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
