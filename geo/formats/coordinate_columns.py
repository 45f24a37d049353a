"""
A table of cells as a layer: which columns hold the place of a row, and what is read from them.

One place may be written in several columns, as Kobo does for each point. Where a table has several
places, each of them is a layer of its own.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from itertools import islice

import numpy as np
import pandas as pd
import shapely

from geo.errors import (
    LayerFileEmptyError,
    LayerNoCoordinatesError,
    LayerTablesError,
    LayerTableUnknownError,
)
from geo.formats.axis_columns import AXES, read_axes
from geo.formats.cell_grid import CellGrid
from geo.formats.cell_values import is_blank
from geo.formats.file_format import LayerSource, ParsedLayer
from geo.formats.findings import MAX_LISTED_COLUMNS, RowFinding, list_some
from geo.formats.geometry_cells import holds_places, read_geometry_cells
from geo.formats.kobo_columns import remove_group_paths
from geo.formats.likely_coordinates import choose_axes
from geo.formats.parsed_places import ParsedPlaces, PlaceColumns
from geo.formats.place_names import (
    find_accuracy_column,
    find_axis_pairs,
    find_utm_columns,
    find_zone_column,
    is_place_name,
)
from geo.formats.reading_choices import ReadingChoices
from geo.formats.reprojection import reproject_to_degrees
from geo.formats.utm_columns import find_zone_text, read_utm
from geo.formats.written_numbers import read_number
from geo.layers.column_matching import find_coordinate_column, match_columns
from geo.layers.field_words import join_header_words, read_code
from geo.layers.schema import LAYER_SCHEMAS
from geo.layers.zone_columns import find_zone_columns
from geo.model import CONFIDENTIAL_SERVICE_TYPES, LayerName

PLACELESS_SERVICE_TYPES = ("phone_line", *CONFIDENTIAL_SERVICE_TYPES)
SAME_PLACE_DEGREES = 1e-4  # degrees; a place that is written twice may be rounded once
SAMPLE_ROWS = 200  # cells by which metres are recognised
# Of a file without a layer, too: people by zone have no other place.
COUNTED_BY_ZONE: LayerName = "demand"
MIN_METRES = 1000.0  # of coordinates named x and y that cannot be degrees


def list_places(grid: CellGrid) -> list[PlaceColumns]:
    """List the places that every row of a table has, plain coordinates first."""
    pairs = find_axis_pairs(grid.names)
    utm = _find_utm(grid)
    if utm is not None:
        pairs = [pair for pair in pairs if {pair.latitude, pair.longitude}.isdisjoint(utm.columns)]
    used = {name for pair in pairs for name in (pair.latitude, pair.longitude)}
    used |= set(utm.columns) if utm is not None else set()
    # Beside plain coordinates an address that holds coordinates is no second place.
    is_plain = utm is not None or any(not pair.name for pair in pairs)
    single = [
        name
        for name in grid.names
        if name not in used
        and (is_place_name(name) or not is_plain)
        and holds_places(grid.column(name), is_named=is_place_name(name))
    ]
    by_words = {_join_last_words(name): name for name in single}
    places = []
    for pair in pairs:
        repeated = by_words.get(pair.name) or by_words.get(pair.name.rpartition(" ")[2])
        repeated = repeated if pair.name and repeated in single else None
        if repeated is not None:
            single.remove(repeated)
        places.append(
            PlaceColumns(
                name=repeated or pair.name or pair.latitude,
                kind="axes",
                columns=(pair.latitude, pair.longitude),
                accuracy=find_accuracy_column(grid.names, pair.name),
                described=() if repeated is None else (repeated,),
                doubled=pair.doubled,
            )
        )
    places += [] if utm is None else [utm]
    places += [PlaceColumns(name, "cell", (name,)) for name in single]
    return places


def list_place_layers(grid: CellGrid, source: LayerSource) -> list[str]:
    """List the names of the places that lie elsewhere than the ones before them."""
    candidates = list_places(grid)
    if not grid.rows:
        return []
    if len(candidates) < 2:
        return [columns.name for columns in candidates]
    return [columns.name for columns, _ in _read_distinct(grid, source, candidates)]


def parse_grid(grid: CellGrid, source: LayerSource, place: str | None = None) -> ParsedLayer:
    """
    Read a table as a layer.

    Parameters
    ----------
    place
        Name of one of its places; None where it has one only.

    Raises
    ------
    LayerNoCoordinatesError
        If it has no place. A list of phone lines and shelters alone needs none, and neither do
        people or services with a telephone whose zone is named.
    LayerFileEmptyError
        If there are no rows below the column names.
    LayerTablesError
        If it has several places, and none was chosen.
    LayerTableUnknownError
        If it has no place of that name.
    LayerRowsError
        If two columns only look like coordinates, and nobody has said so.
    LayerCrsError, LayerCrsUnknownError
        If its coordinates are of a datum that is not read, or of an unknown CRS.
    """
    file = source.file.name
    cells = pd.DataFrame(grid.rows, columns=grid.names, dtype=object)
    candidates = list_places(grid)
    if not candidates:
        half = any(find_coordinate_column(grid.names, axis) for axis in AXES)
        if source.choices.allows_placeless or (not half and _needs_no_place(cells, source.layer)):
            none = ParsedPlaces(np.full(len(cells), None, dtype=object))
            return _make_layer(grid, cells, none)
        chosen_axes = choose_axes(grid, source)
        if chosen_axes is None:
            listed = list_some(grid.names, MAX_LISTED_COLUMNS)
            raise LayerNoCoordinatesError(file=file, columns=listed)
        candidates = [chosen_axes]
    if not grid.rows:
        raise LayerFileEmptyError(file=file)
    found = _read_distinct(grid, source, candidates)
    chosen = [one for one in found if one[0].name == place] if place is not None else found
    names = ", ".join(columns.name for columns, _ in found)
    if not chosen:
        raise LayerTableUnknownError(file=file, table=place, tables=names)
    if len(chosen) > 1:
        raise LayerTablesError(file=file, tables=names)
    columns, places = chosen[0]
    dropped = [*columns.columns, *columns.described]
    return _make_layer(grid, cells.drop(columns=dropped), places)


def _make_layer(grid: CellGrid, cells: pd.DataFrame, places: ParsedPlaces) -> ParsedLayer:
    cells.columns = pd.Index(remove_group_paths([str(name) for name in cells.columns]))
    return ParsedLayer(
        cells,
        places.geometries,
        places.crs,
        [*grid.findings, *places.findings],
        line_numbers=grid.line_numbers,
        decimal_marks=places.decimal_marks,
        notices=[*grid.notices, *places.notices],
        doubts=places.doubts,
        questions=places.questions,
    )


def _read_distinct(
    grid: CellGrid, source: LayerSource, candidates: Sequence[PlaceColumns]
) -> list[tuple[PlaceColumns, ParsedPlaces]]:
    """Read all places, but those that say again what another one says."""
    distinct: list[tuple[PlaceColumns, ParsedPlaces]] = []
    file = source.file.name
    for columns in candidates:
        places = _read_places(grid, columns, source.choices, file=file)
        if len(candidates) > 1 and shapely.is_missing(places.geometries).all() and distinct:
            continue
        same = next((one for one in distinct if _is_same(one[1], places, file=file)), None)
        if same is None:
            distinct.append((columns, places))
        else:
            position = distinct.index(same)
            described = (*same[0].described, *columns.columns, *columns.described)
            distinct[position] = (dataclasses.replace(same[0], described=described), same[1])
    return distinct


def _is_same(known: ParsedPlaces, other: ParsedPlaces, *, file: str) -> bool:
    """Return whether two columns hold the same places, and the second one no more of them."""
    first, _ = reproject_to_degrees(known.geometries, known.crs, file=file)
    second, _ = reproject_to_degrees(other.geometries, other.crs, file=file)
    if (shapely.is_missing(first) & ~shapely.is_missing(second)).any():
        return False
    both = ~shapely.is_missing(second)
    same = shapely.equals_exact(first[both], second[both], tolerance=SAME_PLACE_DEGREES)
    return bool(both.any() and same.all())


def _read_places(
    grid: CellGrid, columns: PlaceColumns, choices: ReadingChoices, *, file: str
) -> ParsedPlaces:
    cells = [grid.column(name) for name in columns.columns]
    if columns.kind == "cell":
        places = read_geometry_cells(columns.columns[0], cells[0], file=file)
    elif columns.kind == "axes":
        names = (columns.columns[0], columns.columns[1])
        places = read_axes(names, (cells[0], cells[1]), choices.integer_digits)
    else:
        described = [*columns.columns, *grid.titles]
        zone = find_zone_text(described) or ""
        zones = cells[2] if len(cells) > 2 else [zone] * len(grid.rows)
        places = read_utm((cells[0], cells[1]), zones, described, choices.hemisphere, file=file)
    doubled = [
        RowFinding(None, "row.doubled", {"column": axis, "found": ", ".join(names)})
        for axis, names in columns.doubled
    ]
    places.findings = [*doubled, *places.findings]
    if columns.accuracy is not None:
        _doubt_accuracies(places, grid.column(columns.accuracy))
    return places


def _doubt_accuracies(places: ParsedPlaces, cells: Sequence[object]) -> None:
    for row, cell in enumerate(cells):
        number = None if is_blank(cell) else read_number(str(cell))
        if number is not None and number.value is not None:
            places.doubt_accuracy(row, number.value)


def _find_utm(grid: CellGrid) -> PlaceColumns | None:
    """Find coordinates in metres whose zone is known: by name, or `x` and `y` beyond degrees."""
    found = find_utm_columns(grid.names)
    plain = [pair for pair in find_axis_pairs(grid.names) if not pair.name]
    if found is not None:
        columns = (found.easting, found.northing)
        zone = found.zone
    else:
        if not plain or not _are_metres(grid.column(plain[0].latitude)):
            return None
        columns = (plain[0].longitude, plain[0].latitude)
        zone = find_zone_column(grid.names)
    if zone is not None:
        return PlaceColumns(columns[0], "utm", (*columns, zone))
    has_zone = find_zone_text([*columns, *grid.titles]) is not None
    if not has_zone and (found is None or plain):  # metres that nobody can place
        return None
    return PlaceColumns(columns[0], "utm", columns)


def _are_metres(cells: Sequence[object]) -> bool:
    present = (cell for cell in cells if not is_blank(cell))
    numbers = [read_number(str(cell)) for cell in islice(present, SAMPLE_ROWS)]
    metres = [
        one
        for one in numbers
        if one is not None and abs(one.value or one.as_thousands) > MIN_METRES
    ]
    return len(metres) * 2 > len(numbers)


def _join_last_words(name: str) -> str:
    return join_header_words(name.rpartition("/")[2])


def _needs_no_place(cells: pd.DataFrame, layer: LayerName) -> bool:
    return _lists_placeless_services(cells, layer) or any(
        _counts_by_zone(cells, one) for one in dict.fromkeys((layer, COUNTED_BY_ZONE))
    )


def _lists_placeless_services(cells: pd.DataFrame, layer: LayerName) -> bool:
    """Return whether all rows are services of types that have no place, or none to write down."""
    column = match_columns(list(cells.columns), layer).columns.get("type")
    if layer != "services" or column is None or cells.empty:
        return False
    field = next(one for one in LAYER_SCHEMAS[layer].fields if one.name == "type")
    return all(read_code(str(cell), field) in PLACELESS_SERVICE_TYPES for cell in cells[column])


def _counts_by_zone(cells: pd.DataFrame, layer: LayerName) -> bool:
    """Return whether rows are people, or services with a telephone, of a zone that they name."""
    names = [str(name) for name in cells.columns]
    needed = {"demand": {"people"}, "services": {"type", "phone"}}.get(layer)
    has_zones = bool(find_zone_columns(names)) and not cells.empty
    return needed is not None and has_zones and needed <= match_columns(names, layer).columns.keys()
