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
    check = _ROW_CHECKS.get(layer)
    if check is None:
        return []
    found = ((int(row), finding) for row, finding in zip(rows, check(values), strict=True))
    return [RowFinding(row, one.key, one.placeholders) for row, one in found if one is not None]


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


def _check_women_counts(values: pd.DataFrame) -> list[Finding | None]:
    people, women = (values[name].to_numpy(dtype=float) for name in ("people", "women"))
    found: list[Finding | None] = [None] * len(values)
    for position in np.flatnonzero(women > people):  # False where either is unknown
        counts = {"women": float(women[position]), "people": float(people[position])}
        found[position] = Finding("row.women", dict(counts))
    return found


def _check_zone_labels(values: pd.DataFrame) -> list[Finding | None]:
    return [
        Finding("row.unnamed") if code is None and name is None else None
        for code, name in zip(values["code"], values["name"], strict=True)
    ]


_ROW_CHECKS: dict[LayerName, Callable[[pd.DataFrame], list[Finding | None]]] = {
    "demand": _check_women_counts,
    "zones": _check_zone_labels,
}
