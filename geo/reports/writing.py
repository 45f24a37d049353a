"""Writes planning reports: PDF, XLSX, DOCX and GeoPackage."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import pandas as pd

from geo.coverage.report import build_coverage_layers
from geo.errors import ExportFormatError
from geo.exports.export_audit import audit_export
from geo.formats.atomic_file import write_file
from geo.formats.export_note import ExportNote, make_export_note
from geo.formats.workbook_writing import Cell, format_workbook
from geo.formats.writing import write_tables
from geo.language import gettext
from geo.privacy.view import View
from geo.reports import tables
from geo.reports.actions import format_action, list_actions
from geo.reports.document import format_document
from geo.reports.pages import build_page_data
from geo.reports.records import PlanningReport
from geo.reports.report_texts import format_question, list_limits, list_method, list_sources
from geo.sheets.typesetting import render_pdf
from geo.store.atomic_file import OutputT

REPORT_SUFFIXES = (".pdf", ".xlsx", ".docx", ".gpkg")
AREA_LAYERS = ("gaps", "reached", "zones")  # of each service type, in the GeoPackage


def write_report(view: View, report: PlanningReport, path: OutputT, *, locale: str) -> OutputT:
    """
    Write a report in the format of the file's suffix.

    PDF has answers, maps, tables, method and limits; DOCX the same without maps; XLSX one sheet a
    table with units, parameters and sources; GeoPackage gap and service areas by service type.

    Raises
    ------
    ExportFormatError, ExportFileError
        If the suffix is not supported, or the file cannot be written there.
    SheetFontsError, SheetFolderError, SheetTypesettingError
        If a PDF cannot be rendered.
    """
    suffix = path.suffix.lower()
    if suffix not in REPORT_SUFFIXES:
        raise ExportFormatError(file=path.name, known=", ".join(REPORT_SUFFIXES))
    note = make_note(view, report, locale)
    private = view.audience == "coordinator"
    if suffix == ".gpkg":
        write_tables(build_area_layers(report), path, note=note)
    elif suffix == ".pdf":
        pages = build_page_data(view, report, note, locale)
        write_file(path, render_pdf("planning_report", pages), private=private)
    elif suffix == ".docx":
        write_file(path, format_document(report, note, locale), private=private)
    else:
        write_file(path, format_workbook(build_sheets(report, note, locale)), private=private)
    audit_export(
        view, "report", path=path, rows=len(report.types), suppressed=dict(note.suppressed)
    )
    return path


def make_note(view: View, report: PlanningReport, locale: str) -> ExportNote:
    """Make the note of a report: for whom, of which day, and how much is suppressed."""
    results = [one.by_day for one in report.types]
    suppressed = {
        "places": sum(one.confidential_count for one in results),
        "numbers": sum(len(one.suppressed) for one in results),
    }
    return make_export_note(
        replace(view.community, locale=locale),
        view.audience,
        suppressed={kind: count for kind, count in suppressed.items() if count},
        includes_streets=any(one.uses_streets for one in results),
        made_on=view.moment().date(),
    )


def build_sheets(
    report: PlanningReport, note: ExportNote, locale: str
) -> dict[str, list[list[Cell]]]:
    """Build the sheets of a workbook: answers, one a table, then method and sources."""
    sentences: list[list[Cell]] = [[format_question(report, locale)]]
    sentences += [[format_action(one, report, locale)] for one in list_actions(report)]
    built = [
        tables.build_type_table(report, locale),
        tables.build_percent_matrix(report, locale),
        tables.build_zone_tables(report, locale),
        tables.build_gap_table(report, locale),
        tables.build_curve_table(report, locale),
        tables.build_standard_table(report, locale),
    ]
    about: list[list[Cell]] = [[gettext("report.method", locale)]]
    about += [[one] for one in list_method(report, locale)]
    about += [[one] for one in [*list_limits(report, locale), *list_sources(note, locale)]]
    sheets: dict[str, list[list[Cell]]] = {gettext("report.actions", locale): sentences}
    sheets |= {one.name: [[*one.columns], *one.rows] for one in built}
    return {**sheets, gettext("report.sources", locale): about}


def build_area_layers(report: PlanningReport) -> dict[str, pd.DataFrame]:
    """Build the layers of a GeoPackage, named by area and type; confidential types have tables."""
    layers: dict[str, pd.DataFrame] = {}
    for one in report.types:
        for name, frame in build_coverage_layers(one.by_day).items():
            if name in AREA_LAYERS and (isinstance(frame, gpd.GeoDataFrame) or name == "zones"):
                layers[f"{name}_{one.service_type}"] = frame
    return layers
