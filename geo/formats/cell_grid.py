"""
Rows of cells as a table: the row with the column names, rows that are no data, and all others.

Titles and empty lines may stand above the column names; below them, a second row of labels, or one
of HXL tags. What is skipped is told; every other row with a cell is a row of data.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from geo.errors import LayerFileEmptyError
from geo.formats.cell_values import is_blank
from geo.formats.findings import Finding, RowFinding, list_rows
from geo.formats.memory_limit import MAX_COLUMNS, check_cell_count
from geo.formats.place_names import (
    find_axis_pairs,
    find_utm_columns,
    is_place_name,
    names_degrees,
)
from geo.layers.column_matching import make_unique_names
from geo.layers.field_words import COORDINATES, join_header_words, list_header_words
from geo.layers.schema import LAYER_SCHEMAS

MAX_HEADER_ROWS = 30  # rows among which the column names are looked for
MAX_HEADER_CELLS = 100  # cells of such a row that are compared with the known names
MAX_NAME_LENGTH = 80  # characters of a cell that may be the name of a column
MIN_KNOWN_NAMES = 2  # of a row below the first one that is taken for the column names
HXL_SHARE = 0.5  # of the cells of a row of tags
_HXL_TAG = re.compile(r"#[A-Za-z]\w*(?:\s*\+\s*\w+)*")
# What HXL tags say of columns whose own names say nothing.
_HXL_NAMES = {
    "#geo+lat": "latitude",
    "#geo+lon": "longitude",
    "#geo+coord": "coordinates",
    "#loc+name": "name",
    "#population": "people",
}


class NumberedRow(NamedTuple):
    """The cells of a row, and the line or the row of the sheet where it ends."""

    cells: list[object]
    line: int


@dataclass(frozen=True)
class CellGrid:
    """
    A table.

    Attributes
    ----------
    names
        Distinct names of the columns.
    rows
        As long as `names`; an empty cell is "".
    line_numbers
        Line or row of the sheet on which each row ends; None for a file without lines.
    titles
        Texts above the column names: they may say in which zone the coordinates are.
    findings, notices
        Rows that do not fit, and what was skipped.
    """

    names: list[str]
    rows: list[list[object]]
    line_numbers: list[int] | None
    titles: list[str] = field(default_factory=list)
    findings: list[RowFinding] = field(default_factory=list)
    notices: list[Finding] = field(default_factory=list)

    def column(self, name: str) -> list[object]:
        """Return the cells of a column."""
        position = self.names.index(name)
        return [row[position] for row in self.rows]


def build_grid(rows: Sequence[NumberedRow], *, file: str, widens: bool = False) -> CellGrid:
    """
    Find the column names among the rows of a table, and what is data.

    Parameters
    ----------
    rows
        Those with a cell that is not empty.
    widens
        True gives cells to the right of all column names a column of their own, as in a sheet;
        False reports them, as in a text whose cells were parted wrongly.

    Raises
    ------
    LayerFileEmptyError
        If there is no row.
    LayerColumnsError, LayerMemoryError
        If there are more rows, columns or cells than are read.
    """
    if not rows:
        raise LayerFileEmptyError(file=file)
    header = find_header(rows)
    names = [_to_text(cell) for cell in rows[header].cells]
    data = list(rows[header + 1 :])
    notices: list[Finding] = []
    if header:
        placeholders: dict[str, object] = {"line": str(rows[header].line), "count": header}
        notices.append(Finding("import.notice_header", placeholders))
        names = _add_group_names(names, rows[header - 1].cells)
    names, skipped = _read_second_headers(names, data)
    if skipped:
        lines = ", ".join(str(row.line) for row in data[:skipped])
        notices.append(Finding("import.notice_label_rows", {"lines": lines}))
        data = data[skipped:]
    while (
        widens and names and not names[-1] and not any(len(row.cells) >= len(names) for row in data)
    ):
        names.pop()
    width = max((_count_cells(row.cells) for row in data), default=0) if widens else 0
    names += [""] * (min(width, MAX_COLUMNS + 1) - len(names))
    check_cell_count(len(data), len(names), file=file)
    titles = [_to_text(cell) for row in rows[:header] for cell in row.cells if not is_blank(cell)]
    grid = CellGrid(make_unique_names(names), [], [row.line for row in data], titles, [], notices)
    _add_rows(grid, data)
    return grid


def find_header(rows: Sequence[NumberedRow]) -> int:
    """Find the row above HXL tags, or with the most known column names, coordinates first."""
    for position, row in enumerate(rows[1:MAX_HEADER_ROWS]):
        if _is_tag_row([_to_text(cell) for cell in row.cells]):
            return position
    best, best_rank = 0, (False, 0)
    for position, row in enumerate(rows[:MAX_HEADER_ROWS]):
        rank = rank_header(row.cells)
        if rank > best_rank and (position == 0 or rank[0] or rank[1] >= MIN_KNOWN_NAMES):
            best, best_rank = position, rank
    return best


def rank_header(cells: Sequence[object]) -> tuple[bool, int]:
    """Return whether cells name columns of places, and how many of them are known names."""
    texts = [cell for cell in cells[:MAX_HEADER_CELLS] if isinstance(cell, str)]
    texts = [text for text in texts if 0 < len(text.strip()) <= MAX_NAME_LENGTH]
    known = {text for text in texts if _is_known_name(text)}
    has_pair = bool(find_axis_pairs(texts) or find_utm_columns(texts))
    return has_pair or any(map(is_place_name, texts)), len(known)


def _read_second_headers(names: list[str], data: Sequence[NumberedRow]) -> tuple[list[str], int]:
    """Count the rows of labels or HXL tags below the column names, and name columns by them."""
    skipped = 0
    for row in data[:2]:
        texts = [_to_text(cell) for cell in row.cells]
        if _is_tag_row(texts):
            names = _name_by(names, [_name_tag(text) for text in texts])
        elif _is_label_row(texts, row.cells):
            names = _name_by(names, texts)
        else:
            break
        skipped += 1
    return [_name_tag(name) if _HXL_TAG.fullmatch(name) else name for name in names], skipped


def _is_tag_row(texts: Sequence[str]) -> bool:
    present = [text for text in texts if text.strip()]
    tags = sum(_HXL_TAG.fullmatch(text.strip()) is not None for text in present)
    return tags > 0 and tags >= HXL_SHARE * len(present)


def _is_label_row(texts: Sequence[str], cells: Sequence[object]) -> bool:
    """Return whether a row names places a second time; a row of data has a number there."""
    if any(isinstance(cell, int | float) for cell in cells):
        return False
    # The letters x and y may stand for a place that somebody left out.
    named = [text for text in texts if names_degrees(text)]
    return bool(find_axis_pairs(named)) and rank_header(texts)[1] >= MIN_KNOWN_NAMES


def _add_group_names(names: list[str], above: Sequence[object]) -> list[str]:
    """Put the title over a group of columns before those names that are known only with it."""
    titles = [_to_text(cell).strip() for cell in above]
    padded = [*titles, *[""] * len(names)]
    return [
        f"{title} {name}"
        if title and name.strip() and not _is_known_name(name) and _is_known_name(f"{title} {name}")
        else name
        for title, name in zip(padded, names, strict=False)
    ]


def _name_by(names: list[str], others: Sequence[str]) -> list[str]:
    """Take other names for the columns whose own names nobody knows, where those are known."""
    padded = [*others, *[""] * len(names)]
    return [
        other if other.strip() and not _is_known_name(name) and _is_known_name(other) else name
        for name, other in zip(names, padded, strict=False)
    ]


def _name_tag(text: str) -> str:
    tag = re.sub(r"\s", "", text).lower()
    return next((name for start, name in _HXL_NAMES.items() if tag.startswith(start)), text)


def _add_rows(grid: CellGrid, data: Sequence[NumberedRow]) -> None:
    width, short = len(grid.names), []
    for number, (cells, _) in enumerate(data, start=1):
        grid.rows.append([*cells, *[""] * (width - len(cells))][:width])
        if len(cells) < width:
            short.append(number)
        elif any(not is_blank(cell) for cell in cells[width:]):
            placeholders: dict[str, object] = {"found": len(cells), "expected": width}
            grid.findings.append(RowFinding(number, "row.cells", placeholders))
    if short:
        grid.notices.append(Finding("import.notice_short_rows", {"rows": list_rows(short)}))


def _count_cells(cells: Sequence[object]) -> int:
    return max((number for number, cell in enumerate(cells, 1) if not is_blank(cell)), default=0)


def _to_text(cell: object) -> str:
    return "" if is_blank(cell) else str(cell)


def _is_known_name(text: str) -> bool:
    words = join_header_words(text)
    return bool(words) and (
        words in _list_known_names()
        or join_header_words(text.rpartition("/")[2]) in _list_known_names()
    )


@cache
def _list_known_names() -> frozenset[str]:
    known = {
        word
        for layer, schema in LAYER_SCHEMAS.items()
        for one in schema.fields
        for word in (join_header_words(one.name), *list_header_words(layer, one.name))
    }
    axes = ("latitude", "longitude", "place", "easting", "northing", "zone", "accuracy")
    return frozenset(
        known | {word for axis in axes for word in list_header_words(COORDINATES, axis)}
    )
