"""
GPX: writing of points as waypoints and of lines as tracks, for navigation apps.

What a waypoint has no element for stands in its extensions, in a namespace of our own, so that it
can be read back. Format: https://www.topografix.com/GPX/1/1/.
"""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree import ElementTree as ET

import geopandas as gpd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.errors import ExportAreasError
from geo.formats.export_note import ExportNote
from geo.formats.feature_text import describe_feature, find_type_label
from geo.formats.layer_style import find_layer_style
from geo.formats.text_cells import format_text_cell, list_records, split_frame
from geo.formats.xml_document import format_xml
from geo.language import DEFAULT_LOCALE

CREATOR = "Amparo"
NAMESPACES = {"xmlns": "http://www.topografix.com/GPX/1/1", "xmlns:amparo": "urn:amparo:layer"}
ROW_TAG = "amparo_row"  # of the element in the extensions that holds the cells of a row
NAME_COLUMN = "name"
AREA_DIMENSION = 2


def write_gpx(frame: gpd.GeoDataFrame, layer: str, note: ExportNote | None) -> bytes:
    """
    Write a frame as GPX 1.1.

    Parameters
    ----------
    frame
        Points and lines. Rows without a place are listed in the description of the file.
    note
        Its sentences become the description of the file, its day the file's time.

    Raises
    ------
    ExportAreasError
        If a row is an area: GPX has none.
    """
    locale = DEFAULT_LOCALE if note is None else note.locale
    cells, geometries = split_frame(frame)
    if (shapely.get_dimensions(geometries) == AREA_DIMENSION).any():
        raise ExportAreasError
    records = list_records(cells)
    lines = [] if note is None else note.to_lines()
    lines += [
        " · ".join(_list_texts(record, locale))
        for record, geometry in zip(records, geometries, strict=True)
        if geometry is None
    ]
    root = ET.Element("gpx", {**NAMESPACES, "version": "1.1", "creator": CREATOR})
    metadata = ET.SubElement(root, "metadata")
    _add_text(metadata, "name", find_layer_style(layer, locale).title)
    _add_text(metadata, "desc", "\n".join(filter(None, lines)))
    if note is not None:
        _add_text(metadata, "time", f"{note.made_on.isoformat()}T00:00:00Z")
    # All waypoints come before all tracks: the format says so.
    for tag, dimension in (("wpt", 0), ("trk", 1)):
        for record, geometry in zip(records, geometries, strict=True):
            if geometry is not None and shapely.get_dimensions(geometry) == dimension:
                _add_feature(root, tag, record, geometry, locale)
    return format_xml(root)


def _add_feature(
    root: ET.Element, tag: str, record: Mapping[str, object], geometry: BaseGeometry, locale: str
) -> None:
    """Add a waypoint for each point, or a track with a segment for each line."""
    if tag == "wpt":
        for point in shapely.get_parts(geometry):
            _describe(_add_point(root, tag, point.x, point.y), record, locale)
        return
    track = ET.SubElement(root, tag)
    _describe(track, record, locale)
    for line in shapely.get_parts(geometry):
        segment = ET.SubElement(track, "trkseg")
        for longitude, latitude in shapely.get_coordinates(line).tolist():
            _add_point(segment, "trkpt", longitude, latitude)


def _add_point(parent: ET.Element, tag: str, longitude: float, latitude: float) -> ET.Element:
    return ET.SubElement(parent, tag, lat=f"{latitude:.7f}", lon=f"{longitude:.7f}")


def _describe(feature: ET.Element, record: Mapping[str, object], locale: str) -> None:
    """Add the elements of a feature, in the order of the format."""
    _add_text(feature, "name", format_text_cell(record.get(NAME_COLUMN)))
    _add_text(feature, "desc", "\n".join(describe_feature(record, locale)))
    _add_text(feature, "type", find_type_label(record, locale) or "")
    row = ET.SubElement(ET.SubElement(feature, "extensions"), f"amparo:{ROW_TAG}")
    for key, value in record.items():
        if key != NAME_COLUMN:
            ET.SubElement(row, f"amparo:{key}").text = format_text_cell(value)


def _add_text(parent: ET.Element, tag: str, text: str) -> None:
    if text:
        ET.SubElement(parent, tag).text = text


def _list_texts(record: Mapping[str, object], locale: str) -> list[str]:
    name = format_text_cell(record.get(NAME_COLUMN))
    return [*([name] if name else []), *describe_feature(record, locale)]
