"""What a file says before anybody judges it: cells as they stand, shapes as they could be read."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd
from pyproj import CRS

from geo.formats.findings import RowProblem
from geo.formats.geometry_checks import Shapes


@dataclass(frozen=True)
class RawLayer:
    """
    A file's rows.

    Attributes
    ----------
    cells
        One column per column of the file, without the shapes; in the file's order.
    shapes
        One per row, flat, in the file's own CRS; None where there is none or it is unreadable.
    crs
        What the file says; None where it says nothing that can be used.
    problems
        What could not be read, by row; those rows have no other.
    lines
        Line of the file on which each row ends, for files that people read line by line.
    """

    cells: pd.DataFrame
    shapes: Shapes
    crs: CRS | None
    problems: list[RowProblem] = field(default_factory=list)
    lines: list[int] | None = None
