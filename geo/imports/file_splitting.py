"""A file parted into layers: the rows of each checked as a file of that layer is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.errors import LayerFileEmptyError, MeaningColumnError
from geo.formats.cell_values import is_blank
from geo.formats.findings import MAX_LISTED_COLUMNS, Finding, RowFinding, list_some
from geo.imports.checked_layer import WaitingRows
from geo.imports.file_parsing import ParsedLayerFile, examine_file
from geo.imports.import_choices import NO_CHOICES, ImportChoices
from geo.imports.likely_fields import LIKELY_IN, list_likely_notices
from geo.imports.meaning_assignment import Assignment, RowMeaning, assign_rows
from geo.imports.meaning_evidence import GIVEN, list_unused_rules
from geo.imports.meaning_rules import MeaningRules, digest_value, find_column, format_meaning
from geo.imports.unclear_rows import make_unclear
from geo.layers.column_matching import match_columns
from geo.layers.schema import LAYER_SCHEMAS
from geo.model import LAYER_NAMES, WGS84, LayerName

TAG_MARK = "="  # between the key and the value of a tag


@dataclass(frozen=True)
class ParsedFile:
    """
    A file, read and parted into layers.

    Attributes
    ----------
    layers
        The rows of each layer that has some.
    unclear
        Rows whose layer is not clear.
    left_out
        Places of the rows that a rule leaves out; index `row`.
    columns
        The field of each column, as records; see `list_column_meanings`.
    values
        What became of the rows of each value, as records; see `list_value_meanings`.
    given
        What rules said: the digest of a value or column, its meaning, and the rows it has.
    shelters
        Rows that may be a shelter.
    notices
        On the complete file.
    rows
        Number of its rows; each is in one of the layers, unclear, or left out.
    """

    file: str
    rows: int
    layers: dict[LayerName, ParsedLayerFile]
    unclear: WaitingRows
    left_out: gpd.GeoDataFrame
    columns: list[dict[str, Any]]
    values: list[dict[str, Any]]
    given: tuple[tuple[str, str, tuple[int, ...]], ...]
    shelters: tuple[int, ...]
    notices: tuple[Finding, ...]
    reprojected_from: str | None
    crs_assumed: bool


def split_file(
    frame: gpd.GeoDataFrame,
    rules: MeaningRules,
    choices: ImportChoices = NO_CHOICES,
    *,
    accepts_points: bool = False,
    waits: bool = True,
) -> ParsedFile:
    """
    Part a file into layers, and check the rows of each.

    Parameters
    ----------
    frame
        Result of `read_all_tables`.
    rules
        What columns and values mean, where the file does not say it.
    choices, accepts_points, waits
        As for `examine_file`.

    Raises
    ------
    LayerFileEmptyError
        If it has no rows.
    MeaningColumnError
        If a rule names a column that is not there.
    LayerRowsError
        See `examine_file`.
    """
    file = frame.attrs.get("file", "")
    if frame.empty:
        raise LayerFileEmptyError(file=file)
    columns = [str(name) for name in frame.columns if name != frame.geometry.name]
    rules = _name_columns(rules, columns, file)
    assignment = assign_rows(frame, rules)
    layers, fields = {}, {}
    for layer in LAYER_NAMES:
        selected = np.flatnonzero(assignment.find_layer(layer))
        if selected.size:
            part, own = _select_part(frame, selected, layer, assignment, rules, choices)
            checked = examine_file(part, layer, own, accepts_points=accepts_points, waits=waits)
            layers[layer] = replace(checked, notices=())
            fields[layer] = match_columns(columns, layer, own.columns).columns
    likely = layers[LIKELY_IN].likely if LIKELY_IN in layers else {}
    rows = frame.index.get_level_values(0).to_numpy()
    return ParsedFile(
        file=file,
        rows=len(frame),
        layers=layers,
        unclear=make_unclear(frame, assignment, rules.list_ignored()),
        left_out=_select_places(frame, assignment.find_left_out()),
        columns=list_column_meanings(columns, fields, likely),
        values=list_value_meanings(assignment),
        given=tuple(_list_given(assignment, rules, columns, rows)),
        shelters=tuple(int(row) for row in rows[assignment.shelters]),
        notices=tuple(_list_notices(frame, rules, likely)),
        reprojected_from=frame.attrs.get("reprojected_from"),
        crs_assumed=bool(frame.attrs.get("crs_assumed")),
    )


def _list_notices(
    frame: gpd.GeoDataFrame, rules: MeaningRules, likely: Mapping[str, str]
) -> Iterator[Finding]:
    yield from frame.attrs.get("notices", ())
    for rule in list_unused_rules(frame, rules):
        yield Finding("import.notice_unused_rule", {"rule": rule})
    yield from list_likely_notices(likely)


def _name_columns(rules: MeaningRules, columns: Sequence[str], file: str) -> MeaningRules:
    """Give rules on columns the exact names of the file; each column must be there."""
    named = []
    for column, target in rules.columns:
        found = column if column in columns else find_column(column, columns)
        if found is None:
            raise MeaningColumnError(
                file=file, column=column, columns=list_some(columns, MAX_LISTED_COLUMNS)
            )
        named.append((found, target))
    for rule in rules.values:
        names = [rule.subject[:at] for at, letter in enumerate(rule.subject) if letter == ":"]
        if not any(find_column(name, columns) for name in names):
            raise MeaningColumnError(
                file=file, column=names[0], columns=list_some(columns, MAX_LISTED_COLUMNS)
            )
    remembered = dict(rules.remembered)
    given = {column for column, _ in named}
    for column in columns:
        known = remembered.get(digest_value(columns, column))
        if known is not None and column not in given:
            named.append((column, known))
    return replace(rules, columns=tuple(named))


def _select_places(frame: gpd.GeoDataFrame, selected: np.ndarray) -> gpd.GeoDataFrame:
    rows = frame.index.get_level_values(0)[selected]
    places = np.asarray(frame.geometry.array, dtype=object)[selected]
    index = pd.Index(rows, name="row")
    return gpd.GeoDataFrame(geometry=list(places), index=index, crs=WGS84)


def _list_given(
    assignment: Assignment, rules: MeaningRules, columns: Sequence[str], rows: np.ndarray
) -> Iterator[tuple[str, str, tuple[int, ...]]]:
    """List what was said of values and columns, to be remembered for the next file."""
    for column, target in rules.columns:
        yield digest_value(columns, column), target, ()
    for one in assignment.evidence:
        stated = [meaning for strength, meaning in one.meanings if strength == GIVEN]
        if len(stated) == 1:
            found = tuple(int(row) for row in rows[one.rows])
            yield digest_value(columns, one.column, one.value), format_meaning(stated[0]), found


def _select_part(  # noqa: PLR0913 (the file, the rows, and all that decides on them)
    frame: gpd.GeoDataFrame,
    selected: np.ndarray,
    layer: LayerName,
    assignment: Assignment,
    rules: MeaningRules,
    choices: ImportChoices,
) -> tuple[gpd.GeoDataFrame, ImportChoices]:
    """Select the rows of a layer, with what their meaning says in the columns of its fields."""
    part = frame.iloc[selected].copy()
    chosen = {**choices.columns, **rules.list_columns(layer)}
    geometry = part.geometry.name
    filled = [
        str(name)
        for name in part.columns
        if name != geometry and (name in chosen.values() or not all(map(is_blank, part[name])))
    ]
    part = part[[*filled, geometry]]
    own = replace(
        choices,
        columns={field: name for field, name in chosen.items() if name in filled},
        ignored=(*choices.ignored, *rules.list_ignored()),
    )
    offered = [name for name in filled if name not in own.ignored]
    match = match_columns(offered, layer, own.columns).columns
    for field in LAYER_SCHEMAS[layer].fields:
        values = [_find_value(assignment.rows[position], field.name) for position in selected]
        column = match.get(field.name)
        if any(given or recognised for given, recognised in values):
            cells = part[column].tolist() if column else [None] * len(part)
            part[column or field.name] = pd.Series(
                [
                    given or (recognised if _is_without_word(cell) else cell)
                    for cell, (given, recognised) in zip(cells, values, strict=True)
                ],
                index=part.index,
                dtype=object,
            )
        elif column is None and field.required:  # each row waits for it, not the file
            part[field.name] = pd.Series([None] * len(part), index=part.index, dtype=object)
    part = part.set_geometry(geometry)
    return _restrict_attributes(part, frame), own


def _is_without_word(cell: object) -> bool:
    """Return whether a cell is empty or a tag of OpenStreetMap, which is no word for a code."""
    return is_blank(cell) or (isinstance(cell, str) and TAG_MARK in cell)


def _find_value(row: RowMeaning, field: str) -> tuple[str | None, str | None]:
    return dict(row.given).get(field), dict(row.recognised).get(field)


def _restrict_attributes(part: gpd.GeoDataFrame, frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Give a part of a file what was noted of its rows, and of the file."""
    rows = set(part.index.get_level_values(0).tolist())

    def select(findings: Sequence[RowFinding]) -> list[RowFinding]:
        return [one for one in findings if one.row is None or one.row in rows]

    part.attrs = {
        **frame.attrs,
        "findings": select(frame.attrs.get("findings", [])),
        "doubts": select(frame.attrs.get("doubts", [])),
    }
    return part


def list_value_meanings(assignment: Assignment) -> list[dict[str, Any]]:
    """
    List what becomes of the rows of each value that may say something.

    Returns
    -------
    values
        Records of `column`, `value`, `rows`, how many go to each of `layers` (`unclear` and
        `left_out` among them), the `options` that were recognised, and the `rule` that is given,
        or None.
    """
    listed: list[dict[str, Any]] = []
    for one in assignment.evidence:
        found = [assignment.rows[position] for position in one.rows]
        layers = Counter("left_out" if row.is_left_out else row.layer or "unclear" for row in found)
        options = dict.fromkeys(format_meaning(meaning) for _, meaning in one.meanings)
        given = [format_meaning(meaning) for strength, meaning in one.meanings if strength == GIVEN]
        record = {"column": one.column, "value": one.value, "rows": len(found)}
        of_rows = {"layers": dict(layers), "options": list(options)}
        listed.append({**record, **of_rows, "rule": given[0] if len(given) == 1 else None})
    return listed


def list_column_meanings(
    columns: Sequence[str],
    fields: Mapping[LayerName, Mapping[str, str]],
    likely: Mapping[str, str],
) -> list[dict[str, Any]]:
    """List columns with the fields that each is, by layer, or else what it looks like."""
    return [
        {
            "column": column,
            "fields": {
                layer: field
                for layer, columns_by_field in fields.items()
                for field, name in columns_by_field.items()
                if name == column
            },
            "looks_like": likely.get(column),
        }
        for column in columns
    ]
