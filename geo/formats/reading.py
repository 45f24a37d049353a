"""A file of a layer → a frame in degrees, row by row as the file has them."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd

from geo.errors import LayerFileMissingError, LayerFormatError
from geo.formats.csv_file import read_csv
from geo.formats.geojson_reader import read_geojson
from geo.formats.geopackage_file import read_geopackage
from geo.formats.parsed_layer import ParsedLayer
from geo.formats.reprojection import reproject_to_degrees
from geo.model import WGS84, LayerName

READABLE_SUFFIXES = (".geojson", ".json", ".gpkg", ".csv", ".tsv", ".txt")


def read_layer_file(path: Path, layer: LayerName, *, table: str | None = None) -> gpd.GeoDataFrame:
    """
    Read a file of a layer, judging nothing that is in its cells.

    Parameters
    ----------
    path
        GeoJSON, GeoPackage, or a table with latitude and longitude.
    layer
        Which layer it is for: the likely name of a table, and which columns hold numbers.
    table
        Table of a GeoPackage.

    Returns
    -------
    frame
        EPSG:4326. Index `row` counts as a person does, from 1; tables have a second level,
        `line`. `attrs` hold `file`, `reprojected_from` and `findings`, what could not be read.

    Raises
    ------
    LayerFileMissingError
        If there is no such file.
    LayerFormatError
        If its name ends in none of `READABLE_SUFFIXES`.
    LayerCrsError
        If it is in metres and does not say which.
    """
    parsed = _parse_file(path, layer, table)
    shapes, reprojected_from = reproject_to_degrees(parsed.geometries, parsed.crs, file=path.name)
    frame = gpd.GeoDataFrame(
        parsed.cells.set_axis(_build_row_index(parsed), axis="index"),
        geometry=list(shapes),
        crs=WGS84,
    )
    frame.attrs["file"] = path.name
    frame.attrs["reprojected_from"] = reprojected_from
    frame.attrs["findings"] = parsed.findings
    return frame


def _parse_file(path: Path, layer: LayerName, table: str | None) -> ParsedLayer:
    ending = path.suffix.lower()
    if ending not in READABLE_SUFFIXES:
        raise LayerFormatError(file=path.name, known=", ".join(READABLE_SUFFIXES))
    if not path.is_file():
        raise LayerFileMissingError(file=path.name)
    if ending == ".gpkg":
        return read_geopackage(path, table=table, expected_table=layer)
    if ending in {".geojson", ".json"}:
        return read_geojson(path)
    return read_csv(path, layer)


def _build_row_index(parsed: ParsedLayer) -> pd.Index:
    rows = pd.RangeIndex(1, len(parsed.cells) + 1, name="row")
    if parsed.line_numbers is None:
        return rows
    return pd.MultiIndex.from_arrays([rows, parsed.line_numbers], names=["row", "line"])
