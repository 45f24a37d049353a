"""Spreadsheets: reading of XLSX, XLS and ODS, whose sheets are layers, and writing of XLSX."""

from __future__ import annotations

from geo.formats.cell_grid import build_grid
from geo.formats.file_format import FileFormat, LayerSource, ParsedLayer
from geo.formats.findings import Finding
from geo.formats.spreadsheet_cells import Workbook, read_workbook
from geo.formats.spreadsheet_writing import write_xlsx
from geo.formats.table_selection import NamedGrid, list_grid_layers, parse_selected_grid
from geo.parsing.source import SourceFile


def read_spreadsheet(source: LayerSource) -> ParsedLayer:
    """
    Read a sheet of places.

    Parameters
    ----------
    source
        A workbook; `table` is one of `list_sheet_layers`. None reads the sheet that is called as
        the layer, or the only one with places.

    Raises
    ------
    LayerEncryptedError
        If it is protected by a password.
    LayerUnreadableError
        If it is damaged, or no workbook.
    LayerTablesError, LayerTableUnknownError
        If several sheets have places and none was chosen, or there is none of that name.
    LayerNoCoordinatesError, LayerFileEmptyError, LayerCrsError, LayerCrsUnknownError
        As for a CSV.
    LayerTooLargeError, LayerColumnsError, LayerMemoryError
        If reading it would fill the memory.
    """
    workbook = read_workbook(source.file)
    parsed = parse_selected_grid(_build_grids(workbook, source.file), source)
    if workbook.reader != "calamine":
        placeholders: dict[str, object] = {"reader": workbook.reader}
        parsed.notices.append(Finding("import.notice_reader", placeholders))
    merged = sum(sheet.merged for sheet in workbook.sheets)
    if merged:
        parsed.notices.append(Finding("import.notice_merged", {"count": merged}))
    return parsed


def list_sheet_layers(file: SourceFile) -> list[str]:
    """List the sheets, each place of a sheet with several on its own."""
    return list_grid_layers(_build_grids(read_workbook(file), file), file)


def _build_grids(workbook: Workbook, file: SourceFile) -> list[NamedGrid]:
    return [
        NamedGrid(
            sheet.name,
            build_grid(sheet.rows, file=file.name, widens=True) if sheet.rows else None,
        )
        for sheet in workbook.sheets
    ]


FORMAT = FileFormat(
    "Spreadsheet",
    (".xlsx", ".xlsm", ".xls", ".ods"),
    ("spreadsheet",),
    read=read_spreadsheet,
    list_layers=list_sheet_layers,
    write=write_xlsx,
    written_suffixes=(".xlsx",),
)
