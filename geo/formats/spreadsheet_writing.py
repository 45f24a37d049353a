"""
XLSX: writing of a layer as a workbook: a sheet of rows, and a sheet that says for whom it is.

Texts are written as cells of type text, so that a code keeps its leading zeros and no text is run
as a formula.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import geopandas as gpd

from geo.errors import ExportCellLengthError
from geo.formats.export_note import ExportNote
from geo.formats.geojson_file import to_json_value
from geo.formats.text_cells import (
    FORMULA_PATTERN,
    build_coordinate_columns,
    format_text_cell,
    split_frame,
)
from geo.language import gettext

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

MAX_CELL_LENGTH = 32_767  # characters; a longer text would be cut off without a word
MAX_SHEET_NAME_LENGTH = 31  # characters
TEXT_FORMAT = "@"
WIDTH_CHARACTERS = 22


def write_xlsx(frame: gpd.GeoDataFrame, layer: str, note: ExportNote | None) -> bytes:
    """
    Write a frame as a workbook.

    Parameters
    ----------
    frame
        Points become `longitude` and `latitude`, anything else `geometry` as WKT.
    layer
        Name of the sheet of rows.
    note
        Becomes the second sheet, in its own language.

    Raises
    ------
    ExportCellLengthError
        If an area or a text is longer than a cell may be.
    """
    from openpyxl import Workbook

    cells, geometries = split_frame(frame)
    columns: dict[str, list[object]] = {str(name): list(cells[name]) for name in cells.columns}
    columns |= build_coordinate_columns(geometries)
    book = Workbook(write_only=True)
    sheet = book.create_sheet(layer[:MAX_SHEET_NAME_LENGTH])
    sheet.freeze_panes = "A2"
    _set_widths(sheet, len(columns))
    sheet.append(list(_make_cells(sheet, columns)))
    for row in zip(*columns.values(), strict=True):
        sheet.append(list(_make_cells(sheet, row)))
    if note is not None:
        about = book.create_sheet(gettext("file_style.about", note.locale)[:MAX_SHEET_NAME_LENGTH])
        _set_widths(about, 2)
        for pair in note.to_text_metadata().items():
            about.append(list(_make_cells(about, pair)))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _set_widths(sheet: WriteOnlyWorksheet, count: int) -> None:
    from openpyxl.utils import get_column_letter

    for number in range(1, count + 1):
        dimensions = sheet.column_dimensions  # type: ignore[attr-defined]  # the stubs lack it
        dimensions[get_column_letter(number)].width = WIDTH_CHARACTERS


def _make_cells(sheet: WriteOnlyWorksheet, row: Iterable[object]) -> Iterator[object]:
    for value in row:
        plain = to_json_value(value)
        if plain is None or isinstance(plain, bool | int | float):
            yield plain
        else:
            yield _make_text_cell(sheet, format_text_cell(plain))


def _make_text_cell(sheet: WriteOnlyWorksheet, text: str) -> Cell:
    from openpyxl.cell import WriteOnlyCell

    if len(text) > MAX_CELL_LENGTH:
        raise ExportCellLengthError(most=MAX_CELL_LENGTH)
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"  # a text that begins with = would become a formula
    cell.number_format = TEXT_FORMAT
    cell.quotePrefix = FORMULA_PATTERN.match(text) is not None
    return cell
