"""GeoParquet: reading, also of Parquet with two coordinate columns, and writing."""

from __future__ import annotations

import io
import json
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from pyproj import CRS

from geo.errors import (
    LayerFileEmptyError,
    LayerMemoryError,
    LayerNoCoordinatesError,
    LayerNoGeometryError,
    LayerUnreadableError,
)
from geo.formats.crs_text import parse_crs
from geo.formats.export_note import ExportNote
from geo.formats.file_format import FileFormat, LayerSource, ParsedLayer
from geo.formats.findings import RowFinding
from geo.formats.geometry_checks import decode_geometries
from geo.formats.memory_limit import (
    MAX_GEOPACKAGE_MB,
    MEGABYTE,
    check_cell_count,
    check_file_size,
)
from geo.layers.column_matching import find_coordinate_column, make_unique_names

MAX_LISTED_COLUMNS = 15  # in a message
MAX_UNCOMPRESSED_MB = 400  # MB, as the file declares it of its columns
NO_CRS = "OGC:CRS84"  # what a geometry column without `crs` has, by the specification


def read_geoparquet(source: LayerSource) -> ParsedLayer:
    """
    Read a table of points with two coordinate columns, or GeoParquet with geometries as WKB.

    Raises
    ------
    LayerUnreadableError
        If it is not Parquet, is encrypted, or its description of the geometry is broken.
    LayerNoGeometryError
        If its geometries are in another encoding than WKB.
    LayerNoCoordinatesError
        If it has neither geometries nor columns of latitude and longitude.
    LayerFileEmptyError
        If it has no rows.
    LayerCrsUnknownError, LayerCrsTextError
        If its CRS is unknown, or has no code.
    LayerTooLargeError, LayerColumnsError, LayerMemoryError
        If reading it would fill the memory.

    Notes
    -----
    Format: https://geoparquet.org/releases/v1.1.0, encodings other than WKB are refused.
    """
    file = source.file.name
    check_file_size(source.file, max_mb=MAX_GEOPACKAGE_MB)
    try:
        parquet = pq.ParquetFile(pa.BufferReader(source.file.read_bytes()))
        _check_size(parquet, file=file)
        table = parquet.read(use_threads=False)
        table.validate(full=True)  # texts of a damaged file may be no UTF-8
    except (pa.ArrowException, OSError, ValueError) as error:
        raise LayerUnreadableError(file=file) from error
    if not table.num_rows:
        raise LayerFileEmptyError(file=file)
    description = _read_description(table, file=file)
    if description is None:
        return _read_points(table, file=file)
    return _read_geometries(table, description, file=file)


def write_geoparquet(frame: gpd.GeoDataFrame, layer: str, note: ExportNote | None) -> bytes:
    """Write a frame; the note goes into the schema metadata, under names with `amparo:`."""
    buffer = io.BytesIO()
    frame.to_parquet(buffer, index=False)
    if note is None:
        return buffer.getvalue()
    table = pq.read_table(buffer)
    metadata = {f"amparo:{name}": text for name, text in note.to_text_metadata().items()}
    metadata["amparo:layer"] = layer
    with_note = io.BytesIO()
    pq.write_table(table.replace_schema_metadata({**table.schema.metadata, **metadata}), with_note)
    return with_note.getvalue()


def _check_size(parquet: pq.ParquetFile, *, file: str) -> None:
    metadata = parquet.metadata
    check_cell_count(metadata.num_rows, metadata.num_columns, file=file)
    groups = [metadata.row_group(number) for number in range(metadata.num_row_groups)]
    if sum(group.total_byte_size for group in groups) > MAX_UNCOMPRESSED_MB * MEGABYTE:
        raise LayerMemoryError(file=file)


def _read_description(table: pa.Table, *, file: str) -> dict[str, Any] | None:
    """Read which column holds geometries, and how; None for a table without any."""
    text = (table.schema.metadata or {}).get(b"geo")
    if text is None:
        return None
    try:
        document = json.loads(text)
        name = document["primary_column"]
        return {"name": name, **document["columns"][name]}
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise LayerUnreadableError(file=file) from error


def _read_geometries(table: pa.Table, description: dict[str, Any], *, file: str) -> ParsedLayer:
    name = description["name"]
    names = table.column_names
    is_wkb = name in names and pa.types.is_binary(table.schema.field(name).type)
    is_wkb |= name in names and pa.types.is_large_binary(table.schema.field(name).type)
    if not is_wkb or names.count(name) > 1 or description.get("encoding") != "WKB":
        raise LayerNoGeometryError(file=file)
    encoded = np.array(table.column(name).to_pylist(), dtype=object)
    geometries, invalid = decode_geometries(encoded, shapely.from_wkb)
    findings = [
        RowFinding(position + 1, finding.key, finding.placeholders)
        for position, finding in invalid.items()
    ]
    cells = _read_cells(table.drop_columns([name]))
    return ParsedLayer(cells, geometries, _read_crs(description, file=file), findings)


def _read_crs(description: dict[str, Any], *, file: str) -> CRS | None:
    """Read a CRS by its code; PROJJSON without one may name grids, and is refused."""
    crs = description.get("crs", NO_CRS)
    if crs is None:
        return None
    identifier = crs.get("id") if isinstance(crs, dict) else None
    if isinstance(identifier, dict):
        crs = f"{identifier.get('authority')}:{identifier.get('code')}"
    return parse_crs(crs, file=file)


def _read_points(table: pa.Table, *, file: str) -> ParsedLayer:
    """Read points of two columns of numbers."""
    names = table.column_names
    columns = [find_coordinate_column(names, axis) for axis in ("longitude", "latitude")]
    if not all(len(found) == 1 and _is_number(table, found[0]) for found in columns):
        listed = ", ".join(names[:MAX_LISTED_COLUMNS])
        raise LayerNoCoordinatesError(file=file, columns=listed)
    (longitude,), (latitude,) = columns
    lonlat = np.column_stack(
        [table.column(name).to_numpy().astype(np.float64) for name in (longitude, latitude)]
    )
    points = np.full(len(lonlat), None, dtype=object)
    is_known = np.isfinite(lonlat).all(axis=1)
    points[is_known] = shapely.points(lonlat[is_known])
    return ParsedLayer(_read_cells(table.drop_columns([longitude, latitude])), points, None)


def _is_number(table: pa.Table, name: str) -> bool:
    kind = table.schema.field(name).type
    return table.column_names.count(name) == 1 and bool(
        pa.types.is_floating(kind) or pa.types.is_integer(kind)
    )


def _read_cells(table: pa.Table) -> pd.DataFrame:
    """Convert columns to Python values; what is neither text, number, date nor yes/no, to text."""
    cells: dict[str, pd.Series[Any]] = {}
    for name, column in zip(make_unique_names(table.column_names), table.columns, strict=True):
        values = column.to_pylist()
        if pa.types.is_nested(column.type) or pa.types.is_binary(column.type):
            values = [None if value is None else str(value) for value in values]
        cells[name] = pd.Series(values, dtype=object)
    return pd.DataFrame(cells, index=range(table.num_rows))


FORMAT = FileFormat(
    "GeoParquet", (".parquet",), ("parquet",), read=read_geoparquet, write=write_geoparquet
)
