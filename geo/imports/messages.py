"""Sentences on the outcome of an import, and on the rows that prevented it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import shorten

from geo.errors import LayerRowsError
from geo.formats.findings import FindingText
from geo.imports.hours_reading import HoursOutcome
from geo.imports.layer_import import ImportReport
from geo.language import DEFAULT_LOCALE, gettext, ngettext

_HOURS_KEYS: dict[HoursOutcome, str] = {
    "unsure": "import.hours_unsure",
    "call": "import.hours_call",
    "read": "import.hours_read",
}
MAX_LISTED_HOURS = 100  # distinct texts on opening hours before the rest is counted
MAX_HOURS_LENGTH = 80  # characters of such a text
MAX_LISTED_ROWS = 12  # rows listed in a sentence before the rest is counted


def format_row_findings(
    error: LayerRowsError, locale: str = DEFAULT_LOCALE, *, max_rows: int = 50
) -> list[str]:
    """
    Format each finding of a row with its remedy.

    Parameters
    ----------
    max_rows
        Maximum number of findings; one more sentence counts the rest.
    """
    lines = [_format_row_finding(*finding, locale=locale) for finding in error.findings[:max_rows]]
    rest = len(error.findings) - max_rows
    return [*lines, ngettext("row.more", rest, locale)] if rest > 0 else lines


def format_import_report(report: ImportReport, locale: str = DEFAULT_LOCALE) -> list[str]:
    """Format the outcome of an import for every row and column."""
    return list(_format_report_lines(report, locale))


def _format_row_finding(
    row: int | None, key: str, placeholders: dict[str, object], *, locale: str
) -> str:
    filled = {
        name: gettext(value.key, locale) if isinstance(value, FindingText) else value
        for name, value in placeholders.items()
    }
    text = gettext(key, locale, **filled)
    if row is None:
        return text
    position_key = "row.place_line" if "line" in filled else "row.place"
    # Rows and lines are looked up by number: no thousands separator.
    position = gettext(position_key, locale, row=str(row), line=str(filled.get("line")))
    return f"{position} {text}"


def _format_report_lines(report: ImportReport, locale: str) -> Iterator[str]:
    yield ngettext("import.rows", report.rows, locale, file=report.file)
    yield from _format_counts(report, locale)
    yield from _format_crs_lines(report, locale)
    for field, name in (report.read_as or {}).items():
        yield gettext("import.read_as", locale, column=name, field=field)
    for key, rows in (
        ("import.confidential", report.made_confidential),
        ("import.fixed", report.fixed),
        ("import.outside", report.outside),
        ("import.placeless", report.placeless),
    ):
        if rows:
            yield ngettext(key, len(rows), locale, rows=_format_row_list(rows, locale))
        if rows and key == "import.confidential":
            yield from _format_confidential_lines(report, locale)
    yield from _format_hours_lines(report, locale)
    if report.dropped_columns:
        yield gettext("import.dropped", locale, columns=", ".join(report.dropped_columns))


def _format_confidential_lines(report: ImportReport, locale: str) -> Iterator[str]:
    """Say why rows were made confidential, and how to say that a place is public."""
    for reason, rows in report.confidential_rows.items():
        if reason != "file":
            yield gettext(f"import.because_{reason}", locale, rows=_format_row_list(rows, locale))
    yield gettext("import.say_public", locale)


def _format_hours_lines(report: ImportReport, locale: str) -> Iterator[str]:
    for note in report.hours[:MAX_LISTED_HOURS]:
        yield gettext(
            _HOURS_KEYS[note.outcome],
            locale,
            text=shorten(note.text, MAX_HOURS_LENGTH, placeholder="…"),
            hours=note.syntax,
            rows=_format_row_list(note.rows, locale),
        )
    rest = len(report.hours) - MAX_LISTED_HOURS
    if rest > 0:
        yield ngettext("import.hours_more", rest, locale)


def _format_counts(report: ImportReport, locale: str) -> Iterator[str]:
    if report.proposed:
        yield gettext("import.proposed", locale)
        return
    yield ngettext("import.added", report.added, locale)
    for key, count in (("import.unchanged", report.unchanged), ("import.removed", report.removed)):
        if count:
            yield ngettext(key, count, locale)


def _format_crs_lines(report: ImportReport, locale: str) -> Iterator[str]:
    if report.reprojected_from:
        yield gettext("import.reprojected", locale, crs=report.reprojected_from)
    if report.crs_assumed:
        yield gettext("import.crs_assumed", locale)


def _format_row_list(rows: Sequence[int], locale: str) -> str:
    listed = ", ".join(str(row) for row in rows[:MAX_LISTED_ROWS])
    rest = len(rows) - MAX_LISTED_ROWS
    return gettext("import.and_more", locale, rows=listed, count=rest) if rest > 0 else listed
