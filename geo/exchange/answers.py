"""Answers into files: a way as lines, coverage as layers."""

from __future__ import annotations

from pathlib import Path

from geo.coverage.answer import Coverage
from geo.coverage.report import coverage_tables
from geo.exchange.note import export_note
from geo.exchange.writing import write_layer, write_tables
from geo.privacy.view import View
from geo.routes.plan import Plan
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
    return write_layer(plan_lines(plan), to, layer="ways", note=note)


def write_coverage(view: View, answer: Coverage, to: Path) -> Path:
    """
    Write homes, gaps, junctions and the ground within reach as tables of one GeoPackage.

    Raises
    ------
    ExportFormatError, ExportFileError
        If the name does not end in `.gpkg`, or the file cannot be written there.
    """
    held_back = {"places": answer.reserved} if answer.reserved else None
    streets = answer.found is not None
    note = export_note(view.community, view.audience, suppressed=held_back, with_streets=streets)
    return write_tables(coverage_tables(answer), to, note=note)
