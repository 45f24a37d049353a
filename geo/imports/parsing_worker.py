"""Main module of parsing processes: the tasks that they run, each on one file from outside."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable

import pandas as pd
from shapely.geometry.base import BaseGeometry

from geo.formats.all_tables import read_all_tables
from geo.formats.reading import read_layer_file
from geo.formats.registry import list_layers
from geo.imports.area_search import NamedAreas, list_named_areas
from geo.imports.boundary_file import read_boundary
from geo.imports.file_inspection import (
    LayerInspection,
    MeaningInspection,
    find_meaning,
    inspect_layers,
)
from geo.imports.file_parsing import ParsedLayerFile, ParsedStreets, examine_file
from geo.imports.file_splitting import ParsedFile, split_file
from geo.imports.import_choices import NO_CHOICES, ImportChoices
from geo.imports.meaning_rules import MeaningRules
from geo.layers.street_rows import TURN_RESTRICTION_COLUMNS, build_street_rows
from geo.model import LayerName
from geo.osm.extract import build_extract
from geo.parsing.source import SourceFile
from geo.parsing.template_process import TemplateProcess, run_once
from geo.parsing.worker import Task
from geo.street_files.reading import read_street_file
from geo.street_files.street_choices import NO_STREET_CHOICES, StreetChoices

READING_SHARE = 0.5  # of the time in this process; checking takes the rest
Progress = Callable[[float, str], None]
"""Called with a share of the work, 0 to 1, and a message key."""


def run_layer(  # noqa: PLR0913 (the arguments of `parse_layer`)
    source: SourceFile,
    *,
    progress: Progress,
    layer: LayerName,
    table: str | None,
    accepts_points: bool = False,
    choices: ImportChoices = NO_CHOICES,
    waits: bool = False,
) -> ParsedLayerFile:
    """Read and check a layer."""
    progress(0.0, "import.reading")
    frame = read_layer_file(source, layer, table=table, choices=choices.reading)
    progress(READING_SHARE, "import.checking")
    return examine_file(frame, layer, choices, accepts_points=accepts_points, waits=waits)


def run_file(  # noqa: PLR0913 (the arguments of `settle_file`)
    source: SourceFile,
    *,
    progress: Progress,
    rules: MeaningRules,
    table: str | None,
    accepts_points: bool,
    choices: ImportChoices,
    waits: bool,
) -> ParsedFile:
    """Read a file and part it into layers."""
    progress(0.0, "import.reading")
    frame = read_all_tables(source, table=table, choices=choices.reading)
    progress(READING_SHARE, "import.checking")
    return split_file(frame, rules, choices, accepts_points=accepts_points, waits=waits)


def run_tables(source: SourceFile, *, progress: Progress) -> list[str]:
    """List the layers of a file."""
    del progress
    return list_layers(source)


def run_inspection(source: SourceFile, *, progress: Progress) -> list[LayerInspection]:
    """Inspect a file."""
    del progress
    return inspect_layers(source)


def run_meaning(
    source: SourceFile, *, progress: Progress
) -> tuple[list[LayerInspection], MeaningInspection | None]:
    """Inspect a file, with what its rows would be taken for."""
    del progress
    return inspect_layers(source), find_meaning(source)


def run_boundary(
    source: SourceFile,
    *,
    progress: Progress,
    where: tuple[str, str] | str | None,
    table: str | None,
    unites: bool,
) -> BaseGeometry:
    """Read a boundary."""
    del progress
    return read_boundary(source, where=where, table=table, unites=unites)


def run_named_areas(
    source: SourceFile, *, progress: Progress, table: str | None
) -> list[NamedAreas]:
    """List the values by which areas can be selected."""
    del progress
    return list_named_areas(source, table=table)


def run_streets(
    source: SourceFile,
    *,
    progress: Progress,
    clip_polygon: BaseGeometry | None,
    joins_fragments: bool,
    choices: StreetChoices = NO_STREET_CHOICES,
) -> ParsedStreets:
    """Read a file of streets; whoever stores its rows names their source."""
    gc.disable()  # it keeps what it makes, and this process ends after it
    read = read_street_file(source, choices, progress=progress)
    extract = build_extract(
        read.extract,
        file=source.name,
        clip_polygon=clip_polygon,
        # Other files do not say where a wall or water lies between two pieces of street.
        joins_fragments=joins_fragments and read.knows_obstacles,
        progress=progress,
    )
    turns = pd.DataFrame(extract.turn_restrictions, columns=TURN_RESTRICTION_COLUMNS)
    rows = build_street_rows(
        extract.edges,
        extract.base_map,
        extract.candidates,
        turn_restrictions=turns,
        ferries=extract.ferries,
        source="",
    )
    west, south, east, north = extract.edges.total_bounds
    return ParsedStreets(
        rows=rows,
        counts=extract.counts | read.counts,
        centre=((west + east) / 2, (south + north) / 2),
        source=read.source,
        columns=read.columns,
    )


TASKS: dict[str, Task] = {
    "layer": run_layer,
    "file": run_file,
    "tables": run_tables,
    "inspect": run_inspection,
    "meaning": run_meaning,
    "boundary": run_boundary,
    "named_areas": run_named_areas,
    "streets": run_streets,
}

if __name__ == "__main__":
    if sys.argv[1:] == ["once"]:
        run_once(TASKS)
    else:
        TemplateProcess(TASKS).run()
