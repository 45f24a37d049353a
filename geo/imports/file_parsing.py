"""Parsing of files from outside: each function sends its file to a process of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import geopandas as gpd
import pandas as pd
from shapely.geometry.base import BaseGeometry

from geo.formats.findings import Finding
from geo.formats.registry import holds_several_layers
from geo.imports.area_search import NamedAreas
from geo.imports.checked_layer import CheckedLayer, WaitingRows
from geo.imports.import_choices import NO_CHOICES, ImportChoices
from geo.imports.layer_checks import examine_layer, split_layer
from geo.imports.likely_fields import LIKELY_IN, find_likely_fields, list_likely_notices
from geo.imports.personal_columns import list_personal_notices
from geo.layers.street_rows import StreetRows
from geo.model import LayerName, ProgressCallback
from geo.parsing.limits import LAYER_LIMITS, STREET_LIMITS
from geo.parsing.service import (
    LAYER_QUEUE,
    STREET_QUEUE,
    ParsingTask,
    parse_file,
)
from geo.parsing.source import SourceFile
from geo.parsing.waiting_queue import PlaceCallback
from geo.street_files.street_choices import NO_STREET_CHOICES, StreetChoices

LAYER_TASK = ParsingTask("layer", LAYER_LIMITS, LAYER_QUEUE)
TABLES_TASK = ParsingTask("tables", LAYER_LIMITS, LAYER_QUEUE)
BOUNDARY_TASK = ParsingTask("boundary", LAYER_LIMITS, LAYER_QUEUE)
NAMED_AREAS_TASK = ParsingTask("named_areas", LAYER_LIMITS, LAYER_QUEUE)
STREETS_TASK = ParsingTask("streets", STREET_LIMITS, STREET_QUEUE, as_file=True)


@dataclass(frozen=True)
class ParsedLayerFile:
    """
    A layer file, read and checked.

    Attributes
    ----------
    checked
        Its rows, without those columns that are dropped.
    waiting
        Its rows that somebody has to decide on, where such rows may wait; None where they may not.
    notices
        On the complete file: what was assumed, or left out.
    likely
        Field by column without a known name that looks like it; it is not taken.
    file, rows
        Its name, and the number of its rows.
    reprojected_from
        CRS of the file, where it is not EPSG:4326.
    crs_assumed
        True where the file declares no CRS and its coordinates were read as WGS84 degrees.
    """

    checked: CheckedLayer
    file: str
    rows: int
    reprojected_from: str | None
    crs_assumed: bool
    waiting: WaitingRows | None = None
    notices: tuple[Finding, ...] = ()
    likely: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ParsedStreets:
    """
    An extract, read and converted to what is stored.

    Attributes
    ----------
    rows
        What is stored.
    counts
        As of `geo.osm.extract.OsmExtract`.
    centre
        Longitude and latitude in the middle of its streets [degrees].
    source, columns
        As of `geo.street_files.street_file.StreetFile`.
    """

    rows: StreetRows
    counts: dict[str, int]
    centre: tuple[float, float]
    source: str | None
    columns: dict[str, str]


def examine_file(
    frame: gpd.GeoDataFrame,
    layer: LayerName,
    choices: ImportChoices = NO_CHOICES,
    *,
    accepts_points: bool = False,
    waits: bool = False,
) -> ParsedLayerFile:
    """
    Check the frame of a file.

    Parameters
    ----------
    frame
        Result of `read_layer_file`.
    choices
        How to read what the file leaves open.
    accepts_points
        As for `examine_layer`.
    waits
        True keeps rows with findings apart, see `split_layer`; False refuses the file for them.

    Raises
    ------
    LayerFileEmptyError, LayerRowsError
        See `examine_layer`.
    """
    waiting = None
    if waits:
        checked, waiting = split_layer(frame, layer, choices, accepts_points=accepts_points)
    else:
        checked = examine_layer(frame, layer, choices, accepts_points=accepts_points)
    taken = {*choices.columns.values(), *choices.ignored}
    likely = find_likely_fields(frame, taken) if layer == LIKELY_IN else {}
    return ParsedLayerFile(
        checked=checked,
        file=frame.attrs["file"],
        rows=len(frame),
        reprojected_from=frame.attrs["reprojected_from"],
        crs_assumed=frame.attrs["crs_assumed"],
        waiting=waiting,
        likely=likely,
        notices=(
            *frame.attrs.get("notices", ()),
            *list_personal_notices(pd.DataFrame(frame), checked.dropped_columns),
            *list_likely_notices(likely),
        ),
    )


def parse_layer(  # noqa: PLR0913 (source and how to read it; a record would hide them)
    source: Path | SourceFile,
    layer: LayerName,
    *,
    table: str | None = None,
    accepts_points: bool = False,
    choices: ImportChoices = NO_CHOICES,
    waits: bool = False,
    on_place: PlaceCallback | None = None,
    progress: ProgressCallback | None = None,
) -> ParsedLayerFile:
    """
    Read and check a layer file.

    Parameters
    ----------
    source
        GeoJSON, GeoPackage, or a table with latitude and longitude.
    table
        Table of a GeoPackage.
    accepts_points, choices, waits
        As for `examine_file`.
    on_place
        Called with the place in the queue while it waits.
    progress
        Called with a share 0..1 and a message key.

    Raises
    ------
    LayerError
        If the file cannot be read or a row has to be fixed.
    ParsingError
        If it exceeds a limit of `LAYER_LIMITS`.
    """
    return cast(
        "ParsedLayerFile",
        parse_file(
            LAYER_TASK,
            SourceFile.of(source),
            on_place=on_place,
            progress=progress,
            layer=layer,
            table=table,
            accepts_points=accepts_points,
            choices=choices,
            waits=waits,
        ),
    )


def parse_tables(source: Path | SourceFile, *, on_place: PlaceCallback | None = None) -> list[str]:
    """
    List the layers of a file that holds several; none for a format of one layer.

    Raises
    ------
    LayerError
        If it cannot be read.
    ParsingError
        If it exceeds a limit of `LAYER_LIMITS`.
    """
    file = SourceFile.of(source)
    if not holds_several_layers(file):
        return []
    return cast("list[str]", parse_file(TABLES_TASK, file, on_place=on_place))


def parse_boundary(
    source: Path | SourceFile,
    *,
    where: tuple[str, str] | str | None = None,
    table: str | None = None,
    unites: bool = True,
    on_place: PlaceCallback | None = None,
) -> BaseGeometry:
    """
    Read a boundary; parameters and errors as for `read_boundary`.

    Raises
    ------
    LayerError
        See `read_boundary`.
    ParsingError
        If it exceeds a limit of `LAYER_LIMITS`.
    """
    return cast(
        "BaseGeometry",
        parse_file(
            BOUNDARY_TASK,
            SourceFile.of(source),
            on_place=on_place,
            where=where,
            table=table,
            unites=unites,
        ),
    )


def parse_named_areas(
    source: Path | SourceFile,
    *,
    table: str | None = None,
    on_place: PlaceCallback | None = None,
) -> list[NamedAreas]:
    """
    List the values by which areas can be selected; as `list_named_areas`.

    Raises
    ------
    LayerError
        See `list_named_areas`.
    ParsingError
        If it exceeds a limit of `LAYER_LIMITS`.
    """
    return cast(
        "list[NamedAreas]",
        parse_file(NAMED_AREAS_TASK, SourceFile.of(source), on_place=on_place, table=table),
    )


def parse_streets(  # noqa: PLR0913 (source and how to read it; a record would hide them)
    source: Path | SourceFile,
    *,
    clip_polygon: BaseGeometry | None = None,
    joins_fragments: bool = True,
    choices: StreetChoices = NO_STREET_CHOICES,
    progress: ProgressCallback | None = None,
    on_place: PlaceCallback | None = None,
) -> ParsedStreets:
    """
    Read a file of streets, as `geo.street_files.reading.read_street_file`.

    Raises
    ------
    StreetsError, LayerError
        See there.
    ParsingError
        If it exceeds a limit of `STREET_LIMITS`.
    """
    return cast(
        "ParsedStreets",
        parse_file(
            STREETS_TASK,
            SourceFile.of(source),
            progress=progress,
            on_place=on_place,
            clip_polygon=clip_polygon,
            joins_fragments=joins_fragments,
            choices=choices,
        ),
    )
