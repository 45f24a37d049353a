"""
What the values of a file say of the layer of its rows, and how certain that is.

Certain are the name of a layer, the type of an institution, a code in a column that only one layer
has, and the tags of OpenStreetMap for a service. A colour, or the kind of a place alone, is only
suggested: a school is no safe zone before somebody says so.
"""

from __future__ import annotations

import colorsys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.formats.cell_values import is_blank
from geo.formats.colours import parse_colour
from geo.formats.geojson_dialects import COLOUR_NAMES as WRITTEN_COLOURS
from geo.formats.osm_records import ID_COLUMN
from geo.imports.meaning_rules import (
    COLUMN_SYNONYMS,
    Meaning,
    MeaningRules,
    digest_value,
    find_column,
    fold_value,
    parse_meaning,
)
from geo.imports.personal_columns import find_personal_kind, names_submission
from geo.layers.field_words import join_header_words, read_code
from geo.layers.layer_words import (
    TYPE_FIELDS,
    list_header_layers,
    names_another_field,
    read_layer_word,
)
from geo.layers.schema import LAYER_SCHEMAS
from geo.model import LayerName
from geo.osm.service_tags import guess_service_type

IntArray = NDArray[np.intp]
MAX_VALUES = 60  # distinct values of a column that may say what its rows are
MAX_VALUE_LENGTH = 80  # characters
OTHER_CODE = "other"
OWN_COLOUR = "colour"
OSM_COLUMN = "category"  # where the reader puts the tag that says what a feature is
FOLDER_NAMES, COLOUR_NAMES = COLUMN_SYNONYMS[0], COLUMN_SYNONYMS[1]
FREE_TEXT_NAMES = ("description", "descripcion", "date", "id")
PATH_MARK = "/"
# Strength of what says the layer of a row; the strongest counts. `NAMED` is the word for a layer.
SUGGESTED, CERTAIN, NAMED, GIVEN = 1, 2, 3, 4
# Hues that maps of danger and of safety use [turns of the colour circle].
RED_HUES, GREEN_HUES = ((0.0, 0.11), (0.92, 1.0)), ((0.22, 0.47),)
MIN_SATURATION = 0.35


@dataclass(frozen=True)
class Evidence:
    """
    What one value of a column says.

    Attributes
    ----------
    column, value
        As in the file.
    rows
        Positions of the rows with the value.
    meanings
        By strength.
    """

    column: str
    value: str
    rows: IntArray
    meanings: tuple[tuple[int, Meaning], ...]


def collect_evidence(frame: gpd.GeoDataFrame, rules: MeaningRules) -> list[Evidence]:
    """Collect what the values of a file and the rules on them say, one for each value."""
    cells = pd.DataFrame(frame.drop(columns=frame.geometry.name))
    columns = [str(name) for name in cells.columns]
    given = _list_given(rules, columns)
    remembered = dict(rules.remembered)
    osm_types = _guess_osm_types(cells)
    found = []
    for column in columns:
        positions = _index_values(cells[column].tolist())
        may_name = _may_name_layer(column, positions, len(cells))
        may_name &= not _is_doubled(column, columns)
        if not may_name and not any(name == column for name, _ in given):
            continue
        for value, rows in positions.items():
            meanings = [(GIVEN, one) for one in given.get((column, fold_value(value)), ())]
            text = remembered.get(digest_value(columns, column, value)) if not meanings else None
            if text is not None:
                meanings = [(GIVEN, parse_meaning(text, rule=text))]
            if not meanings and may_name and not (column == OSM_COLUMN and osm_types is not None):
                meanings = recognise_value(column, value)
            found.append(Evidence(column, value, np.array(rows), tuple(meanings)))
    if osm_types is not None:
        found += _list_osm_evidence(osm_types)
    return found


def recognise_value(column: str, value: str) -> list[tuple[int, Meaning]]:
    """Recognise what a value says without a rule, by the name of its column and its words."""
    words = join_header_words(column)
    if words in COLOUR_NAMES:
        return _recognise_colour(value)
    parts = [value]
    if words in FOLDER_NAMES:
        parts = [part for part in value.split(PATH_MARK) if part.strip()] or [value]
    layers = [one for one in map(read_layer_word, [value, *parts]) if one]
    own_layers = list_header_layers(column)
    coded = _read_codes(parts[-1], own_layers or tuple(TYPE_FIELDS))
    if layers:
        layer = layers[-1]
        return [(NAMED, Meaning(layer, coded.get(layer, ())))]
    if len(own_layers) == 1:
        return [(NAMED, Meaning(layer, values)) for layer, values in coded.items()]
    return [
        (CERTAIN if layer == "services" else SUGGESTED, Meaning(layer, values))
        for layer, values in coded.items()
    ]


def list_unused_rules(frame: gpd.GeoDataFrame, rules: MeaningRules) -> list[str]:
    """List the rules on values that no row has; a remembered one may be for another file."""
    columns = [str(name) for name in frame.columns if name != frame.geometry.name]
    unused = []
    for rule in rules.values:
        pair = _split_subject(rule.subject, columns)
        if pair is not None and pair[1] not in {fold_value(one) for one in frame[pair[0]]}:
            unused.append(rule.subject)
    return unused


def _list_given(
    rules: MeaningRules, columns: Sequence[str]
) -> Mapping[tuple[str, str], list[Meaning]]:
    """List what rules say by column and folded value."""
    given: dict[tuple[str, str], list[Meaning]] = {}
    for rule in rules.values:
        pair = _split_subject(rule.subject, columns)
        if pair is not None:
            given.setdefault(pair, []).append(rule.meaning)
    return given


def _split_subject(subject: str, columns: Sequence[str]) -> tuple[str, str] | None:
    """Split `column:value` at the colon before which a column is named; either may hold some."""
    marks = [position for position, letter in enumerate(subject) if letter == ":"]
    for position in reversed(marks):
        column = find_column(subject[:position], columns)
        if column is not None:
            return column, fold_value(subject[position + 1 :])
    return None


def _index_values(column: Sequence[object]) -> dict[str, list[int]]:
    """List the positions of each text of a column."""
    positions: dict[str, list[int]] = {}
    for position, cell in enumerate(column):
        if not is_blank(cell) and not isinstance(cell, list | dict):
            positions.setdefault(str(cell).strip(), []).append(position)
    return positions


def _is_doubled(column: str, columns: Sequence[str]) -> bool:
    """Return whether a column holds the colours that a reader gives as `colour`."""
    return OWN_COLOUR in columns and column != OWN_COLOUR and column in WRITTEN_COLOURS


def _may_name_layer(column: str, positions: Mapping[str, object], count: int) -> bool:
    """Return whether a column has few and short values, and is none of names, notes or persons."""
    words = join_header_words(column)
    if words in FOLDER_NAMES or words in COLOUR_NAMES or list_header_layers(column):
        return len(positions) <= MAX_VALUES
    if words in FREE_TEXT_NAMES or names_another_field(column):
        return False
    if find_personal_kind(column, positions) is not None or names_submission(column):
        return False
    is_repeated = len(positions) <= max(2, count // 2)
    is_short = all(len(value) <= MAX_VALUE_LENGTH for value in positions)
    return 0 < len(positions) <= MAX_VALUES and is_repeated and is_short


def _read_codes(
    text: str, layers: Sequence[LayerName]
) -> dict[LayerName, tuple[tuple[str, str], ...]]:
    codes: dict[LayerName, tuple[tuple[str, str], ...]] = {}
    for layer in layers:
        name = TYPE_FIELDS[layer]
        field = next(one for one in LAYER_SCHEMAS[layer].fields if one.name == name)
        code = read_code(text, field)
        if code is not None and code != OTHER_CODE:
            codes[layer] = ((name, code),)
    return codes


def _recognise_colour(text: str) -> list[tuple[int, Meaning]]:
    colour = parse_colour(text)
    if colour is None:
        return []
    red, green, blue = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    hue, saturation, _ = colorsys.rgb_to_hsv(red, green, blue)
    if saturation < MIN_SATURATION:
        return []
    if any(low <= hue <= high for low, high in RED_HUES):
        return [(SUGGESTED, Meaning("risk_areas"))]
    if any(low <= hue <= high for low, high in GREEN_HUES):
        return [(SUGGESTED, Meaning("safe_zones"))]
    return []


def _guess_osm_types(cells: pd.DataFrame) -> list[str | None] | None:
    """Guess the type of service of each feature of OpenStreetMap; None for other files."""
    if ID_COLUMN not in cells:
        return None
    records = cells.to_dict("records")
    return [
        guess_service_type({str(k): v for k, v in record.items() if isinstance(v, str)})
        for record in records
    ]


def _list_osm_evidence(types: Sequence[str | None]) -> list[Evidence]:
    """List what tags say; what is only some office is a suggestion."""
    found = []
    for code in sorted({one for one in types if one is not None}):
        rows = np.array([position for position, one in enumerate(types) if one == code])
        strength = SUGGESTED if code == OTHER_CODE else CERTAIN
        meaning = Meaning("services", (("type", code),))
        found.append(Evidence(ID_COLUMN, code, rows, ((strength, meaning),)))
    return found
