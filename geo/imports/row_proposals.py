"""What is proposed for a row with a doubt, and its application."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, cast

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.formats.cell_values import parse_cell
from geo.formats.findings import Finding, FindingText, RowFinding
from geo.formats.ring_closing import RING_CLOSED_KEY
from geo.formats.written_numbers import NumberReading, read_number
from geo.imports.import_choices import name_word
from geo.imports.row_doubts import ACCEPTABLE_KEYS
from geo.imports.swapped_axes import MAX_LATITUDE, exchange_axes
from geo.layers.schema import LAYER_SCHEMAS
from geo.model import LayerName
from geo.store.import_batches import Doubt

Proposal = Literal[
    "leave_out",
    "swap_axes",
    "shift_longitude",
    "close_ring",
    "set_code",
    "inner_point",
    "several",
]
Decision = Literal["proposal", "take", "leave_out"]
PROPOSALS: dict[str, Proposal] = {
    "row.zero_place": "leave_out",
    "row.duplicate": "leave_out",
    "row.repeated": "leave_out",
    "row.total": "leave_out",
    "row.note_below": "leave_out",
    "row.zone_unknown": "leave_out",
    "row.looks_swapped": "swap_axes",
    "row.swapped": "swap_axes",
    RING_CLOSED_KEY: "close_ring",
}
CODE_KEYS = ("row.code", "row.severity")
BLANK_KEY, SHAPE_KEY = "row.blank", "row.shape"
# Of a building or a compound: a service is a point, and one inside is within metres of its gate.
POINT_NEEDED = "shape.needed.point"
AREA_SHAPES = ("shape.Polygon", "shape.MultiPolygon")
NUMBER_KEY = "row.number_undecided"
FULL_TURN = 360.0  # degrees
MAX_TURNS = 3  # web maps go on counting where somebody draws on a copy of the world beside it


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
    """
    Return what is proposed for a row; None where somebody has to know more.

    `several` stands for different proposals, one for each of its doubts.
    """
    proposals = {_propose(key, placeholders) for key, placeholders in doubts}
    if "leave_out" in proposals:
        return "leave_out"
    if None in proposals or not proposals:
        return None
    return proposals.pop() if len(proposals) == 1 else "several"


def _propose(key: str, placeholders: Mapping[str, object]) -> Proposal | None:
    if placeholders.get("proposed"):
        return "set_code"
    if key == SHAPE_KEY:
        needed, found = (_name_text(placeholders[name]) for name in ("needed", "found"))
        return "inner_point" if needed == POINT_NEEDED and found in AREA_SHAPES else None
    if key != "row.out_of_range":
        return PROPOSALS.get(key)
    longitude = abs(float(str(placeholders["longitude"])))
    is_beyond = FULL_TURN / 2 < longitude < MAX_TURNS * FULL_TURN
    is_latitude = abs(float(str(placeholders["latitude"]))) <= MAX_LATITUDE
    return "shift_longitude" if is_beyond and is_latitude else None


def _name_text(value: object) -> str:
    """Return the key of a placeholder that is a text, as found or as stored."""
    return (
        value.key
        if isinstance(value, FindingText)
        else str(cast("Mapping[str, object]", value)["key"])
    )


def is_acceptable(doubts: Sequence[Doubt]) -> bool:
    """Return whether a row may be taken as it is, if somebody says so."""
    return all(key in ACCEPTABLE_KEYS for key, _ in doubts)


def carry_out_proposals(
    frame: gpd.GeoDataFrame, doubts: Mapping[int, Sequence[Doubt]]
) -> gpd.GeoDataFrame:
    """Apply to rows what is proposed for their place and their codes; not for rows left out."""
    places = np.array(frame.geometry.array, dtype=object)
    columns: dict[str, list[object]] = {}
    for position, row in enumerate(frame.index):
        for key, placeholders in doubts[int(row)]:
            proposal = _propose(key, placeholders)
            if proposal == "set_code":
                name = str(placeholders["column"])
                columns.setdefault(name, frame[name].tolist())[position] = placeholders["proposed"]
            elif proposal in PLACE_CHANGES and places[position] is not None:
                places[position] = PLACE_CHANGES[proposal](places[position])
    changed = frame.copy()
    for name, cells in columns.items():
        changed[name] = pd.Series(cells, index=frame.index, dtype=object)
    return changed.set_geometry(places, crs=frame.crs)


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
        if key in CODE_KEYS or key == BLANK_KEY:
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


def is_code_doubt(doubt: Doubt, layer: LayerName) -> bool:
    """Return whether a doubt is settled by choosing one of the codes of a field."""
    key, placeholders = doubt
    if key in CODE_KEYS:
        return True
    fields = LAYER_SCHEMAS[layer].fields
    coded = {one.name for one in fields if one.codes or one.kind == "severity"}
    return key == BLANK_KEY and placeholders.get("column") in coded


def _set_cell(frame: gpd.GeoDataFrame, row: Any, name: str, value: object) -> None:  # noqa: ANN401
    column = frame[name].astype(object)
    column.loc[row] = value
    frame[name] = column


def _exchange(place: BaseGeometry) -> BaseGeometry:
    (exchanged,) = exchange_axes(np.array([place]))
    return cast("BaseGeometry", exchanged)


def _shift(place: BaseGeometry) -> BaseGeometry:
    """Bring longitudes beyond the antimeridian to where they are counted otherwise."""

    def shift(degrees: np.ndarray) -> np.ndarray:
        shifted = degrees.copy()
        shifted[:, 0] = (degrees[:, 0] + FULL_TURN / 2) % FULL_TURN - FULL_TURN / 2
        return shifted

    return shapely.transform(place, shift)


PLACE_CHANGES: dict[str | None, Callable[[BaseGeometry], BaseGeometry]] = {
    "swap_axes": _exchange,
    "shift_longitude": _shift,
    "inner_point": shapely.point_on_surface,
}
