"""Reading of all layers of a file at once, one under the other, with the name of each."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.errors import LayerFileEmptyError, LayerNoCoordinatesError, LayerTablesError
from geo.formats.findings import Finding, RowFinding
from geo.formats.reading import NO_CHOICES, read_layer_file
from geo.formats.reading_choices import ReadingChoices
from geo.formats.registry import list_layers
from geo.formats.table_selection import PLACE_SEPARATOR
from geo.layers.column_matching import make_unique_names
from geo.model import WGS84, LayerName
from geo.parsing.source import SourceFile

TABLE_COLUMN = "layer"
READ_AS: LayerName = "services"  # of whose files a list without places is one, too


def read_all_tables(
    file: SourceFile, *, table: str | None = None, choices: ReadingChoices = NO_CHOICES
) -> gpd.GeoDataFrame:
    """
    Read a file as `read_layer_file`, and all of its layers where none is chosen.

    Returns
    -------
    frame
        Rows are counted on from one layer to the next, in the order of the file. Where there are
        several, a column `layer` holds their names. A notice names tables without a place.

    Raises
    ------
    LayerTablesError
        If one table has several places in every row: they are not different features.
    LayerError, LayerCrsError
        See `read_layer_file`.
    """
    names = [] if table is not None else list_layers(file)
    if len(names) < 2 or reads_together(file):
        return read_layer_file(file, READ_AS, table=table, choices=choices)
    if any(PLACE_SEPARATOR in name for name in names):
        raise LayerTablesError(file=file.name, tables=", ".join(names))
    frames, others = _read_placed(file, names, choices)
    stacked = _stack(frames) if len(frames) > 1 else next(iter(frames.values()))
    if others:
        read: dict[str, object] = {"sheet": ", ".join(frames), "others": ", ".join(others)}
        stacked.attrs["notices"] = [
            *stacked.attrs["notices"], Finding("import.notice_other_sheets", read)
        ]  # fmt: skip
    return stacked


def _read_placed(
    file: SourceFile, names: list[str], choices: ReadingChoices
) -> tuple[dict[str, gpd.GeoDataFrame], list[str]]:
    """
    Read the tables with places, and list the others: groups of a form, notes, empty sheets.

    Where none has places, the first error says it.
    """
    frames, others = {}, []
    first_error: LayerNoCoordinatesError | LayerFileEmptyError | None = None
    for name in names:
        try:
            frames[name] = read_layer_file(file, READ_AS, table=name, choices=choices)
        except (LayerNoCoordinatesError, LayerFileEmptyError) as error:
            others.append(name)
            first_error = first_error or error
    if not frames and first_error is not None:
        raise first_error
    return frames, others


def reads_together(file: SourceFile) -> bool:
    """Return whether a format reads all layers of a file by itself."""
    return file.suffix in (".kml", ".kmz", ".umap", ".geojson", ".json", ".topojson", ".gpx")


def _stack(frames: dict[str, gpd.GeoDataFrame]) -> gpd.GeoDataFrame:
    """Put frames under each other and count their rows on."""
    parts = []
    merged: dict[str, list[object]] = {"findings": [], "doubts": []}
    notices, questions, marks, first = [], [], [], 0
    for name, frame in frames.items():
        cells = pd.DataFrame(frame.drop(columns=frame.geometry.name)).astype(object)
        columns = make_unique_names([TABLE_COLUMN, *map(str, cells.columns)])
        cells = cells.set_axis(columns[1:], axis="columns")
        cells.insert(0, TABLE_COLUMN, name)
        parts.append(cells.assign(geometry=np.asarray(frame.geometry.array, dtype=object)))
        for kind, found in merged.items():
            found += [_shift(one, first) for one in frame.attrs[kind]]
        notices += [one for one in frame.attrs["notices"] if one not in notices]
        questions += [one for one in frame.attrs["questions"] if one not in questions]
        marks += frame.attrs["decimal_marks"]
        first += len(frame)
    stacked = pd.concat(parts, ignore_index=True)
    stacked = stacked.where(stacked.notna(), None)
    index = pd.RangeIndex(1, len(stacked) + 1, name="row")
    geometries = list(stacked.pop("geometry"))
    result = gpd.GeoDataFrame(stacked.set_axis(index, axis="index"), geometry=geometries, crs=WGS84)
    projected = [one.attrs["reprojected_from"] for one in frames.values()]
    result.attrs |= {
        "file": next(iter(frames.values())).attrs["file"],
        **merged,
        "notices": notices,
        "questions": questions,
        "decimal_marks": tuple(dict.fromkeys(marks)),
        "crs_assumed": any(one.attrs["crs_assumed"] for one in frames.values()),
        "reprojected_from": next((one for one in projected if one), None),
    }
    return result


def _shift(finding: RowFinding, first: int) -> RowFinding:
    row = finding.row
    return finding._replace(row=None if row is None else row + first)
