"""CSV: reading of tables with a latitude and a longitude in every row, and writing of layers."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely

from geo.errors import LayerFileEmptyError, LayerNoCoordinatesError, LayerSyntaxError
from geo.formats.cell_values import NUMBER_PATTERN
from geo.formats.csv_writing import write_csv
from geo.formats.file_format import FileFormat, LayerSource, ParsedLayer
from geo.formats.findings import MAX_LISTED_COLUMNS, RowFinding, list_some
from geo.formats.geometry_checks import Geometries
from geo.formats.memory_limit import check_cell_count
from geo.formats.text_cells import unquote_formula
from geo.formats.text_encoding import read_text_file
from geo.layers.column_matching import find_coordinate_column, make_unique_names, match_columns
from geo.layers.field_words import read_code
from geo.layers.schema import LAYER_SCHEMAS
from geo.model import CONFIDENTIAL_SERVICE_TYPES, LayerName
from geo.parsing.source import SourceFile

DELIMITERS = (",", ";", "\t")
PLACELESS_SERVICE_TYPES = ("phone_line", *CONFIDENTIAL_SERVICE_TYPES)
MAX_HEADER_LENGTH = 20_000  # characters; column names may run over several lines
DECIMAL_COMMA_PATTERN = re.compile(r"\s*[+-]?\d+,\d+\s*")
DECIMAL_POINT_PATTERN = re.compile(r"\s*[+-]?\d+\.\d+\s*")


@dataclass(frozen=True)
class CsvTable:
    """The rows of a table, padded to one length, and the line on which each ends."""

    column_names: list[str]
    rows: list[list[str]]
    line_numbers: list[int]
    findings: list[RowFinding]


def read_csv(source: LayerSource) -> ParsedLayer:
    """
    Read a table of points.

    Parameters
    ----------
    source
        Text with `,` `;` or tab between cells and column names in its first line; decimal
        commas are read in the coordinates.

    Raises
    ------
    LayerNoCoordinatesError
        If there is no latitude or no longitude column. A list of phone lines and shelters alone
        needs none.
    LayerSyntaxError
        If quotation marks are unbalanced.
    LayerFileEmptyError
        If there are no rows below the column names.
    LayerTooLargeError, LayerColumnsError, LayerMemoryError
        If reading it would fill the memory.
    """
    file = source.file.name
    table = _parse_table(source.file)
    latitude = find_coordinate_column(table.column_names, "latitude")
    longitude = find_coordinate_column(table.column_names, "longitude")
    cells = pd.DataFrame(table.rows, columns=table.column_names, dtype=object)
    if not latitude and not longitude and _lists_placeless_services(cells, source.layer):
        placeless = np.full(len(cells), None, dtype=object)
        return ParsedLayer(cells, placeless, None, table.findings, table.line_numbers)
    if not latitude or not longitude:
        listed = list_some(table.column_names, MAX_LISTED_COLUMNS)
        raise LayerNoCoordinatesError(file=file, columns=listed)
    if not table.rows:
        raise LayerFileEmptyError(file=file)
    findings = list(table.findings)
    for axis, columns in (("latitude", latitude), ("longitude", longitude)):
        if len(columns) > 1:
            doubled: dict[str, object] = {"column": axis, "found": ", ".join(columns)}
            findings.append(RowFinding(None, "row.doubled", doubled))
    marks = _find_decimal_marks(cells[latitude[0]], cells[longitude[0]])
    findings += _convert_decimal_commas(cells, [latitude[0], longitude[0]])
    points, point_findings = _parse_points(cells[longitude[0]], cells[latitude[0]])
    cells = cells.drop(columns=[latitude[0], longitude[0]])
    return ParsedLayer(
        cells,
        points,
        None,
        findings + point_findings,
        line_numbers=table.line_numbers,
        decimal_marks=marks,
    )


def _lists_placeless_services(cells: pd.DataFrame, layer: LayerName) -> bool:
    """Return whether all rows are services of types that have no place, or none to write down."""
    column = match_columns(list(cells.columns), layer).columns.get("type")
    if layer != "services" or column is None or cells.empty:
        return False
    field = next(one for one in LAYER_SCHEMAS[layer].fields if one.name == "type")
    return all(read_code(cell, field) in PLACELESS_SERVICE_TYPES for cell in cells[column])


def _parse_table(file: SourceFile) -> CsvTable:
    text = read_text_file(file)
    delimiter = _detect_delimiter(text)
    numbered_rows = _read_rows(text, delimiter, file=file.name)
    if numbered_rows and numbered_rows[0][0][0].lower().startswith("sep="):
        numbered_rows = numbered_rows[1:]
    if not numbered_rows:
        raise LayerFileEmptyError(file=file.name)
    check_cell_count(len(numbered_rows), len(numbered_rows[0][0]), file=file.name)
    names = make_unique_names(numbered_rows[0][0])
    rows, findings = [], []
    for number, (cells, _) in enumerate(numbered_rows[1:], start=1):
        texts = [unquote_formula(cell) for cell in cells]
        rows.append([*texts, *[""] * len(names)][: len(names)])
        if any(cell.strip() for cell in cells[len(names) :]):
            placeholders: dict[str, object] = {"found": len(cells), "expected": len(names)}
            findings.append(RowFinding(number, "row.cells", placeholders))
    return CsvTable(names, rows, [line for _, line in numbered_rows[1:]], findings)


def _read_rows(text: str, delimiter: str, *, file: str) -> list[tuple[list[str], int]]:
    """Read the rows that are not empty, with the line on which each ends."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    numbered_rows: list[tuple[list[str], int]] = []
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                numbered_rows.append((cells, reader.line_num))
                check_cell_count(len(numbered_rows) - 1, 1, file=file)
    except csv.Error as error:
        raise LayerSyntaxError(file=file, line=reader.line_num) from error
    return numbered_rows


def _detect_delimiter(text: str) -> str:
    """Choose the delimiter that yields coordinate columns, else the most columns."""
    first, _, rest = text.lstrip("\r\n").partition("\n")
    if first.lower().startswith("sep=") and first[4:5] in DELIMITERS:
        return first[4:5]
    head = f"{first[:MAX_HEADER_LENGTH]}\n{rest[:MAX_HEADER_LENGTH]}"

    def rank_delimiter(delimiter: str) -> tuple[bool, int]:
        names = next(csv.reader(io.StringIO(head, newline=""), delimiter=delimiter), [])
        has_coordinates = bool(
            find_coordinate_column(names, "latitude") and find_coordinate_column(names, "longitude")
        )
        return has_coordinates, len(names)

    return max(DELIMITERS, key=rank_delimiter)


def _find_decimal_marks(*columns: Iterable[str]) -> tuple[str, ...]:
    """Find the marks before the decimals of coordinates."""
    cells = [cell for column in columns for cell in column]
    patterns = ((",", DECIMAL_COMMA_PATTERN), (".", DECIMAL_POINT_PATTERN))
    return tuple(mark for mark, pattern in patterns if any(map(pattern.fullmatch, cells)))


def _convert_decimal_commas(cells: pd.DataFrame, columns: Iterable[str]) -> list[RowFinding]:
    """Convert `12,5` to `12.5` in position; report cells with a point in a column with commas."""
    findings = []
    for column in columns:
        commas = [bool(DECIMAL_COMMA_PATTERN.fullmatch(cell)) for cell in cells[column]]
        points = [bool(DECIMAL_POINT_PATTERN.fullmatch(cell)) for cell in cells[column]]
        if any(commas):
            cells[column] = [
                cell.replace(",", ".") if comma else cell
                for cell, comma in zip(cells[column], commas, strict=True)
            ]
            findings += [
                RowFinding(int(position) + 1, "row.point_and_comma", {"column": column})
                for position in np.flatnonzero(points)
            ]
    return findings


def _parse_points(
    longitude: Iterable[str], latitude: Iterable[str]
) -> tuple[Geometries, list[RowFinding]]:
    pairs = [(x.strip(), y.strip()) for x, y in zip(longitude, latitude, strict=True)]
    is_point = np.array([all(map(NUMBER_PATTERN.fullmatch, pair)) for pair in pairs], dtype=bool)
    points = np.full(len(pairs), None, dtype=object)
    places = [(float(x), float(y)) for (x, y), good in zip(pairs, is_point, strict=True) if good]
    points[is_point] = shapely.points(np.array(places, dtype=float).reshape(-1, 2))
    findings = []
    for position in np.flatnonzero(~is_point):
        x, y = pairs[position]
        if bool(x) != bool(y):
            findings.append(RowFinding(int(position) + 1, "row.half_place", {}))
        elif x:
            invalid_text = y if NUMBER_PATTERN.fullmatch(x) else x
            findings.append(
                RowFinding(int(position) + 1, "row.coordinate", {"value": invalid_text[:40]})
            )
    return points, findings


FORMAT = FileFormat(
    "CSV",
    (".csv", ".tsv", ".txt"),
    read=read_csv,
    write=write_csv,
    holds_areas=False,
    written_suffixes=(".csv",),
)
