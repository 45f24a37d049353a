"""Selection of one table, and of one of its places, among the tables of a file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from geo.errors import (
    LayerFileEmptyError,
    LayerNoCoordinatesError,
    LayerTablesError,
    LayerTableUnknownError,
)
from geo.formats.cell_grid import CellGrid
from geo.formats.coordinate_columns import list_place_layers, list_places, parse_grid
from geo.formats.file_format import LayerSource, ParsedLayer
from geo.formats.findings import MAX_LISTED_COLUMNS, Finding, list_some
from geo.parsing.source import SourceFile

PLACE_SEPARATOR = " · "  # between a table and one of its places


class NamedGrid(NamedTuple):
    """A table of a file; None where it has no cell."""

    name: str
    grid: CellGrid | None


def list_grid_layers(tables: Sequence[NamedGrid], file: SourceFile) -> list[str]:
    """List the tables of a file, each place of a table with several on its own."""
    source = LayerSource(file, "services")
    names = []
    for name, grid in tables:
        places = [] if grid is None else list_place_layers(grid, source)
        if len(places) > 1:
            names += [f"{name}{PLACE_SEPARATOR}{place}" for place in places]
        else:
            names.append(name)
    return names


def parse_selected_grid(tables: Sequence[NamedGrid], source: LayerSource) -> ParsedLayer:
    """
    Read the table that was chosen, the one called as the layer, or the only one with places.

    Raises
    ------
    LayerFileEmptyError
        If no table has a cell, or the selected one has no row.
    LayerTablesError, LayerTableUnknownError
        If several have places and none was chosen, or there is none of that name.
    LayerNoCoordinatesError, LayerCrsError, LayerCrsUnknownError
        See `parse_grid`.
    """
    name, grid, place = _select(tables, source)
    parsed = parse_grid(grid, source, place)
    others = [one.name for one in tables if one.grid is not None and one.grid is not grid]
    if others and source.table is None:
        placeholders: dict[str, object] = {"sheet": name, "others": ", ".join(others)}
        parsed.notices.append(Finding("import.notice_other_sheets", placeholders))
    return parsed


def _select(tables: Sequence[NamedGrid], source: LayerSource) -> tuple[str, CellGrid, str | None]:
    filled = [(name, grid) for name, grid in tables if grid is not None]
    if source.table is not None:
        return _find(tables, source, source.table)
    if not filled:
        raise LayerFileEmptyError(file=source.file.name)
    named = [one for one in filled if one[0].strip().lower() == source.layer]
    placed = [one for one in filled if list_places(one[1])]
    selected = named[:1] or placed or filled
    if len(selected) == 1:
        return *selected[0], None
    if placed:
        tables_text = ", ".join(name for name, _ in placed)
        raise LayerTablesError(file=source.file.name, tables=tables_text)
    listed = list_some(filled[0][1].names, MAX_LISTED_COLUMNS)
    raise LayerNoCoordinatesError(file=source.file.name, columns=listed)


def _find(
    tables: Sequence[NamedGrid], source: LayerSource, chosen: str
) -> tuple[str, CellGrid, str | None]:
    """Find a table by its name, or by its name and that of one of its places."""
    by_name = dict(tables)
    name, separator, place = chosen, "", ""
    if chosen not in by_name:
        name, separator, place = chosen.partition(PLACE_SEPARATOR)
    if name not in by_name:
        raise LayerTableUnknownError(file=source.file.name, table=chosen, tables=", ".join(by_name))
    grid = by_name[name]
    if grid is None:
        raise LayerFileEmptyError(file=source.file.name)
    return name, grid, place if separator else None
