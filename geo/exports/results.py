"""Answers into files: a way as lines, coverage as layers."""

from __future__ import annotations

from pathlib import Path

from geo.coverage.measurement import Coverage
from geo.coverage.report import coverage_tables
from geo.exports.export_audit import note_leaving
from geo.formats.export_note import export_note
from geo.formats.writing import write_layer, write_tables
from geo.privacy.view import View
from geo.routes.planning import Plan
from geo.routes.report import plan_lines


def write_plan(view: View, plan: Plan, to: Path) -> Path:
    """
    Write the way asked for, the direct one, and the others worth choosing.

    Raises
    ------
    ExportFormatError, ExportFileError
        If the name ends in none of our endings, or the file cannot be written there.
    """
    note = export_note(view.community, view.audience, with_streets=True)
    lines = plan_lines(plan)
    write_layer(lines, to, layer="ways", note=note)
    note_leaving(view, "ways", to=to, rows=len(lines))
    return to


def write_coverage(view: View, answer: Coverage, to: Path) -> Path:
    """
    Write homes, gaps, junctions and the ground within reach as tables of one GeoPackage.

    Where not all is told to the reader, zones stand in the place of homes; see `coverage_tables`.

    Raises
    ------
    ExportFormatError, ExportFileError
        If the name does not end in `.gpkg`, or the file cannot be written there.
    """
    held_back = {"places": answer.reserved, "numbers": len(answer.suppressed)}
    held_back = {what: count for what, count in held_back.items() if count}
    streets = answer.by_street
    note = export_note(view.community, view.audience, suppressed=held_back, with_streets=streets)
    tables = coverage_tables(answer)
    write_tables(tables, to, note=note)
    rows = sum(len(table) for table in tables.values())
    note_leaving(view, "coverage", to=to, rows=rows, suppressed=held_back)
    return to
