"""Import of a layer file into the store, all or nothing, with an account of every row."""

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

from geo.access.layer_rights import authorise
from geo.errors import LayerCoordinatesSwappedError, LayerOutsideError, WriteDeniedError
from geo.formats.geometry_checks import normalise_geometries
from geo.imports.file_parsing import ParsedLayerFile, parse_layer
from geo.imports.hours_reading import HoursNote
from geo.layers.schema import LAYER_SCHEMAS
from geo.model import LayerName
from geo.parsing.source import SourceFile
from geo.parsing.waiting_queue import PlaceCallback
from geo.store import Store
from geo.store.communities import read_community
from geo.store.database import Transaction
from geo.store.layers import FeatureCounts, insert_features, read_layer, replace_features
from geo.store.write_authorisation import WriteAction, WriteAuthorisation

BoolArray = NDArray[np.bool_]


@dataclass(frozen=True)
class ImportReport:
    """
    The outcome of an import for every row and column of a file.

    Attributes
    ----------
    layer, file
        Layer, and name of the file.
    rows
        Number of rows in the file; `added + unchanged`.
    added, unchanged, removed
        Numbers of features: new, already in the layer, and removed by a replacement.
    dropped_columns
        Columns of the file that were dropped, as they may identify people.
    read_as
        Field name to the alias used in the file.
    made_confidential
        Rows made confidential by their code, whatever the file says.
    fixed
        Rows whose outline was made valid without changing its extent.
    outside
        Rows outside the community's boundary; they are imported.
    reprojected_from
        CRS of the file, where it is not EPSG:4326.
    crs_assumed
        True where the file declares no CRS and its coordinates were read as WGS84 degrees.
    hours
        What the opening hours were read as; those that were kept as text come first.
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
    hours: tuple[HoursNote, ...] = ()


def import_layer(  # noqa: PLR0913 (target, source and mode; a record would hide them)
    store: Store,
    slug: str,
    layer: LayerName,
    source: Path | SourceFile,
    *,
    replace: bool = False,
    table: str | None = None,
    on_place: PlaceCallback | None = None,
) -> ImportReport:
    """
    Parse a file in a process of its own, and import it into a layer of a community.

    Parameters
    ----------
    source, table, on_place
        As for `parse_layer`.
    replace
        True replaces all features of the layer that the acting role is shown.

    Raises
    ------
    CommunityUnknownError
        If there is no such community.
    LayerError
        If the file cannot be read or a row has to be fixed; nothing is saved then.
    LayerOutsideError, LayerCoordinatesSwappedError
        If no row lies within the community's boundary.
    ParsingError
        If parsing the file exceeds a limit.
    WriteDeniedError
        If the acting role may not write the layer.
    """
    community = read_community(store, slug)
    parsed = parse_layer(source, layer, table=table, on_place=on_place)
    report = _make_report(parsed, layer)
    report = _set_outside_rows(report, parsed.checked.frame, community.boundary)
    new = parsed.checked.frame.reset_index(drop=True)
    action: WriteAction = "replace" if replace else "add"

    def in_transaction(transaction: Transaction) -> FeatureCounts:
        authorisation = authorise(transaction, slug, layer, action)
        if authorisation is None:
            raise WriteDeniedError(layer=layer)
        return (
            replace_features(authorisation, new) if replace else add_rows(authorisation, layer, new)
        )

    counts = store.transact(in_transaction)
    return _set_counts(report, counts.added, counts.unchanged, counts.removed)


def add_rows(
    authorisation: WriteAuthorisation, layer: LayerName, new: gpd.GeoDataFrame
) -> FeatureCounts:
    """
    Add rows of a file within a transaction, but those that the layer already holds.

    Returns
    -------
    counts
        Where the role is not shown confidential features, each of its own counts as added, so
        that nobody finds out what is stored by bringing a guess.
    """
    stored = read_layer(authorisation.transaction, authorisation.community, layer)
    is_stored = _find_stored_rows(stored, new)
    counts = insert_features(authorisation, new[~is_stored])
    unchanged = int((is_stored & ~_flag_undisclosed(authorisation, layer, new)).sum())
    return FeatureCounts(len(new) - unchanged - counts.unchanged, unchanged + counts.unchanged, 0)


def _flag_undisclosed(
    authorisation: WriteAuthorisation, layer: LayerName, new: gpd.GeoDataFrame
) -> BoolArray:
    """Flag the rows that the role would not be shown once they are stored."""
    if authorisation.sees_confidential:
        return np.zeros(len(new), dtype=bool)
    flagged = np.zeros(len(new), dtype=bool)
    if "confidential" in new:
        flagged |= new["confidential"].fillna(False).to_numpy(dtype=bool)
    confidential_codes = LAYER_SCHEMAS[layer].confidential_codes
    if confidential_codes is not None:
        column, codes = confidential_codes
        flagged |= new[column].isin(codes).to_numpy()
    return flagged


def _make_report(parsed: ParsedLayerFile, layer: LayerName) -> ImportReport:
    checked = parsed.checked
    return ImportReport(
        layer=layer,
        file=parsed.file,
        rows=parsed.rows,
        added=0,
        unchanged=0,
        removed=0,
        dropped_columns=checked.dropped_columns,
        read_as=checked.read_as,
        made_confidential=checked.made_confidential,
        fixed=checked.fixed,
        reprojected_from=parsed.reprojected_from,
        crs_assumed=parsed.crs_assumed,
        hours=checked.hours,
    )


def _set_counts(report: ImportReport, added: int, unchanged: int, removed: int) -> ImportReport:
    return replace(report, added=added, unchanged=unchanged, removed=removed)


def _set_outside_rows(
    report: ImportReport, new: gpd.GeoDataFrame, boundary: BaseGeometry | None
) -> ImportReport:
    if boundary is None:
        return report
    shapely.prepare(boundary)
    geometries = np.asarray(new.geometry.array, dtype=object)
    outside = ~shapely.intersects(boundary, geometries)
    if outside.all():
        axes_swapped = shapely.transform(geometries, lambda coordinates: coordinates[:, ::-1])
        swapped = bool(shapely.intersects(boundary, axes_swapped).any())
        error_class = LayerCoordinatesSwappedError if swapped else LayerOutsideError
        raise error_class(file=report.file, rows=report.rows)
    return replace(report, outside=tuple(int(row) for row in new.index[outside]))


def _find_stored_rows(stored: gpd.GeoDataFrame, new: gpd.GeoDataFrame) -> BoolArray:
    """
    Find the rows that the layer already holds, compared after the rounding of a file.

    Geometries drawn on a screen have more decimals than a file, and rings in either direction;
    the store compares to the last digit.
    """
    stored_keys = set(_make_row_keys(stored.drop(columns="id"), list(new.columns)))
    return np.array(
        [key in stored_keys for key in _make_row_keys(new, list(new.columns))], dtype=bool
    )


def _make_row_keys(frame: gpd.GeoDataFrame, columns: list[str]) -> list[Hashable]:
    geometries = shapely.to_wkb(
        normalise_geometries(np.asarray(frame.geometry.array, dtype=object))
    )
    cells = pd.DataFrame(frame[columns].drop(columns="geometry")).astype(object)
    cells = cells.where(cells.notna(), None)
    return list(zip(*(cells[name] for name in cells.columns), geometries, strict=True))
