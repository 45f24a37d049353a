"""A file of a layer → the store: all of it or nothing, with an account of every row."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.errors import LayerCoordinatesSwappedError, LayerOutsideError
from geo.formats.geometry_checks import normalise_geometries
from geo.formats.reading import read_layer_file
from geo.imports.layer_checks import CheckedLayer, examine_layer
from geo.model import LayerName
from geo.store import Store
from geo.store.communities import read_community
from geo.store.layers import add_features, read_layer, replace_features

BoolArray = NDArray[np.bool_]


@dataclass(frozen=True)
class ImportReport:
    """
    What became of every row and column of a file.

    Attributes
    ----------
    layer, file
        Which layer, and the name of the file.
    rows
        How many the file has; `added + unchanged`.
    added, unchanged, removed
        Features: new ones, those the layer held already, and those a replacement took away.
    dropped_columns
        Columns of the file that were not kept: they may hold what identifies people.
    read_as
        Field name to the other name that the file gave it.
    made_confidential
        Rows whose place is kept from all but coordinators, whatever the file says.
    fixed
        Rows whose outline was put in order without changing what it covers.
    outside
        Rows outside the community's boundary; they are kept.
    reprojected_from
        CRS of the file, where it is not EPSG:4326.
    crs_assumed
        True where the file declares no CRS and its coordinates were read as WGS84 degrees.
    """

    layer: LayerName
    file: str
    rows: int
    added: int
    unchanged: int
    removed: int
    dropped_columns: tuple[str, ...] = ()
    read_as: dict[str, str] | None = None
    made_confidential: tuple[int, ...] = ()
    fixed: tuple[int, ...] = ()
    outside: tuple[int, ...] = ()
    reprojected_from: str | None = None
    crs_assumed: bool = False


def import_layer(  # noqa: PLR0913 (where to, what, and how: a record for three of them hides it)
    store: Store,
    slug: str,
    layer: LayerName,
    path: Path,
    *,
    who: str,
    replace: bool = False,
    table: str | None = None,
) -> ImportReport:
    """
    Bring a file into a layer of a community.

    Parameters
    ----------
    path, table
        As for `read_layer_file`.
    who
        The role that brings it, for the history.
    replace
        True puts the file in the place of all that the layer holds.

    Raises
    ------
    CommunityUnknownError
        If there is no such community.
    LayerError
        If the file cannot be read, or any of its rows has to be mended; nothing is saved then.
    LayerOutsideError, LayerCoordinatesSwappedError
        If none of it lies within the community's boundary.
    """
    place = read_community(store, slug)
    frame = read_layer_file(path, layer, table=table)
    checked = examine_layer(frame, layer)
    report = _make_report(checked, layer, frame)
    report = _set_outside_rows(report, checked.frame, place.boundary)
    new = checked.frame.reset_index(drop=True)
    if replace:
        done = replace_features(store, slug, layer, new, who=who)
        return _set_counts(report, done.added, done.unchanged, done.removed)
    there = _find_stored_rows(read_layer(store, slug, layer), new)
    done = add_features(store, slug, layer, new[~there], who=who)
    return _set_counts(report, done.added, done.unchanged + int(there.sum()), done.removed)


def _make_report(checked: CheckedLayer, layer: LayerName, frame: gpd.GeoDataFrame) -> ImportReport:
    return ImportReport(
        layer=layer,
        file=frame.attrs["file"],
        rows=len(frame),
        added=0,
        unchanged=0,
        removed=0,
        dropped_columns=checked.dropped_columns,
        read_as=checked.read_as,
        made_confidential=checked.made_confidential,
        fixed=checked.fixed,
        reprojected_from=frame.attrs["reprojected_from"],
        crs_assumed=frame.attrs["crs_assumed"],
    )


def _set_counts(report: ImportReport, added: int, unchanged: int, removed: int) -> ImportReport:
    return replace(report, added=added, unchanged=unchanged, removed=removed)


def _set_outside_rows(
    report: ImportReport, new: gpd.GeoDataFrame, boundary: BaseGeometry | None
) -> ImportReport:
    if boundary is None:
        return report
    shapely.prepare(boundary)
    shapes = np.asarray(new.geometry.array, dtype=object)
    outside = ~shapely.intersects(boundary, shapes)
    if outside.all():
        turned = shapely.transform(shapes, lambda coordinates: coordinates[:, ::-1])
        swapped = bool(shapely.intersects(boundary, turned).any())
        wrong = LayerCoordinatesSwappedError if swapped else LayerOutsideError
        raise wrong(file=report.file, rows=report.rows)
    return replace(report, outside=tuple(int(row) for row in new.index[outside]))


def _find_stored_rows(stored: gpd.GeoDataFrame, new: gpd.GeoDataFrame) -> BoolArray:
    """
    Find what the layer holds already, as a file would carry it out and in again.

    Shapes drawn on a screen have more decimals than a file, and rings in either direction; the
    store itself compares to the last digit.
    """
    known = set(_make_row_keys(stored.drop(columns="id"), list(new.columns)))
    return np.array([key in known for key in _make_row_keys(new, list(new.columns))], dtype=bool)


def _make_row_keys(frame: gpd.GeoDataFrame, columns: list[str]) -> list[Hashable]:
    shapes = shapely.to_wkb(normalise_geometries(np.asarray(frame.geometry.array, dtype=object)))
    cells = pd.DataFrame(frame[columns].drop(columns="geometry")).astype(object)
    cells = cells.where(cells.notna(), None)
    return list(zip(*(cells[name] for name in cells.columns), shapes, strict=True))
