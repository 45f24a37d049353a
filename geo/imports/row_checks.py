"""Checks of the rows of a file that involve several cells, or the place."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from geo.formats.findings import Finding, FindingText, RowFinding
from geo.formats.geometry_checks import CheckedGeometries
from geo.model import LayerName

POINT_TYPES = ("Point", "MultiPoint")
POINT_TEXTS = [FindingText(f"shape.{name}") for name in POINT_TYPES]
# Ours: a corner with the pavements around it. No published figure was found; whoever imports
# says another.
SUGGESTED_RADIUS_M = 25.0


def check_rows(values: pd.DataFrame, layer: LayerName, rows: np.ndarray) -> list[RowFinding]:
    """Check the rules that involve several cells of a row."""
    check_row = _ROW_CHECKS.get(layer)
    if check_row is None:
        return []
    cells_by_row = zip(rows, values.itertuples(index=False), strict=True)
    results = ((int(row), check_row(*cells)) for row, cells in cells_by_row)
    return [
        RowFinding(row, finding.key, finding.placeholders) for row, finding in results if finding
    ]


def split_geometry_findings(
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


def check_placeless_rows(
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
