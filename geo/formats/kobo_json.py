"""
JSON of KoboToolbox and ODK Central: submissions whose questions stand in groups and repeats.

Each repeat is a table of its own beside the one of the submissions, with the number of the row that
it belongs to, and each question on a place is a layer. Pages of an answer that are on a server are
never fetched.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from geo.formats.cell_grid import CellGrid
from geo.formats.file_format import LayerSource, ParsedLayer
from geo.formats.findings import Finding
from geo.formats.memory_limit import check_cell_count
from geo.formats.table_selection import NamedGrid, list_grid_layers, parse_selected_grid
from geo.layers.column_matching import make_unique_names
from geo.parsing.source import SourceFile

MAIN_TABLE = "submissions"
PARENT_COLUMN = "_parent_index"
# Members that these programs give to every submission; one of them is enough.
SUBMISSION_MEMBERS = frozenset(
    {"_uuid", "_submission_time", "_xform_id_string", "_geolocation", "meta/instanceID", "__id"}
)
LIST_MEMBERS = ("results", "value")  # of an answer with many submissions, by Kobo and by ODK
NEXT_MEMBERS = ("next", "@odata.nextLink")
MAX_DEPTH = 20  # of groups and repeats inside each other
Record = dict[str, Any]


def find_submissions(document: object) -> list[Record] | None:
    """Find the submissions in a parsed file of JSON; None where it is something else."""
    records = document
    if isinstance(document, dict):
        lists = [document[name] for name in LIST_MEMBERS if isinstance(document.get(name), list)]
        records = lists[0] if lists else [document]
    if not isinstance(records, list) or not records:
        return None
    if not all(isinstance(record, dict) for record in records):
        return None
    return records if any(SUBMISSION_MEMBERS & record.keys() for record in records) else None


def read_submissions(document: object, source: LayerSource) -> ParsedLayer:
    """
    Read one question on a place of a file of submissions.

    Parameters
    ----------
    document
        For which `find_submissions` finds some.

    Raises
    ------
    LayerFileEmptyError, LayerNoCoordinatesError, LayerTablesError, LayerTableUnknownError
        As for the sheets of a workbook.
    LayerColumnsError, LayerMemoryError
        If reading it would fill the memory.
    """
    parsed = parse_selected_grid(_build_tables(document, file=source.file.name), source)
    if isinstance(document, dict) and any(document.get(name) for name in NEXT_MEMBERS):
        parsed.notices.append(Finding("import.notice_next_page"))
    return parsed


def list_submission_layers(document: object, file: SourceFile) -> list[str]:
    """List the tables of a file of submissions, each question on a place on its own."""
    return list_grid_layers(_build_tables(document, file=file.name), file)


def _build_tables(document: object, *, file: str) -> list[NamedGrid]:
    tables: dict[str, list[Record]] = {MAIN_TABLE: []}
    for number, submission in enumerate(find_submissions(document) or [], start=1):
        row: Record = {}
        tables[MAIN_TABLE].append(row)
        _flatten(submission, "", row, number, tables, MAX_DEPTH)
    return [NamedGrid(name, _build_table(rows, file=file)) for name, rows in tables.items()]


def _build_table(rows: list[Record], *, file: str) -> CellGrid:
    names = list(dict.fromkeys(name for row in rows for name in row))
    check_cell_count(len(rows), len(names), file=file)
    cells = [[row.get(name, "") for name in names] for row in rows]
    return CellGrid(make_unique_names(names), cells, None)


def _flatten(  # noqa: PLR0913 (where a value stands, and where it goes)
    values: Record, path: str, row: Record, number: int, tables: dict[str, list[Record]], depth: int
) -> None:
    """Spread groups over columns `group/question`, and repeats over tables of their own."""
    for name, value in values.items():
        # Kobo repeats the path of a group in each name, ODK nests the groups.
        column = name if not path or name.startswith(f"{path}/") else f"{path}/{name}"
        if isinstance(value, dict) and not _is_geometry(value) and depth > 0:
            _flatten(value, column, row, number, tables, depth - 1)
        elif _is_repeat(value) and depth > 0:
            repeated = tables.setdefault(column, [])
            for entry in value:
                new: Record = {PARENT_COLUMN: number}
                repeated.append(new)
                _flatten(entry, column, new, len(repeated), tables, depth - 1)
        else:
            row[column] = _to_cell(value)


def _is_geometry(value: Record) -> bool:
    return isinstance(value.get("type"), str) and isinstance(value.get("coordinates"), list)


def _is_repeat(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)


def _to_cell(value: object) -> object:
    """Convert a value to a cell: geometries as GeoJSON, lists as their joined texts."""
    if value is None:
        return ""
    if isinstance(value, dict):
        return json.dumps(value)
    if isinstance(value, list):
        return _join(value)
    return value


def _join(values: Sequence[object]) -> str:
    numbers = [value for value in values if isinstance(value, int | float)]
    mark = ", " if len(numbers) == len(values) == 2 else " "
    return mark.join("" if value is None else str(value) for value in values).strip()
