"""
CSV: writing of a layer as a table for spreadsheets.

A CSV file has no place for its note, and a line of comment would be read as a row: the note stands
in columns of its own, the same in every row, whose names begin with `file_`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import geopandas as gpd

from geo.formats.export_note import ExportNote
from geo.formats.hxl_tags import NOTE_PREFIX, list_hashtags
from geo.formats.text_cells import (
    build_coordinate_columns,
    format_text_cell,
    quote_formula,
    split_frame,
)


def write_csv(frame: gpd.GeoDataFrame, layer: str, note: ExportNote | None) -> bytes:  # noqa: ARG001 (a table has no name)
    """
    Write a frame as CSV with a byte order mark, by which spreadsheets know that it is UTF-8.

    Parameters
    ----------
    frame
        Points become `longitude` and `latitude`, anything else `geometry` as WKT.
    note
        Columns `file_community`, `file_audience`, `file_purpose`, `file_date`, `file_source`,
        `file_licence` and `file_suppressed`.
    """
    cells, geometries = split_frame(frame)
    columns = {str(name): list(cells[name]) for name in cells.columns}
    columns |= build_coordinate_columns(geometries)
    texts = {} if note is None else note.to_text_metadata()
    columns |= {f"{NOTE_PREFIX}{name}": [text] * len(cells) for name, text in texts.items()}
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(columns)
    if note is not None and note.has_hashtags:
        writer.writerow(list_hashtags(columns))
    writer.writerows(_format_rows(columns))
    return buffer.getvalue().encode("utf-8-sig")


def _format_rows(columns: dict[str, list[object]]) -> Iterator[list[str]]:
    """Format rows; a number may begin with a minus, as it is no formula."""
    for row in zip(*columns.values(), strict=True):
        yield [
            quote_formula(format_text_cell(cell))
            if isinstance(cell, str)
            else format_text_cell(cell)
            for cell in row
        ]
