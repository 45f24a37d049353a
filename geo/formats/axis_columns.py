"""Reading of places from a column of latitudes and a column of longitudes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from geo.formats.cell_values import NUMBER_PATTERN, is_blank
from geo.formats.findings import ImportQuestion, RowFinding, list_rows
from geo.formats.parsed_places import MAX_QUOTED_LENGTH, ParsedPlaces, make_points
from geo.formats.place_names import names_degrees
from geo.formats.reading_choices import INTEGER_DIGITS
from geo.formats.written_coordinates import Axis, WrittenCoordinate, find_step, read_coordinate

MAX_DEGREES: dict[Axis, float] = {"latitude": 90.0, "longitude": 180.0}
AXES: tuple[Axis, Axis] = ("latitude", "longitude")
_DECIMAL_COMMA = re.compile(r"\s*[+-]?\d+,\d+\s*")
_DECIMAL_POINT = re.compile(r"\s*[+-]?\d+\.\d+\s*")
# `-13516700`, and `-13.516.700` by a program that took the point for one between thousands.
_UNMARKED = re.compile(r"[+-]?(?:\d{4,20}|\d{1,3}(?:\.\d{3}){2,6}|\d{1,3}(?:,\d{3}){2,6})")
_PLAIN_DEGREES = re.compile(r"[+-]?\d{1,3}\.(?P<decimals>\d{1,20})")
Cell = WrittenCoordinate | str | None
"""A coordinate; the text of a cell that is none, or that lacks its decimal mark; None if empty."""


def read_axes(
    columns: tuple[str, str],
    cells: tuple[Sequence[object], Sequence[object]],
    integer_digits: str | None = None,
) -> ParsedPlaces:
    """
    Read the places of two columns.

    Parameters
    ----------
    columns
        Names of the latitudes and of the longitudes.
    cells
        Their cells: texts, or numbers of a spreadsheet.
    integer_digits
        One of `INTEGER_DIGITS`, as somebody has chosen; None leaves coordinates without a decimal
        mark unread, and asks.
    """
    texts = tuple([_to_text(cell) for cell in column] for column in cells)
    marks = _find_decimal_marks(*texts)
    read = tuple(
        _read_column(column, axis, names_degrees(name))
        for column, axis, name in zip(texts, AXES, columns, strict=True)
    )
    unmarked = _list_unmarked(read)
    if integer_digits is not None:
        for axis, digits in enumerate(map(int, integer_digits.split("-"))):
            for row in unmarked:
                read[axis][row] = _place_mark(texts[axis][row], digits) or read[axis][row]
    latitudes, longitudes = ([_to_degrees(one) for one in column] for column in read)
    places = ParsedPlaces(make_points(longitudes, latitudes), decimal_marks=marks)
    if unmarked and integer_digits is None:
        _add_digits_question(places, unmarked, texts)
    skipped = frozenset(unmarked) if integer_digits is None else frozenset()
    places.findings += _list_mixed_marks(columns, texts)
    for row, (latitude, longitude) in enumerate(zip(*read, strict=True)):
        if row not in skipped:
            _check_row(places, row, latitude, longitude)
    return places


def _check_row(places: ParsedPlaces, row: int, latitude: Cell, longitude: Cell) -> None:
    if isinstance(latitude, WrittenCoordinate) and isinstance(longitude, WrittenCoordinate):
        places.doubt_step(row, min(latitude.step, longitude.step))
    elif (latitude is None) != (longitude is None):
        places.findings.append(RowFinding(row + 1, "row.half_place", {}))
    elif isinstance(longitude, str):
        places.reject(row, longitude)
    elif isinstance(latitude, str):
        places.reject(row, latitude)


def _read_column(texts: Sequence[str], axis: Axis, is_degrees: bool) -> list[Cell]:
    return [_read_cell(text, axis, is_degrees) for text in texts]


def _read_cell(text: str, axis: Axis, is_degrees: bool) -> Cell:
    if not text:
        return None
    plain = _PLAIN_DEGREES.fullmatch(text)
    if plain is not None:  # as most are: one decimal point, and no more digits than degrees have
        return WrittenCoordinate(float(text), 10.0 ** -len(plain["decimals"]))
    if is_degrees and _is_unmarked(text):
        return text
    if NUMBER_PATTERN.fullmatch(text):
        return WrittenCoordinate(float(text), find_step(text))
    coordinate = read_coordinate(text)
    if coordinate is None or coordinate.axis not in (None, axis):
        return text
    return coordinate


def _is_unmarked(text: str) -> bool:
    """Return whether a number is no degree, and has no decimal mark: it was lost."""
    if _UNMARKED.fullmatch(text) is None:
        return False
    return abs(int(re.sub("[.,]", "", text))) > MAX_DEGREES["longitude"]


def _list_unmarked(read: tuple[list[Cell], ...]) -> list[int]:
    """List the rows where a coordinate lacks its mark, and the other one may be read."""
    return [
        row
        for row, cells in enumerate(zip(*read, strict=True))
        if any(isinstance(cell, str) and _is_unmarked(cell) for cell in cells)
    ]


def _place_mark(text: str, digits: int) -> WrittenCoordinate | None:
    """Read a number without a mark as if it stood behind its first digits."""
    if not _is_unmarked(text):
        return None
    sign = -1 if text.startswith("-") else 1
    number = re.sub(r"\D", "", text)
    decimals = number[digits:]
    return WrittenCoordinate(sign * float(f"{number[:digits]}.{decimals}"), 10.0 ** -len(decimals))


def _add_digits_question(
    places: ParsedPlaces, unmarked: Sequence[int], texts: tuple[list[str], ...]
) -> None:
    first = tuple(column[unmarked[0]] for column in texts)
    shown = f"{first[0]}, {first[1]}"[: 2 * MAX_QUOTED_LENGTH]
    options, values = [], []
    for option in INTEGER_DIGITS:
        marked = [
            _place_mark(text, int(digits)) or read_coordinate(text)
            for text, digits in zip(first, option.split("-"), strict=True)
        ]
        in_range = all(
            one is not None and abs(one.degrees) <= MAX_DEGREES[axis]
            for one, axis in zip(marked, AXES, strict=True)
        )
        value = ", ".join(f"{one.degrees:.10g}" for one in marked if one is not None)
        if in_range and value not in values:
            options.append(option)
            values.append(value)
    placeholders: dict[str, object] = {
        "value": shown,
        "rows": list_rows(row + 1 for row in unmarked),
    }
    places.findings.append(RowFinding(None, "row.ask_integer_digits", placeholders))
    if options:
        question = ImportQuestion("integer_digits", "", shown, tuple(options), tuple(values))
        places.questions.append(question)


def _find_decimal_marks(*columns: Iterable[str]) -> tuple[str, ...]:
    """Find the marks before the decimals of coordinates."""
    cells = [cell for column in columns for cell in column]
    patterns = ((",", _DECIMAL_COMMA), (".", _DECIMAL_POINT))
    return tuple(mark for mark, pattern in patterns if any(map(pattern.fullmatch, cells)))


def _list_mixed_marks(columns: Sequence[str], texts: tuple[list[str], ...]) -> list[RowFinding]:
    """Report cells with a decimal point in a column with decimal commas."""
    findings = []
    for name, column in zip(columns, texts, strict=True):
        if any("," in cell and _DECIMAL_COMMA.fullmatch(cell) for cell in column):
            findings += [
                RowFinding(row + 1, "row.point_and_comma", {"column": name})
                for row, cell in enumerate(column)
                if _DECIMAL_POINT.fullmatch(cell)
            ]
    return findings


def _to_text(cell: object) -> str:
    return "" if is_blank(cell) else str(cell).strip()


def _to_degrees(cell: Cell) -> float | None:
    return cell.degrees if isinstance(cell, WrittenCoordinate) else None
