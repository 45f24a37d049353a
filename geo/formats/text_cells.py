"""Cells as texts of a table or an XML file, and texts that a spreadsheet would run as a formula."""

from __future__ import annotations

import json
import re

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.formats.geojson_file import to_json_value
from geo.formats.geometry_checks import Geometries, normalise_geometries

# A spreadsheet runs a text that begins so, unless an apostrophe stands before it. A text that has
# the apostrophe already gets one more, so that the original can be told from it.
FORMULA_PATTERN = re.compile(r"'*[=+\-@\t\r]")
QUOTED_FORMULA_PATTERN = re.compile(r"'+[=+\-@\t\r]")
COORDINATE_DECIMALS = 7


def quote_formula(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would run as a formula."""
    return f"'{text}" if FORMULA_PATTERN.match(text) else text


def unquote_formula(text: str) -> str:
    """Remove the apostrophe of `quote_formula`."""
    return text[1:] if QUOTED_FORMULA_PATTERN.match(text) else text


def format_text_cell(value: object) -> str:
    """Format a cell as text: empty for unknown or infinite, `true`, ISO dates, JSON of a list."""
    plain = to_json_value(value)
    if plain is None:
        return ""
    if isinstance(plain, str):
        return plain
    if isinstance(plain, float) and plain.is_integer():
        return str(int(plain))
    return json.dumps(plain, ensure_ascii=False)


def split_frame(frame: gpd.GeoDataFrame) -> tuple[pd.DataFrame, Geometries]:
    """
    Split a frame into its cells and its geometries.

    Returns
    -------
    cells
        Every column but the geometry, of dtype object; rows are counted from 0.
    geometries
        Seven decimals of a degree, flat, outer rings anticlockwise; None for a missing or empty
        one.
    """
    geometries = normalise_geometries(np.asarray(frame.geometry.array, dtype=object))
    geometries[shapely.is_empty(geometries)] = None
    cells = pd.DataFrame(frame.drop(columns=frame.geometry.name)).astype(object)
    return cells.reset_index(drop=True), geometries


def list_records(cells: pd.DataFrame) -> list[dict[str, object]]:
    """List the rows of a frame as mappings of column name to value."""
    return [{str(name): one for name, one in row.items()} for row in cells.to_dict("records")]


def build_coordinate_columns(geometries: Geometries) -> dict[str, list[object]]:
    """
    Build the columns by which a table says where its rows are.

    Returns
    -------
    columns
        `longitude` and `latitude` [degrees] where all rows with a place are points, else
        `geometry` as WKT; None for a row without a place.
    """
    present = geometries[~shapely.is_missing(geometries)]
    if all(geometry.geom_type == "Point" for geometry in present):
        return {
            "longitude": [None if one is None else one.x for one in geometries],
            "latitude": [None if one is None else one.y for one in geometries],
        }
    texts = shapely.to_wkt(geometries, rounding_precision=COORDINATE_DECIMALS)
    return {"geometry": list(texts)}
