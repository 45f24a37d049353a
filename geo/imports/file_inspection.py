"""What a file is, before it is imported anywhere: its layers, columns, shapes and extent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import geopandas as gpd
import numpy as np
import shapely

from geo.formats.findings import Finding
from geo.formats.reading import read_layer_file
from geo.formats.reading_choices import ReadingChoices
from geo.formats.registry import list_layers
from geo.imports.stated_zones import states_zones
from geo.layers.column_matching import match_columns
from geo.layers.schema import LAYER_SCHEMAS
from geo.model import LAYER_NAMES, LayerName
from geo.parsing.limits import LAYER_LIMITS
from geo.parsing.service import LAYER_QUEUE, ParsingTask, parse_file
from geo.parsing.source import SourceFile

INSPECTION_TASK = ParsingTask("inspect", LAYER_LIMITS, LAYER_QUEUE)
READ_AS: LayerName = "services"  # of whose files a list without places is one, too


@dataclass(frozen=True)
class LayerInspection:
    """
    One layer of a file.

    Attributes
    ----------
    name
        None for the only layer of a format without names.
    rows
        Number of its rows, readable or not.
    unreadable
        Rows in which something could not be parsed.
    shapes
        Number of rows by type of geometry; `none` for those without a place.
    columns
        In the order of the file.
    bounds
        West, south, east, north [degrees]; empty without a place.
    crs
        CRS that the file declares, where it is not EPSG:4326.
    crs_assumed
        True where it declares none and degrees were assumed.
    notices
        On the complete layer.
    fits
        Layers of a community whose required columns and shapes it has.
    """

    name: str | None
    rows: int
    unreadable: int
    shapes: dict[str, int]
    columns: tuple[str, ...]
    bounds: tuple[float, ...]
    crs: str | None
    crs_assumed: bool
    notices: tuple[Finding, ...]
    fits: tuple[str, ...]


def inspect_file(source: Path | SourceFile) -> list[LayerInspection]:
    """
    Inspect a file in a process of its own.

    Raises
    ------
    LayerError
        If it cannot be read.
    ParsingError
        If it exceeds a limit of `LAYER_LIMITS`.
    """
    return cast("list[LayerInspection]", parse_file(INSPECTION_TASK, SourceFile.of(source)))


def inspect_layers(source: SourceFile) -> list[LayerInspection]:
    """Inspect a file in this process; errors as for `inspect_file`."""
    names: Sequence[str | None] = list_layers(source) or [None]
    return [_inspect_layer(source, name) for name in names]


def _inspect_layer(source: SourceFile, name: str | None) -> LayerInspection:
    choices = ReadingChoices(allows_placeless=True)
    frame = read_layer_file(source, READ_AS, table=name, choices=choices)
    places = np.asarray(frame.geometry.array, dtype=object)
    types = ["none" if place is None or place.is_empty else place.geom_type for place in places]
    present = places[~shapely.is_missing(places) & ~shapely.is_empty(places)]
    bounds = shapely.total_bounds(present) if present.size else np.array([])
    columns = tuple(str(one) for one in frame.columns if one != frame.geometry.name)
    return LayerInspection(
        name=name,
        rows=len(frame),
        unreadable=len({one.row for one in frame.attrs["findings"]}),
        shapes=dict(Counter(types)),
        columns=columns,
        bounds=tuple(float(one) for one in bounds),
        crs=frame.attrs["reprojected_from"],
        crs_assumed=frame.attrs["crs_assumed"],
        notices=tuple(frame.attrs["notices"]),
        fits=tuple(layer for layer in LAYER_NAMES if _fits(frame, columns, layer)),
    )


def _fits(frame: gpd.GeoDataFrame, columns: Sequence[str], layer: LayerName) -> bool:
    schema = LAYER_SCHEMAS[layer]
    match = match_columns(list(columns), layer)
    found = {*match.columns, *match.ambiguous}
    has_columns = found >= {one.name for one in schema.fields if one.required} and bool(found)
    shapes = {str(one) for one in frame.geometry.geom_type.dropna()}
    if not shapes and not (layer == "services" or (layer == "demand" and states_zones(columns))):
        return False
    return has_columns and shapes <= set(schema.geometry_types)
