"""
How much a file of a layer may hold: as much as fits into memory, with room for others.

Small files can be made to grow: a table of many columns and short rows, features that each bring
a new property, brackets without end. What they would become is reckoned before it is made.
"""

from __future__ import annotations

from pathlib import Path

from geo.errors import LayerTooFullError, LayerTooLargeError

MEGABYTE = 1024 * 1024
# Text becomes about sixteen times itself while it is read: half a gigabyte.
LARGEST_TEXT = 24  # MB
LARGEST_TABLES = 200  # MB, of a GeoPackage: it is not read whole
MOST_CELLS = 4_000_000  # rows times columns; some 100 bytes each
MOST_BRACKETS = 1_200_000  # each opens a list or an object, of some 100 bytes
MOST_ROWS = 500_000  # of a GeoPackage's table


def check_size(path: Path, *, most: int) -> None:
    """
    Refuse a file that is too large to be read.

    Parameters
    ----------
    most
        MB.

    Raises
    ------
    LayerTooLargeError
        If it is larger.
    """
    if path.stat().st_size > most * MEGABYTE:
        raise LayerTooLargeError(file=path.name, most=most)


def check_cells(rows: int, columns: int, *, file: str) -> None:
    """
    Refuse more cells than memory should hold.

    Raises
    ------
    LayerTooFullError
        If there are too many.
    """
    if rows * columns > MOST_CELLS:
        raise LayerTooFullError(file=file)


def check_brackets(text: str, *, file: str) -> None:
    """
    Refuse JSON of more lists and objects than memory should hold.

    Raises
    ------
    LayerTooFullError
        If there are too many.
    """
    if text.count("[") + text.count("{") > MOST_BRACKETS:
        raise LayerTooFullError(file=file)
