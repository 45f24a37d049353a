"""GeoPackage: reading of one table, writing of one or more, list of tables with geometry."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError, FieldError
from pyproj import CRS

from geo.errors import (
    LayerFileEmptyError,
    LayerMemoryError,
    LayerNoGeometryError,
    LayerTablesError,
    LayerTableUnknownError,
    LayerUnreadableError,
)
from geo.formats.export_note import ExportNote
from geo.formats.file_format import FileFormat, LayerSource, ParsedLayer
from geo.formats.findings import RowFinding
from geo.formats.geometry_checks import decode_geometries
from geo.formats.memory_limit import MAX_GEOPACKAGE_MB, MAX_ROWS, check_cell_count, check_file_size
from geo.layers.column_matching import make_unique_names
from geo.store.queries import load_query

HEADER_BYTES = 100  # of an SQLite file; the application id is at byte 68
APPLICATION_IDS = (b"GPKG", b"GP10", b"GP11")  # GeoPackage 1.2 and later, 1.0, 1.1


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
    LayerTooLargeError, LayerMemoryError
        If reading it would fill the memory, or the table is a view, whose size is unknown.
    """
    path = source.path
    check_file_size(path, max_mb=MAX_GEOPACKAGE_MB)
    if not is_geopackage(path):
        raise LayerUnreadableError(file=path.name)
    try:
        table = _select_table(path, source.table, source.layer)
        _check_row_count(path, table)
        meta, _, encoded, columns = pyogrio.raw.read(path, layer=table)
    except (DataSourceError, DataLayerError, FieldError) as error:
        raise LayerUnreadableError(file=path.name) from error
    if encoded is None:
        raise LayerNoGeometryError(file=path.name)
    if not len(encoded):
        raise LayerFileEmptyError(file=path.name)
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
        frame, geometries, CRS.from_user_input(meta["crs"]) if meta["crs"] else None, findings
    )


def write_geopackage(frame: pd.DataFrame, path: Path, layer: str, note: ExportNote | None) -> None:
    """Write a frame as a table, added to the file where there is one; without geometry too."""
    options: dict[str, Any] = (
        {"geometry_type": "Unknown"} if isinstance(frame, gpd.GeoDataFrame) else {}
    )
    pyogrio.write_dataframe(
        frame,
        path,
        layer=layer,
        driver="GPKG",
        append=path.exists(),
        layer_metadata=None if note is None else note.to_text_metadata(),
        **options,
    )


def list_geometry_tables(path: Path) -> list[str]:
    """
    List the tables with geometry; none where the file is no GeoPackage by its name.

    Raises
    ------
    LayerUnreadableError
        If it is not a GeoPackage.
    """
    if path.suffix.lower() != ".gpkg":
        return []
    if not is_geopackage(path):
        raise LayerUnreadableError(file=path.name)
    try:
        return [str(name) for name, kind in pyogrio.list_layers(path) if kind is not None]
    except DataSourceError as error:
        raise LayerUnreadableError(file=path.name) from error


def is_geopackage(path: Path) -> bool:
    """
    Check the magic bytes of SQLite and GeoPackage at the beginning of a file.

    Call this before GDAL opens a file: GDAL tries all its drivers, and some of them open other
    hosts and other files.
    """
    with path.open("rb") as file:
        header = file.read(HEADER_BYTES)
    return header.startswith(b"SQLite format 3\0") and header[68:72] in APPLICATION_IDS


def _check_row_count(path: Path, table: str) -> None:
    if table.casefold() in _list_views(path):
        raise LayerMemoryError(file=path.name)
    info = pyogrio.read_info(path, layer=table)
    if info["features"] > MAX_ROWS:
        raise LayerMemoryError(file=path.name)
    check_cell_count(info["features"], len(info["fields"]), file=path.name)


def _list_views(path: Path) -> set[str]:
    try:
        with closing(
            sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        ) as connection:
            return {
                str(name).casefold()
                for (name,) in connection.execute(load_query("exchange/views").sql)
            }
    except sqlite3.Error as error:
        raise LayerUnreadableError(file=path.name) from error


def _select_table(path: Path, table: str | None, expected_table: str) -> str:
    kinds_by_table = {str(name): kind for name, kind in pyogrio.list_layers(path)}
    if table is not None:
        if table not in kinds_by_table:
            raise LayerTableUnknownError(
                file=path.name, table=table, tables=", ".join(kinds_by_table)
            )
        return table
    geometry_tables = [name for name, kind in kinds_by_table.items() if kind is not None]
    if not geometry_tables:
        raise LayerNoGeometryError(file=path.name)
    for name in geometry_tables:
        if name.lower() == expected_table:
            return name
    if len(geometry_tables) > 1:
        raise LayerTablesError(file=path.name, tables=", ".join(geometry_tables))
    return geometry_tables[0]


GEOPACKAGE = FileFormat("GeoPackage", (".gpkg",), read=read_geopackage, write=write_geopackage)
