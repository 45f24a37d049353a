"""GeoPackage: one file, perhaps of several tables."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pandas as pd
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError, FieldError
from pyproj import CRS

from geo.errors import (
    LayerFileEmptyError,
    LayerNoGeometryError,
    LayerTablesError,
    LayerTableUnknownError,
    LayerTooFullError,
    LayerUnreadableError,
)
from geo.formats.findings import RowProblem
from geo.formats.geometry_checks import decode
from geo.formats.memory_limit import LARGEST_TABLES, MOST_ROWS, check_cells, check_size
from geo.formats.parsed_layer import RawLayer
from geo.layers.schema import unique_names
from geo.store.queries import load

HEAD_BYTES = 100  # of an SQLite file; the name of the application stands at 68
APPLICATION_IDS = (b"GPKG", b"GP10", b"GP11")  # GeoPackage 1.2 and later, 1.0, 1.1


def read_geopackage(path: Path, *, table: str | None, likely: str) -> RawLayer:
    """
    Read one table of a GeoPackage.

    Parameters
    ----------
    table
        The one to read; None takes `likely` if it is there, else the only one with shapes.
    likely
        Name of the table to expect.

    Raises
    ------
    LayerUnreadableError
        If it is not a GeoPackage.
    LayerTableUnknownError
        If `table` is not there.
    LayerNoGeometryError
        If no table has shapes.
    LayerTablesError
        If several have.
    LayerFileEmptyError
        If the table has no rows.
    LayerTooLargeError, LayerTooFullError
        If reading it would fill the memory; of a view nobody knows before.
    """
    check_size(path, most=LARGEST_TABLES)
    if not is_geopackage(path):
        raise LayerUnreadableError(file=path.name)
    try:
        chosen = _choose(path, table, likely)
        _check_rows(path, chosen)
        meta, _, parts, columns = pyogrio.raw.read(path, layer=chosen)
    except (DataSourceError, DataLayerError, FieldError) as error:
        raise LayerUnreadableError(file=path.name) from error
    if parts is None:
        raise LayerNoGeometryError(file=path.name)
    if not len(parts):
        raise LayerFileEmptyError(file=path.name)
    shapes, faults = decode(np.asarray(parts, dtype=object), shapely.from_wkb)
    problems = [RowProblem(place + 1, fault.key, fault.blanks) for place, fault in faults.items()]
    names = unique_names([str(name) for name in meta["fields"]])
    cells = {
        name: pd.Series(column).astype(object) for name, column in zip(names, columns, strict=True)
    }
    frame = pd.DataFrame(cells, index=range(len(shapes)))
    return RawLayer(
        frame, shapes, CRS.from_user_input(meta["crs"]) if meta["crs"] else None, problems
    )


def is_geopackage(path: Path) -> bool:
    """
    Look at the signs that SQLite and GeoPackage put into the first bytes of their files.

    Whoever opens a file by GDAL asks this before: GDAL tries all that it knows, and some of that
    turns to other hosts and other files.
    """
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    return head.startswith(b"SQLite format 3\0") and head[68:72] in APPLICATION_IDS


def _check_rows(path: Path, table: str) -> None:
    if table.casefold() in _views(path):
        raise LayerTooFullError(file=path.name)
    info = pyogrio.read_info(path, layer=table)
    if info["features"] > MOST_ROWS:
        raise LayerTooFullError(file=path.name)
    check_cells(info["features"], len(info["fields"]), file=path.name)


def _views(path: Path) -> set[str]:
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as opened:
            return {str(name).casefold() for (name,) in opened.execute(load("exchange/views").text)}
    except sqlite3.Error as error:
        raise LayerUnreadableError(file=path.name) from error


def _choose(path: Path, table: str | None, likely: str) -> str:
    found = {str(name): kind for name, kind in pyogrio.list_layers(path)}
    if table is not None:
        if table not in found:
            raise LayerTableUnknownError(file=path.name, table=table, tables=", ".join(found))
        return table
    with_shapes = [name for name, kind in found.items() if kind is not None]
    if not with_shapes:
        raise LayerNoGeometryError(file=path.name)
    for name in with_shapes:
        if name.lower() == likely:
            return name
    if len(with_shapes) > 1:
        raise LayerTablesError(file=path.name, tables=", ".join(with_shapes))
    return with_shapes[0]
