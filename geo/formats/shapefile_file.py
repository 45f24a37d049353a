"""
Shapefile: reading of the shapes in `.shp` with the columns in `.dbf`, also where parts are missing.

Its parts lie beside it, or in the same archive. Without `.shx` the shapes are read one after
another; without `.prj` they have no CRS; without `.dbf` they have no columns; without `.cpg` the
encoding is detected.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from pyproj import CRS

from geo.errors import LayerContentError, LayerFileEmptyError, LayerUnreadableError
from geo.formats.crs_text import parse_crs
from geo.formats.dbf_table import DbfDamagedError, DbfTable, read_dbf
from geo.formats.file_format import FileFormat, LayerSource, ParsedLayer
from geo.formats.findings import MAX_LISTED_COLUMNS, Finding, RowFinding, list_some
from geo.formats.memory_limit import MAX_GEOPACKAGE_MB, check_cell_count, check_file_size
from geo.formats.ring_closing import make_ring_doubt
from geo.formats.shapefile_geometry import ShapeRows, read_shapes
from geo.formats.shapefile_records import (
    KNOWN_KINDS,
    is_shapefile,
    locate_records,
    read_file_kind,
)
from geo.layers.column_matching import complete_cut_names
from geo.parsing.source import SourceFile

ZIP_MAGIC = b"PK"
COMPANION_SUFFIXES = (".shx", ".dbf", ".cpg", ".prj", ".qpj")


@dataclass
class _Rows:
    """The rows of a shapefile, and what is to be told about them."""

    cells: pd.DataFrame
    geometries: np.ndarray
    findings: dict[int, Finding]
    notices: list[Finding] = field(default_factory=list)


def read_shapefile(source: LayerSource) -> ParsedLayer:
    """
    Read a shapefile.

    Rows behind the end of a truncated `.shp` or `.dbf` file are kept with a finding, as far as the
    other file has them. Records marked as deleted are left out.

    Raises
    ------
    LayerUnreadableError, LayerContentError
        If it is no shapefile.
    LayerFileEmptyError
        If it has no rows.
    LayerCrsUnknownError, LayerCrsTextError
        If its CRS is unknown, or described by more than a code or plain WKT.
    LayerTooLargeError, LayerColumnsError, LayerMemoryError, LayerVerticesError
        If reading it would fill the memory.
    """
    file = source.file
    content = _read_part(file)
    if content.startswith(ZIP_MAGIC):
        raise LayerContentError(file=file.name, content="zip")
    if not is_shapefile(content) or read_file_kind(content) not in KNOWN_KINDS:
        raise LayerUnreadableError(file=file.name)
    parts = {
        suffix: _read_part(part)
        for suffix in COMPANION_SUFFIXES
        if (part := file.find_companion(suffix)) is not None
    }
    index = parts.get(".shx")
    spans = locate_records(content, index)
    check_cell_count(len(spans), 1, file=file.name)
    shapes = read_shapes(content, spans, file=file.name)
    notices = _describe_shapes(shapes)
    if index is None or not is_shapefile(index):
        notices.append(Finding("import.notice_shx_missing"))
    table, table_notices = _read_table(parts, file=file.name)
    rows = _join_rows(shapes, table, source)
    if not len(rows.cells):
        raise LayerFileEmptyError(file=file.name)
    return ParsedLayer(
        rows.cells,
        rows.geometries,
        _read_crs(parts, file=file.name),
        [
            RowFinding(position + 1, finding.key, finding.placeholders)
            for position, finding in sorted(rows.findings.items())
        ],
        notices=[*notices, *table_notices, *rows.notices],
        doubts=[make_ring_doubt(position) for position in shapes.unclosed],
    )


def _read_part(file: SourceFile) -> bytes:
    check_file_size(file, max_mb=MAX_GEOPACKAGE_MB)
    return file.read_bytes()


def _read_crs(parts: dict[str, bytes], *, file: str) -> CRS | None:
    """Read the CRS; QGIS once wrote its own `.qpj` file, which is more exact than `.prj`."""
    texts = [
        parts[suffix].decode("utf-8-sig", errors="replace").strip(" \0\r\n\t")
        for suffix in (".prj", ".qpj")
        if suffix in parts
    ]
    text = next((one for one in texts if one), None)
    return None if text is None else parse_crs(text, file=file)


def _read_table(parts: dict[str, bytes], *, file: str) -> tuple[DbfTable | None, list[Finding]]:
    if ".dbf" not in parts:
        return None, [Finding("import.notice_dbf_missing")]
    try:
        table = read_dbf(parts[".dbf"], parts.get(".cpg"), file=file)
    except DbfDamagedError:
        return None, [Finding("import.notice_dbf_damaged")]
    notices = []
    if table.encoding is not None and not table.is_declared:
        notices.append(Finding("import.notice_encoding", {"encoding": table.encoding}))
    if table.memo_columns:
        listed = list_some(table.memo_columns, MAX_LISTED_COLUMNS)
        notices.append(Finding("import.notice_memo_columns", {"columns": listed}))
    return table, notices


def _describe_shapes(shapes: ShapeRows) -> list[Finding]:
    notices = []
    if shapes.drops_dimensions:
        notices.append(Finding("import.notice_dimensions"))
    return notices


def _join_rows(shapes: ShapeRows, table: DbfTable | None, source: LayerSource) -> _Rows:
    """Lay shapes and records side by side; where one of them ends, the row has a finding."""
    shape_count = len(shapes.geometries)
    if table is None:
        return _Rows(pd.DataFrame(index=range(shape_count)), shapes.geometries, shapes.findings)
    row_count = max(shape_count, table.row_count)
    findings = dict(shapes.findings)
    for position in range(shape_count, row_count):
        findings[position] = Finding("row.shape_missing")
    for position in range(table.row_count, row_count):
        findings.setdefault(position, Finding("row.record_missing"))
    names, notices = _complete_names(table, source)
    missing = [None] * (row_count - table.row_count)
    cells = pd.DataFrame(
        {
            name: pd.Series([*values, *missing], dtype=object)
            for name, values in zip(names, table.columns.values(), strict=True)
        },
        index=range(row_count),
    )
    geometries = np.full(row_count, None, dtype=object)
    geometries[:shape_count] = shapes.geometries
    if table.declared_rows > row_count:
        counts: dict[str, object] = {"declared": table.declared_rows, "found": row_count}
        notices.append(Finding("import.notice_rows_lost", counts))
    return _leave_out_deleted(_Rows(cells, geometries, findings, notices), table)


def _complete_names(table: DbfTable, source: LayerSource) -> tuple[list[str], list[Finding]]:
    completed = complete_cut_names(list(table.columns), table.cut_names, source.layer)
    pairs = zip(table.columns, completed, strict=True)
    changed = [f"{old} → {new}" for old, new in pairs if old != new]
    if not changed:
        return completed, []
    listed = list_some(changed, MAX_LISTED_COLUMNS)
    return completed, [Finding("import.notice_names_completed", {"columns": listed})]


def _leave_out_deleted(rows: _Rows, table: DbfTable) -> _Rows:
    """Leave out what the file's owner deleted; such programs hide it until they pack the file."""
    if not table.deleted.any():
        return rows
    is_kept = np.full(len(rows.cells), True)
    is_kept[: table.row_count] = ~table.deleted
    new_positions = np.cumsum(is_kept) - 1
    return _Rows(
        rows.cells[is_kept].reset_index(drop=True),
        rows.geometries[is_kept],
        {int(new_positions[old]): one for old, one in rows.findings.items() if is_kept[old]},
        [
            *rows.notices,
            Finding("import.notice_deleted_records", {"count": int(table.deleted.sum())}),
        ],
    )


FORMAT = FileFormat(
    "Shapefile",
    (".shp",),
    ("shapefile",),
    read=read_shapefile,
    companions=COMPANION_SUFFIXES,
)
