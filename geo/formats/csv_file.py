"""Tables with a latitude and a longitude in every row."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import shapely

from geo.errors import LayerBrokenLineError, LayerFileEmptyError, LayerNoCoordinatesError
from geo.formats.cell_values import NUMBER
from geo.formats.findings import RowProblem
from geo.formats.geometry_checks import Shapes
from geo.formats.memory_limit import check_cells
from geo.formats.parsed_layer import RawLayer
from geo.formats.text_encoding import read_text
from geo.layers.schema import FIELDS, first_claims, match_columns, unique_names
from geo.model import LayerName

DELIMITERS = (",", ";", "\t")
LATITUDE = ("latitude", "lat", "latitud", "y")
LONGITUDE = ("longitude", "lon", "lng", "long", "longitud", "x")
LONGEST_HEAD = 20_000  # signs; names of columns may run over several lines
WITH_COMMA = re.compile(r"\s*[+-]?\d+,\d+\s*")
WITH_POINT = re.compile(r"\s*[+-]?\d+\.\d+\s*")


@dataclass(frozen=True)
class Table:
    """The rows of a table, all of one length, and the line on which each ends."""

    names: list[str]
    rows: list[list[str]]
    lines: list[int]
    problems: list[RowProblem]
    delimiter: str


def read_csv(path: Path, layer: LayerName) -> RawLayer:
    """
    Read a table of points.

    Parameters
    ----------
    path
        Text with `,` `;` or tab between cells, names of columns in its first line.
    layer
        Tells which columns hold numbers: there, a decimal comma is read where cells are not
        parted by commas.

    Raises
    ------
    LayerNoCoordinatesError
        If no column is a latitude or none a longitude.
    LayerBrokenLineError
        If quotation marks do not match.
    LayerFileEmptyError
        If there is nothing below the names of the columns.
    LayerTooLargeError, LayerTooFullError
        If reading it would fill the memory.
    """
    table = _table(path)
    latitude = first_claims(table.names, LATITUDE)
    longitude = first_claims(table.names, LONGITUDE)
    if not latitude or not longitude:
        raise LayerNoCoordinatesError(file=path.name, columns=", ".join(table.names))
    if not table.rows:
        raise LayerFileEmptyError(file=path.name)
    cells = pd.DataFrame(table.rows, columns=table.names, dtype=object)
    problems = list(table.problems)
    if table.delimiter != ",":
        numbers = match_columns(table.names, layer).columns
        wanted = [
            numbers[f.name] for f in FIELDS[layer] if f.kind == "number" and f.name in numbers
        ]
        problems += _points_for_commas(cells, [latitude[0], longitude[0], *wanted])
    shapes, unplaced = _points(cells[longitude[0]], cells[latitude[0]])
    cells = cells.drop(columns=[latitude[0], longitude[0]])
    return RawLayer(cells, shapes, None, problems + unplaced, table.lines)


def _table(path: Path) -> Table:
    text = read_text(path)
    delimiter = _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        full = [(cells, reader.line_num) for cells in reader if any(cell.strip() for cell in cells)]
    except csv.Error as error:
        raise LayerBrokenLineError(file=path.name, line=reader.line_num) from error
    if full and full[0][0][0].lower().startswith("sep="):
        full = full[1:]
    if not full:
        raise LayerFileEmptyError(file=path.name)
    check_cells(len(full), len(full[0][0]), file=path.name)
    names = unique_names(full[0][0])
    rows, problems = [], []
    for number, (cells, _) in enumerate(full[1:], start=1):
        rows.append([*cells, *[""] * len(names)][: len(names)])
        if any(cell.strip() for cell in cells[len(names) :]):
            blanks: dict[str, object] = {"found": len(cells), "expected": len(names)}
            problems.append(RowProblem(number, "row.cells", blanks))
    return Table(names, rows, [line for _, line in full[1:]], problems, delimiter)


def _delimiter(text: str) -> str:
    """Take the sign that parts the first line into a place, else into most cells."""
    first, _, rest = text.lstrip("\r\n").partition("\n")
    if first.lower().startswith("sep=") and first[4:5] in DELIMITERS:
        return first[4:5]
    head = f"{first[:LONGEST_HEAD]}\n{rest[:LONGEST_HEAD]}"

    def promise(delimiter: str) -> tuple[bool, int]:
        names = next(csv.reader(io.StringIO(head, newline=""), delimiter=delimiter), [])
        placed = bool(first_claims(names, LATITUDE) and first_claims(names, LONGITUDE))
        return placed, len(names)

    return max(DELIMITERS, key=promise)


def _points_for_commas(cells: pd.DataFrame, columns: Iterable[str]) -> list[RowProblem]:
    """Write `12,5` as `12.5` in place; where a column has both, a point may part thousands."""
    problems = []
    for column in columns:
        commas = [bool(WITH_COMMA.fullmatch(cell)) for cell in cells[column]]
        points = [bool(WITH_POINT.fullmatch(cell)) for cell in cells[column]]
        if any(commas):
            cells[column] = [
                cell.replace(",", ".") if comma else cell
                for cell, comma in zip(cells[column], commas, strict=True)
            ]
            problems += [
                RowProblem(int(place) + 1, "row.point_and_comma", {"column": column})
                for place in np.flatnonzero(points)
            ]
    return problems


def _points(longitude: Iterable[str], latitude: Iterable[str]) -> tuple[Shapes, list[RowProblem]]:
    shapes: list[shapely.Point | None] = []
    problems = []
    for number, (x, y) in enumerate(zip(longitude, latitude, strict=True), start=1):
        shapes.append(_point(x, y))
        if bool(x.strip()) != bool(y.strip()):
            problems.append(RowProblem(number, "row.half_place", {}))
        elif x.strip() and shapes[-1] is None:
            wrong = y if NUMBER.fullmatch(x.strip()) else x
            problems.append(RowProblem(number, "row.coordinate", {"value": wrong.strip()[:40]}))
    return np.array(shapes, dtype=object), problems


def _point(x: str, y: str) -> shapely.Point | None:
    if NUMBER.fullmatch(x.strip()) and NUMBER.fullmatch(y.strip()):
        return shapely.Point(float(x), float(y))
    return None
