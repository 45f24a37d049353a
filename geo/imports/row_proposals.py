"""What is proposed for a row with a doubt, and its application."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import geopandas as gpd
import numpy as np
import shapely

from geo.formats.cell_values import parse_cell
from geo.formats.findings import Finding, RowFinding
from geo.formats.written_numbers import NumberReading, read_number
from geo.imports.import_choices import name_word
from geo.imports.row_doubts import ACCEPTABLE_KEYS
from geo.imports.swapped_axes import MAX_LATITUDE, exchange_axes
from geo.layers.schema import LAYER_SCHEMAS
from geo.model import LayerName
from geo.store.import_batches import Doubt

Proposal = Literal["leave_out", "swap_axes", "shift_longitude"]
Decision = Literal["proposal", "take", "leave_out"]
PROPOSALS: dict[str, Proposal] = {
    "row.zero_place": "leave_out",
    "row.duplicate": "leave_out",
    "row.looks_swapped": "swap_axes",
    "row.swapped": "swap_axes",
}
CODE_KEYS = ("row.code", "row.severity")
NUMBER_KEY = "row.number_undecided"
FULL_TURN = 360.0  # degrees


@dataclass(frozen=True)
class Corrections:
    """
    What somebody writes instead of what could not be read.

    Attributes
    ----------
    values
        Text by field, for each row that is chosen.
    codes
        Code by field and word, under the key of `name_word`, for each row with that word.
    numbers
        What the mark in `1.250` parts, for each row where the file does not tell.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, str] = field(default_factory=dict)
    numbers: NumberReading | None = None


NO_CORRECTIONS = Corrections()


def find_proposal(doubts: Sequence[Doubt]) -> Proposal | None:
    """Return what is proposed for a row; None where somebody has to know more."""
    proposals = [_propose(key, placeholders) for key, placeholders in doubts]
    if "leave_out" in proposals:
        return "leave_out"
    return proposals[0] if len(set(proposals)) == 1 else None


def _propose(key: str, placeholders: Mapping[str, object]) -> Proposal | None:
    if key != "row.out_of_range":
        return PROPOSALS.get(key)
    longitude = abs(float(str(placeholders["longitude"])))
    is_beyond = FULL_TURN / 2 < longitude < FULL_TURN
    is_latitude = abs(float(str(placeholders["latitude"]))) <= MAX_LATITUDE
    return "shift_longitude" if is_beyond and is_latitude else None


def is_acceptable(doubts: Sequence[Doubt]) -> bool:
    """Return whether a row may be taken as it is, if somebody says so."""
    return all(key in ACCEPTABLE_KEYS for key, _ in doubts)


def move_geometries(
    frame: gpd.GeoDataFrame, doubts: Mapping[int, Sequence[Doubt]]
) -> gpd.GeoDataFrame:
    """Apply to rows what is proposed for their place."""
    places = np.array(frame.geometry.array, dtype=object)
    proposals = np.array([find_proposal(doubts[int(row)]) or "" for row in frame.index], dtype=str)
    is_swapped, is_shifted = proposals == "swap_axes", proposals == "shift_longitude"
    places[is_swapped] = exchange_axes(places[is_swapped])
    places[is_shifted] = shapely.transform(places[is_shifted], _shift)
    return frame.set_geometry(places, crs=frame.crs)


def correct_cells(
    frame: gpd.GeoDataFrame,
    doubts: Mapping[int, Sequence[Doubt]],
    layer: LayerName,
    corrections: Corrections,
) -> tuple[gpd.GeoDataFrame, dict[int, list[Doubt]], list[RowFinding]]:
    """
    Write into rows what somebody says of them.

    Returns
    -------
    frame, doubts
        The rows, and the doubts that remain.
    findings
        What is not valid of the corrections themselves.
    """
    fields = {one.name: one for one in LAYER_SCHEMAS[layer].fields}
    corrected = frame.copy()
    remaining: dict[int, list[Doubt]] = {}
    findings = []
    for row in frame.index:
        texts = {**_list_chosen(doubts[int(row)], corrections), **corrections.values}
        for name, text in texts.items():
            value = parse_cell(text, fields[name]) if name in fields else Finding("row.columns")
            if isinstance(value, Finding):
                findings.append(RowFinding(int(row), value.key, value.placeholders))
            else:
                _set_cell(corrected, row, name, value)
        remaining[int(row)] = [one for one in doubts[int(row)] if not _is_settled(one, texts)]
    return corrected, remaining, findings


def _list_chosen(doubts: Sequence[Doubt], corrections: Corrections) -> dict[str, str]:
    """List the texts by field that codes and number readings give for the doubts of a row."""
    texts = {}
    for key, placeholders in doubts:
        column, word = str(placeholders.get("column", "")), str(placeholders.get("value", ""))
        if key in CODE_KEYS:
            code = corrections.codes.get(name_word(column or "severity", word))
            if code is not None:
                texts[column or "severity"] = code
        number = read_number(word) if key == NUMBER_KEY and corrections.numbers else None
        if number is not None:
            is_thousands = corrections.numbers == "thousands"
            value = number.as_thousands if is_thousands else number.as_decimals
            texts[column] = f"{value:.10g}"
    return texts


def _is_settled(doubt: Doubt, texts: Mapping[str, str]) -> bool:
    """Return whether a correction concerns the field of a doubt."""
    key, placeholders = doubt
    column = placeholders.get("column", "severity" if key == "row.severity" else None)
    if key in ("row.no_phone", "row.no_place"):
        return "phone" in texts
    if key == "row.no_gateway":
        return "gateway" in texts
    if key == "row.women":
        return bool({"women", "people"} & texts.keys())
    if key == "row.unnamed":
        return bool({"name", "code"} & texts.keys())
    return column in texts


def _set_cell(frame: gpd.GeoDataFrame, row: Any, name: str, value: object) -> None:  # noqa: ANN401
    column = frame[name].astype(object)
    column.loc[row] = value
    frame[name] = column


def _shift(degrees: np.ndarray) -> np.ndarray:
    """Bring longitudes beyond the antimeridian to where they are counted otherwise."""
    shifted = degrees.copy()
    shifted[:, 0] = (degrees[:, 0] + FULL_TURN / 2) % FULL_TURN - FULL_TURN / 2
    return shifted
