"""
Kinds of GeoJSON by the programs that write them: their own properties as cells with our names.

Sketch Map Tool, OpenStreetMap, Mapeo and CoMapeo, uMap, and those that keep a colour beside each
feature.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import shapely
from pyproj import CRS

from geo.formats.colours import parse_colour
from geo.formats.findings import Finding
from geo.formats.geometry_checks import Geometries
from geo.formats.html_text import strip_html
from geo.formats.mapeo_records import are_mapeo_records, count_attachments, read_mapeo_record
from geo.formats.osm_records import are_osm_features, read_osm_record
from geo.formats.record_table import merge_cells
from geo.formats.umap_layers import (
    COLOUR_KEYS,
    FEATURE_OPTION_KEYS,
    find_icon,
    read_options,
)

Records = list[dict[str, Any]]
# Names of a feature's own colour, the first that is one: those of simplestyle among them.
COLOUR_NAMES = ("colour", "color", "marker-color", "fill", "stroke", "Color", "COLOR")
DESCRIPTION_NAMES = ("description", "Description", "desc")
SKETCH_COLOUR, SKETCH_CRS = "color", CRS("EPSG:3857")
MERCATOR_EXTENT_M = 20_037_509.0  # metres from the middle of Web Mercator to its edges
MAX_DEGREES = 180.0


def adapt_records(features: Sequence[Any], records: Records) -> tuple[Records, list[Finding]]:
    """
    Name the properties of known programs as columns are named here.

    Parameters
    ----------
    features
        As they are in the file, one for each record.
    records
        Their properties.

    Returns
    -------
    records
        With `colour`, `icon`, `category`, `description` and `date` where they are known.
    notices
        What was left out of all of them.
    """
    notices = []
    if are_osm_features(features, records):
        pairs = zip(features, records, strict=True)
        records = [read_osm_record(feature, record) for feature, record in pairs]
    elif are_mapeo_records(records):
        attachments = sum(count_attachments(record) for record in records)
        if attachments:
            notices.append(Finding("import.notice_attachments", {"count": attachments}))
        records = [read_mapeo_record(record) for record in records]
    names = {name for record in records for name in record}
    if not names.isdisjoint(FEATURE_OPTION_KEYS):
        records = [_read_umap_style(record) for record in records]
    if "tags" in names:
        records = [_spread_tags(record) for record in records]
    if not names.isdisjoint(COLOUR_NAMES):
        records = [_add_colour(record) for record in records]
    for name in names.intersection(DESCRIPTION_NAMES):
        records = [_strip_description(record, name) for record in records]
    return records, notices


def find_sketch_crs(records: Records, geometries: Geometries) -> CRS | None:
    """
    Find the CRS of what Sketch Map Tool detected, which is Web Mercator even where it is not said.

    Returns
    -------
    crs
        None for features that are not this program's: metres of an unknown CRS are not guessed.
    """
    if not records or any(
        parse_colour(record.get(SKETCH_COLOUR)) is None or len(record) > 5 for record in records
    ):
        return None
    bounds = np.abs(shapely.bounds(geometries))
    bounds = bounds[~np.isnan(bounds).any(axis=1)]
    is_metres = bool(len(bounds)) and bool((bounds.max(axis=1) > MAX_DEGREES).all())
    return SKETCH_CRS if is_metres and bounds.max() <= MERCATOR_EXTENT_M else None


def _read_umap_style(record: Mapping[str, Any]) -> dict[str, Any]:
    style = read_options(record, FEATURE_OPTION_KEYS)
    colours = (parse_colour(style.get(key)) for key in COLOUR_KEYS)
    cells = {name: value for name, value in record.items() if name not in FEATURE_OPTION_KEYS}
    own = {
        "colour": next((colour for colour in colours if colour), None),
        "icon": find_icon([style]),
    }
    return merge_cells(cells, {name: value for name, value in own.items() if value})


def _spread_tags(record: dict[str, Any]) -> dict[str, Any]:
    tags = record.get("tags")
    if not isinstance(tags, Mapping):
        return record
    own = {name: value for name, value in record.items() if name != "tags"}
    return merge_cells(own, tags)


def _add_colour(record: dict[str, Any]) -> dict[str, Any]:
    for name in COLOUR_NAMES:
        if (colour := parse_colour(record.get(name))) is not None:
            return {**record, "colour": colour}
    return record


def _strip_description(record: dict[str, Any], name: str) -> dict[str, Any]:
    text = record.get(name)
    return {**record, name: strip_html(text)} if isinstance(text, str) else record
