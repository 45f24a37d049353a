"""
XLSX: writing of a layer as a workbook: a sheet of rows, and a sheet that says for whom it is.

Texts are written as cells of type text, so that a code keeps its leading zeros and no text is run
as a formula.
"""

from __future__ import annotations

import geopandas as gpd

from geo.errors import ExportCellLengthError
from geo.formats.export_note import ExportNote
from geo.formats.geojson_file import to_json_value
from geo.formats.hxl_tags import list_hashtags
from geo.formats.text_cells import build_coordinate_columns, format_text_cell, split_frame
from geo.formats.workbook_writing import Cell, format_workbook
from geo.language import gettext

MAX_CELL_LENGTH = 32_767  # characters; spreadsheets cut a longer text off without a word


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
    cells, geometries = split_frame(frame)
    columns: dict[str, list[object]] = {str(name): list(cells[name]) for name in cells.columns}
    columns |= build_coordinate_columns(geometries)
    rows: list[list[Cell]] = [list(columns)]
    if note is not None and note.has_hashtags:
        rows.append([*list_hashtags(columns)])
    rows += [[_to_cell(value) for value in row] for row in zip(*columns.values(), strict=True)]
    sheets = {layer: rows}
    if note is not None:
        about = gettext("file_style.about", note.locale)
        sheets[about] = [[name, text] for name, text in note.to_text_metadata().items()]
    return format_workbook(sheets)


def _to_cell(value: object) -> Cell:
    plain = to_json_value(value)
    if plain is None or isinstance(plain, bool | int | float):
        return plain
    text = format_text_cell(plain)
    if len(text) > MAX_CELL_LENGTH:
        raise ExportCellLengthError(most=MAX_CELL_LENGTH)
    return text
