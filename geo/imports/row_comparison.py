"""Comparison of the rows of a file with those that a layer holds."""

from __future__ import annotations

from collections.abc import Hashable

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.formats.geometry_checks import COORDINATE_DECIMALS, normalise_geometries
from geo.layers.confidential_features import is_confidential

BoolArray = NDArray[np.bool_]
NO_CORNER = 1e9
NOT_COMPARED = ("id", "confidential", "public")  # the flags are compared by what they mean


def find_rows(
    frame: gpd.GeoDataFrame,
    others: gpd.GeoDataFrame,
    *,
    differ: bool,
    ignored: tuple[str, ...] = (),
) -> BoolArray:
    """
    Find the rows that another frame holds, too, compared after the rounding of a file.

    Geometries drawn on a screen have more decimals than a file, and rings in either direction;
    the store compares to the last digit.

    Parameters
    ----------
    differ
        False finds rows that are confidential in both or open in both; True those that are
        confidential in one of them only.
    ignored
        Columns that are not compared.
    """
    corners, other_corners = _round_corners(frame), _round_corners(others)
    rows = np.flatnonzero(np.isin(corners, other_corners))
    found = np.zeros(len(frame), dtype=bool)
    if not rows.size:
        return found
    compared = frame.iloc[rows]
    others = others.iloc[np.flatnonzero(np.isin(other_corners, corners))]
    other_keys: dict[Hashable, set[bool]] = {}
    for key, confidential in zip(_make_row_keys(others, ignored), _flag_rows(others), strict=True):
        other_keys.setdefault(key, set()).add(confidential)
    found[rows] = [
        (confidential is not differ) in other_keys.get(key, set())
        for key, confidential in zip(
            _make_row_keys(compared, ignored), _flag_rows(compared), strict=True
        )
    ]
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


def _flag_rows(frame: gpd.GeoDataFrame) -> list[bool]:
    if "confidential" not in frame:
        return [False] * len(frame)
    return [bool(one) for one in is_confidential(frame)]


def _make_row_keys(frame: gpd.GeoDataFrame, ignored: tuple[str, ...]) -> list[Hashable]:
    geometries = shapely.to_wkb(
        normalise_geometries(np.asarray(frame.geometry.array, dtype=object))
    )
    cells = pd.DataFrame(frame.drop(columns=["geometry", *NOT_COMPARED, *ignored], errors="ignore"))
    cells = cells[sorted(cells.columns)].astype(object)
    cells = cells.where(cells.notna(), None)
    return list(zip(*(cells[name] for name in cells.columns), geometries, strict=True))
