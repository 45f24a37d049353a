"""Validation of a file's frame against the schema of a layer, with findings for all rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.errors import LayerFileEmptyError, LayerRowsError
from geo.formats.findings import MAX_LISTED_COLUMNS, ImportQuestion, RowFinding, list_some
from geo.formats.geometry_checks import Geometries, check_geometries
from geo.formats.written_numbers import collect_evidence
from geo.imports.cell_reading import CellNote, CellReader, list_number_columns
from geo.imports.confidentiality import (
    FileStatements,
    decide_confidentiality,
    list_reason_rows,
    list_unsaid_rows,
    read_statements,
)
from geo.imports.hours_reading import (
    HOURS_COLUMN,
    HoursNote,
    list_hours_findings,
    list_hours_questions,
    read_layer_hours,
)
from geo.imports.import_choices import NO_CHOICES, ImportChoices
from geo.imports.import_questions import list_axes_questions, list_column_questions
from geo.imports.row_checks import (
    POINT_TYPES,
    check_placeless_rows,
    check_rows,
    split_geometry_findings,
)
from geo.imports.swapped_axes import swap_axes
from geo.layers.column_matching import ColumnMatch, match_columns
from geo.layers.confidential_features import blank_open_columns
from geo.layers.schema import LAYER_SCHEMAS, LayerField
from geo.model import WGS84, LayerName


@dataclass(frozen=True)
class CheckedLayer:
    """
    A validated layer, and the changes that were made to it.

    Attributes
    ----------
    frame
        Columns of the layer and EPSG:4326 geometry; index `row` as in the file.
    dropped_columns
        Columns of the file that are not in the schema.
    read_as
        Field name to the alias used in the file.
    confidential_rows
        Confidential rows by reason; see `geo.imports.confidentiality`.
    fixed
        Rows whose outline was made valid without changing its extent.
    hours
        What the opening hours were read as.
    placeless
        Rows without a place on the map, that may be without one.
    cells
        What other cells were read as, where that is not what is written.
    swapped
        Rows whose latitude and longitude were exchanged.
    skipped
        Rows that were left out, as was chosen, for their place is 0.
    without_address
        Confidential rows whose address was left out.
    """

    frame: gpd.GeoDataFrame
    dropped_columns: tuple[str, ...]
    read_as: dict[str, str]
    confidential_rows: dict[str, tuple[int, ...]]
    fixed: tuple[int, ...]
    hours: tuple[HoursNote, ...] = ()
    placeless: tuple[int, ...] = ()
    cells: tuple[CellNote, ...] = ()
    swapped: tuple[int, ...] = ()
    skipped: tuple[int, ...] = ()
    without_address: tuple[int, ...] = ()

    @property
    def made_confidential(self) -> tuple[int, ...]:
        """Rows made confidential although the file does not say so."""
        return list_unsaid_rows(self.confidential_rows)


def check_layer(frame: gpd.GeoDataFrame, layer: LayerName) -> gpd.GeoDataFrame:
    """Validate a file's frame and return the layer; it raises what `examine_layer` does."""
    return examine_layer(frame, layer).frame


def examine_layer(
    frame: gpd.GeoDataFrame,
    layer: LayerName,
    choices: ImportChoices = NO_CHOICES,
    *,
    accepts_points: bool = False,
) -> CheckedLayer:
    """
    Validate a file's frame and convert it to a layer, with an account of the changes.

    Parameters
    ----------
    frame
        Of `read_layer_file`, or another frame in EPSG:4326 with row numbers as index.
    choices
        How to read what the file leaves open.
    accepts_points
        Keep points in a layer of areas, for `geo.imports.point_areas`.

    Raises
    ------
    LayerFileEmptyError
        If it has no rows.
    LayerRowsError
        If any row has to be fixed, with all findings, and the questions they raise.
    """
    if frame.empty:
        raise LayerFileEmptyError(file=frame.attrs.get("file", ""))
    rows = frame.index.get_level_values(0).to_numpy()
    all_cells, stated, cells = _split_statements(frame, layer, rows)
    names = [str(name) for name in cells.columns]
    match = match_columns(names, layer, choices.columns)
    findings = [*frame.attrs.get("findings", []), *_check_columns(names, match, layer, choices)]
    reader = _make_reader(frame, list_number_columns(cells, match, layer), choices, match)
    values = _parse_columns(cells, match, LAYER_SCHEMAS[layer].fields, reader)
    places, swapped = swap_axes(np.asarray(frame.geometry.array, dtype=object), choices)
    geometries = check_geometries(places, _list_allowed_types(layer, accepts_points))
    reasons = decide_confidentiality(values, all_cells, stated, layer)
    placeless, shape_findings = split_geometry_findings(geometries, layer, rows, findings)
    findings += [*stated.findings, *reader.findings, *shape_findings]
    findings += check_placeless_rows(values, layer, placeless, rows)
    findings += check_rows(values, layer, rows) if match.columns else []
    hours = _read_hours(values, cells, match, rows, choices)
    findings += list_hours_findings(hours, choices)
    if findings:
        questions = [*list_column_questions(names, match, findings, layer), *reader.questions]
        questions += list_hours_questions(hours, choices)
        raise _make_error(frame, layer, findings, questions)
    checked = CheckedLayer(
        frame=_make_frame(values, layer, geometries.geometries, rows, placeless),
        dropped_columns=_list_dropped(cells, match),
        read_as=_name_aliases(match) | _name_flag_columns(stated, layer),
        confidential_rows=list_reason_rows(reasons, rows),
        fixed=tuple(rows[geometries.fixed].tolist()),
        hours=hours,
        placeless=tuple(rows[placeless].tolist()),
        cells=reader.notes,
        swapped=tuple(rows[swapped].tolist()),
    )
    return leave_out_addresses(checked)


def leave_out_addresses(checked: CheckedLayer) -> CheckedLayer:
    """Leave out the addresses of confidential services, and note in which rows."""
    if "address" not in checked.frame:
        return checked
    kept = blank_open_columns(checked.frame)
    is_left_out = checked.frame["address"].notna() & kept["address"].isna()
    rows = {*checked.without_address, *(int(row) for row in kept.index[is_left_out])}
    return replace(checked, frame=kept, without_address=tuple(sorted(rows)))


def _split_statements(
    frame: gpd.GeoDataFrame, layer: LayerName, rows: np.ndarray
) -> tuple[pd.DataFrame, FileStatements, pd.DataFrame]:
    """Return all cells, what they state on being confidential, and the other cells."""
    all_cells = pd.DataFrame(frame.drop(columns=frame.geometry.name))
    stated = read_statements(all_cells, layer, rows)
    return all_cells, stated, all_cells.drop(columns=list(stated.columns), errors="ignore")


def _make_reader(
    frame: gpd.GeoDataFrame,
    numbers: list[list[object]],
    choices: ImportChoices,
    match: ColumnMatch,
) -> CellReader:
    """Make the reader of a file, which knows the marks of all its numbers."""
    evidence = collect_evidence(numbers, frame.attrs.get("decimal_marks", ()))
    rows = frame.index.get_level_values(0).tolist()
    return CellReader(rows, choices, evidence, aliases=frozenset(_name_aliases(match)))


def _list_allowed_types(layer: LayerName, accepts_points: bool) -> tuple[str, ...]:
    return LAYER_SCHEMAS[layer].geometry_types + (POINT_TYPES if accepts_points else ())


def _read_hours(
    values: pd.DataFrame,
    cells: pd.DataFrame,
    match: ColumnMatch,
    rows: np.ndarray,
    choices: ImportChoices,
) -> tuple[HoursNote, ...]:
    name = match.columns.get(HOURS_COLUMN)
    return () if name is None else read_layer_hours(values, cells[name].tolist(), rows, choices)


def _make_error(
    frame: gpd.GeoDataFrame,
    layer: LayerName,
    findings: list[RowFinding],
    questions: list[ImportQuestion],
) -> LayerRowsError:
    return LayerRowsError(
        layer=layer,
        file=frame.attrs.get("file", ""),
        findings=_sort_findings(findings, frame.index),
        questions=[*questions, *list_axes_questions(findings)],
    )


def _list_dropped(cells: pd.DataFrame, match: ColumnMatch) -> tuple[str, ...]:
    return tuple(name for name in cells.columns if name not in match.columns.values())


def _name_aliases(match: ColumnMatch) -> dict[str, str]:
    return {field: name for field, name in match.columns.items() if field != name.lower()}


def _make_frame(
    values: pd.DataFrame,
    layer: LayerName,
    places: Geometries,
    rows: np.ndarray,
    placeless: Sequence[int],
) -> gpd.GeoDataFrame:
    places[placeless] = None
    typed = values.astype(LAYER_SCHEMAS[layer].dtypes)
    frame = gpd.GeoDataFrame(typed, geometry=list(places), crs=WGS84)
    return frame.set_axis(pd.Index(rows, name="row"), axis="index")


def _check_columns(
    names: Sequence[str], match: ColumnMatch, layer: LayerName, choices: ImportChoices
) -> Iterator[RowFinding]:
    missing = [
        field.name
        for field in LAYER_SCHEMAS[layer].fields
        if field.required and field.name not in match.columns
    ]
    if layer == "zones" and not match.columns:
        missing = ["name"]
    missing += [name for name in choices.columns.values() if name not in names]
    if missing:
        listed = list_some(names, MAX_LISTED_COLUMNS)
        yield RowFinding(
            None, "row.columns", {"missing": ", ".join(missing), "found": listed or "–"}
        )
    for field, columns in match.ambiguous.items():
        yield RowFinding(None, "row.doubled", {"column": field, "found": ", ".join(columns)})


def _parse_columns(
    cells: pd.DataFrame, match: ColumnMatch, fields: Sequence[LayerField], reader: CellReader
) -> pd.DataFrame:
    """Parse every cell of every field; a field without a column takes its default."""
    columns: dict[str, list[object]] = {}
    for field in fields:
        if field.name in match.columns:
            column = cells[match.columns[field.name]].tolist()
            columns[field.name] = reader.read_column(column, field)
        else:
            columns[field.name] = [field.default] * len(cells)
    return pd.DataFrame(columns, dtype=object)


def _name_flag_columns(stated: FileStatements, layer: LayerName) -> dict[str, str]:
    """Name the columns that say what is confidential, but for those named as the fields are."""
    if LAYER_SCHEMAS[layer].confidential_codes is None:
        return {}
    fields = {field.name for field in LAYER_SCHEMAS[layer].fields}
    others = [name for name in stated.columns if name.lower() not in fields]
    return {"confidential": ", ".join(others)} if others else {}


def _sort_findings(findings: list[RowFinding], index: pd.Index) -> list[RowFinding]:
    """Sort findings by row, those of the complete layer first, and add the line number."""
    lines = dict(index) if index.nlevels > 1 else {}
    located = [
        RowFinding(row, key, {**placeholders, "line": lines[row]} if row in lines else placeholders)
        for row, key, placeholders in findings
    ]
    return sorted(located, key=lambda finding: finding.row or 0)
