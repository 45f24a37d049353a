"""GeoPackage: reading of one table, list of tables with geometry."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError, FieldError

from geo.errors import (
    LayerFileEmptyError,
    LayerMemoryError,
    LayerNoGeometryError,
    LayerTablesError,
    LayerTableUnknownError,
    LayerUnreadableError,
)
from geo.formats.crs_text import parse_crs
from geo.formats.export_note import ExportNote
from geo.formats.file_format import FileFormat, LayerSource, ParsedLayer
from geo.formats.findings import MAX_LISTED_COLUMNS, Finding, RowFinding, list_some
from geo.formats.geometry_checks import decode_geometries
from geo.formats.geopackage_schema import (
    check_schema,
    is_geopackage,
    list_curved_tables,
    without_journal,
)
from geo.formats.geopackage_writing import format_geopackage
from geo.formats.memory_limit import MAX_GEOPACKAGE_MB, MAX_ROWS, check_cell_count, check_file_size
from geo.formats.qgis_style import STYLE_TABLE
from geo.layers.column_matching import make_unique_names
from geo.parsing.source import SourceFile

ALL_ROWS = "1 = 1"


def read_geopackage(source: LayerSource) -> ParsedLayer:
    """
    Read one table of a GeoPackage.

    Parameters
    ----------
    source
        Without `table`, the table named after the layer is read if there is one, else the only
        table with geometry.

    Raises
    ------
    LayerUnreadableError
        If it is not a GeoPackage.
    LayerTableUnknownError
        If the table named by `source` is not there.
    LayerNoGeometryError
        If no table has geometry.
    LayerTablesError
        If several tables have geometry and none is named after the layer.
    LayerFileEmptyError
        If the table has no rows.
    LayerComputedError
        If it has views, triggers or computed columns where its data should be.
    LayerCrsUnknownError, LayerCrsTextError
        If its CRS is unknown, or described by more than a code or plain WKT.
    LayerTooLargeError, LayerColumnsError, LayerMemoryError
        If reading it would fill the memory, or the table is a view, whose size is unknown.
    """
    file = source.file.name
    content, views = _read_plain_database(source.file)
    with _translate_gdal_errors(file):
        table = _select_table(content, source, views)
        condition = _check_size(content, table, file=file)
        meta, _, encoded, columns = pyogrio.raw.read(content, layer=table, where=condition)
        notices = _describe_tables(content, table, views)
    if encoded is None:
        raise LayerNoGeometryError(file=file)
    if not len(encoded):
        raise LayerFileEmptyError(file=file)
    geometries, invalid = decode_geometries(np.asarray(encoded, dtype=object), shapely.from_wkb)
    findings = [
        RowFinding(position + 1, finding.key, finding.placeholders)
        for position, finding in invalid.items()
    ]
    names = make_unique_names([str(name) for name in meta["fields"]])
    cells = {
        name: pd.Series(column).astype(object) for name, column in zip(names, columns, strict=True)
    }
    frame = pd.DataFrame(cells, index=range(len(geometries)))
    return ParsedLayer(
        frame,
        geometries,
        parse_crs(meta["crs"], file=file) if meta["crs"] else None,
        findings,
        notices=notices,
    )


def write_geopackage(frame: gpd.GeoDataFrame, layer: str, note: ExportNote | None) -> bytes:
    """Write a frame as the only table of a GeoPackage."""
    return format_geopackage({layer: frame}, note)


def list_geometry_tables(file: SourceFile) -> list[str]:
    """
    List the tables with geometry.

    Raises
    ------
    LayerUnreadableError
        If it is not a GeoPackage.
    LayerComputedError
        If it is one of views, triggers or computed columns.
    """
    content, views = _read_plain_database(file)
    with _translate_gdal_errors(file.name):
        tables = _list_tables(content)
    return [name for name, kind in tables if kind and name.casefold() not in views]


@contextmanager
def _translate_gdal_errors(file: str) -> Iterator[None]:
    with warnings.catch_warnings():
        # GDAL is given bytes, which have no name and so no ending.
        warnings.filterwarnings("ignore", message=".*non conformant file extension")
        try:
            yield
        except (DataSourceError, DataLayerError, FieldError) as error:
            raise LayerUnreadableError(file=file) from error


def _read_plain_database(file: SourceFile) -> tuple[bytes, frozenset[str]]:
    """Read a GeoPackage whose schema was checked, and the names of its views."""
    check_file_size(file, max_mb=MAX_GEOPACKAGE_MB)
    content = file.read_bytes()
    if not is_geopackage(content):
        raise LayerUnreadableError(file=file.name)
    content = without_journal(content)
    return content, check_schema(content, file=file.name)


def _list_tables(content: bytes) -> list[tuple[str, str | None]]:
    return [(str(name), kind) for name, kind in pyogrio.list_layers(content)]


def _describe_tables(content: bytes, table: str, views: frozenset[str]) -> list[Finding]:
    """Name the tables of data that were not read, and whether arcs became lines."""
    others = [
        (name, kind)
        for name, kind in _list_tables(content)
        if name not in (table, STYLE_TABLE) and name.casefold() not in views
    ]
    notices = [
        Finding(key, {"tables": list_some(names, MAX_LISTED_COLUMNS)})
        for key, names in (
            ("import.notice_other_tables", [name for name, kind in others if kind]),
            ("import.notice_tables_without_places", [name for name, kind in others if not kind]),
        )
        if names
    ]
    if table in list_curved_tables(content):
        notices.append(Finding("import.notice_curves", {"table": table}))
    return notices


def _check_size(content: bytes, table: str, *, file: str) -> str | None:
    """
    Count columns and rows, and return the condition with which GDAL reads all rows.

    GDAL believes the number of rows that the file states, and other programs let it go stale: rows
    beyond it would be lost without a word. With a condition GDAL counts them.
    """
    info = pyogrio.read_info(content, layer=table)
    _, fids, _, _ = pyogrio.raw.read(
        content, layer=table, where=ALL_ROWS, columns=[], read_geometry=False, return_fids=True
    )
    if len(fids) > MAX_ROWS:
        raise LayerMemoryError(file=file)
    check_cell_count(len(fids), len(info["fields"]), file=file)
    return None if len(fids) == info["features"] else ALL_ROWS


def _select_table(content: bytes, source: LayerSource, views: frozenset[str]) -> str:
    file, kinds_by_table = source.file.name, dict(_list_tables(content))
    geometry_tables = [name for name, kind in kinds_by_table.items() if kind is not None]
    if source.table is not None:
        if source.table not in kinds_by_table:
            raise LayerTableUnknownError(
                file=file, table=source.table, tables=", ".join(kinds_by_table)
            )
        selected = [source.table]
    elif not geometry_tables:
        raise LayerNoGeometryError(file=file)
    else:
        named = [name for name in geometry_tables if name.lower() == source.layer]
        selected = named[:1] or geometry_tables
    if len(selected) > 1:
        raise LayerTablesError(file=file, tables=", ".join(selected))
    if selected[0].casefold() in views:  # its rows may have no end
        raise LayerMemoryError(file=file)
    return selected[0]


FORMAT = FileFormat(
    "GeoPackage",
    (".gpkg",),
    ("geopackage",),
    read=read_geopackage,
    list_layers=list_geometry_tables,
    write=write_geopackage,
)
