"""Rows of a file whose layer is not clear: what of them waits until somebody says what they are."""

from __future__ import annotations

from collections.abc import Iterator

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.formats.cell_values import format_cell, is_blank
from geo.formats.findings import RowFinding, list_some
from geo.formats.parsed_places import MAX_QUOTED_LENGTH
from geo.imports.checked_layer import WaitingRows
from geo.imports.confidentiality import read_statements
from geo.imports.meaning_assignment import Assignment
from geo.imports.meaning_evidence import Evidence
from geo.layers.column_matching import match_columns
from geo.layers.field_words import is_person_column
from geo.model import LAYER_NAMES, WGS84, LayerName
from geo.privacy.personal_data import may_hold_personal_data

MEANING_KEY = "row.meaning"
SHELTER_KEY = "row.likely_shelter"
STATED_IN: LayerName = "services"  # a layer whose rows may be confidential
FLAGS = ("confidential", "public")
# Columns of free text, in which a person may be named.
FREE_TEXT_FIELDS = ("note", "address")
MAX_QUOTED_VALUES = 3


def make_unclear(
    frame: gpd.GeoDataFrame, assignment: Assignment, ignored: tuple[str, ...]
) -> WaitingRows:
    """
    Make the waiting rows of those without a clear layer.

    Of their cells those are there that a field of some layer takes, and those that may say the
    layer; the flags say what the file says of who may know the place.
    """
    selected = np.flatnonzero(assignment.find_unclear())
    part = frame.iloc[selected]
    rows = part.index.get_level_values(0).to_numpy()
    cells = pd.DataFrame(part.drop(columns=part.geometry.name)).astype(object)
    stated = read_statements(cells, STATED_IN, rows)
    columns = _list_columns([str(one) for one in cells.columns], assignment.evidence, ignored)
    texts = {
        name: [_read_cell(cell, is_free=is_free) for cell in cells[name]]
        for name, is_free in columns.items()
        if name not in stated.columns
    }
    for flag in FLAGS:
        texts[flag] = [True if one == flag else None for one in stated.statements]
    waiting = gpd.GeoDataFrame(
        pd.DataFrame(texts, dtype=object), geometry=list(part.geometry), crs=WGS84
    ).set_axis(pd.Index(rows, name="row"), axis="index")
    doubts = [*_describe(rows, selected, assignment), *_list_findings(frame, set(rows.tolist()))]
    return WaitingRows(waiting, tuple(doubts))


def _list_columns(
    names: list[str], evidence: tuple[Evidence, ...], ignored: tuple[str, ...]
) -> dict[str, bool]:
    """List the columns that wait with the rows, and whether each holds free text."""
    offered = [name for name in names if name not in ignored]
    found = {one.column: False for one in evidence if one.column in names and one.meanings}
    for layer in LAYER_NAMES:
        for field, column in match_columns(offered, layer).columns.items():
            found[column] = found.get(column, False) or field in FREE_TEXT_FIELDS
    return {name: is_free for name, is_free in found.items() if not is_person_column(name)}


def _read_cell(cell: object, *, is_free: bool) -> object:
    if is_blank(cell) or isinstance(cell, list | dict | bytes):
        return None
    text = format_cell(cell)
    return None if is_free and may_hold_personal_data(text) else text


def _describe(
    rows: np.ndarray, selected: np.ndarray, assignment: Assignment
) -> Iterator[RowFinding]:
    """Say of each row which values it has and which layers it may be of."""
    quoted: dict[int, list[str]] = {int(position): [] for position in selected}
    for one in assignment.evidence:
        text = f"{one.column}: {one.value[:MAX_QUOTED_LENGTH]}"
        for position in set(one.rows.tolist()) & quoted.keys():
            quoted[position].append(text)
    for row, position in zip(rows, selected, strict=True):
        values = list_some(quoted[int(position)], MAX_QUOTED_VALUES, separator=" · ")
        options = ", ".join(assignment.rows[position].options)
        yield RowFinding(int(row), MEANING_KEY, {"value": values or "–", "options": options})
        if assignment.shelters[position]:
            yield RowFinding(int(row), SHELTER_KEY, {})


def _list_findings(frame: gpd.GeoDataFrame, rows: set[int]) -> list[RowFinding]:
    """List what the reader could not parse of the rows: they wait for more than their meaning."""
    findings: list[RowFinding] = frame.attrs.get("findings", [])
    return [one for one in findings if one.row in rows]
