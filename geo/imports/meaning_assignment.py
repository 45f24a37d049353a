"""Assignment of the rows of a file to layers, by rules and by what the file itself says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.imports.meaning_evidence import (
    CERTAIN,
    GIVEN,
    NAMED,
    SUGGESTED,
    Evidence,
    collect_evidence,
)
from geo.imports.meaning_rules import Meaning, MeaningRules
from geo.imports.proposed_types import find_type
from geo.imports.suggested_layers import suggest_meanings
from geo.layers.column_matching import match_columns
from geo.layers.field_words import read_code
from geo.layers.layer_words import TYPE_FIELDS
from geo.layers.likely_shelter import find_likely_shelters
from geo.layers.schema import LAYER_SCHEMAS
from geo.model import LayerName

BoolArray = NDArray[np.bool_]
# Layers that a complete table may be by its columns alone: each has one that it needs.
FITTING_LAYERS: tuple[LayerName, ...] = ("risk_areas", "safe_zones", "services", "demand")
MIN_READABLE = 0.5  # share of the words of a column of types that its layer has to know


@dataclass(frozen=True)
class RowMeaning:
    """
    What a row was found to be.

    Attributes
    ----------
    layer
        None where it is not clear, or where the row is left out.
    is_left_out
        True where a rule leaves it out.
    given
        Text by field that a rule gives; it counts before the cells of the row.
    recognised
        Text by field that was recognised; it counts where the row has no cell of its own.
    options
        Layers it may be, where that is not clear.
    """

    layer: LayerName | None
    is_left_out: bool = False
    given: tuple[tuple[str, str], ...] = ()
    recognised: tuple[tuple[str, str], ...] = ()
    options: tuple[LayerName, ...] = ()


@dataclass(frozen=True)
class Assignment:
    """
    The layers of all rows.

    Attributes
    ----------
    rows
        One a row.
    evidence
        What they were assigned by, one for each value.
    shelters
        Rows that may be a shelter.
    """

    rows: tuple[RowMeaning, ...]
    evidence: tuple[Evidence, ...]
    shelters: BoolArray

    def find_layer(self, layer: LayerName) -> BoolArray:
        """Find the rows of a layer."""
        return np.array([one.layer == layer for one in self.rows], dtype=bool)

    def find_left_out(self) -> BoolArray:
        """Find the rows that a rule leaves out."""
        return np.array([one.is_left_out for one in self.rows], dtype=bool)

    def find_unclear(self) -> BoolArray:
        """Find the rows without a layer that are not left out."""
        return np.array(
            [one.layer is None and not one.is_left_out for one in self.rows], dtype=bool
        )


def assign_rows(frame: gpd.GeoDataFrame, rules: MeaningRules) -> Assignment:
    """
    Assign the rows of a file to layers.

    The strongest statement counts; where equally strong ones name several layers, the row is not
    clear. A row that may be a shelter is not clear either where its layer discloses every place.

    Parameters
    ----------
    frame
        Result of `read_layer_file`, or of `read_all_tables`.
    """
    evidence = collect_evidence(frame, rules)
    # A file some of whose rows name a layer holds several: the others are not one of these.
    names_layers = any(
        strength >= NAMED and meaning.layer
        for one in evidence
        for strength, meaning in one.meanings
    )
    fitting = rules.layer or (None if names_layers else find_fitting_layer(frame))
    codes = np.zeros((len(frame), len({one.column for one in evidence})), dtype=np.int32)
    columns = list(dict.fromkeys(one.column for one in evidence))
    for number, one in enumerate(evidence, start=1):
        codes[one.rows, columns.index(one.column)] = number
    combined, inverse = np.unique(codes, axis=0, return_inverse=True)
    decided = [
        _decide([evidence[number - 1] for number in numbers if number], fitting, rules)
        for numbers in combined
    ]
    rows = _add_suggestions(frame, [decided[number] for number in inverse.reshape(-1)], rules)
    shelters = _find_shelters(frame)
    rows = [_protect(row, bool(likely)) for row, likely in zip(rows, shelters, strict=True)]
    return Assignment(tuple(rows), tuple(evidence), shelters)


def _add_suggestions(
    frame: gpd.GeoDataFrame, rows: list[RowMeaning], rules: MeaningRules
) -> list[RowMeaning]:
    """Give the rows of which nothing is known what their names suggest."""
    unknown = [
        position
        for position, row in enumerate(rows)
        if row.layer is None and not row.is_left_out and not row.options
    ]
    suggested = suggest_meanings(frame, unknown) if unknown else {}
    completed = list(rows)
    for position, meanings in suggested.items():
        layers = tuple(one.layer for one in meanings if one.layer is not None)
        if rules.accepts_suggestions and len(meanings) == 1:
            completed[position] = RowMeaning(layers[0], recognised=meanings[0].values)
        else:
            completed[position] = RowMeaning(None, options=layers)
    return completed


def find_fitting_layer(frame: gpd.GeoDataFrame) -> LayerName | None:
    """
    Find the one layer that a complete table is by its columns and their words.

    Returns
    -------
    layer
        None where none has all columns it needs, or several do and none takes most of them; or
        where some shapes are not of a layer that knows more of the words for types.
    """
    columns = [str(name) for name in frame.columns if name != frame.geometry.name]
    shapes = {str(one) for one in frame.geometry.geom_type.dropna()}
    counts: dict[LayerName, int] = {}
    others: list[int] = []
    for layer in FITTING_LAYERS:
        schema = LAYER_SCHEMAS[layer]
        match = match_columns(columns, layer)
        required = {one.name for one in schema.fields if one.required}
        type_column = match.columns.get(TYPE_FIELDS.get(layer, ""))
        holds_some = bool(shapes & set(schema.geometry_types))
        if type_column is not None and holds_some and not shapes <= set(schema.geometry_types):
            others.append(_count_readable(frame[type_column], layer))
        if required <= match.columns.keys() and shapes <= set(schema.geometry_types):
            names = frame[match.columns["name"]] if "name" in match.columns else None
            if (
                type_column is None
                or _is_readable(frame[type_column], layer)
                or (layer == "services" and names is not None and _name_types(names))
            ):
                counts[layer] = len(match.columns)
    most = max(counts.values(), default=0)
    found = [layer for layer, count in counts.items() if count == most]
    if len(found) != 1 or not others:
        return found[0] if len(found) == 1 else None
    type_column = match_columns(columns, found[0]).columns.get(TYPE_FIELDS.get(found[0], ""))
    own = 0 if type_column is None else _count_readable(frame[type_column], found[0])
    return found[0] if own >= max(others) else None


def _count_readable(column: pd.Series, layer: LayerName) -> int:
    field = next(one for one in LAYER_SCHEMAS[layer].fields if one.name == TYPE_FIELDS[layer])
    return sum(isinstance(one, str) and read_code(one, field) is not None for one in column)


def _is_readable(column: pd.Series, layer: LayerName) -> bool:
    texts = [one for one in column if isinstance(one, str) and one.strip()]
    return bool(texts) and _count_readable(column, layer) >= MIN_READABLE * len(texts)


def _name_types(names: pd.Series) -> bool:
    """Return whether most names say which type of service they are: `Hospital de Ascope`."""
    said = sum(isinstance(one, str) and find_type([one]) is not None for one in names)
    return said >= MIN_READABLE * len(names)


def _decide(
    evidence: Sequence[Evidence], fitting: LayerName | None, rules: MeaningRules
) -> RowMeaning:
    statements = [(strength, one) for found in evidence for strength, one in found.meanings]
    if any(strength == GIVEN and one.layer is None for strength, one in statements):
        return RowMeaning(None, is_left_out=True)
    least = SUGGESTED if rules.accepts_suggestions else CERTAIN
    strengths = [strength for strength, _ in statements if strength >= least]
    top = max(strengths, default=0)
    # What a complete table is counts before the types of its rows, and after words for layers.
    if fitting is not None and top != GIVEN and (rules.layer or top < NAMED):
        return RowMeaning(fitting, recognised=_join_values(statements, CERTAIN, fitting))
    layers = list(dict.fromkeys(one.layer for strength, one in statements if strength == top))
    if top < least or len(layers) != 1 or layers[0] is None:
        named = dict.fromkeys(one.layer for _, one in statements if one.layer is not None)
        return RowMeaning(None, options=tuple(named))
    layer = layers[0]
    return RowMeaning(
        layer,
        given=_join_values(statements, GIVEN, layer),
        recognised=_join_values(statements, least, layer, below=GIVEN),
    )


def _join_values(
    statements: Sequence[tuple[int, Meaning]],
    least: int,
    layer: LayerName,
    *,
    below: int = GIVEN + 1,
) -> tuple[tuple[str, str], ...]:
    """Join what statements say of the fields of a layer, without what they contradict."""
    values: dict[str, set[str]] = {}
    for strength, meaning in statements:
        if least <= strength < below and meaning.layer == layer:
            for field, text in meaning.values:
                values.setdefault(field, set()).add(text)
    return tuple((field, next(iter(texts))) for field, texts in values.items() if len(texts) == 1)


def _protect(row: RowMeaning, is_shelter: bool) -> RowMeaning:
    """Make a row unclear that may be a shelter where its layer has no confidential rows."""
    if not is_shelter or row.layer is None or LAYER_SCHEMAS[row.layer].confidential_codes:
        return row
    return RowMeaning(None, options=("services", row.layer))


def _find_shelters(frame: gpd.GeoDataFrame) -> BoolArray:
    cells = pd.DataFrame(frame.drop(columns=frame.geometry.name))
    texts = {str(name): cells[name].tolist() for name in cells if cells[name].dtype == object
             or pd.api.types.is_string_dtype(cells[name])}  # fmt: skip
    return find_likely_shelters(texts, len(cells))
