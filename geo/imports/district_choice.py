"""Choice of one district among the rows of a boundary file, by name, code, or column and value."""

from __future__ import annotations

import re
from difflib import get_close_matches

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from geo.errors import (
    BoundaryColumnError,
    BoundaryDistrictUnknownError,
    BoundaryHomonymsError,
    BoundarySeveralError,
)
from geo.formats.cell_values import format_cell, is_blank
from geo.formats.findings import list_some
from geo.layers.column_matching import match_columns
from geo.layers.text_folding import fold_text

COLUMN_SIGN = "="  # parts a column from a value in what people write
CONDITION_END = re.compile(r",\s*(?=[^=,]+=)")  # a value may have commas
MAX_LISTED_NAMES = 40  # in a message
MAX_DESCRIBED_CELLS = 6  # columns by which a homonym is described
Rows = NDArray[np.int64]


def select_district(frame: gpd.GeoDataFrame, district: str, *, file: str) -> gpd.GeoDataFrame:
    """
    Select the rows of one district.

    Parameters
    ----------
    frame
        All rows of the file.
    district
        A name or a code of one district, or conditions that hold for all rows to take, as in
        `ubigeo=150142` and `San Juan, provincia=Lima`. Case and accents do not matter.

    Raises
    ------
    BoundaryDistrictUnknownError
        If no row has that name or code; names similar ones.
    BoundaryHomonymsError
        If rows with different attributes have it; names what tells them apart.
    BoundaryColumnError
        If it names a column that is not there.
    """
    cells = _format_columns(frame)
    found = _find_rows(cells, district)
    if not found and COLUMN_SIGN in district:
        return frame.iloc[_find_rows_by_conditions(cells, district, file=file)]
    if not found:
        raise _make_unknown_error(cells, district, file=file)
    rows = np.unique(np.concatenate(list(found.values())))
    if len(rows) > 1 and not _are_parts_of_one(cells, rows):
        raise BoundaryHomonymsError(
            file=file, district=district, choices=_describe_choices(cells, found)
        )
    return frame.iloc[rows]


def check_single(frame: gpd.GeoDataFrame, *, file: str) -> None:
    """
    Check that a file has one row only, so that nothing has to be chosen.

    Raises
    ------
    BoundarySeveralError
        If there are several; names them.
    """
    if len(frame) > 1:
        names = list_district_names(frame)
        raise BoundarySeveralError(
            file=file, count=len(frame), names=list_some(names, MAX_LISTED_NAMES) if names else "–"
        )


def list_district_names(frame: gpd.GeoDataFrame) -> list[str]:
    """List the names of districts in order: of the name column, else of the most varied one."""
    cells = _format_columns(frame)
    named = match_columns(list(cells), "zones").columns.get("name")
    texts = {name: column for name, column in cells.items() if any(map(_has_alphabetic, column))}
    variety = {name: len(set(column)) for name, column in (texts or cells).items()}
    column = named or max(variety, key=lambda name: variety[name], default=None)
    return sorted({one for one in cells[column] if one}) if column is not None else []


def _format_columns(frame: gpd.GeoDataFrame) -> dict[str, list[str]]:
    return {
        str(name): ["" if is_blank(cell) else format_cell(cell) for cell in frame[name]]
        for name in frame.columns
        if name != frame.geometry.name
    }


def _find_rows(cells: dict[str, list[str]], value: str) -> dict[str, Rows]:
    """Find the rows of each column that has the value."""
    folded = fold_text(value)
    found = {
        name: np.flatnonzero([bool(folded) and fold_text(cell) == folded for cell in column])
        for name, column in cells.items()
    }
    return {name: rows for name, rows in found.items() if len(rows)}


def _find_rows_by_conditions(cells: dict[str, list[str]], district: str, *, file: str) -> Rows:
    rows = np.arange(len(next(iter(cells.values()), [])))
    for condition in CONDITION_END.split(district):
        column, sign, value = condition.partition(COLUMN_SIGN)
        name = next((one for one in cells if fold_text(one) == fold_text(column)), None)
        if sign and name is None:
            raise BoundaryColumnError(file=file, column=column.strip(), columns=", ".join(cells))
        searched = cells if name is None or not sign else {name: cells[name]}
        found = _find_rows(searched, value if sign else condition)
        if not found:
            raise _make_unknown_error(searched, value if sign else condition, file=file)
        rows = np.intersect1d(rows, np.concatenate(list(found.values())))
    if not len(rows):
        raise _make_unknown_error(cells, district, file=file)
    return rows


def _are_parts_of_one(cells: dict[str, list[str]], rows: Rows) -> bool:
    """Return whether rows have the same texts everywhere: one district, drawn in several parts."""
    texts = [
        {column[row] for row in rows}
        for column in cells.values()
        if any(map(_has_alphabetic, column))
    ]
    return bool(texts) and all(len(values) == 1 for values in texts)


def _describe_choices(cells: dict[str, list[str]], found: dict[str, Rows]) -> str:
    """Describe what may have been meant: all rows of a column, or single rows by what differs."""
    if len({tuple(rows) for rows in found.values()}) > 1:
        choices = [
            f"{name}{COLUMN_SIGN}{cells[name][rows[0]]} ({len(rows)})"
            for name, rows in found.items()
        ]
        return "; ".join(choices)
    rows = next(iter(found.values()))
    differing = [
        name for name, column in cells.items() if len({column[row] for row in rows}) == len(rows)
    ]
    partly = [name for name, column in cells.items() if len({column[row] for row in rows}) > 1]
    columns = [*differing, *(name for name in partly if name not in differing)]
    described = [
        ", ".join(
            f"{name}{COLUMN_SIGN}{cells[name][row]}" for name in columns[:MAX_DESCRIBED_CELLS]
        )
        for row in rows
    ]
    return list_some(described, MAX_LISTED_NAMES, separator="; ")


def _make_unknown_error(
    cells: dict[str, list[str]], value: str, *, file: str
) -> BoundaryDistrictUnknownError:
    by_folded = {fold_text(cell): cell for column in cells.values() for cell in column if cell}
    folded = fold_text(value)
    near = [cell for text, cell in by_folded.items() if folded and folded in text]
    close = get_close_matches(folded, by_folded, n=MAX_DESCRIBED_CELLS)
    names = list(dict.fromkeys([*near, *(by_folded[text] for text in close)]))
    return BoundaryDistrictUnknownError(
        file=file,
        district=value,
        names=list_some(names or sorted(set(by_folded.values())), MAX_LISTED_NAMES),
    )


def _has_alphabetic(text: str) -> bool:
    return any(character.isalpha() for character in text)
