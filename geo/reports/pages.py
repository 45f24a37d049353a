"""Template data of a planning report as PDF: answers, a part for each service type, method."""

from __future__ import annotations

import math
from dataclasses import replace

from geo.cartography.palette import GAP_HATCHING
from geo.formats.export_note import ExportNote
from geo.language import format_value, gettext, label_for
from geo.privacy.small_counts import disclosed_count
from geo.privacy.view import View
from geo.reports import tables
from geo.reports.actions import format_action, list_actions
from geo.reports.coverage_map import NUMBERED_GAPS, draw_coverage_map
from geo.reports.curve_chart import draw_curve_chart
from geo.reports.records import PlanningReport, TypeMeasurement
from geo.reports.report_texts import (
    format_finding,
    format_question,
    list_details,
    list_limits,
    list_method,
    list_sources,
)
from geo.reports.tables import Cell, ReportTable
from geo.reports.threshold_text import format_threshold
from geo.sheets.sheet_notes import build_header

MAP_PX = (500.0, 330.0)
CHART_PX = (300.0, 150.0)
MAX_ZONES = 12  # rows of the table of a service type; the workbook has all
MATRIX_TYPES = 6  # columns of zones by type that fit a page

PageData = dict[str, object]


def build_page_data(view: View, report: PlanningReport, note: ExportNote, locale: str) -> PageData:
    """Build the template data of a report."""
    title = gettext("report.title", locale)
    return {
        **build_header(note, locale),
        "title": title,
        "file_title": f"{title} · {note.community}",
        "question": format_question(report, locale),
        "bars": [_build_bar(one, locale) for one in report.types],
        "actions": [format_action(one, report, locale) for one in list_actions(report)],
        "summary": _format_table(_shorten_type_table(report, locale), locale),
        "gap": {"fill": GAP_HATCHING.fill, "rim": GAP_HATCHING.rim},
        "standards": _format_table(tables.build_standard_table(report, locale), locale),
        "matrix": [_format_table(one, locale) for one in _split_matrix(report, locale)],
        "parts": [_build_part(view, one, report, locale) for one in report.types],
        "method": list_method(report, locale),
        "limits": list_limits(report, locale),
        "sources": list_sources(note, locale),
        "words": {
            name: gettext(f"report.{name}", locale)
            for name in (
                "actions", "no_actions", "summary", "matrix", "method", "limits", "sources",
                "curve_any", "curve_safe", "legend_gap", "legend_service", "page",
                "bar_covered", "bar_safe", "bar_far", "standards",
            )
        },
    }  # fmt: skip


def _build_bar(measured: TypeMeasurement, locale: str) -> PageData:
    """Build the bar of a service type: shares of people who are covered, and safely at night."""
    people, night = measured.by_day.people, measured.by_night
    safely = None if night is None else night.covered_safely
    percent = tables.find_percent(measured.by_day)
    total = math.nan if people is None else people.people
    uncovered = math.nan if people is None else people.uncovered
    return {
        "name": label_for("service_type", measured.service_type, locale),
        "covered": 0.0 if percent is None else percent,
        "safe": 0.0 if percent is None or not safely or not total > 0 else 100 * safely / total,
        "percent": "–" if percent is None else f"{format_value(percent, locale)} %",
        "far": "–" if math.isnan(uncovered) else format_value(disclosed_count(uncovered), locale),
    }


def _shorten_type_table(report: PlanningReport, locale: str) -> ReportTable:
    """Keep the columns of the table by type that fit a page."""
    table = tables.build_type_table(report, locale)
    shown = (0, 1, 3, 4, 6, 8, 9)
    return ReportTable(
        table.name,
        [table.columns[column] for column in shown],
        [[row[column] for column in shown] for row in table.rows],
    )


def _split_matrix(report: PlanningReport, locale: str) -> list[ReportTable]:
    """Split the matrix of zones by type into tables as wide as a page."""
    table = tables.build_percent_matrix(report, locale)
    if len(table.columns) <= 2 or not table.rows:  # no type, or no zone
        return []
    groups = [
        range(first, min(first + MATRIX_TYPES, len(table.columns)))
        for first in range(2, len(table.columns), MATRIX_TYPES)
    ]
    return [
        ReportTable(
            table.name,
            [*table.columns[:2], *(table.columns[column] for column in group)],
            [[*row[:2], *(row[column] for column in group)] for row in table.rows],
        )
        for group in groups
    ]


def _build_part(
    view: View, measured: TypeMeasurement, report: PlanningReport, locale: str
) -> PageData:
    result = measured.by_day
    return {
        "name": label_for("service_type", measured.service_type, locale),
        "finding": format_finding(measured, report, locale),
        "details": list_details(measured, report, locale),
        "map": ""
        if measured.is_by_zone
        else draw_coverage_map(view, result, size=MAP_PX, locale=locale),
        "chart": _draw_chart(measured, report, locale),
        "chart_title": gettext(
            "report.curve_metres" if report.request.threshold.is_in_metres else "report.curve",
            locale,
            limit=format_threshold(report.request.threshold, locale),
        ),
        "gaps": _list_gaps(measured, locale),
        "zones": _format_table(_select_zones(measured, report, locale), locale),
    }


def _draw_chart(measured: TypeMeasurement, report: PlanningReport, locale: str) -> str:
    people = measured.by_night
    if not measured.curve or people is None or not people.people > 0:
        return ""
    return draw_curve_chart(
        measured.curve,
        people=people.people,
        reference_limit=report.request.threshold.limit,
        size=CHART_PX,
        locale=locale,
    )


def _list_gaps(measured: TypeMeasurement, locale: str) -> list[str]:
    """List the numbered gap areas of the map."""
    gaps = measured.by_day.gap_areas.head(NUMBERED_GAPS)
    return [
        gettext(
            "report.gap" if isinstance(gap["zone"], str) else "report.gap_unnamed",
            locale,
            people=disclosed_count(float(gap["people"])),
            zone=gap["zone"],
        )
        for gap in gaps.drop(columns="geometry").to_dict("records")
    ]


def _select_zones(measured: TypeMeasurement, report: PlanningReport, locale: str) -> ReportTable:
    """Select the zones of a type with most uncovered people, and the columns that fit."""
    alone = replace(report, types=(measured,), unmeasured={})
    table = tables.build_zone_tables(alone, locale)
    shown = (2, 3, 4, 5, 6, 7)
    return ReportTable(
        table.name,
        [table.columns[column] for column in shown],
        [[row[column] for column in shown] for row in table.rows[:MAX_ZONES]],
    )


def _format_table(table: ReportTable, locale: str) -> PageData:
    rows = [[_format_cell(cell, locale) for cell in row] for row in table.rows]
    return {"columns": table.columns, "rows": rows}


def _format_cell(cell: Cell, locale: str) -> str:
    return "–" if cell is None else str(format_value(cell, locale))
