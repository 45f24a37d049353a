"""The report on a file that brought rows into several layers: as a record, and in sentences."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from typing import Any

from geo.imports.accounting import make_account
from geo.imports.file_import import FileReport
from geo.imports.import_report import ImportReport, make_import_record
from geo.imports.messages import (
    format_crs_lines,
    format_import_report,
    format_notices,
    format_row_ranges,
)
from geo.language import DEFAULT_LOCALE, gettext, ngettext
from geo.store.import_batches import UNCLEAR

# Of which a file has one for all layers, or the first that has one counts.
_FIRST_OF = (
    "population",
    "population_outside",
    "reprojected_from",
    "radius_m",
)


def make_file_record(report: FileReport) -> dict[str, object]:
    """
    Make the record of a file for JSON, with the fields of the record of one layer.

    Counts are added up and lists of rows put together, as each row is in one layer. Fields in
    `read_as` are named after their layer where there are several; `layer` is None then.
    """
    records = [make_import_record(one) for one in report.reports]
    layers = [one.layer for one in report.reports if one.layer != UNCLEAR]
    merged: dict[str, Any] = {}
    for name in make_import_record(_EMPTY):
        merged[name] = _merge(name, [record[name] for record in records])
    first = next((one for one in report.reports if one.crs_assumed), None)
    return {
        **merged,
        "layer": layers[0] if len(layers) == 1 else None,
        "rows": report.rows,
        "read_as": _merge_fields(report),
        "crs_assumed": first is not None,
        "notices": [*report.notices, *merged["notices"]],
        "batch": report.reports[0].batch if report.reports else "",
        "meaning": make_meaning_record(report),
        **make_account(report.reports, report.left_out),
    }


def make_meaning_record(report: FileReport) -> dict[str, object]:
    """Make the record of what columns and values of a file were taken for."""
    return {"columns": report.columns, "values": report.values}


def format_file_report(
    report: FileReport, locale: str = DEFAULT_LOCALE, *, is_written: bool = True
) -> list[str]:
    """Format what became of the rows of a file, or would become, layer by layer."""
    return list(_format_lines(report, locale, is_written=is_written))


def _format_lines(report: FileReport, locale: str, *, is_written: bool) -> Iterator[str]:
    account: dict[str, Any] = make_account(report.reports, report.left_out)
    yield gettext(
        "import.account",
        locale,
        file=report.file,
        **{name: account[name] for name in ("read", "taken", "waiting", "left_out")},
    )
    for one in report.reports[:1]:
        yield from format_crs_lines(one, locale)
    yield from format_notices(report.notices, locale)
    for one in report.reports:
        yield gettext(f"import.of_layer.{one.layer}", locale)
        without = dataclasses.replace(
            one, dropped_columns=(), crs_assumed=False, reprojected_from=None
        )
        yield from format_import_report(without, locale, is_written=is_written)[
            1:
        ]  # the first counts its rows
    if report.left_out:
        rows = format_row_ranges(report.left_out, locale)
        yield ngettext("import.left_out_by_rule", len(report.left_out), locale, rows=rows)
    dropped = [column for one in report.reports for column in one.dropped_columns]
    if dropped:
        yield gettext("import.dropped", locale, columns=", ".join(dropped))


def _merge(name: str, values: list[Any]) -> object:
    """Merge the values of one field of several layers."""
    present = [one for one in values if one is not None]
    if name in _FIRST_OF or not present:
        return present[0] if present else None
    if isinstance(present[0], bool):
        return any(present)
    if isinstance(present[0], int):
        return sum(present)
    if isinstance(present[0], dict):
        return {key: _join(one.get(key, ()) for one in present) for one in present for key in one}
    return _join(present) if isinstance(present[0], list | tuple) else present[0]


def _join(parts: Iterable[Any]) -> list[Any]:
    joined = [item for part in parts for item in (part if isinstance(part, list | tuple) else [])]
    return sorted(joined) if all(isinstance(one, int) for one in joined) else joined


def _merge_fields(report: FileReport) -> dict[str, str]:
    several = len(report.reports) > 1
    return {
        f"{one.layer}.{field}" if several else field: column
        for one in report.reports
        for field, column in (one.read_as or {}).items()
    }


_EMPTY = ImportReport("services", "", 0, 0, 0, 0)
