"""Reading of a layer's file in any readable format into a frame in EPSG:4326."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from geo.errors import LayerFileMissingError
from geo.formats.file_format import LayerSource, ParsedLayer
from geo.formats.memory_limit import check_vertex_count
from geo.formats.reading_choices import ReadingChoices
from geo.formats.registry import check_content, find_reader
from geo.formats.reprojection import declares_usable_crs, reproject_to_degrees
from geo.model import WGS84, LayerName
from geo.parsing.source import SourceFile

NO_CHOICES = ReadingChoices()


def read_layer_file(
    source: Path | SourceFile,
    layer: LayerName,
    *,
    table: str | None = None,
    choices: ReadingChoices = NO_CHOICES,
) -> gpd.GeoDataFrame:
    """
    Read a file of a layer in this process, without checking the values of its cells.

    Parameters
    ----------
    source
        A file of one of the formats of `geo.formats.registry`.
    layer
        Which layer it is for: the likely name of a table, and which columns hold numbers.
    table
        Which layer of a file that has several: a table, a folder, a sheet, a kind of feature.
    choices
        How to read what the file leaves open.

    Returns
    -------
    frame
        EPSG:4326. Index `row` counts from 1; formats with one row a line have a second level,
        `line`. `attrs` hold `file`, `reprojected_from`, `crs_assumed` (True where the file
        declares no CRS and WGS84 was assumed), `findings`, `doubts` on what was read, `notices` on
        the complete file, `questions` to whoever imports, and `decimal_marks` of coordinates that
        are texts.

    Raises
    ------
    LayerFileMissingError
        If there is no such file.
    LayerFormatError
        If no readable format has the ending.
    LayerContentError, LayerFileEmptyError
        If it is something else than its ending says, or has no byte.
    LayerCrsError
        If its coordinates are not degrees and it declares no CRS.
    LayerVerticesError, LayerFeatureVerticesError
        If its shapes have more vertices than are read.
    """
    file = SourceFile.of(source)
    parse = find_reader(file)
    if not file.exists():
        raise LayerFileMissingError(file=file.name)
    check_content(file)
    parsed = parse(LayerSource(file, layer, table, choices))
    check_vertex_count(parsed.geometries, file=file.name)
    geometries, reprojected_from = reproject_to_degrees(
        parsed.geometries, parsed.crs, file=file.name
    )
    frame = gpd.GeoDataFrame(
        parsed.cells.set_axis(_build_row_index(parsed), axis="index"),
        geometry=list(geometries),
        crs=WGS84,
    )
    frame.attrs |= {"file": file.name, "reprojected_from": reprojected_from} | _describe(parsed)
    return frame


def _describe(parsed: ParsedLayer) -> dict[str, object]:
    return {
        "crs_assumed": _is_crs_assumed(parsed),
        "findings": parsed.findings,
        "notices": parsed.notices,
        "doubts": parsed.doubts,
        "questions": parsed.questions,
        "decimal_marks": parsed.decimal_marks,
    }


def _is_crs_assumed(parsed: ParsedLayer) -> bool:
    has_coordinates = not shapely.is_missing(parsed.geometries).all()
    return bool(has_coordinates and not declares_usable_crs(parsed.crs))


def _build_row_index(parsed: ParsedLayer) -> pd.Index:
    rows = pd.RangeIndex(1, len(parsed.cells) + 1, name="row")
    if parsed.line_numbers is None:
        return rows
    return pd.MultiIndex.from_arrays([rows, parsed.line_numbers], names=["row", "line"])
