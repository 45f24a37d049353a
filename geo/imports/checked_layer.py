"""The rows of a file after its check: those of the layer, with notes, and those that wait."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np

from geo.formats.findings import RowFinding
from geo.imports.cell_notes import CellNote
from geo.imports.confidentiality import list_unsaid_rows
from geo.imports.hours_reading import HoursNote
from geo.imports.stated_zones import StatedZones
from geo.layers.confidential_features import blank_open_columns


@dataclass(frozen=True)
class WaitingRows:
    """
    Rows of a file that somebody has to decide on.

    Attributes
    ----------
    frame
        Columns of the layer and EPSG:4326 geometry, None where a cell could not be read; index
        `row` as in the file.
    doubts
        What was found in them; at least one for each.
    """

    frame: gpd.GeoDataFrame
    doubts: tuple[RowFinding, ...]


@dataclass(frozen=True)
class CheckedLayer:
    """
    A validated layer, and the changes that were made to it.

    Attributes
    ----------
    frame
        Columns of the layer and EPSG:4326 geometry; index `row` as in the file.
    dropped_columns
        Columns of the file that are not in the schema.
    read_as
        Field name to the alias used in the file.
    confidential_rows
        Confidential rows by reason; see `geo.imports.confidentiality`.
    fixed
        Rows whose outline was made valid without changing its extent.
    hours
        What the opening hours were read as.
    placeless
        Rows without a place on the map, that may be without one.
    cells
        What other cells were read as, where that is not what is written.
    swapped
        Rows whose latitude and longitude were exchanged.
    skipped
        Rows that were left out, as was chosen, for their place is 0.
    without_address
        Confidential rows whose address was left out.
    zones
        What the file says of the zones of all its rows, where that is of use.
    """

    frame: gpd.GeoDataFrame
    dropped_columns: tuple[str, ...]
    read_as: dict[str, str]
    confidential_rows: dict[str, tuple[int, ...]]
    fixed: tuple[int, ...]
    hours: tuple[HoursNote, ...] = ()
    placeless: tuple[int, ...] = ()
    cells: tuple[CellNote, ...] = ()
    swapped: tuple[int, ...] = ()
    skipped: tuple[int, ...] = ()
    without_address: tuple[int, ...] = ()
    zones: tuple[StatedZones, ...] = ()

    @property
    def made_confidential(self) -> tuple[int, ...]:
        """Rows made confidential although the file does not say so."""
        return list_unsaid_rows(self.confidential_rows)


def restrict_notes(checked: CheckedLayer, rows: np.ndarray) -> CheckedLayer:
    """Leave out of the notes on a layer what concerns other rows than those given."""
    kept = {int(row) for row in rows}

    def select(numbers: Iterable[int]) -> tuple[int, ...]:
        return tuple(row for row in numbers if row in kept)

    reasons = {reason: select(found) for reason, found in checked.confidential_rows.items()}
    hours = [note._replace(rows=select(note.rows)) for note in checked.hours]
    cells = [note._replace(rows=select(note.rows)) for note in checked.cells]
    return replace(
        checked,
        confidential_rows={reason: found for reason, found in reasons.items() if found},
        fixed=select(checked.fixed),
        hours=tuple(note for note in hours if note.rows),
        placeless=select(checked.placeless),
        cells=tuple(note for note in cells if note.rows),
        swapped=select(checked.swapped),
        without_address=select(checked.without_address),
    )


def leave_out_addresses(checked: CheckedLayer) -> CheckedLayer:
    """Leave out the addresses of confidential services, and note in which rows."""
    if "address" not in checked.frame:
        return checked
    kept = blank_open_columns(checked.frame)
    is_left_out = checked.frame["address"].notna() & kept["address"].isna()
    rows = {*checked.without_address, *(int(row) for row in kept.index[is_left_out])}
    return replace(checked, frame=kept, without_address=tuple(sorted(rows)))
