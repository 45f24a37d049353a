"""
Reading of `.dbf` tables, the columns of shapefiles: dBase III to 5, and Visual FoxPro.

Format: https://www.loc.gov/preservation/digital/formats/fdd/fdd000325.shtml
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from geo.formats.dbf_encoding import choose_encoding, decode_text, read_declared_encoding
from geo.formats.memory_limit import check_cell_count
from geo.layers.column_matching import make_unique_names

HEADER_BYTES, FIELD_BYTES = 32, 32
NAME_BYTES = 10  # of a column: programs cut longer names
FIELDS_END = 0x0D
DELETED = ord("*")
NULL_NUMBER = -1e308  # ArcGIS writes the smallest number for "unknown"
_INTEGER, _FLOAT = re.compile(r"[+-]?\d+"), re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_JULIAN_DAY_OF_1970 = 2440588
_TRUTHS = {b"T": True, b"Y": True, b"1": True, b"F": False, b"N": False, b"0": False}
_INTEGER_BYTES, _DOUBLE_BYTES = 4, 8
_TEXT, _NUMBERS, _DOUBLE, _MEMOS, _FLAGS = "C", "NF", "B", "MGP", "0"


class DbfDamagedError(ValueError):
    """The header of the table makes no sense."""


@dataclass(frozen=True)
class DbfField:
    """A column: its name as bytes, its kind, and where it lies in a record."""

    name: bytes
    kind: str
    offset: int
    length: int


@dataclass(frozen=True)
class DbfTable:
    """
    A table.

    Attributes
    ----------
    columns
        Values by unique name.
    cut_names
        Names that are as long as names can be, so that they may have been longer.
    row_count, declared_rows
        Number of records in the file, and as its header says.
    deleted
        Whether a record is marked as deleted.
    encoding
        None where all texts are ASCII.
    is_declared
        Whether the file declares that encoding.
    memo_columns
        Names of columns whose texts are in another file.
    """

    columns: dict[str, list[object]]
    cut_names: list[str]
    row_count: int
    declared_rows: int
    deleted: NDArray[np.bool_]
    encoding: str | None
    is_declared: bool
    memo_columns: list[str]


def read_dbf(content: bytes, cpg: bytes | None, *, file: str) -> DbfTable:
    """
    Read a table.

    Parameters
    ----------
    cpg
        Content of the file that names the encoding; None where there is none.

    Raises
    ------
    DbfDamagedError
        If the header makes no sense.
    LayerColumnsError, LayerMemoryError
        If it would fill the memory.
    """
    declared_rows, header_bytes, record_bytes = _read_header(content)
    fields = _read_fields(content, header_bytes, record_bytes)
    row_count = min(declared_rows, (len(content) - header_bytes) // record_bytes)
    check_cell_count(row_count, len(fields), file=file)
    records = np.frombuffer(content, np.uint8, row_count * record_bytes, header_bytes)
    records = records.reshape(row_count, record_bytes)
    cells = [_slice_column(records, field) for field in fields]
    texts = {
        cell
        for field, column in zip(fields, cells, strict=True)
        if field.kind == _TEXT
        for cell in set(column)
    }
    declared = read_declared_encoding(cpg, content[29])
    encoding = choose_encoding([*texts, *(field.name for field in fields)], declared)
    names = make_unique_names([_decode(field.name, encoding) for field in fields])
    kept = [position for position, field in enumerate(fields) if field.kind not in _MEMOS]
    cut = [position for position in kept if len(fields[position].name) >= NAME_BYTES]
    return DbfTable(
        columns={
            names[position]: _parse_column(cells[position], fields[position].kind, encoding)
            for position in kept
        },
        cut_names=[names[position] for position in cut],
        row_count=row_count,
        declared_rows=declared_rows,
        deleted=records[:, 0] == DELETED,
        encoding=encoding,
        is_declared=encoding is not None and encoding == declared,
        memo_columns=[names[i] for i, field in enumerate(fields) if field.kind in _MEMOS],
    )


def _read_header(content: bytes) -> tuple[int, int, int]:
    if len(content) < HEADER_BYTES + 1:
        raise DbfDamagedError
    declared_rows, header_bytes, record_bytes = struct.unpack_from("<IHH", content, 4)
    if not HEADER_BYTES < header_bytes <= len(content) or record_bytes < 1:
        raise DbfDamagedError
    return declared_rows, header_bytes, record_bytes


def _read_fields(content: bytes, header_bytes: int, record_bytes: int) -> list[DbfField]:
    descriptions = []
    at = HEADER_BYTES
    while at + FIELD_BYTES <= header_bytes and content[at] != FIELDS_END:
        descriptions.append(content[at : at + FIELD_BYTES])
        at += FIELD_BYTES
    # Texts of more than 255 letters keep the rest of their length where others have decimals.
    for has_long_texts in (True, False):
        fields = _lay_out(descriptions, has_long_texts=has_long_texts)
        width = 1 + sum(field.length for field in fields)
        if width <= record_bytes:
            return [field for field in fields if field.length and field.kind != _FLAGS]
    raise DbfDamagedError


def _lay_out(descriptions: list[bytes], *, has_long_texts: bool) -> list[DbfField]:
    fields, offset = [], 1
    for one in descriptions:
        name = one[:11].split(b"\0")[0].strip()
        kind = chr(one[11]).upper()
        length = one[16] + (256 * one[17] if kind == _TEXT and has_long_texts else 0)
        fields.append(DbfField(name, kind, offset, length))
        offset += length
    return fields


def _slice_column(records: NDArray[np.uint8], field: DbfField) -> list[bytes]:
    part = np.ascontiguousarray(records[:, field.offset : field.offset + field.length])
    return [bytes(cell) for cell in part.view(f"V{field.length}").ravel().tolist()]


def _parse_column(cells: list[bytes], kind: str, encoding: str | None) -> list[object]:
    parse = _PARSERS.get(kind)
    parsed = {
        cell: _parse_text(cell, encoding) if parse is None else parse(cell, encoding)
        for cell in set(cells)
    }
    return [parsed[cell] for cell in cells]


def _decode(text: bytes, encoding: str | None) -> str:
    """Decode a text; bytes that a declared encoding does not have become question marks."""
    try:
        return decode_text(text, encoding or "ascii")
    except UnicodeDecodeError:
        return text.decode(encoding or "ascii", errors="replace")


def _parse_text(cell: bytes, encoding: str | None) -> str | None:
    return _decode(cell.split(b"\0")[0].rstrip(), encoding) or None


def _parse_number(cell: bytes, encoding: str | None) -> object:
    """Parse a number; blanks and asterisks are unknown, and what is no number stays a text."""
    text = cell.strip(b" \0").decode("latin-1")
    if not text or set(text) <= set("*?-") or text.lower() == "nan":
        return None
    if _INTEGER.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text.replace(",", ".", 1)):
        number = float(text.replace(",", ".", 1))
        return number if number > NULL_NUMBER else None
    return _parse_text(cell, encoding)


def _parse_date(cell: bytes, encoding: str | None) -> object:
    text = cell.strip(b" \0").decode("latin-1")
    if not text.strip("0"):
        return None
    try:
        return datetime.strptime(text, "%Y%m%d").date()
    except ValueError:
        return _parse_text(cell, encoding)


def _parse_truth(cell: bytes, encoding: str | None) -> object:
    del encoding
    return _TRUTHS.get(cell.strip(b" \0").upper())


def _parse_integer(cell: bytes, encoding: str | None) -> object:
    if len(cell) != _INTEGER_BYTES:
        return _parse_number(cell, encoding)
    return int.from_bytes(cell, "little", signed=True)


def _parse_double(cell: bytes, encoding: str | None) -> object:
    if len(cell) != _DOUBLE_BYTES:
        return _parse_number(cell, encoding)
    number = float(struct.unpack("<d", cell)[0])
    return number if np.isfinite(number) and number > NULL_NUMBER else None


def _parse_moment(cell: bytes, encoding: str | None) -> object:
    """Parse a day, counted from the beginning of the Julian period, and milliseconds."""
    if len(cell) != 2 * _INTEGER_BYTES:
        return _parse_text(cell, encoding)
    day, milliseconds = struct.unpack("<ii", cell)
    if not day:
        return None
    try:
        return datetime(1970, 1, 1) + timedelta(
            days=day - _JULIAN_DAY_OF_1970, milliseconds=milliseconds
        )
    except OverflowError:
        return None


_PARSERS: dict[str, Callable[[bytes, str | None], object]] = {
    **dict.fromkeys(_NUMBERS, _parse_number),
    "D": _parse_date,
    "L": _parse_truth,
    "I": _parse_integer,
    _DOUBLE: _parse_double,
    "T": _parse_moment,
}
