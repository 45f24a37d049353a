"""
How much a file of a layer may hold: as much as fits into memory, with room for others.

Small files can be made to grow: a table of many columns and short rows, features that each bring
a new property, brackets without end. What they would become is reckoned before it is made.
"""

from __future__ import annotations

from pathlib import Path

from geo.errors import LayerMemoryError, LayerTooLargeError

MEGABYTE = 1024 * 1024
# Text becomes about sixteen times itself while it is read: half a gigabyte.
MAX_TEXT_MB = 24  # MB
MAX_GEOPACKAGE_MB = 200  # MB, of a GeoPackage: it is not read whole
MAX_CELLS = 4_000_000  # rows times columns; some 100 bytes each
MAX_BRACKETS = 1_200_000  # each opens a list or an object, of some 100 bytes
MAX_ROWS = 500_000  # of a GeoPackage's table


def check_file_size(path: Path, *, max_mb: int) -> None:
    """
    Refuse a file that is too large to be read.

    Parameters
    ----------
    max_mb
        MB.

    Raises
    ------
    LayerTooLargeError
        If it is larger.
    """
    if path.stat().st_size > max_mb * MEGABYTE:
        raise LayerTooLargeError(file=path.name, most=max_mb)


def check_cell_count(rows: int, columns: int, *, file: str) -> None:
    """
    Refuse more cells than memory should hold.

    Raises
    ------
    LayerMemoryError
        If there are too many.
    """
    if rows * columns > MAX_CELLS:
        raise LayerMemoryError(file=file)


def check_bracket_count(text: str, *, file: str) -> None:
    """
    Refuse JSON of more lists and objects than memory should hold.

    Raises
    ------
    LayerMemoryError
        If there are too many.
    """
    if text.count("[") + text.count("{") > MAX_BRACKETS:
        raise LayerMemoryError(file=file)
