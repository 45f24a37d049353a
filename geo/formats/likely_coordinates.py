"""Two columns without known names whose cells look like latitudes and longitudes."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from geo.errors import LayerRowsError
from geo.formats.cell_grid import CellGrid
from geo.formats.cell_values import is_blank
from geo.formats.file_format import LayerSource
from geo.formats.findings import ImportQuestion, RowFinding
from geo.formats.parsed_places import PlaceColumns
from geo.formats.reading_choices import COORDINATE_ORDERS, Bounds

MIN_CELLS, MIN_SHARE = 3, 0.8  # of the cells of a column that have to be degrees
MARGIN = 0.5  # of the width and height of the community, around it
# With three decimals: a column of prices or measures has fewer.
_DEGREES = re.compile(r"\s*[+-]?\d{1,3}[.,]\d{3,}\s*")


@dataclass(frozen=True)
class LikelyAxes:
    """
    Two columns that may be coordinates.

    Attributes
    ----------
    columns
        In the order of the file.
    orders
        Which of `COORDINATE_ORDERS` would lie where they may.
    """

    columns: tuple[str, str]
    orders: tuple[str, ...]


def find_likely_axes(grid: CellGrid, bounds: Bounds | None) -> LikelyAxes | None:
    """
    Find the only two columns that look like coordinates; None where there are none, or several.

    Parameters
    ----------
    bounds
        West, south, east and north of the community [degrees]; None where they are not known:
        any two shares or rates would lie somewhere on the Earth, so that nothing is found.
    """
    if bounds is None:
        return None
    columns = {
        name: numbers
        for name in grid.names
        if (numbers := _read_degrees(grid.column(name))) is not None
    }
    found = []
    for first, second in combinations(columns, 2):
        pairs = (columns[first], columns[second]), (columns[second], columns[first])
        orders = tuple(
            order
            for order, (latitudes, longitudes) in zip(COORDINATE_ORDERS, pairs, strict=True)
            if _lie_within(latitudes, longitudes, bounds)
        )
        if orders:
            found.append(LikelyAxes((first, second), orders))
    return found[0] if len(found) == 1 else None


def choose_axes(grid: CellGrid, source: LayerSource) -> PlaceColumns | None:
    """
    Return the columns that somebody says are the coordinates; None where nothing looks like them.

    Raises
    ------
    LayerRowsError
        If two columns look like coordinates and nobody has said so yet.
    """
    likely = find_likely_axes(grid, source.choices.bounds)
    if likely is None:
        return None
    order = source.choices.coordinates
    if order is not None:
        columns = likely.columns if order == COORDINATE_ORDERS[0] else likely.columns[::-1]
        return PlaceColumns(columns[0], "axes", columns)
    first, second = likely.columns
    question = ImportQuestion("coordinates", "", f"{first}, {second}", likely.orders, tuple(
        ", ".join(likely.columns if one == COORDINATE_ORDERS[0] else likely.columns[::-1])
        for one in likely.orders
    ))  # fmt: skip
    finding = RowFinding(None, "row.ask_coordinates", {"first": first, "second": second})
    raise LayerRowsError(
        layer=source.layer, file=source.file.name, findings=[finding], questions=[question]
    )


def _read_degrees(cells: Sequence[object]) -> np.ndarray | None:
    """Read a column of degrees; NaN for cells that are none. None where too few are."""
    present = sum(not is_blank(cell) for cell in cells)
    degrees = np.array([_read_degree(cell) for cell in cells], dtype=float)
    count = int((~np.isnan(degrees)).sum())
    return degrees if count >= max(MIN_CELLS, MIN_SHARE * present) else None


def _read_degree(cell: object) -> float:
    text = "" if is_blank(cell) else str(cell)
    return float(text.replace(",", ".")) if _DEGREES.fullmatch(text) else math.nan


def _lie_within(latitudes: np.ndarray, longitudes: np.ndarray, bounds: Bounds) -> bool:
    """Return whether most rows with two numbers lie where the community is."""
    both = ~np.isnan(latitudes) & ~np.isnan(longitudes)
    west, south, east, north = bounds
    wide, high = MARGIN * (east - west), MARGIN * (north - south)
    inside = (longitudes >= west - wide) & (longitudes <= east + wide)
    inside &= (latitudes >= south - high) & (latitudes <= north + high)
    return bool(both.any() and (inside & both).sum() >= MIN_SHARE * both.sum())
