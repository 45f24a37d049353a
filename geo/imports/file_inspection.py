"""What a file is, before it is imported anywhere: its layers, columns, shapes and extent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import geopandas as gpd
import numpy as np
import shapely

from geo.errors import LayerFileEmptyError, LayerRowsError, LayerTablesError
from geo.formats.all_tables import read_all_tables
from geo.formats.findings import Finding
from geo.formats.reading import read_layer_file
from geo.formats.reading_choices import ReadingChoices
from geo.formats.registry import list_layers
from geo.imports.file_splitting import split_file
from geo.imports.meaning_rules import NO_RULES
from geo.imports.stated_zones import states_zones
from geo.language import DEFAULT_LOCALE, gettext, ngettext
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


@dataclass(frozen=True)
class MeaningInspection:
    """
    What would go where if a file was imported without a layer.

    Attributes
    ----------
    layers
        Number of rows by layer; `unclear` for those that would be asked about.
    columns
        The field of each column, by layer.
    values
        What becomes of the rows of each value that may say something.
    """

    layers: dict[str, int]
    columns: list[dict[str, Any]]
    values: list[dict[str, Any]]


def inspect_meaning(
    source: Path | SourceFile,
) -> tuple[list[LayerInspection], MeaningInspection | None]:
    """
    Inspect a file in a process of its own, with what its rows would be taken for.

    Returns
    -------
    layers, meaning
        The second is None where one of several places has to be chosen first.

    Raises
    ------
    LayerError, ParsingError
        See `inspect_file`.
    """
    task = ParsingTask("meaning", LAYER_LIMITS, LAYER_QUEUE)
    return cast(
        "tuple[list[LayerInspection], MeaningInspection | None]",
        parse_file(task, SourceFile.of(source)),
    )


def find_meaning(source: SourceFile) -> MeaningInspection | None:
    """Find in this process what the rows of a file would be taken for; see `inspect_meaning`."""
    try:
        frame = read_all_tables(source)
        parsed = split_file(frame, NO_RULES)
    except (LayerTablesError, LayerRowsError, LayerFileEmptyError):  # somebody has to choose first
        return None
    counts = {str(layer): one.rows for layer, one in parsed.layers.items()}
    unclear = len(parsed.unclear.frame)
    return MeaningInspection(
        counts | ({"unclear": unclear} if unclear else {}), parsed.columns, parsed.values
    )


def format_meaning_lines(
    meaning: MeaningInspection | None, locale: str = DEFAULT_LOCALE
) -> list[str]:
    """Format which rows would go into which layer, by the values that say so."""
    if meaning is None:
        return []
    lines = [
        ngettext("inspect.layer_rows", count, locale, layer=layer)
        for layer, count in meaning.layers.items()
    ]
    for column in meaning.columns:
        if column["looks_like"]:
            key = f"import.notice_looks_like_{column['looks_like']}"
            lines.append(gettext(key, locale, column=column["column"]))
    for value in meaning.values:
        if value["options"]:
            layers = ", ".join(value["layers"])
            names = {"column": value["column"], "value": value["value"], "layers": layers}
            lines.append(gettext("inspect.value", locale, **names))
    return lines


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
