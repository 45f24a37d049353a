"""
Cells of spreadsheets: XLSX, XLS and ODS by calamine, and XLSX by openpyxl where it fails.

Each of the readers fails on some file that the other one reads. No macro and no link is followed,
formulas are read as the value that was stored with them.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from geo.errors import LayerEncryptedError, LayerMemoryError, LayerUnreadableError
from geo.formats.cell_grid import NumberedRow
from geo.formats.cell_values import is_blank
from geo.formats.memory_limit import (
    MAX_COLUMNS,
    MAX_TEXT_MB,
    MAX_UNPACKED_MB,
    MEGABYTE,
    check_cell_count,
    check_file_size,
)
from geo.parsing.source import SourceFile

OLE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Name of the stream of an encrypted workbook in the directory of its container.
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
MANIFEST, ENCRYPTED_ENTRY = "META-INF/manifest.xml", b"encryption-data"
MAX_MANIFEST_BYTES = 1_000_000
MAX_MEMBERS = 10_000  # of the archive that a workbook is
MAX_BLANK_ROWS = 2_000_000  # rows of one sheet, with or without a cell
CHUNK_BYTES = 1_000_000
MAX_ELEMENT_BYTES = 200  # of a merged range, which two chunks may part
_MERGED_CELL = re.compile(
    rb'<(?:\w+:)?mergeCell\s[^<>]*?ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"'
)
Range = tuple[tuple[int, int], tuple[int, int]]  # first and last row and column of merged cells


@dataclass
class Sheet:
    """
    One sheet.

    Attributes
    ----------
    rows
        Those with a cell that is not empty, with their number in the sheet.
    merged
        Number of merged ranges whose value was repeated in each of their cells.
    """

    name: str
    rows: list[NumberedRow] = field(default_factory=list)
    merged: int = 0


@dataclass(frozen=True)
class Workbook:
    """All sheets of a workbook, and which program read it."""

    sheets: list[Sheet]
    reader: str


def read_workbook(file: SourceFile) -> Workbook:
    """
    Read all sheets of a workbook.

    Raises
    ------
    LayerEncryptedError
        If it is protected by a password.
    LayerUnreadableError
        If it is damaged, or no workbook.
    LayerTooLargeError, LayerMemoryError, LayerColumnsError
        If reading it would fill the memory.
    """
    check_file_size(file, max_mb=MAX_TEXT_MB)
    content = file.read_bytes()
    _check_container(content, file=file.name)
    try:
        return Workbook(_read_with_calamine(content, file=file.name), "calamine")
    except _UnreadError as error:
        if not content.startswith(b"PK"):
            raise LayerUnreadableError(file=file.name) from error
    try:
        return Workbook(_read_with_openpyxl(content, file=file.name), "openpyxl")
    except _UnreadError as error:
        raise LayerUnreadableError(file=file.name) from error


class _UnreadError(Exception):
    """One of the readers cannot read a workbook."""


def _check_container(content: bytes, *, file: str) -> None:
    """Refuse encrypted workbooks, and archives that are too large unpacked."""
    if content.startswith(OLE_MARK):
        if ENCRYPTED_STREAM in content:
            raise LayerEncryptedError(file=file)
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            unpacked = sum(member.file_size for member in members)
            if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED_MB * MEGABYTE:
                raise LayerMemoryError(file=file)
            if MANIFEST in archive.namelist():
                with archive.open(MANIFEST) as manifest:
                    if ENCRYPTED_ENTRY in manifest.read(MAX_MANIFEST_BYTES):
                        raise LayerEncryptedError(file=file)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, ValueError, EOFError) as error:
        raise LayerUnreadableError(file=file) from error
    except (NotImplementedError, RuntimeError, OSError, zlib.error) as error:
        raise LayerUnreadableError(file=file) from error


def _read_with_calamine(content: bytes, *, file: str) -> list[Sheet]:
    import python_calamine

    try:
        with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
            return [
                _make_sheet(
                    name,
                    sheet.iter_rows(),
                    list(sheet.merged_cell_ranges or ()),
                    first_row=(sheet.start or (0, 0))[0],
                    first_column=(sheet.start or (0, 0))[1],
                    file=file,
                )
                for name, sheet in _list_sheets(workbook)
            ]
    except python_calamine.PasswordError as error:
        raise LayerEncryptedError(file=file) from error
    except (python_calamine.CalamineError, OSError, ValueError, IndexError) as error:
        raise _UnreadError from error


def _list_sheets(workbook: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 (of calamine)
    import python_calamine

    for one in workbook.sheets_metadata:
        if one.typ == python_calamine.SheetTypeEnum.WorkSheet:
            yield one.name, workbook.get_sheet_by_name(one.name)


def _read_with_openpyxl(content: bytes, *, file: str) -> list[Sheet]:
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        workbook = openpyxl.load_workbook(
            io.BytesIO(content), read_only=True, data_only=True, keep_links=False
        )
        sheets = []
        for worksheet in workbook.worksheets:
            worksheet.reset_dimensions()  # a file may state too few of them
            rows = worksheet.iter_rows(values_only=True)
            merged = _find_merged(worksheet)
            sheets.append(_make_sheet(worksheet.title, rows, merged, file=file))
    except (InvalidFileException, zipfile.BadZipFile, zlib.error) as error:
        raise _UnreadError from error
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        raise _UnreadError from error
    except (SyntaxError, OSError, EOFError, NotImplementedError) as error:  # of its XML
        raise _UnreadError from error
    return sheets


def _find_merged(worksheet: Any) -> list[Range]:  # noqa: ANN401 (of openpyxl)
    """
    Find the merged cells of a sheet, which openpyxl does not keep where it reads row by row.

    They stand behind the rows, in elements that hold nothing but a range.
    """
    from openpyxl.utils.cell import range_boundaries

    merged: list[Range] = []
    kept = b""
    with worksheet._get_source() as source:  # nothing public gives the part of a sheet
        while chunk := source.read(CHUNK_BYTES):
            text = kept + chunk
            end = 0
            for match in _MERGED_CELL.finditer(text):
                left, top, right, bottom = (
                    int(edge or 1) - 1 for edge in range_boundaries(match[1].decode())
                )
                merged.append(((top, left), (bottom, right)))
                end = match.end()
            kept = text[max(end, len(text) - MAX_ELEMENT_BYTES) :]
    return merged


def _make_sheet(  # noqa: PLR0913 (what a reader knows of a sheet)
    name: str,
    rows: Iterable[Iterable[object]],
    merged: list[Range],
    *,
    first_row: int = 0,
    first_column: int = 0,
    file: str,
) -> Sheet:
    """Keep the rows with a value; a sheet may have a million that have a format only."""
    sheet = Sheet(name)
    cells_read = 0
    by_number: dict[int, list[object]] = {}
    for number, row in enumerate(rows, start=first_row):
        if number > MAX_BLANK_ROWS:
            raise LayerMemoryError(file=file)
        cells = [_convert(cell) for cell in row]
        while cells and is_blank(cells[-1]):
            cells.pop()
        if cells:
            by_number[number] = [*[""] * first_column, *cells]
            cells_read += len(by_number[number])
            check_cell_count(len(by_number), 1, file=file)
            check_cell_count(1, min(cells_read, MAX_COLUMNS), file=file)
    for (top, left), (bottom, right) in merged:
        sheet.merged += _repeat_merged(by_number, top, left, bottom, right)
    sheet.rows = [NumberedRow(by_number[number], number + 1) for number in sorted(by_number)]
    return sheet


def _repeat_merged(
    rows: dict[int, list[object]], top: int, left: int, bottom: int, right: int
) -> int:
    """Repeat the value of merged cells in each row that they span, in their first column."""
    first = rows.get(top, [])
    if top == bottom or left >= len(first) or is_blank(first[left]):
        return 0
    del right  # a value that spans columns belongs to the first of them
    for number in range(top + 1, bottom + 1):
        row = rows.get(number)
        if row is not None:
            row += [""] * (left + 1 - len(row))
            row[left] = first[left]
    return 1


def _convert(cell: object) -> object:
    """Convert a value: whole numbers without `.0`, dates and times as ISO texts."""
    converter = _CONVERTERS.get(type(cell))
    return cell if converter is None else converter(cell)


def _convert_float(cell: Any) -> object:  # noqa: ANN401 (a float)
    return int(cell) if cell.is_integer() and abs(cell) < 1e15 else cell


def _convert_datetime(cell: Any) -> str:  # noqa: ANN401 (a datetime)
    return str(cell.date().isoformat() if cell.time() == time() else cell.isoformat(" "))


_CONVERTERS: dict[type, Callable[[Any], object]] = {
    float: _convert_float,
    datetime: _convert_datetime,
    date: lambda cell: cell.isoformat(),
    time: lambda cell: cell.isoformat("minutes"),
    timedelta: str,
    type(None): lambda _: "",
}
