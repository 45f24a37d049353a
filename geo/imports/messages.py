"""What an import did, or would not do, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from geo.errors import LayerRowsError
from geo.formats.findings import Word
from geo.imports.layer_import import ImportReport
from geo.language import DEFAULT_LOCALE, plural, sentence

ROWS_NAMED = 12  # rows a sentence names before it says how many more


def problem_sentences(
    error: LayerRowsError, locale: str = DEFAULT_LOCALE, *, most: int = 50
) -> list[str]:
    """
    Say what is wrong with each row, and how to mend it.

    Parameters
    ----------
    most
        How many to say; one more sentence counts the rest.
    """
    said = [_problem(*problem, locale=locale) for problem in error.problems[:most]]
    rest = len(error.problems) - most
    return [*said, plural("row.more", rest, locale)] if rest > 0 else said


def report_sentences(report: ImportReport, locale: str = DEFAULT_LOCALE) -> list[str]:
    """Say what became of every row and column."""
    return list(_report(report, locale))


def _problem(row: int | None, key: str, blanks: dict[str, object], *, locale: str) -> str:
    filled = {
        name: sentence(value.key, locale) if isinstance(value, Word) else value
        for name, value in blanks.items()
    }
    text = sentence(key, locale, **filled)
    if row is None:
        return text
    place = "row.place_line" if "line" in filled else "row.place"
    # Rows and lines are written as they are looked up, without a sign between the thousands.
    where = sentence(place, locale, row=str(row), line=str(filled.get("line")))
    return f"{where} {text}"


def _report(report: ImportReport, locale: str) -> Iterator[str]:
    yield plural("import.rows", report.rows, locale, file=report.file)
    yield plural("import.added", report.added, locale)
    for key, count in (("import.unchanged", report.unchanged), ("import.removed", report.removed)):
        if count:
            yield plural(key, count, locale)
    if report.reprojected_from:
        yield sentence("import.reprojected", locale, crs=report.reprojected_from)
    for field, name in (report.read_as or {}).items():
        yield sentence("import.read_as", locale, column=name, field=field)
    for key, rows in (
        ("import.confidential", report.made_confidential),
        ("import.mended", report.mended),
        ("import.outside", report.outside),
    ):
        if rows:
            yield plural(key, len(rows), locale, rows=_listed(rows, locale))
    if report.dropped_columns:
        yield sentence("import.dropped", locale, columns=", ".join(report.dropped_columns))


def _listed(rows: Sequence[int], locale: str) -> str:
    named = ", ".join(str(row) for row in rows[:ROWS_NAMED])
    rest = len(rows) - ROWS_NAMED
    return sentence("import.and_more", locale, rows=named, count=rest) if rest > 0 else named
