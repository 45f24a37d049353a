"""Comparison of the rows of a file with those that a layer holds."""

from __future__ import annotations

from typing import NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.formats.geometry_checks import COORDINATE_DECIMALS, normalise_geometries
from geo.layers.confidential_features import is_confidential

BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.int64]
NO_CORNER = 1e9
NOT_COMPARED = ("id", "confidential", "public")  # the flags are compared by what they mean
ADDRESS = "address"
NO_ROWS = np.zeros(0, dtype=np.int64)


class RowComparison:
    """
    The rows of two frames, compared after the rounding of a file.

    Geometries drawn on a screen have more decimals than a file, and rings in either direction;
    the store compares to the last digit. Each row is made comparable once, whatever is then asked
    for, and only where the other frame has a row in its place.

    Parameters
    ----------
    first, second
        Layers of the same columns, EPSG:4326.
    """

    def __init__(self, first: gpd.GeoDataFrame, second: gpd.GeoDataFrame) -> None:
        corners, others = _round_corners(first), _round_corners(second)
        rows = np.flatnonzero(np.isin(corners, others)) if others.size else NO_ROWS
        other_rows = np.flatnonzero(np.isin(others, corners)) if rows.size else NO_ROWS
        parts = first.iloc[rows], second.iloc[other_rows]
        numbers, full_numbers = _enumerate_rows(*parts) if rows.size else (NO_ROWS, NO_ROWS)
        self._first, self._second = (
            _Side(len(frame), own, numbers[share], full_numbers[share], _flag_rows(part))
            for frame, own, part, share in (
                (first, rows, parts[0], slice(None, len(rows))),
                (second, other_rows, parts[1], slice(len(rows), None)),
            )
        )

    def find_first(
        self, *, differ: bool = False, with_address: bool = True, among: BoolArray | None = None
    ) -> BoolArray:
        """
        Find the rows of the first frame that the second one holds, too.

        Parameters
        ----------
        differ
            False finds rows that are confidential in both or open in both; True those that are
            confidential in one of them only.
        with_address
            False does not compare addresses.
        among
            The rows of the other frame that count; None for all.
        """
        return _find(
            self._first, self._second, differ=differ, with_address=with_address, among=among
        )

    def find_second(
        self, *, differ: bool = False, with_address: bool = True, among: BoolArray | None = None
    ) -> BoolArray:
        """Find the rows of the second frame that the first one holds, too; see `find_first`."""
        return _find(
            self._second, self._first, differ=differ, with_address=with_address, among=among
        )


class _Side(NamedTuple):
    """
    One of the two frames.

    Attributes
    ----------
    size
        Number of its rows.
    rows
        Positions of those that are compared.
    numbers, full_numbers
        Equal where rows are, without and with their address.
    flags
        Whether they are confidential.
    """

    size: int
    rows: IntArray
    numbers: IntArray
    full_numbers: IntArray
    flags: BoolArray


def find_stored_rows(comparison: RowComparison, new: gpd.GeoDataFrame) -> BoolArray:
    """Find the rows that the layer holds: a row without an address says nothing against one."""
    same = comparison.find_first()
    if ADDRESS not in new:
        return same
    without = new[ADDRESS].isna().to_numpy()
    return same | (without & comparison.find_first(with_address=False))


def find_superseded_rows(comparison: RowComparison, new: gpd.GeoDataFrame) -> BoolArray:
    """Find the stored rows that rows of a file differ from in being confidential, or in address."""
    kept = comparison.find_second(with_address=False)
    superseded = comparison.find_second(differ=True, with_address=False) & ~kept
    if ADDRESS not in new:
        return superseded
    same = comparison.find_second()
    brings_address = new[ADDRESS].notna().to_numpy() & ~comparison.find_first()
    changed = comparison.find_second(with_address=False, among=brings_address) & ~same
    return superseded | changed


def _find(
    own: _Side, other: _Side, *, differ: bool, with_address: bool, among: BoolArray | None
) -> BoolArray:
    numbers, others = (
        (own.full_numbers, other.full_numbers) if with_address else (own.numbers, other.numbers)
    )
    counted = np.ones(len(others), dtype=bool) if among is None else among[other.rows]
    found = np.zeros(own.size, dtype=bool)
    codes, other_codes = 2 * numbers + own.flags, 2 * others + (other.flags ^ differ)
    found[own.rows] = np.isin(codes, other_codes[counted])
    return found


def _round_corners(frame: gpd.GeoDataFrame) -> NDArray[np.complex128]:
    """
    Round the western and southern end of each row, as one number, to the decimals of a file.

    Rows that are equal after this rounding have the same, so that most rows of a large layer need
    not be compared; `NO_CORNER` without a place.
    """
    bounds = shapely.bounds(np.asarray(frame.geometry.array, dtype=object)).reshape(-1, 4)
    west, south = np.round(bounds[:, :2], COORDINATE_DECIMALS).T
    return np.where(np.isnan(west), NO_CORNER, west + 1j * south)


def _flag_rows(frame: gpd.GeoDataFrame) -> BoolArray:
    if "confidential" not in frame:
        return np.zeros(len(frame), dtype=bool)
    return is_confidential(frame).to_numpy(dtype=bool)


def _enumerate_rows(first: gpd.GeoDataFrame, second: gpd.GeoDataFrame) -> tuple[IntArray, IntArray]:
    """Enumerate the rows of both frames, one below the other; without and with their address."""
    places = [np.asarray(frame.geometry.array, dtype=object) for frame in (first, second)]
    numbers = pd.factorize(shapely.to_wkb(normalise_geometries(np.concatenate(places))))[0]
    names = {*first.columns, *second.columns} - {first.geometry.name, *NOT_COMPARED, ADDRESS}
    for name in sorted(names):
        numbers = _enumerate_pairs(numbers, _enumerate_cells(first, second, name))
    return numbers, _enumerate_pairs(numbers, _enumerate_cells(first, second, ADDRESS))


def _enumerate_cells(first: gpd.GeoDataFrame, second: gpd.GeoDataFrame, name: str) -> IntArray:
    """Enumerate the cells of a column; those that are missing have -1."""
    cells = [
        cell
        for frame in (first, second)
        for cell in (frame[name].tolist() if name in frame else [None] * len(frame))
    ]
    column = np.full(len(cells), None, dtype=object)
    column[:] = cells
    codes: IntArray = pd.factorize(column)[0]
    return codes


def _enumerate_pairs(numbers: IntArray, others: IntArray) -> IntArray:
    codes: IntArray = pd.factorize(numbers * (others.max() + 2) + others)[0]
    return codes
