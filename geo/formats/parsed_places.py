"""Places that were read from the columns of a table, with what was found in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import shapely
from pyproj import CRS

from geo.formats.findings import Finding, ImportQuestion, RowFinding
from geo.formats.geometry_checks import Geometries

MAX_STEP = 0.005  # degrees; two decimals stand for a kilometre, minutes for two
MAX_ACCURACY_M = 100  # metres
MAX_QUOTED_LENGTH = 40  # characters of a cell quoted in a finding
PlaceKind = Literal["axes", "utm", "cell"]


@dataclass(frozen=True)
class PlaceColumns:
    """
    The columns that hold one place in every row.

    Attributes
    ----------
    name
        Of the question or the column; it names the layer where a table has several.
    kind
        `axes`: a latitude and a longitude; `utm`: an easting, a northing and perhaps a zone;
        `cell`: complete geometries, or pairs, in one column.
    columns
        The columns, in that order.
    accuracy
        Column of the accuracy in metres.
    described
        Columns that repeat the place, and are no data either.
    doubled
        Columns named as the first two are, as (axis, names).
    """

    name: str
    kind: PlaceKind
    columns: tuple[str, ...]
    accuracy: str | None = None
    described: tuple[str, ...] = ()
    doubled: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass
class ParsedPlaces:
    """The places of a table, one a row; see `ParsedLayer` for the meaning of the parts."""

    geometries: Geometries
    crs: CRS | None = None
    findings: list[RowFinding] = field(default_factory=list)
    doubts: list[RowFinding] = field(default_factory=list)
    notices: list[Finding] = field(default_factory=list)
    questions: list[ImportQuestion] = field(default_factory=list)
    decimal_marks: tuple[str, ...] = ()

    def reject(self, position: int, text: str) -> None:
        """Note a cell that is no place."""
        self.findings.append(
            RowFinding(position + 1, "row.coordinate", {"value": text[:MAX_QUOTED_LENGTH]})
        )

    def doubt_step(self, position: int, step: float) -> None:
        """Note a place whose last digit stands for more than is useful."""
        if step > MAX_STEP:
            self.doubts.append(RowFinding(position + 1, "row.coarse_place", {}))

    def doubt_accuracy(self, position: int, metres: float) -> None:
        """Note a place that a telephone knew badly."""
        if metres > MAX_ACCURACY_M:
            placeholders: dict[str, object] = {"metres": int(metres)}
            self.doubts.append(RowFinding(position + 1, "row.inaccurate_place", placeholders))


def make_points(longitudes: list[float | None], latitudes: list[float | None]) -> Geometries:
    """Make points of coordinates; None where one is missing."""
    x = np.array(longitudes, dtype=float)
    y = np.array(latitudes, dtype=float)
    is_point = ~(np.isnan(x) | np.isnan(y))
    points = np.full(len(x), None, dtype=object)
    points[is_point] = shapely.points(x[is_point], y[is_point])
    return points
