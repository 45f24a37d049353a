"""
GeoPackage: writing of one or more tables and of their styles, in memory.

GDAL creates a table in memory, but adds one only to a file that has a path: that of
`geo.parsing.memory_file`.
"""

from __future__ import annotations

import io
import threading
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio

from geo.formats.export_note import ExportNote
from geo.formats.qgis_style import STYLE_TABLE, build_style_table
from geo.parsing.memory_file import memory_file

# SQLite resolves links, and a file in memory has no name to resolve to; GDAL's own file access
# does not. Its journal, which holds parts of the file, stays in memory too.
MEMORY_SETTINGS = {"SQLITE_USE_OGR_VFS": "YES", "OGR_SQLITE_JOURNAL": "MEMORY"}
_settings_lock = threading.Lock()


def format_geopackage(tables: Mapping[str, pd.DataFrame], note: ExportNote | None) -> bytes:
    """
    Format frames as the tables of a GeoPackage; those without geometry become plain tables.

    A further plain table holds their styles, so that QGIS draws them in our colours.

    Parameters
    ----------
    tables
        At least one, by name.
    note
        Metadata of every table.
    """
    (first, *others) = tables.items()
    styles = build_style_table(tables, note)
    if styles is not None:
        others.append((STYLE_TABLE, styles))
    buffer = io.BytesIO()
    _write_table(first, buffer, note)
    if not others:
        return buffer.getvalue()
    with _open_path(buffer.getvalue()) as path:
        for table in others:
            _write_table(table, path, note, append=True)
        return path.read_bytes()


def _write_table(
    table: tuple[str, pd.DataFrame],
    target: Path | io.BytesIO,
    note: ExportNote | None,
    *,
    append: bool = False,
) -> None:
    name, frame = table
    options: dict[str, Any] = {}
    if isinstance(frame, gpd.GeoDataFrame):
        options["geometry_type"] = _find_geometry_type(frame)
    elif name == STYLE_TABLE:
        options["FID"] = "id"
    pyogrio.write_dataframe(
        frame,
        target,
        layer=name,
        driver="GPKG",
        append=append,
        promote_to_multi=False,
        layer_metadata=None if note is None else note.to_text_metadata(),
        **options,
    )


def _find_geometry_type(frame: gpd.GeoDataFrame) -> str:
    """Name the type that all geometries have, by which QGIS draws them as one layer."""
    geometries = np.asarray(frame.geometry.array, dtype=object)
    types = {geometry.geom_type for geometry in geometries if geometry is not None}
    return types.pop() if len(types) == 1 else "Unknown"


@contextmanager
def _open_path(content: bytes) -> Iterator[Path]:
    """Yield the path of a file with some content, which lies in memory where the system can."""
    with memory_file() as path, _settings_lock, warnings.catch_warnings():
        path.write_bytes(content)
        # The path of a file in memory does not end in `.gpkg`.
        warnings.filterwarnings("ignore", "File .* non conformant", RuntimeWarning)
        pyogrio.set_gdal_config_options(MEMORY_SETTINGS)
        try:
            yield path
        finally:
            pyogrio.set_gdal_config_options(dict.fromkeys(MEMORY_SETTINGS))
