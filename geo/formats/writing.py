"""Writing of frames to files in any writable format, each with its note, replaced atomically."""

from __future__ import annotations

from collections.abc import Mapping

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.errors import ExportConfidentialError, ExportFormatError
from geo.formats.atomic_file import write_file
from geo.formats.export_note import ExportNote
from geo.formats.geopackage_file import FORMAT as GEOPACKAGE
from geo.formats.geopackage_writing import format_geopackage
from geo.formats.registry import find_writer
from geo.layers.schema import LAYER_SCHEMAS
from geo.store.atomic_file import OutputT


def write_layer(
    frame: gpd.GeoDataFrame, path: OutputT, *, layer: str, note: ExportNote | None = None
) -> OutputT:
    """
    Write a frame in the format of the file's ending: GeoJSON, GeoPackage or GeoParquet.

    Parameters
    ----------
    frame
        EPSG:4326, already redacted for the audience; rows may lack a geometry.
    path
        On the disk, where an existing file is replaced once the new one is complete, or in memory.
    layer
        Name of the layer inside the file.
    note
        Audience, purpose, source and licence; None only for files that are not shared.

    Raises
    ------
    ExportFormatError
        If no writable format has the ending.
    ExportFileError
        If it cannot be written there.
    ExportConfidentialError
        If it holds the geometry of a confidential row and the note is not for coordinators.
    """
    write = find_writer(path.name)
    _refuse_confidential(frame, note)
    write_file(path, write(frame, layer, note), private=_is_for_coordinators(note))
    return path


def write_tables(
    tables: Mapping[str, pd.DataFrame], path: OutputT, *, note: ExportNote | None = None
) -> OutputT:
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
    if path.suffix.lower() not in GEOPACKAGE.suffixes:
        raise ExportFormatError(file=path.name, known=", ".join(GEOPACKAGE.suffixes))
    for frame in tables.values():
        _refuse_confidential(frame, note)
    write_file(path, format_geopackage(tables, note), private=_is_for_coordinators(note))
    return path


def _is_for_coordinators(note: ExportNote | None) -> bool:
    return note is not None and note.audience == "coordinator"


def _refuse_confidential(frame: pd.DataFrame, note: ExportNote | None) -> None:
    """Refuse geometries that redaction should have removed: a second, independent check."""
    if not isinstance(frame, gpd.GeoDataFrame) or _is_for_coordinators(note):
        return
    confidential = np.zeros(len(frame), dtype=bool)
    if "confidential" in frame:
        confidential |= frame["confidential"].eq(other=True).to_numpy()
    for schema in LAYER_SCHEMAS.values():
        column, codes = schema.confidential_codes or ("", ())
        if column in frame:
            confidential |= frame[column].isin(codes).to_numpy()
    geometries = np.asarray(frame.geometry.array, dtype=object)
    if (confidential & ~shapely.is_missing(geometries) & ~shapely.is_empty(geometries)).any():
        raise ExportConfidentialError(audience="-" if note is None else note.audience)
