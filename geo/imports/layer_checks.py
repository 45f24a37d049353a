"""Validation of a file's frame against the schema of a layer, with findings for all rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.errors import LayerFileEmptyError, LayerRowsError
from geo.formats.cell_values import parse_cell
from geo.formats.findings import Finding, FindingText, RowFinding
from geo.formats.geometry_checks import CheckedGeometries, check_geometries
from geo.imports.confidentiality import (
    FileStatements,
    decide_confidentiality,
    list_reason_rows,
    list_unsaid_rows,
    read_statements,
)
from geo.imports.hours_reading import HOURS_COLUMN, HoursNote, read_layer_hours
from geo.layers.column_matching import ColumnMatch, match_columns
from geo.layers.schema import LAYER_SCHEMAS, LayerField
from geo.model import WGS84, LayerName

POINT_TYPES = ("Point", "MultiPoint")
POINT_TEXTS = [FindingText(f"shape.{name}") for name in POINT_TYPES]
# Ours: a corner with the pavements around it. No published figure was found; whoever imports
# says another.
SUGGESTED_RADIUS_M = 25.0
MAX_LISTED_COLUMNS = 15  # columns listed in a message before "…"


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
    """

    frame: gpd.GeoDataFrame
    dropped_columns: tuple[str, ...]
    read_as: dict[str, str]
    confidential_rows: dict[str, tuple[int, ...]]
    fixed: tuple[int, ...]
    hours: tuple[HoursNote, ...] = ()
    placeless: tuple[int, ...] = ()

    @property
    def made_confidential(self) -> tuple[int, ...]:
        """Rows made confidential although the file does not say so."""
        return list_unsaid_rows(self.confidential_rows)


def check_layer(frame: gpd.GeoDataFrame, layer: LayerName) -> gpd.GeoDataFrame:
    """
    Validate a file's frame and return the layer; see `examine_layer`.

    Raises
    ------
    LayerRowsError
        If any row has to be fixed; it holds all findings.
    """
    return examine_layer(frame, layer).frame


def examine_layer(
    frame: gpd.GeoDataFrame, layer: LayerName, *, accepts_points: bool = False
) -> CheckedLayer:
    """
    Validate a file's frame and convert it to a layer, with an account of the changes.

    Parameters
    ----------
    frame
        Result of `read_layer_file`, or another frame in EPSG:4326 with row numbers as index.
    accepts_points
        Keep points in a layer of areas, for `geo.imports.point_areas`.

    Raises
    ------
    LayerFileEmptyError
        If it has no rows.
    LayerRowsError
        If any row has to be fixed; it holds all findings.
    """
    if frame.empty:
        raise LayerFileEmptyError(file=frame.attrs.get("file", ""))
    schema = LAYER_SCHEMAS[layer]
    rows = frame.index.get_level_values(0).to_numpy()
    all_cells = pd.DataFrame(frame.drop(columns=frame.geometry.name))
    stated = read_statements(all_cells, layer, rows)
    cells = all_cells.drop(columns=list(stated.columns), errors="ignore")
    match = match_columns([str(name) for name in cells.columns], layer)
    findings = [*frame.attrs.get("findings", []), *_check_columns(cells, match, layer)]
    values, cell_findings = _parse_columns(cells, match, schema.fields, rows)
    allowed_types = schema.geometry_types + (POINT_TYPES if accepts_points else ())
    geometries = check_geometries(np.asarray(frame.geometry.array, dtype=object), allowed_types)
    reasons = decide_confidentiality(values, all_cells, stated, layer)
    placeless, shape_findings = _split_geometry_findings(geometries, layer, rows, findings)
    findings += [*stated.findings, *cell_findings, *shape_findings]
    findings += _check_placeless_rows(values, layer, placeless, rows)
    if match.columns:
        findings += _check_rows(values, layer, rows)
    if findings:
        raise LayerRowsError(
            layer=layer,
            file=frame.attrs.get("file", ""),
            findings=_sort_findings(findings, frame.index),
        )
    hours_name = match.columns.get(HOURS_COLUMN)
    hours = read_layer_hours(values, cells[hours_name].tolist(), rows) if hours_name else ()
    values = values.astype(schema.dtypes)
    geometries.geometries[placeless] = None
    checked = gpd.GeoDataFrame(values, geometry=list(geometries.geometries), crs=WGS84)
    return CheckedLayer(
        frame=checked.set_axis(pd.Index(rows, name="row"), axis="index"),
        dropped_columns=tuple(c for c in cells.columns if c not in match.columns.values()),
        read_as={field: name for field, name in match.columns.items() if field != name.lower()}
        | _name_flag_columns(stated, layer),
        confidential_rows=list_reason_rows(reasons, rows),
        fixed=tuple(int(rows[position]) for position in geometries.fixed),
        hours=hours,
        placeless=tuple(int(rows[position]) for position in placeless),
    )


def _check_columns(
    cells: pd.DataFrame, match: ColumnMatch, layer: LayerName
) -> Iterator[RowFinding]:
    missing = [
        field.name
        for field in LAYER_SCHEMAS[layer].fields
        if field.required and field.name not in match.columns
    ]
    if layer == "zones" and not match.columns:
        missing = ["name"]
    if missing:
        names = [str(name) for name in cells.columns]
        ellipsis = ["…"] if len(names) > MAX_LISTED_COLUMNS else []
        listed = ", ".join([*names[:MAX_LISTED_COLUMNS], *ellipsis])
        yield RowFinding(
            None, "row.columns", {"missing": ", ".join(missing), "found": listed or "–"}
        )
    for field, columns in match.ambiguous.items():
        yield RowFinding(None, "row.doubled", {"column": field, "found": ", ".join(columns)})


def _parse_columns(
    cells: pd.DataFrame, match: ColumnMatch, fields: Sequence[LayerField], rows: np.ndarray
) -> tuple[pd.DataFrame, list[RowFinding]]:
    """Parse every cell of every field; a field without a column takes its default."""
    findings = []
    columns: dict[str, list[object]] = {}
    for field in fields:
        if field.name not in match.columns:
            columns[field.name] = [field.default] * len(cells)
            continue
        parsed = [parse_cell(cell, field) for cell in cells[match.columns[field.name]]]
        for row, value in zip(rows, parsed, strict=True):
            if isinstance(value, Finding):
                findings.append(RowFinding(int(row), value.key, value.placeholders))
        columns[field.name] = [None if isinstance(value, Finding) else value for value in parsed]
    return pd.DataFrame(columns, dtype=object), findings


def _check_rows(values: pd.DataFrame, layer: LayerName, rows: np.ndarray) -> list[RowFinding]:
    """Check the rules that involve several cells of a row."""
    check_row = _ROW_CHECKS.get(layer)
    if check_row is None:
        return []
    cells_by_row = zip(rows, values.itertuples(index=False), strict=True)
    results = ((int(row), check_row(*cells)) for row, cells in cells_by_row)
    return [
        RowFinding(row, finding.key, finding.placeholders) for row, finding in results if finding
    ]


def _split_geometry_findings(
    geometries: CheckedGeometries,
    layer: LayerName,
    rows: np.ndarray,
    unparsed: Sequence[RowFinding],
) -> tuple[list[int], list[RowFinding]]:
    """Split what was found in geometries into positions without a place, and faults."""
    unparsed_rows = {finding.row for finding in unparsed}
    placeless, faults = [], []
    for position, finding in geometries.findings.items():
        if layer == "risk_areas" and finding.placeholders.get("found") in POINT_TEXTS:
            placeholders: dict[str, object] = {"metres": SUGGESTED_RADIUS_M}
            faults.append(RowFinding(int(rows[position]), "row.points", placeholders))
        elif finding.key != "row.no_place":
            faults.append(RowFinding(int(rows[position]), finding.key, finding.placeholders))
        elif rows[position] not in unparsed_rows:
            placeless.append(position)
    return placeless, faults


def _check_placeless_rows(
    values: pd.DataFrame, layer: LayerName, positions: Sequence[int], rows: np.ndarray
) -> list[RowFinding]:
    """
    Check that rows without a place may be without one.

    A service may that is reached by phone, and a confidential one that is reached by its gateway:
    nobody must have to write such an address down.
    """
    findings = []
    for position in positions:
        row = values.iloc[position]
        key = "row.no_place"
        if layer == "services":
            if row["phone"] or (row["confidential"] and row["gateway"]):
                continue
            key = "row.no_gateway" if row["confidential"] else "row.no_phone"
        findings.append(RowFinding(int(rows[position]), key, {}))
    return findings


def _check_women_count(people: float | None, women: float | None) -> Finding | None:
    if people is not None and women is not None and women > people:
        return Finding("row.women", {"women": women, "people": people})
    return None


def _check_zone_label(code: str | None, name: str | None) -> Finding | None:
    return Finding("row.unnamed") if code is None and name is None else None


_ROW_CHECKS: dict[LayerName, Callable[..., Finding | None]] = {
    "demand": _check_women_count,
    "zones": _check_zone_label,
}


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
