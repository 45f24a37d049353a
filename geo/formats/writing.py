"""Frames → files for other programs, each with its note."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pyogrio
import shapely

from geo.errors import ExportConfidentialError, ExportFormatError
from geo.formats.atomic_file import replace_atomically
from geo.formats.export_note import ExportNote
from geo.formats.geojson_writer import format_geojson
from geo.model import CONFIDENTIAL_SERVICE_TYPES, CONFIDENTIAL_ZONE_KINDS


def write_layer(
    frame: gpd.GeoDataFrame, path: Path, *, layer: str, note: ExportNote | None = None
) -> Path:
    """
    Write a frame as the file's ending says: GeoJSON, GeoPackage or GeoParquet.

    Parameters
    ----------
    frame
        EPSG:4326, cut to the audience already; rows without a shape stay, without one.
    path
        What stands there is replaced once the new file is whole.
    layer
        Name of the layer inside the file.
    note
        What the file says of itself; None only for files that stay in the house.

    Raises
    ------
    ExportFormatError
        If the ending is none of ours.
    ExportFileError
        If it cannot be written there.
    ExportConfidentialError
        If it holds the place of a confidential row and the note is for others than coordinators.
    """
    write = _WRITERS_BY_SUFFIX.get(path.suffix.lower())
    if write is None:
        raise ExportFormatError(file=path.name, known=", ".join(_WRITERS_BY_SUFFIX))
    _refuse_confidential(frame, note)
    with replace_atomically(path, private=_is_for_coordinators(note)) as part:
        write(frame, part, layer, note)
    return path


def write_tables(
    tables: Mapping[str, pd.DataFrame], path: Path, *, note: ExportNote | None = None
) -> Path:
    """
    Write several frames as tables of one GeoPackage; those without geometry are plain tables.

    Raises
    ------
    ExportFormatError
        If the ending is not `.gpkg`.
    ExportFileError
        If it cannot be written there.
    ExportConfidentialError
        As for `write_layer`.
    """
    if path.suffix.lower() != ".gpkg":
        raise ExportFormatError(file=path.name, known=".gpkg")
    for frame in tables.values():
        _refuse_confidential(frame, note)
    with replace_atomically(path, private=_is_for_coordinators(note)) as part:
        for name, frame in tables.items():
            _write_geopackage(frame, part, name, note)
    return path


def _is_for_coordinators(note: ExportNote | None) -> bool:
    return note is not None and note.audience == "coordinator"


def _refuse_confidential(frame: pd.DataFrame, note: ExportNote | None) -> None:
    """Stop what should have been cut out before: the second lock of the same door."""
    if not isinstance(frame, gpd.GeoDataFrame) or _is_for_coordinators(note):
        return
    confidential = np.zeros(len(frame), dtype=bool)
    if "confidential" in frame:
        confidential |= frame["confidential"].eq(other=True).to_numpy()
    for column, codes in (("type", CONFIDENTIAL_SERVICE_TYPES), ("kind", CONFIDENTIAL_ZONE_KINDS)):
        if column in frame:
            confidential |= frame[column].isin(codes).to_numpy()
    shapes = np.asarray(frame.geometry.array, dtype=object)
    if (confidential & ~shapely.is_missing(shapes) & ~shapely.is_empty(shapes)).any():
        raise ExportConfidentialError(audience="-" if note is None else note.audience)


def _write_geojson(
    frame: gpd.GeoDataFrame, path: Path, layer: str, note: ExportNote | None
) -> None:
    path.write_text(format_geojson(frame, layer=layer, note=note), encoding="utf-8")


def _write_geopackage(frame: pd.DataFrame, path: Path, layer: str, note: ExportNote | None) -> None:
    options: dict[str, Any] = (
        {"geometry_type": "Unknown"} if isinstance(frame, gpd.GeoDataFrame) else {}
    )
    pyogrio.write_dataframe(
        frame,
        path,
        layer=layer,
        driver="GPKG",
        append=path.exists(),
        layer_metadata=None if note is None else _encode_metadata(note.to_metadata()),
        **options,
    )


def _write_parquet(
    frame: gpd.GeoDataFrame, path: Path, layer: str, note: ExportNote | None
) -> None:
    frame.to_parquet(path, index=False)
    if note is not None:
        table = pq.read_table(path)
        metadata = {
            f"amparo:{name}": text for name, text in _encode_metadata(note.to_metadata()).items()
        }
        metadata["amparo:layer"] = layer
        pq.write_table(table.replace_schema_metadata({**table.schema.metadata, **metadata}), path)


def _encode_metadata(metadata: Mapping[str, object]) -> dict[str, str]:
    return {
        name: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for name, value in metadata.items()
    }


_WRITERS_BY_SUFFIX: dict[str, Callable[[gpd.GeoDataFrame, Path, str, ExportNote | None], None]] = {
    ".geojson": _write_geojson,
    ".json": _write_geojson,
    ".gpkg": _write_geopackage,
    ".parquet": _write_parquet,
}
