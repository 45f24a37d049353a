"""Sentences on the outcome of an import, and on the rows that prevented it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import shorten

from geo.errors import LayerRowsError
from geo.formats.findings import Finding, FindingText, RowFinding, format_range, group_neighbours
from geo.imports.cell_notes import CellOutcome
from geo.imports.hours_reading import HoursOutcome
from geo.imports.import_questions import format_code
from geo.imports.import_report import ImportReport, RowDoubt
from geo.language import DEFAULT_LOCALE, gettext, has_text, ngettext
from geo.layers.population_text import format_outside, format_women

_HOURS_KEYS: dict[HoursOutcome, str] = {
    "unsure": "import.hours_unsure",
    "call": "import.hours_call",
    "read": "import.hours_read",
}
_CELL_KEYS: dict[CellOutcome, str] = {
    "personal": "import.cell_personal",
    "lost": "import.cell_lost",
    "doubtful": "import.cell_doubtful",
    "shortened": "import.cell_shortened",
    "recovered": "import.cell_read",
    "number": "import.cell_number",
    "code": "import.cell_read",
}
REPAIRED_BY_HAND: tuple[CellOutcome, ...] = ("personal", "lost", "doubtful", "shortened")
FIELD_LABEL = "field_label"  # placeholder: what people call the field in `column`
MAX_LISTED_CELLS = 100  # distinct texts of cells before the rest is counted
MAX_LISTED_HOURS = 100  # distinct texts on opening hours before the rest is counted
MAX_HOURS_LENGTH = 80  # characters of such a text
MAX_LISTED_RANGES = 60  # ranges of rows with the same finding before the rest is counted
MAX_LISTED_ROWS = 12  # rows listed in a sentence before the rest is counted


def format_row_findings(
    error: LayerRowsError, locale: str = DEFAULT_LOCALE, *, max_rows: int = 50
) -> list[str]:
    """
    Format each kind of finding with its remedy, once for all of its rows.

    Parameters
    ----------
    max_rows
        Maximum number of sentences; one more sentence counts the findings of the rest.
    """
    groups = _group_findings(error)
    lines = [_format_findings(group, locale) for group in groups[:max_rows]]
    rest = sum(len(group) for group in groups[max_rows:])
    return [*lines, ngettext("row.more", rest, locale)] if rest > 0 else lines


def format_import_report(
    report: ImportReport, locale: str = DEFAULT_LOCALE, *, is_written: bool = True
) -> list[str]:
    """Format the outcome of an import for every row and column; before it is written, no counts."""
    return list(_format_report_lines(report, locale, is_written=is_written))


def format_notices(notices: Sequence[Finding], locale: str = DEFAULT_LOCALE) -> list[str]:
    """Format what was assumed of a file, or left out of it."""
    return [_format_row_finding(None, key, told, locale=locale) for key, told in
            ((notice.key, notice.placeholders) for notice in notices)]  # fmt: skip


def format_doubt(doubt: RowDoubt, locale: str = DEFAULT_LOCALE) -> str:
    """Format what was found in rows that wait, once for all of them; fields by their labels."""
    _, key, placeholders = doubt.finding
    column = str(placeholders.get("column"))
    label = _label_field(column, locale)
    told = {**placeholders, **({} if label == column else {FIELD_LABEL: label})}
    return _format_findings([RowFinding(row, key, told) for row in doubt.rows], locale)


def _label_field(column: str, locale: str) -> str:
    """Return what people call a field; the name itself of another column."""
    key = f"field.{column}"
    return gettext(key, locale) if has_text(key) else column


def _group_findings(error: LayerRowsError) -> list[list[RowFinding]]:
    """Group findings that differ in their row only, each group where its first row stands."""
    groups: dict[str, list[RowFinding]] = {}
    for row, key, placeholders in error.findings:
        alike = {name: value for name, value in placeholders.items() if name != "line"}
        groups.setdefault(repr((row is None, key, alike)), []).append(
            RowFinding(row, key, placeholders)
        )
    return list(groups.values())


def _format_findings(group: Sequence[RowFinding], locale: str) -> str:
    row, key, placeholders = group[0]
    if len(group) > 1 and row is not None:
        rows = format_row_ranges([int(one.row or 0) for one in group], locale)
        text = _format_row_finding(None, key, placeholders, locale=locale)
        return f"{gettext('row.places', locale, rows=rows)} {text}"
    text = _format_row_finding(row, key, placeholders, locale=locale)
    return text[:1].upper() + text[1:]  # of one service alone, no row stands before it


def format_row_ranges(rows: Sequence[int], locale: str) -> str:
    """Format row numbers, neighbours as a range and those beyond the limit counted: 1-3, 7."""
    ranges = group_neighbours(rows)
    rest = sum(len(one) for one in ranges[MAX_LISTED_RANGES:])
    listed = ", ".join(map(format_range, ranges[:MAX_LISTED_RANGES]))
    return gettext("import.and_more", locale, rows=listed, count=rest) if rest else listed


def _format_row_finding(
    row: int | None, key: str, placeholders: dict[str, object], *, locale: str
) -> str:
    filled = {
        name: gettext(value.key, locale) if isinstance(value, FindingText) else value
        for name, value in placeholders.items()
    }
    if "proposed" in filled:
        key = f"{key}_alike" if "alike" in filled else f"{key}_as"
        filled["proposed"] = format_code(str(filled["column"]), str(filled["proposed"]), locale)
    elif "known" in filled:
        column, codes = str(filled["column"]), str(filled["known"]).split(", ")
        filled["known"] = ", ".join(format_code(column, code, locale) for code in codes)
    if FIELD_LABEL in filled:
        filled["column"] = filled.pop(FIELD_LABEL)
    text = gettext(key, locale, **filled)
    if row is None:
        return text
    position_key = "row.place_line" if "line" in filled else "row.place"
    # Rows and lines are looked up by number: no thousands separator.
    position = gettext(position_key, locale, row=str(row), line=str(filled.get("line")))
    return f"{position} {text}"


def _format_report_lines(report: ImportReport, locale: str, *, is_written: bool) -> Iterator[str]:
    yield ngettext("import.rows", report.rows, locale, file=report.file)
    yield from _format_counts(report, locale) if is_written else ()
    yield from _format_doubts(report, locale)
    yield from _format_population_lines(report, locale)
    yield from format_crs_lines(report, locale)
    yield from format_notices(report.notices, locale)
    for field, name in (report.read_as or {}).items():
        yield gettext("import.read_as", locale, column=name, field=field)
    for key, rows in (
        ("import.confidential", report.made_confidential),
        ("import.fixed", report.fixed),
        ("import.outside", report.outside),
        ("import.placeless", report.placeless),
        ("import.without_address", report.without_address),
    ):
        if rows:
            yield ngettext(key, len(rows), locale, rows=_format_row_list(rows, locale))
        if rows and key == "import.confidential":
            yield from _format_confidential_lines(report, locale)
    yield from _format_circle_lines(report, locale)
    yield from _format_hours_lines(report, locale)
    yield from _format_cell_lines(report, locale)
    for key, rows in (
        ("import.swapped", report.swapped),
        ("import.skipped", report.skipped),
        ("import.left_out", report.left_out_as_proposed),
    ):
        if rows:
            yield gettext(key, locale, rows=_format_row_list(rows, locale))
    if report.dropped_columns:
        yield gettext("import.dropped", locale, columns=", ".join(report.dropped_columns))


def _format_doubts(report: ImportReport, locale: str) -> Iterator[str]:
    """Say how many rows wait, and what was found in them, each kind once for all of its rows."""
    if report.changed or report.gone:
        yield gettext("import.outdated", locale, changed=report.changed, gone=report.gone)
    if report.waiting:
        yield ngettext("import.waiting", len(report.waiting), locale)
    for doubt in report.doubts:
        yield format_doubt(doubt, locale)


def _format_population_lines(report: ImportReport, locale: str) -> Iterator[str]:
    """Say how many people of the file are counted, and how many live outside the boundary."""
    counted = report.population
    if counted is None:
        return
    key = "import.people_within" if report.population_outside else "import.people_everywhere"
    yield ngettext(key, round(counted.people), locale)
    if counted.people > 0:
        yield format_women(counted, locale)
    yield from format_outside(report.population_outside, locale)


def _format_confidential_lines(report: ImportReport, locale: str) -> Iterator[str]:
    """Say why rows were made confidential, and how to say that a place is public."""
    for reason, rows in report.confidential_rows.items():
        if reason != "file":
            yield gettext(f"import.because_{reason}", locale, rows=_format_row_list(rows, locale))
    yield gettext("import.say_public", locale)


def _format_circle_lines(report: ImportReport, locale: str) -> Iterator[str]:
    """Say which points became circles of which radius, or that the radius was not needed."""
    if report.radius_m is None:
        return
    if not report.circled:
        yield gettext("import.no_points", locale)
        return
    rows = format_row_ranges(report.circled, locale)
    yield ngettext("import.circled", len(report.circled), locale, metres=report.radius_m, rows=rows)


def _format_hours_lines(report: ImportReport, locale: str) -> Iterator[str]:
    for note in report.hours[:MAX_LISTED_HOURS]:
        yield gettext(
            _HOURS_KEYS[note.outcome],
            locale,
            text=shorten(note.text, MAX_HOURS_LENGTH, placeholder="…"),
            hours=note.syntax,
            rows=_format_row_list(note.rows, locale),
        )
        for choice, syntax in note.proposals:
            option = f"--hours {choice}" if choice == "as_read" else f"--hours-end {choice}"
            yield gettext("import.hours_proposed", locale, hours=syntax, option=option)
    rest = len(report.hours) - MAX_LISTED_HOURS
    if rest > 0:
        yield ngettext("import.hours_more", rest, locale)


def _format_cell_lines(report: ImportReport, locale: str) -> Iterator[str]:
    for note in report.cells[:MAX_LISTED_CELLS]:
        value = format_code(note.column, note.value or "", locale)
        # A lost number has to be asked for again: each of its rows is told.
        rows = ", ".join(map(str, note.rows)) if note.outcome in REPAIRED_BY_HAND else None
        yield gettext(
            _CELL_KEYS[note.outcome],
            locale,
            column=_label_field(note.column, locale),
            text=note.text,
            value=value,
            rows=rows or _format_row_list(note.rows, locale),
        )
    rest = len(report.cells) - MAX_LISTED_CELLS
    if rest > 0:
        yield ngettext("import.cells_more", rest, locale)


def _format_counts(report: ImportReport, locale: str) -> Iterator[str]:
    if report.proposed:
        yield gettext("import.proposed", locale)
        return
    yield ngettext("import.added", report.added, locale)
    for key, count in (("import.unchanged", report.unchanged), ("import.removed", report.removed)):
        if count:
            yield ngettext(key, count, locale)


def format_crs_lines(report: ImportReport, locale: str = DEFAULT_LOCALE) -> Iterator[str]:
    """Format in which reference system the coordinates of a file were."""
    if report.reprojected_from:
        yield gettext("import.reprojected", locale, crs=report.reprojected_from)
    if report.crs_assumed:
        yield gettext("import.crs_assumed", locale)


def _format_row_list(rows: Sequence[int], locale: str) -> str:
    listed = ", ".join(str(row) for row in rows[:MAX_LISTED_ROWS])
    rest = len(rows) - MAX_LISTED_ROWS
    return gettext("import.and_more", locale, rows=listed, count=rest) if rest > 0 else listed
