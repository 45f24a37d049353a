"""Validation of a file's frame against the schema of a layer, with findings for all rows."""

from __future__ import annotations

from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.errors import LayerFileEmptyError, LayerRowsError
from geo.formats.broken_collection import BROKEN_KEYS
from geo.formats.findings import ImportQuestion, RowFinding
from geo.formats.geometry_checks import CheckedGeometries, Geometries, check_geometries
from geo.formats.ring_closing import list_open_rings
from geo.formats.written_numbers import collect_evidence
from geo.imports.cell_reading import CellReader, list_number_columns
from geo.imports.checked_layer import (
    CheckedLayer,
    WaitingRows,
    leave_out_addresses,
    restrict_notes,
)
from geo.imports.column_checks import (
    check_columns,
    list_dropped,
    name_aliases,
    name_flag_columns,
    parse_columns,
)
from geo.imports.confidentiality import (
    FileStatements,
    decide_confidentiality,
    list_reason_rows,
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
from geo.imports.proposed_types import propose_types
from geo.imports.row_checks import (
    POINT_TYPES,
    check_placeless_rows,
    check_rows,
    split_geometry_findings,
)
from geo.imports.stated_zones import list_unstated, read_stated_zones
from geo.imports.swapped_axes import swap_axes
from geo.imports.total_rows import find_total_rows
from geo.layers.column_matching import ColumnMatch, match_columns
from geo.layers.schema import LAYER_SCHEMAS
from geo.model import WGS84, LayerName

# Findings on all rows of a column that have to be decided on, beside `CellReader.undecided`.
COARSE_KEY = "row.coarse_place"
UNDECIDED_KEYS = ("row.ask_number", "row.ask_date")


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
    examination = _examine(frame, layer, choices, accepts_points=accepts_points)
    findings = [*examination.findings, *list_open_rings(frame.attrs.get("doubts", []))]
    if findings:
        raise examination.make_error(findings)
    return examination.make_checked(np.ones(len(frame), dtype=bool))


def split_layer(
    frame: gpd.GeoDataFrame,
    layer: LayerName,
    choices: ImportChoices = NO_CHOICES,
    *,
    accepts_points: bool = False,
) -> tuple[CheckedLayer, WaitingRows]:
    """
    Validate a file's frame as `examine_layer`, and keep the rows with a finding apart.

    What all rows of the file show, as its decimal mark or its scale, counts for each of them.

    Returns
    -------
    checked
        The rows without a finding.
    waiting
        The others, as far as they were read.

    Raises
    ------
    LayerFileEmptyError
        If it has no rows.
    LayerRowsError
        If a finding concerns the complete file, as a missing column does.
    """
    examination = _examine(frame, layer, choices, accepts_points=accepts_points)
    findings = propose_types(
        examination.findings, examination.values, frame, examination.rows, layer
    )
    findings = [one for one in findings if one.key not in UNDECIDED_KEYS]
    if any(one.row is None for one in findings):
        raise examination.make_error(examination.findings)
    findings += [*examination.reader.undecided, *_list_reader_doubts(frame, layer)]
    findings += find_total_rows(
        frame, np.asarray(frame.geometry.array, dtype=object), examination.rows
    )
    is_waiting = np.isin(examination.rows, [one.row or 0 for one in findings])
    waiting = WaitingRows(
        examination.make_waiting(is_waiting), tuple(_sort_findings(findings, frame.index))
    )
    return examination.make_checked(~is_waiting), waiting


def _list_reader_doubts(frame: gpd.GeoDataFrame, layer: LayerName) -> list[RowFinding]:
    """
    List what the reader of a file doubts in its rows.

    Homes may stand on a grid, and a coordinate of 0 is a doubt of its own: neither is coarse. Where
    all places of a file are, that is told of the file; see `geo.imports.row_doubts`.
    """
    doubts: list[RowFinding] = frame.attrs.get("doubts", [])
    rows = frame.index.get_level_values(0).to_numpy()
    west, south = shapely.bounds(np.asarray(frame.geometry.array, dtype=object)).T[:2]
    is_zero = (west == 0) | (south == 0)
    measured = set(rows[~np.isnan(west) & ~is_zero])
    coarse = {one.row for one in doubts if one.key == COARSE_KEY} & measured
    is_told = layer != "demand" and coarse != measured
    return [one for one in doubts if one.key != COARSE_KEY or (is_told and one.row in coarse)]


@dataclass(frozen=True)
class _Examination:
    """What was read of a file, with all that was found in it."""

    frame: gpd.GeoDataFrame
    layer: LayerName
    rows: np.ndarray
    values: pd.DataFrame
    geometries: CheckedGeometries
    findings: list[RowFinding]
    questions: list[ImportQuestion]
    reader: CellReader
    report: CheckedLayer

    def make_error(self, findings: list[RowFinding]) -> LayerRowsError:
        """Make the error of all findings."""
        return LayerRowsError(
            layer=self.layer,
            file=self.frame.attrs.get("file", ""),
            findings=_sort_findings(findings, self.frame.index),
            questions=[
                *self.frame.attrs.get("questions", []),
                *self.questions,
                *list_axes_questions(findings),
            ],
        )

    def make_checked(self, selected: np.ndarray) -> CheckedLayer:
        """Make the layer of some rows, with what was noted of them."""
        rows = self.rows[selected]
        places = self.geometries.geometries[selected]
        places[np.isin(rows, self.report.placeless)] = None
        typed = self.values[selected].astype(LAYER_SCHEMAS[self.layer].dtypes)
        frame = _make_frame(typed, places, rows)
        return leave_out_addresses(restrict_notes(replace(self.report, frame=frame), rows))

    def make_waiting(self, is_waiting: np.ndarray) -> gpd.GeoDataFrame:
        """Make the frame of the rows that wait; what could not be read of them is None."""
        places = self.geometries.geometries[is_waiting]
        return _make_frame(self.values[is_waiting], places, self.rows[is_waiting])


def _examine(
    frame: gpd.GeoDataFrame, layer: LayerName, choices: ImportChoices, *, accepts_points: bool
) -> _Examination:
    if frame.empty:
        raise LayerFileEmptyError(file=frame.attrs.get("file", ""))
    rows = frame.index.get_level_values(0).to_numpy()
    all_cells, stated, cells = _split_statements(frame, layer, rows)
    names = [str(name) for name in cells.columns if name not in choices.ignored]
    match = match_columns(names, layer, choices.columns)
    findings = [*frame.attrs.get("findings", []), *check_columns(names, match, layer, choices)]
    reader = _make_reader(frame, list_number_columns(cells, match, layer), choices, match)
    values = parse_columns(cells, match, LAYER_SCHEMAS[layer].fields, reader)
    places, swapped = swap_axes(np.asarray(frame.geometry.array, dtype=object), choices)
    geometries = check_geometries(places, _list_allowed_types(layer, accepts_points))
    reasons = decide_confidentiality(values, all_cells, stated, layer)
    placeless, shape_findings = split_geometry_findings(geometries, layer, rows, findings)
    findings += [*stated.findings, *reader.findings, *shape_findings]
    zones = read_stated_zones(cells, layer, placeless)
    unstated = list_unstated(zones, layer, placeless)
    findings += check_placeless_rows(values, layer, unstated, rows)
    findings += check_rows(values, layer, rows) if match.columns else []
    hours = _read_hours(values, cells, match, rows, choices)
    findings += list_hours_findings(hours, choices)
    unreadable = {one.row for one in findings if one.key in BROKEN_KEYS}
    findings = [one for one in findings if one.row not in unreadable or one.key in BROKEN_KEYS]
    questions = [*list_column_questions(names, match, findings, layer), *reader.questions]
    questions += list_hours_questions(hours, choices)
    report = CheckedLayer(
        frame=gpd.GeoDataFrame(geometry=[], crs=WGS84),
        dropped_columns=list_dropped(cells, match),
        read_as=name_aliases(match) | name_flag_columns(stated, layer),
        confidential_rows=list_reason_rows(reasons, rows),
        fixed=tuple(rows[geometries.fixed].tolist()),
        hours=hours,
        placeless=tuple(rows[placeless].tolist()),
        cells=reader.notes,
        swapped=tuple(rows[swapped].tolist()),
        zones=zones,
    )
    return _Examination(frame, layer, rows, values, geometries, findings, questions, reader, report)


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
    return CellReader(rows, choices, evidence, aliases=frozenset(name_aliases(match)))


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


def _make_frame(values: pd.DataFrame, places: Geometries, rows: np.ndarray) -> gpd.GeoDataFrame:
    frame = gpd.GeoDataFrame(values, geometry=list(places), crs=WGS84)
    return frame.set_axis(pd.Index(rows, name="row"), axis="index")


def _sort_findings(findings: list[RowFinding], index: pd.Index) -> list[RowFinding]:
    """Sort findings by row, those of the complete layer first, and add the line number."""
    lines = dict(index) if index.nlevels > 1 else {}
    located = [
        RowFinding(row, key, {**placeholders, "line": lines[row]} if row in lines else placeholders)
        for row, key, placeholders in findings
    ]
    return sorted(located, key=lambda finding: finding.row or 0)
