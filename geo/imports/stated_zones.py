"""In which zone the rows of a file say that they are, by the codes and names in its columns."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

import pandas as pd

from geo.formats.cell_values import format_cell, is_blank
from geo.formats.spoilt_digits import unwrap_formula
from geo.layers.zone_columns import ZoneKind, find_zone_columns
from geo.model import LayerName

# Layers of points whose rows may name a district; homes do not, as long as they have a place.
POINT_LAYERS: tuple[LayerName, ...] = ("services", "safe_zones")
PLACED_BY_ZONE: LayerName = "demand"  # whose rows may have a zone in the place of a point


class StatedZones(NamedTuple):
    """
    What one column of a file says of the zones of its rows.

    Attributes
    ----------
    column
        As it is called in the file.
    cells
        The text of each row, None where it is empty; the first row of the file first.
    """

    kind: ZoneKind
    column: str
    cells: tuple[str | None, ...]


def read_stated_zones(
    cells: pd.DataFrame, layer: LayerName, placeless: Sequence[int]
) -> tuple[StatedZones, ...]:
    """
    Read the columns that name zones, of those layers that have a use for them.

    Parameters
    ----------
    cells
        The cells of the file, without geometry.
    placeless
        Positions of the rows without a place.
    """
    if layer not in POINT_LAYERS and not (layer == PLACED_BY_ZONE and placeless):
        return ()
    stated = (
        StatedZones(kind, name, tuple(_read_cell(cell) for cell in cells[name]))
        for kind, name in find_zone_columns([str(name) for name in cells.columns])
    )
    return tuple(one for one in stated if layer == PLACED_BY_ZONE or not _are_row_numbers(one))


def _are_row_numbers(column: StatedZones) -> bool:
    """Return whether the codes of a list of places are 1, 2, 3 …: its own, and no zone's."""
    numbers = [int(cell) for cell in column.cells if cell and cell.isdecimal()]
    return (
        column.kind == "code"
        and len(numbers) == len(column.cells) > 1
        and sorted(numbers) == list(range(min(numbers), min(numbers) + len(numbers)))
        and min(numbers) <= 1
    )


def list_unstated(
    zones: Sequence[StatedZones], layer: LayerName, positions: Sequence[int]
) -> list[int]:
    """List those of the rows without a place that do not say their zone, where that counts."""
    if layer != PLACED_BY_ZONE:
        return list(positions)
    return [one for one in positions if not any(column.cells[one] for column in zones)]


def states_zones(columns: Collection[str]) -> bool:
    """Return whether the columns of a table say in which zone its rows are."""
    return bool(find_zone_columns(list(columns)))


def _read_cell(cell: object) -> str | None:
    """Read a code as it is written: `="030405"` keeps its zero."""
    if is_blank(cell):
        return None
    text = format_cell(cell)
    return (unwrap_formula(text) or text).strip() or None
