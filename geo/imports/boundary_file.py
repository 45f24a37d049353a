"""Reading of a community's boundary from a file of one or many districts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.errors import (
    BoundaryColumnError,
    BoundaryNotFoundError,
    BoundaryRowsError,
    LayerFormatError,
)
from geo.formats.broken_collection import refuse_broken
from geo.formats.cell_values import format_cell
from geo.formats.findings import RowFinding
from geo.formats.geometry_checks import CheckedGeometries, check_geometries
from geo.formats.reading import read_layer_file
from geo.formats.registry import AREA_SUFFIXES
from geo.formats.ring_closing import list_open_rings
from geo.imports.district_choice import check_single, select_district
from geo.layers.schema import AREA_GEOMETRY_TYPES
from geo.layers.text_folding import fold_text
from geo.parsing.source import SourceFile


def read_boundary(
    source: Path | SourceFile,
    *,
    where: tuple[str, str] | str | None = None,
    table: str | None = None,
    unites: bool = True,
) -> BaseGeometry:
    """
    Read a boundary, in this process; `file_parsing.parse_boundary` reads one from outside.

    Parameters
    ----------
    source
        GeoJSON or GeoPackage; several areas are united.
    where
        Column and value of the rows to take, or what a person wrote for one district (see
        `geo.imports.district_choice`); None takes all.
    table
        Table of a GeoPackage.
    unites
        False refuses several rows for which nobody asked.

    Returns
    -------
    boundary
        Polygon or multipolygon, EPSG:4326.

    Raises
    ------
    LayerError
        If the file cannot be read; see `read_layer_file`.
    BoundaryColumnError, BoundaryNotFoundError, BoundaryDistrictUnknownError
        If there is no such column, or no row is what was asked for.
    BoundaryHomonymsError, BoundarySeveralError
        If more than one district is what was written, or nothing was and `unites` is false.
    BoundaryRowsError
        If a selected row is no valid area; lists all such rows.
    """
    file = SourceFile.of(source)
    if file.suffix not in AREA_SUFFIXES:
        raise LayerFormatError(file=file.name, known=", ".join(AREA_SUFFIXES))
    frame = read_layer_file(file, "zones", table=table)
    refuse_broken(frame.attrs["findings"], file=file.name)
    findings = {finding.row: finding for finding in frame.attrs["findings"]}
    open_rings = list_open_rings(frame.attrs["doubts"])
    frame.index = frame.index.get_level_values("row")  # without the lines of a table
    if isinstance(where, str):
        frame = select_district(frame, where, file=file.name)
    elif where is not None:
        frame = _select_rows(frame, *where, file=file.name)
    elif not unites:
        check_single(frame, file=file.name)
    checked = check_geometries(np.asarray(frame.geometry.array, dtype=object), AREA_GEOMETRY_TYPES)
    invalid = _list_invalid(frame, checked, findings)
    invalid += [one for one in open_rings if one.row in frame.index]
    if invalid:
        raise BoundaryRowsError(layer="boundary", file=file.name, findings=invalid)
    return shapely.orient_polygons(shapely.union_all(checked.geometries), exterior_cw=False)


def _list_invalid(
    frame: gpd.GeoDataFrame, checked: CheckedGeometries, findings: Mapping[int | None, RowFinding]
) -> list[RowFinding]:
    """List what is wrong with each area: what its reader said, else what its check found."""
    return [
        findings.get(row, RowFinding(row, finding.key, finding.placeholders))
        for position, finding in checked.findings.items()
        for row in [int(frame.index[position])]
    ]


def _select_rows(
    frame: gpd.GeoDataFrame, column: str, value: str, *, file: str
) -> gpd.GeoDataFrame:
    names = [str(name) for name in frame.columns if name != frame.geometry.name]
    matching_columns = [name for name in names if fold_text(name) == fold_text(column)]
    if not matching_columns:
        raise BoundaryColumnError(file=file, column=column, columns=", ".join(names))
    matches = np.array(
        [format_cell(cell) == value.strip() for cell in frame[matching_columns[0]]], dtype=bool
    )
    if not matches.any():
        raise BoundaryNotFoundError(file=file, column=matching_columns[0], value=value)
    return frame[matches]
