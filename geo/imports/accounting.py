"""The account of an import: every row was taken, waits, or was left out; and what was changed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from geo.formats.atomic_file import write_file
from geo.formats.findings import FindingText
from geo.imports.import_report import ImportReport, RowDoubt

KEY_PREFIX = "row."


def make_account(
    reports: Sequence[ImportReport], left_out: Sequence[int] = ()
) -> dict[str, object]:
    """
    Make the account of the reports on one file, one a layer.

    Parameters
    ----------
    left_out
        Rows of no layer, that a rule on their meaning leaves out.

    Returns
    -------
    account
        `read`, `taken`, `waiting`, `left_out`: numbers of rows, `read` is the sum of the others;
        `fixes`: what was changed or decided, with the rows; `doubts`: what was found in the rows
        that wait, with what is proposed; `layers`: the same numbers by layer.
    """
    layers = [_count_rows(report) for report in reports]
    fixes = [fix for report in reports for fix in list_fixes(report)]
    if left_out:
        count = len(left_out)
        record = {"layer": None, "read": count, "taken": 0, "waiting": 0, "left_out": count}
        layers.append({**record, "batch": None})
        fixes.append({"kind": "left_out", "rows": list(left_out)})
    totals = {name: sum(int(str(one[name])) for one in layers) for name in COUNTS}
    return {
        **totals,
        "fixes": fixes,
        "doubts": [format_doubt(doubt) for report in reports for doubt in report.doubts],
        "layers": layers,
    }


def write_account(path: Path, account: dict[str, object]) -> None:
    """
    Write an account as JSON.

    Raises
    ------
    ExportFileError
        If it cannot be written there.
    """
    text = json.dumps(account, ensure_ascii=False, indent=1, default=str)
    write_file(path, text.encode(), private=True)


COUNTS = ("read", "taken", "waiting", "left_out")


def _count_rows(report: ImportReport) -> dict[str, object]:
    left_out = len(report.skipped) + len(report.left_out_before) + len(report.left_out_as_proposed)
    waiting = len(report.waiting)
    return {
        "layer": report.layer,
        "read": report.rows,
        "taken": report.rows - waiting - left_out,
        "waiting": waiting,
        "left_out": left_out,
        "batch": report.batch,
    }


def list_fixes(report: ImportReport) -> list[dict[str, object]]:
    """List what was changed of a file or decided on it: its kind, its rows, and the values."""
    return [*_list_file_fixes(report), *_list_row_fixes(report), *_list_cell_fixes(report)]


def _list_file_fixes(report: ImportReport) -> Iterator[dict[str, object]]:
    if report.reprojected_from:
        yield {"kind": "reprojected", "rows": None, "from": report.reprojected_from}
    if report.crs_assumed:
        yield {"kind": "crs_assumed", "rows": None}
    for notice in report.notices:
        kind = notice.key.rpartition(".")[2]
        yield {"kind": kind, "rows": None, "details": notice.placeholders}
    if report.dropped_columns:
        yield {"kind": "columns_dropped", "rows": None, "columns": list(report.dropped_columns)}
    for field, column in (report.read_as or {}).items():
        yield {"kind": "column_read_as", "rows": None, "column": column, "field": field}


def _list_row_fixes(report: ImportReport) -> Iterator[dict[str, object]]:
    for kind, rows in (
        ("outline_made_valid", report.fixed),
        ("axes_swapped", report.swapped),
        ("made_confidential", report.made_confidential),
        ("address_left_out", report.without_address),
        ("circle_drawn", report.circled),
        ("left_out", (*report.skipped, *report.left_out_as_proposed)),
        ("left_out_before", report.left_out_before),
        ("taken_before", report.taken_before),
    ):
        if rows:
            yield {"kind": kind, "rows": list(rows)}


def _list_cell_fixes(report: ImportReport) -> Iterator[dict[str, object]]:
    for cell in report.cells:
        yield {
            "kind": f"cell_{cell.outcome}",
            "rows": list(cell.rows),
            "column": cell.column,
            "text": cell.text,
            "value": cell.value,
        }
    for hours in report.hours:
        yield {
            "kind": f"hours_{hours.outcome}",
            "rows": list(hours.rows),
            "text": hours.text,
            "value": hours.syntax,
        }


def format_doubt(doubt: RowDoubt) -> dict[str, object]:
    """Format a doubt for the command line: its kind, its rows, and what is proposed."""
    details = {
        name: value.key if isinstance(value, FindingText) else value
        for name, value in doubt.finding.placeholders.items()
    }
    return {
        "kind": doubt.finding.key.removeprefix(KEY_PREFIX),
        "rows": list(doubt.rows),
        "proposal": doubt.proposal,
        "details": details,
    }
