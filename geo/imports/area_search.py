"""The areas of a file by what its columns call them: "distr" VILLA EL SALVADOR, "ubigeo" 150142."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from geo.formats.cell_values import format_cell
from geo.formats.reading import read_layer_file
from geo.layers.column_matching import fold_text


@dataclass(frozen=True)
class NamedAreas:
    """
    Areas that a column calls the same.

    Attributes
    ----------
    column, value
        As `read_boundary` takes them for `where`.
    area_count
        How many rows.
    """

    column: str
    value: str
    area_count: int


def list_named_areas(path: Path, *, table: str | None = None) -> list[NamedAreas]:
    """
    List by which words the areas of a file can be told apart.

    Parameters
    ----------
    path
        GeoJSON or GeoPackage.
    table
        Table of a GeoPackage.

    Returns
    -------
    named
        Column by column, values in order; none where the file has one area only, or a column
        calls all areas the same.

    Raises
    ------
    LayerError
        If the file cannot be read; see `read_layer_file`.
    """
    frame = read_layer_file(path, "zones", table=table)
    named = []
    for column in frame.columns[frame.columns != frame.geometry.name]:
        counts = Counter(format_cell(cell) for cell in frame[column].dropna())
        if len(frame) > 1 and len(frame) not in counts.values():
            sorted_counts = sorted(counts.items())
            named += [
                NamedAreas(str(column), value, areas) for value, areas in sorted_counts if value
            ]
    return named


def find_named_areas(
    named: Sequence[NamedAreas], query: str, *, max_results: int = 8
) -> list[NamedAreas]:
    """
    Find areas by what somebody types: what is exactly that first, then what begins so.

    Parameters
    ----------
    query
        A name or a code, or the beginning or the middle of one; case and accents do not matter.
    max_results
        How many to give.
    """
    wanted = fold_text(query)
    if not wanted:
        return []
    found = [(fold_text(one.value), one) for one in named if wanted in fold_text(one.value)]
    found.sort(
        key=lambda pair: (pair[0] != wanted, not pair[0].startswith(wanted), pair[1].area_count)
    )
    return [one for _, one in found[:max_results]]
