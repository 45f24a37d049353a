"""
Memory limits of layer files: size, cells, columns, JSON brackets, vertices.

Small files can expand in memory: a table of many columns and short rows, features with a new
property each, endless brackets. The result is estimated before it is built.
"""

from __future__ import annotations

from typing import Any

import shapely
from numpy.typing import NDArray

from geo.errors import (
    LayerColumnsError,
    LayerFeatureVerticesError,
    LayerMemoryError,
    LayerTooLargeError,
    LayerVerticesError,
)
from geo.parsing.source import SourceFile

MEGABYTE = 1024 * 1024
Geometries = NDArray[Any]  # of shapely geometries, None where a row has none
# 100,000 areas of eight corners have 45 MB, and take half a gigabyte while they are parsed.
MAX_TEXT_MB = 64  # MB
MAX_UNPACKED_MB = 600  # MB of a workbook unpacked; a million rows with a format only have 100
MAX_GEOPACKAGE_MB = 200  # MB, of a GeoPackage: only one table is read
MAX_XML_MB = 24  # MB, of KML and GPX; their elements take some twenty times their size
MAX_CELLS = 4_000_000  # rows times columns; some 100 bytes each
MAX_BRACKETS = 3_200_000  # each opens a list or an object, of some 100 to 250 bytes
MAX_ROWS = 1_200_000  # homes of a capital, one point each
MAX_LAYERS = 5_000  # of one file; each is listed, under a name of its own
MAX_COLUMNS = 2_000  # as many as an SQLite table has; each is compared with every field of a layer
# A national set of districts has some two million. Five million are read and checked in a second,
# and take 800 MB.
MAX_VERTICES = 5_000_000
MAX_FEATURE_VERTICES = 1_000_000  # the coast of a large country, of one shape


def check_file_size(file: SourceFile, *, max_mb: int) -> None:
    """
    Refuse a file above the size limit.

    Parameters
    ----------
    max_mb
        Size limit [MB].

    Raises
    ------
    LayerTooLargeError
        If it is larger.
    """
    if file.size_bytes() > max_mb * MEGABYTE:
        raise LayerTooLargeError(file=file.name, most=max_mb)


def check_cell_count(rows: int, columns: int, *, file: str) -> None:
    """
    Refuse a table above the limits of columns, rows and cells.

    Raises
    ------
    LayerColumnsError
        If there are too many columns.
    LayerMemoryError
        If there are too many rows or cells.
    """
    if rows > MAX_ROWS or rows * columns > MAX_CELLS:
        raise LayerMemoryError(file=file)
    if columns > MAX_COLUMNS:
        raise LayerColumnsError(file=file, most=MAX_COLUMNS)


def check_layer_count(layers: int, *, file: str) -> None:
    """
    Refuse a file above the limit of layers.

    Raises
    ------
    LayerMemoryError
        If there are too many.
    """
    if layers > MAX_LAYERS:
        raise LayerMemoryError(file=file)


def check_vertex_count(geometries: Geometries, *, file: str) -> None:
    """
    Refuse shapes above the limits of vertices.

    Raises
    ------
    LayerFeatureVerticesError
        If one shape has too many.
    LayerVerticesError
        If all together have too many.
    """
    counts = shapely.get_num_coordinates(geometries)
    if counts.max(initial=0) > MAX_FEATURE_VERTICES:
        raise LayerFeatureVerticesError(file=file, most=MAX_FEATURE_VERTICES)
    if counts.sum() > MAX_VERTICES:
        raise LayerVerticesError(file=file, most=MAX_VERTICES)


def check_bracket_count(text: str, *, file: str) -> None:
    """
    Refuse JSON above the limit of lists and objects.

    Raises
    ------
    LayerMemoryError
        If there are too many.
    """
    if text.count("[") + text.count("{") > MAX_BRACKETS:
        raise LayerMemoryError(file=file)
