"""GPX: reading of the waypoints, routes and tracks of GPS devices and map applications."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

import numpy as np
from pyproj import CRS
from shapely.geometry import LineString, MultiLineString, MultiPoint, Point
from shapely.geometry.base import BaseGeometry

from geo.errors import LayerFileEmptyError, LayerTableUnknownError
from geo.formats.broken_collection import make_broken_error
from geo.formats.colours import parse_argb_colour
from geo.formats.file_format import FileFormat, LayerSource, ParsedLayer
from geo.formats.findings import Finding, FindingText, RowFinding
from geo.formats.gpx_writing import ROW_TAG, write_gpx
from geo.formats.html_text import strip_html
from geo.formats.memory_limit import MAX_XML_MB, check_file_size
from geo.formats.record_table import build_record_table, merge_cells
from geo.formats.xml_document import XmlDocument, find_text, parse_layer_xml
from geo.model import WGS84
from geo.parsing.source import SourceFile

# Tags of the three kinds of features, and the layers that they make.
LAYERS = {"wpt": "waypoints", "rte": "routes", "trk": "tracks"}
LEADING_COLUMNS = ("name", "description", "layer", "category", "icon", "colour")
UNREADABLE = Finding("row.broken", {"reason": FindingText("shape.broken.unreadable")})
# Times and devices tell who was where and when; links would lead elsewhere.
_TIME_TAGS = ("time", "src")


def read_gpx(source: LayerSource) -> ParsedLayer:
    """
    Read waypoints, routes and tracks; a track is one row, whatever number of points it has.

    Parameters
    ----------
    source
        With `table`, one of `waypoints`, `routes` and `tracks`; else all, with a column `layer`.

    Returns
    -------
    parsed
        Without times, devices and authors. Segments of one point are left out where the track has
        others. Where the file breaks off, one row stands for what could not be read.

    Raises
    ------
    LayerFileEmptyError
        If there are none of them.
    LayerTableUnknownError
        If the file has no such layer.
    LayerSyntaxError
        If the XML is truncated or broken before its first feature ends; names the line.
    LayerContentError, LayerUnreadableError, LayerDefinitionsError
        If it is no GPX, or damaged, or defines a document type.
    LayerTooLargeError, LayerColumnsError, LayerMemoryError
        If reading it would fill the memory.
    """
    file = source.file.name
    document = _parse_document(source.file)
    layers = _list_present_layers(document)
    if source.table is not None and source.table not in layers:
        raise LayerTableUnknownError(file=file, table=source.table, tables=", ".join(layers))
    chosen = {tag for tag, name in LAYERS.items() if source.table in (None, name)}
    features = [element for element in document.root if element.tag in chosen]
    if document.rest is not None and not features:
        raise make_broken_error(document.rest, file=file)
    if not features:
        raise LayerFileEmptyError(file=file)
    cells = [_read_cells(feature) for feature in features]
    findings, short_segments = [], 0
    if document.rest is not None:
        cells.append({})
        findings.append(RowFinding(len(cells), document.rest.key, document.rest.placeholders))
    geometries = np.full(len(cells), None, dtype=object)
    for position, feature in enumerate(features):
        lines = [_parse_points(points) for points in _list_point_elements(feature)]
        if any(line is None for line in lines):
            findings.append(RowFinding(position + 1, UNREADABLE.key, UNREADABLE.placeholders))
            continue
        geometries[position], dropped = _build_geometry([line for line in lines if line])
        short_segments += dropped
    return ParsedLayer(
        build_record_table(cells, file=file, leading=LEADING_COLUMNS),
        geometries,
        CRS(WGS84),
        findings,
        notices=_list_notices(document, short_segments),
    )


def list_gpx_layers(file: SourceFile) -> list[str]:
    """List which of waypoints, routes and tracks a file has."""
    return _list_present_layers(_parse_document(file))


def _parse_document(file: SourceFile) -> XmlDocument:
    check_file_size(file, max_mb=MAX_XML_MB)
    return parse_layer_xml(
        file.read_bytes(),
        file=file.name,
        root_tags=("gpx",),
        is_container=lambda element: element.tag == "gpx",
    )


def _list_present_layers(document: XmlDocument) -> list[str]:
    tags = {element.tag for element in document.root}
    return [name for tag, name in LAYERS.items() if tag in tags]


def _list_point_elements(feature: Element) -> Iterator[list[Element]]:
    """List the points of a feature, one list for each line."""
    if feature.tag == "wpt":
        yield [feature]
    elif feature.tag == "rte":
        yield feature.findall("rtept")
    else:
        yield from (segment.findall("trkpt") for segment in feature.findall("trkseg"))


def _parse_points(elements: list[Element]) -> list[tuple[float, float]] | None:
    """Parse longitude and latitude of points; None where one of them is no place."""
    points = []
    for element in elements:
        try:
            point = float(element.get("lon", "")), float(element.get("lat", ""))
        except ValueError:
            return None
        if not all(map(math.isfinite, point)):
            return None
        points.append(point)
    return points


def _build_geometry(
    lines: list[list[tuple[float, float]]],
) -> tuple[BaseGeometry | None, int]:
    """Build a point, a line or several lines; return how many lines of one point were left out."""
    longer = [line for line in lines if len(line) > 1]
    if longer:
        built = [LineString(line) for line in longer]
        geometry = built[0] if len(built) == 1 else MultiLineString(built)
        return geometry, len(lines) - len(longer)
    if not lines:
        return None, 0
    points = [line[0] for line in lines]
    return (Point(points[0]) if len(points) == 1 else MultiPoint(points)), 0


def _read_cells(feature: Element) -> dict[str, Any]:
    description, comment = (strip_html(find_text(feature, tag)) for tag in ("desc", "cmt"))
    own = {
        "name": find_text(feature, "name"),
        "description": description or comment,
        "layer": LAYERS[feature.tag],
        "category": find_text(feature, "type"),
        "icon": find_text(feature, "sym"),
        "colour": None,
    }
    if comment not in ("", description) and description:
        own["comment"] = comment
    cells = {name: value or None for name, value in own.items()}
    return merge_cells(cells, _read_extensions(feature))


def _read_extensions(feature: Element) -> dict[str, Any]:
    """Read colour, icon and category that map applications add, and the cells of our own files."""
    cells: dict[str, Any] = {}
    for extensions in feature.findall("extensions"):
        for element in extensions.iter(ROW_TAG):
            cells |= {cell.tag: (cell.text or "").strip() or None for cell in element}
        for element in extensions.iter():
            text = (element.text or "").strip()
            if element.tag in ("color", "displaycolor") and parse_argb_colour(text):
                cells.setdefault("colour", parse_argb_colour(text))
            elif element.tag in ("icon", "category") and text:
                cells.setdefault(element.tag, text)
    return cells


def _list_notices(document: XmlDocument, short_segments: int) -> list[Finding]:
    notices = []
    if document.rest is not None:
        notices.append(Finding("import.notice_damaged_json"))
    if document.is_repaired:
        notices.append(Finding("import.notice_xml_repaired"))
    if any(element.tag in _TIME_TAGS for element in document.root.iter()):
        notices.append(Finding("import.notice_recording"))
    if short_segments:
        notices.append(Finding("import.notice_short_segments", {"count": short_segments}))
    return notices


FORMAT = FileFormat(
    "GPX",
    (".gpx",),
    ("gpx", "xml"),
    read=read_gpx,
    list_layers=list_gpx_layers,
    write=write_gpx,
)
