"""
Decision which rows of a file are confidential, before anything is stored.

In this order: what the file says, the codes that always are confidential, types that often are and
likely shelters unless the file says "public", and what the store holds as confidential already.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.formats.cell_values import is_blank, truncate_text
from geo.formats.findings import RowFinding
from geo.layers.confidential_features import SAME_PLACE_M, SAME_TYPE_M, is_confidential
from geo.layers.confidentiality_words import (
    FlagColumn,
    Statement,
    classify_flag_column,
    read_statement,
    states_confidential,
)
from geo.layers.likely_shelter import find_likely_shelters
from geo.layers.schema import LAYER_SCHEMAS
from geo.layers.text_folding import fold_text, squeeze_cell
from geo.model import OFTEN_CONFIDENTIAL_SERVICE_TYPES, LayerName
from geo.network.street_network import estimate_metric_crs

BoolArray = NDArray[np.bool_]
# Why a row is confidential: keys of the report and of its sentences.
REASONS = ("file", "type", "name", "stored")
OWN_FLAGS = ("confidential", "public")  # fields of the layers
_NESTED_SIGNS = ("{", "[", "=>")
HSTORE_PAIR = re.compile(r'"([^"]+)"\s*=>\s*"([^"]*)"')


@dataclass(frozen=True)
class FileStatements:
    """
    What a file says about who may know its places.

    Attributes
    ----------
    columns
        Columns that are flags of disclosure, by their names in the file.
    statements
        One a row: `confidential`, `public`, or `nothing`.
    findings
        Cells that were not understood, rows that say both.
    """

    columns: tuple[str, ...]
    statements: tuple[Statement, ...]
    findings: tuple[RowFinding, ...]


def read_statements(cells: pd.DataFrame, layer: LayerName, rows: np.ndarray) -> FileStatements:
    """
    Read the flag columns of a file, and cells of other columns that only say "confidential".

    Parameters
    ----------
    cells
        The cells of the file, without geometry.
    rows
        Number of each row in the file.

    Returns
    -------
    statements
        A layer that cannot hold a confidential row has a finding for each.
    """
    columns = expand_nested_cells(cells)
    undecided = _find_undecided_rows(columns, len(rows))
    stated: dict[str, list[Statement]] = {}
    findings: list[RowFinding] = []
    for name, column in columns.items():
        flag = classify_flag_column(name)
        if flag is None and not _holds_texts(column):
            continue  # numbers of another column state nothing
        stated[name] = [
            "nothing" if skip and name in OWN_FLAGS else _read_cell(cell, flag)
            for cell, skip in zip(column, undecided, strict=True)
        ]
        findings += [
            RowFinding(int(row), "row.flag", {"column": name, "value": truncate_text(cell)})
            for row, cell, statement in zip(rows, column, stated[name], strict=True)
            if statement == "unclear"
        ]
    holds_flag = LAYER_SCHEMAS[layer].confidential_codes is not None
    stated = {name: column for name, column in stated.items() if set(column) != {"nothing"}}
    statements: list[Statement] = [] if stated else ["nothing"] * len(rows)
    for position, row in enumerate(rows if stated else ()):
        confidential = [name for name, one in stated.items() if one[position] == "confidential"]
        public = [name for name, one in stated.items() if one[position] == "public"]
        if confidential and (public or not holds_flag):
            key = "row.flags_differ" if public else "row.flag_misplaced"
            names = ", ".join([*confidential, *public])
            findings.append(RowFinding(int(row), key, {"columns": names}))
        statements.append("confidential" if confidential else "public" if public else "nothing")
    flags = tuple(name for name in columns if classify_flag_column(name) is not None)
    return FileStatements(flags, tuple(statements), tuple(findings))


def _find_undecided_rows(columns: Mapping[str, list[object]], count: int) -> list[bool]:
    """Find the rows as the store keeps them where nobody decided: both of its flags are false."""
    if not columns.keys() >= set(OWN_FLAGS):
        return [False] * count
    flags = zip(*(columns[name] for name in OWN_FLAGS), strict=True)
    return [all(map(_is_false, pair)) for pair in flags]


def _is_false(flag: object) -> bool:
    """Return whether a flag is false as files of ours have it, which may hold texts only."""
    if isinstance(flag, str):
        return flag.strip().lower() == "false"
    return isinstance(flag, bool | np.bool_) and not flag


def expand_nested_cells(cells: pd.DataFrame) -> dict[str, list[object]]:
    """
    List the columns of a file, and those inside its cells: JSON objects, and GDAL's `other_tags`.

    A column inside another is named after both: `confidential (other_tags)`.
    """
    columns = {str(name): list(cells[name]) for name in cells.columns}
    for name, column in list(columns.items()):
        if not _may_be_nested(column):
            continue
        nested = [_parse_nested(cell) for cell in column]
        for key in dict.fromkeys(key for record in nested for key in record):
            columns[f"{key} ({name})"] = [record.get(key) for record in nested]
    return columns


def _holds_texts(column: list[object]) -> bool:
    """Return whether a column holds a text, or values inside its cells."""
    return any(issubclass(kind, str | dict | list) for kind in set(map(type, column)))


def _may_be_nested(column: list[object]) -> bool:
    """Return whether a column may hold values inside its cells: no text without a sign of them."""
    kinds = set(map(type, column))
    if any(issubclass(kind, dict | list) for kind in kinds):
        return True
    texts = "".join(cell for cell in column if isinstance(cell, str))
    return any(sign in texts for sign in _NESTED_SIGNS)


def _parse_nested(cell: object) -> dict[str, object]:
    if isinstance(cell, dict):
        inner = [_parse_nested(value) for value in cell.values()]
        return {str(key): value for record in [*inner, cell] for key, value in record.items()}
    if isinstance(cell, list):
        records = [_parse_nested(one) for one in cell]
        return {key: value for record in records for key, value in record.items()}
    if not isinstance(cell, str):
        return {}
    if cell.lstrip()[:1] in {"{", "["}:
        try:
            return _parse_nested(json.loads(cell))
        except (ValueError, RecursionError):
            return {}
    return dict(HSTORE_PAIR.findall(cell)) if "=>" in cell else {}


def _read_cell(cell: object, flag: FlagColumn | None) -> Statement:
    if flag is None:
        return "confidential" if isinstance(cell, str) and states_confidential(cell) else "nothing"
    is_empty = is_blank(cell) or (isinstance(cell, str) and not fold_text(cell))
    return "nothing" if is_empty else read_statement(cell, flag)


def decide_confidentiality(
    values: pd.DataFrame, cells: pd.DataFrame, stated: FileStatements, layer: LayerName
) -> dict[str, BoolArray]:
    """
    Set the flags `confidential` and `public` of a layer in place.

    Parameters
    ----------
    values
        The parsed columns of the layer.
    cells
        All cells of the file: what it calls a place in a column that is dropped counts, too.

    Returns
    -------
    reasons
        For each of `REASONS` but the last, the rows that it made confidential.
    """
    statements = np.array(stated.statements, dtype=object)
    column, codes = LAYER_SCHEMAS[layer].confidential_codes or ("", ())
    if not column:
        return {}
    by_file = statements == "confidential"
    always = values[column].isin(codes).to_numpy() & ~by_file
    undecided = ~by_file & ~always & (statements != "public")
    by_type = undecided & values[column].isin(OFTEN_CONFIDENTIAL_SERVICE_TYPES).to_numpy()
    columns = expand_nested_cells(cells)
    texts = {name: column for name, column in columns.items() if name not in stated.columns}
    likely = find_likely_shelters(texts, len(values))
    by_name = undecided & ~by_type & likely
    values["confidential"] = by_file | always | by_type | by_name
    values["public"] = (statements == "public") & ~always
    return {"file": by_file, "type": always | by_type, "name": by_name}


def find_confidential_matches(new: gpd.GeoDataFrame, stored: gpd.GeoDataFrame) -> BoolArray:
    """
    Find the rows that are a confidential place of the store, come again without its flag.

    Parameters
    ----------
    new
        Checked rows of services or safe zones, EPSG:4326.
    stored
        The layer as stored.

    Returns
    -------
    matches
        True for a row that is open without anybody having stated "public", and has the name of a
        confidential place of the store or of the file, or lies where one of the store is
        (`SAME_PLACE_M`, of its type `SAME_TYPE_M`).
    """
    confidential = stored[is_confidential(stored).to_numpy()]
    said_so = new["confidential"].to_numpy(dtype=bool)
    open_rows = ~(said_so | new["public"].to_numpy(dtype=bool))
    names = {squeeze_cell(name) for name in [*confidential["name"], *new["name"][said_so]]} - {""}
    same_name = np.zeros(len(new), dtype=bool)
    if names:
        same_name[:] = [squeeze_cell(name) in names for name in new["name"]]
    return np.asarray(open_rows & (same_name | _lie_at(new, confidential)))


def _lie_at(new: gpd.GeoDataFrame, confidential: gpd.GeoDataFrame) -> BoolArray:
    matches = np.zeros(len(new), dtype=bool)
    confidential = confidential[confidential.geometry.notna()]
    if confidential.empty:
        return matches
    column = "type" if "type" in new else "kind"
    crs = estimate_metric_crs(confidential)
    shapes = new.geometry.to_crs(crs).to_numpy()
    index = confidential.geometry.to_crs(crs).sindex
    same_place, _ = index.query(shapes, predicate="dwithin", distance=SAME_PLACE_M)
    near, place = index.query(shapes, predicate="dwithin", distance=SAME_TYPE_M)
    codes, stored_codes = new[column].to_numpy(), confidential[column].to_numpy()
    matches[same_place] = True
    matches[near[codes[near] == stored_codes[place]]] = True
    return matches


def list_reason_rows(
    reasons: Mapping[str, BoolArray], rows: Sequence[int] | np.ndarray
) -> dict[str, tuple[int, ...]]:
    """List the numbers of the rows for each reason that made any confidential."""
    return {
        reason: tuple(int(row) for row in np.asarray(rows)[chosen])
        for reason, chosen in reasons.items()
        if chosen.any()
    }


def list_unsaid_rows(confidential_rows: Mapping[str, tuple[int, ...]]) -> tuple[int, ...]:
    """List the rows made confidential although the file does not say so, in order."""
    unsaid = [rows for reason, rows in confidential_rows.items() if reason != "file"]
    return tuple(sorted(row for rows in unsaid for row in rows))
