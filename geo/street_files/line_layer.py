"""
Streets from a layer of lines: a municipality's own GeoPackage, GeoParquet, shapefile or GeoJSON.

Such files say where streets lie, not where they are joined. Lines are joined where they have a
point in common, and where an end lies within a tolerance of another line; lines that only cross
may be a bridge and a street, and are joined where somebody says so.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import shapely

from geo.errors import (
    ExtractWithoutStreetsError,
    LayerCrsError,
    StreetsCrsMissingError,
    StreetsSnapError,
)
from geo.formats.broken_collection import refuse_broken
from geo.formats.cell_values import format_cell
from geo.formats.crs_text import parse_crs
from geo.formats.file_format import LayerSource, ParsedLayer
from geo.formats.geometry_checks import DEGREE_BOUNDS, Geometries
from geo.formats.memory_limit import check_vertex_count
from geo.formats.osm_records import ID_COLUMN
from geo.formats.registry import check_content, find_reader
from geo.formats.reprojection import declares_usable_crs, reproject_to_degrees
from geo.layers.field_words import join_words
from geo.model import LayerName
from geo.network.polylines import BoolArray, Int64Array
from geo.osm.filtered_extract import FilteredExtract, OsmWays, Tags
from geo.parsing.source import SourceFile
from geo.street_files.line_crossings import find_crossings, join_crossings
from geo.street_files.line_points import STREET_LEVEL, LinePoints, join_equal_points
from geo.street_files.line_snapping import join_ends_to_lines, snap_ends
from geo.street_files.street_choices import MAX_SNAP_M, StreetChoices
from geo.street_files.street_file import OSM_ATTRIBUTION, StreetFile
from geo.street_files.street_words import (
    has_abbreviations,
    is_understood,
    match_street_columns,
    translate_value,
)

READ_AS: LayerName = "zones"  # a layer whose readers expect no columns
LINE_TYPES = ("LineString", "MultiLineString")
SOURCE_WORDS = frozenset({"source", "fuente", "fonte", "attribution", "licencia", "licence"})
MAX_SOURCE_CHARACTERS = 120
_UNREAD_COUNTS = {"highway": "unread_kinds", "oneway": "unread_directions"}


def read_line_layer(file: SourceFile, choices: StreetChoices) -> StreetFile:
    """
    Read streets from a layer of lines.

    Returns
    -------
    streets
        Each row is a way, numbered from 1. Counts: `rows_read`, `rows_taken`, `rows_left_out`
        (without a line, outside the globe, or shorter than the tolerance), `snapped_ends`,
        `joined_ends`, `joined_crossings`, `separate_crossings`, `bridge_crossings`, and
        `unread_kinds`, `unread_directions`, `unread_access`: rows whose value is not understood.

    Raises
    ------
    LayerError
        If the file cannot be read; see `geo.formats.reading.read_layer_file`.
    StreetsCrsMissingError
        If its coordinates are no degrees, and neither it nor `choices` says what they are.
    StreetsSnapError
        If the tolerance is not between 0 and `MAX_SNAP_M`.
    ExtractWithoutStreetsError
        If it has no line.
    """
    if not (math.isfinite(choices.snap_m) and 0 <= choices.snap_m <= MAX_SNAP_M):
        raise StreetsSnapError(most=MAX_SNAP_M)
    check_content(file)
    parsed = find_reader(file)(LayerSource(file, READ_AS, choices.table))
    refuse_broken(parsed.findings, file=file.name)
    check_vertex_count(parsed.geometries, file=file.name)
    geometries = _reproject(parsed, choices, file.name)
    columns = match_street_columns([str(name) for name in parsed.cells.columns], choices.columns)
    tags, counts = _read_tags(parsed.cells, columns)
    is_line = _are_lines(geometries)
    if not is_line.any():
        raise ExtractWithoutStreetsError(file=file.name)
    rows = np.flatnonzero(is_line)
    parts, owner = shapely.get_parts(geometries[rows], return_index=True)
    levels = np.array([_read_level(tags[row]) for row in rows.tolist()], dtype=np.int64)
    points = join_equal_points(parts, rows[owner], levels[owner])
    counts |= _join_lines(points, choices)
    streets = _build_osm_objects(points, tags)
    taken = len(np.unique(streets.way_ids))
    counts |= {"rows_read": len(tags), "rows_taken": taken, "rows_left_out": len(tags) - taken}
    source = _find_source(parsed.cells)
    return StreetFile(FilteredExtract(streets=streets), counts, source, columns)


def _reproject(parsed: ParsedLayer, choices: StreetChoices, file: str) -> Geometries:
    crs = parsed.crs
    if choices.crs is not None and not declares_usable_crs(crs):
        crs = parse_crs(choices.crs, file=file)
    try:
        geometries, _ = reproject_to_degrees(parsed.geometries, crs, file=file)
    except LayerCrsError as error:
        raise StreetsCrsMissingError(file=file) from error
    return geometries


def _are_lines(geometries: Geometries) -> BoolArray:
    is_line = np.isin(shapely.get_type_id(geometries), (1, 5)) & ~shapely.is_empty(geometries)
    bounds = shapely.bounds(geometries)
    low, high = DEGREE_BOUNDS[:2], DEGREE_BOUNDS[2:]
    with np.errstate(invalid="ignore"):  # rows without a geometry have no bounds
        is_inside = (bounds[:, :2] >= low).all(axis=1) & (bounds[:, 2:] <= high).all(axis=1)
    inside: BoolArray = is_line & is_inside
    return inside


def _read_tags(cells: pd.DataFrame, columns: dict[str, str]) -> tuple[list[Tags], dict[str, int]]:
    """Read the tags of each row, and count the rows whose values are not understood."""
    tags: list[Tags] = [{} for _ in range(len(cells))]
    counts = {"unread_kinds": 0, "unread_directions": 0, "unread_access": 0}
    for field, name in columns.items():
        values = cells[name].tolist()
        abbreviated = field == "oneway" and has_abbreviations(values)
        for own, value in zip(tags, values, strict=True):
            text = translate_value(field, value, uses_abbreviations=abbreviated)
            if text is not None:
                own[field] = text
            if not is_understood(field, value, uses_abbreviations=abbreviated):
                counts[_UNREAD_COUNTS.get(field, "unread_access")] += 1
    for own in tags:
        if own.pop("steps", "no") == "yes":
            own["highway"] = "steps"
        own.setdefault("highway", "road")
    return tags, counts


def _read_level(tags: Tags) -> int:
    """Read the level of a line: `layer`, else above the ground for a bridge, below for a tunnel."""
    text = tags.get("layer", "")
    if text.lstrip("+-").isdigit() and int(text) != STREET_LEVEL and abs(int(text)) < 100:
        return int(text)
    if tags.get("bridge", "no") != "no":
        return STREET_LEVEL + 1
    return STREET_LEVEL - 1 if tags.get("tunnel", "no") != "no" else STREET_LEVEL


def _join_lines(points: LinePoints, choices: StreetChoices) -> dict[str, int]:
    snapped = snap_ends(points, choices.snap_m)
    joined = join_ends_to_lines(points, choices.snap_m)
    crossings = find_crossings(points)
    level = crossings.select_one_level(points)
    if choices.joins_crossings and len(level.xy):
        join_crossings(points, level)
    count, bridges = len(level.xy), len(crossings.xy) - len(level.xy)
    return {
        "snapped_ends": snapped,
        "joined_ends": joined,
        "joined_crossings": count if choices.joins_crossings else 0,
        "separate_crossings": 0 if choices.joins_crossings else count,
        "bridge_crossings": bridges,
    }


def _build_osm_objects(points: LinePoints, tags: list[Tags]) -> OsmWays:
    """Build the ways; a line whose points were all joined to one node is none."""
    is_same = np.zeros(len(points.line), dtype=np.bool_)
    is_same[1:] = (points.node[1:] == points.node[:-1]) & (points.line[1:] == points.line[:-1])
    line, node = points.line[~is_same], points.node[~is_same]
    sizes: Int64Array = np.bincount(line, minlength=len(points.row))
    is_kept = sizes[line] > 1
    rows = points.row[sizes > 1]
    return OsmWays(
        way_ids=rows + 1,
        tags=[tags[row] for row in rows.tolist()],
        sizes=sizes[sizes > 1],
        lonlat=points.lonlat[node[is_kept]],
        node_refs=node[is_kept] + 1,
    )


def _find_source(cells: pd.DataFrame) -> str | None:
    """Find the source that a file names: that of OpenStreetMap's features, or a column's value."""
    for name in map(str, cells.columns):
        if name == ID_COLUMN or join_words(name) == "osm id":
            return OSM_ATTRIBUTION
    for name in map(str, cells.columns):
        texts = {format_cell(value) for value in cells[name]} if _names_source(name) else set()
        if len(texts) == 1 and (text := texts.pop()):
            return text[:MAX_SOURCE_CHARACTERS]
    return None


def _names_source(name: str) -> bool:
    return join_words(name) in SOURCE_WORDS
