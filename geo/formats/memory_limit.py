"""
Memory limits of layer files: size of the file, number of cells, number of JSON brackets.

Small files can expand in memory: a table of many columns and short rows, features with a new
property each, endless brackets. The result is estimated before it is built.
"""

from __future__ import annotations

from pathlib import Path

from geo.errors import LayerMemoryError, LayerTooLargeError

MEGABYTE = 1024 * 1024
# Text takes about sixteen times its size while it is parsed: half a gigabyte.
MAX_TEXT_MB = 24  # MB
MAX_GEOPACKAGE_MB = 200  # MB, of a GeoPackage: only one table is read
MAX_CELLS = 4_000_000  # rows times columns; some 100 bytes each
MAX_BRACKETS = 1_200_000  # each opens a list or an object, of some 100 bytes
MAX_ROWS = 500_000  # of a GeoPackage's table


def check_file_size(path: Path, *, max_mb: int) -> None:
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
    if path.stat().st_size > max_mb * MEGABYTE:
        raise LayerTooLargeError(file=path.name, most=max_mb)


def check_cell_count(rows: int, columns: int, *, file: str) -> None:
    """
    Refuse a table above the limit of cells.

    Raises
    ------
    LayerMemoryError
        If there are too many.
    """
    if rows * columns > MAX_CELLS:
        raise LayerMemoryError(file=file)


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
