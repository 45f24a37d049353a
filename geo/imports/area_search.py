"""Search of named areas in a boundary file, by any column: "distr" Villa, "ubigeo" 150142."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from geo.formats.broken_collection import refuse_broken
from geo.formats.cell_values import format_cell
from geo.formats.reading import read_layer_file
from geo.layers.text_folding import fold_text
from geo.parsing.source import SourceFile


@dataclass(frozen=True)
class NamedAreas:
    """
    Areas with the same value in a column.

    Attributes
    ----------
    column, value
        The argument `where` of `read_boundary`.
    area_count
        Number of rows.
    """

    column: str
    value: str
    area_count: int


def list_named_areas(source: Path | SourceFile, *, table: str | None = None) -> list[NamedAreas]:
    """
    List the column values by which the areas of a file can be selected, in this process.

    Parameters
    ----------
    source
        GeoJSON or GeoPackage.
    table
        Table of a GeoPackage.

    Returns
    -------
    named
        Column by column, values in order; empty for a file of one area, and without the
        columns in which all areas have the same value.

    Raises
    ------
    LayerError
        If the file cannot be read; see `read_layer_file`.
    """
    frame = read_layer_file(source, "zones", table=table)
    refuse_broken(frame.attrs["findings"], file=frame.attrs["file"])
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
    Find areas by typed text: exact matches first, then matches at the beginning.

    Parameters
    ----------
    query
        A name or a code, or the beginning or the middle of one; case and accents do not matter.
    max_results
        Maximum number of results.
    """
    folded_query = fold_text(query)
    if not folded_query:
        return []
    matches = [
        (fold_text(area.value), area) for area in named if folded_query in fold_text(area.value)
    ]
    matches.sort(
        key=lambda pair: (
            pair[0] != folded_query,
            not pair[0].startswith(folded_query),
            pair[1].area_count,
        )
    )
    return [area for _, area in matches[:max_results]]
