"""What a file says before anybody judges it: cells as they stand, shapes as they could be read."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd
from pyproj import CRS

from geo.formats.findings import RowFinding
from geo.formats.geometry_checks import Geometries


@dataclass(frozen=True)
class ParsedLayer:
    """
    A file's rows.

    Attributes
    ----------
    cells
        One column per column of the file, without the shapes; in the file's order.
    geometries
        One per row, flat, in the file's own CRS; None where there is none or it is unreadable.
    crs
        What the file says; None where it says nothing that can be used.
    findings
        What could not be read, by row; those rows have no other.
    line_numbers
        Line of the file on which each row ends, for files that people read line by line.
    """

    cells: pd.DataFrame
    geometries: Geometries
    crs: CRS | None
    findings: list[RowFinding] = field(default_factory=list)
    line_numbers: list[int] | None = None
