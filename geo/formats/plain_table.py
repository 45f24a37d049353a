"""Writing of a table without geometry as CSV, for spreadsheets."""

from __future__ import annotations

import pandas as pd

from geo.formats.atomic_file import write_file
from geo.formats.export_note import ExportNote
from geo.formats.text_cells import quote_formula
from geo.store.atomic_file import OutputT

SUFFIX = ".csv"


def write_plain_table(table: pd.DataFrame, path: OutputT, *, note: ExportNote) -> OutputT:
    """
    Write a table as CSV with a byte order mark, by which spreadsheets know that it is UTF-8.

    Parameters
    ----------
    table
        Already redacted for the audience; an unknown or suppressed number is an empty cell.
    note
        For whom it was made, when, from what and who is not counted: four more columns, the same
        in every row.

    Raises
    ------
    ExportFileError
        If it cannot be written there.
    """
    told = {
        "audience": note.audience,
        "made_on": note.made_on.isoformat(),
        "source": note.source,
        "population": note.population,
    }
    cells = table.assign(**told).map(_neutralise)
    content = cells.to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")
    write_file(path, content, private=note.audience == "coordinator")
    return path


def _neutralise(cell: object) -> object:
    return quote_formula(cell) if isinstance(cell, str) else cell
