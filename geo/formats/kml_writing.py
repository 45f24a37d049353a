"""
KML: writing of a layer for phones: a folder for each type, colours, descriptions as plain text.

Nothing in the file points elsewhere: an icon is the program's own, tinted.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from xml.etree import ElementTree as ET

import geopandas as gpd
import shapely
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from geo.formats.export_note import ExportNote
from geo.formats.feature_text import describe_feature, group_by_type
from geo.formats.html_text import strip_html
from geo.formats.layer_style import FeatureStyle, find_layer_style
from geo.formats.text_cells import format_text_cell, list_records, split_frame
from geo.formats.xml_document import format_xml
from geo.language import DEFAULT_LOCALE

NAMESPACE = "http://www.opengis.net/kml/2.2"
NAME_COLUMN = "name"
ICON_SCALE = "1.1"


def write_kml(frame: gpd.GeoDataFrame, layer: str, note: ExportNote | None) -> bytes:
    """
    Write a frame as KML.

    Parameters
    ----------
    frame
        Every column but `name`, which names the placemark, becomes an item of `ExtendedData`.
    note
        Its sentences become the document's description, its members items of `ExtendedData`.
    """
    locale = DEFAULT_LOCALE if note is None else note.locale
    style = find_layer_style(layer, locale)
    cells, geometries = split_frame(frame)
    root = ET.Element("kml", xmlns=NAMESPACE)
    document = ET.SubElement(root, "Document")
    ET.SubElement(document, "name").text = style.title
    if note is not None:
        ET.SubElement(document, "description").text = _to_html("\n".join(note.to_lines()))
    values = cells[style.column] if style.column in cells else [None] * len(cells)
    classes = [style.find_class(value) for value in values]
    records = list_records(cells)
    for one in dict.fromkeys(classes):
        _add_style(document, one)
    if note is not None:  # behind the styles, as the schema of KML has it
        _add_data(document, note.to_text_metadata())
    for title, rows in group_by_type(cells, style, locale):
        folder = ET.SubElement(document, "Folder")
        ET.SubElement(folder, "name").text = title
        for row in rows:
            placemark = ET.SubElement(folder, "Placemark")
            _fill_placemark(placemark, records[row], classes[row], locale)
            if geometries[row] is not None:
                placemark.append(_build_geometry(geometries[row]))
    return format_xml(root)


def _fill_placemark(
    placemark: ET.Element, record: dict[str, object], one: FeatureStyle, locale: str
) -> None:
    name = format_text_cell(record.get(NAME_COLUMN))
    if name:
        ET.SubElement(placemark, "name").text = name
    lines = describe_feature(record, locale)
    if lines:
        ET.SubElement(placemark, "description").text = _to_html("\n".join(lines))
    ET.SubElement(placemark, "styleUrl").text = f"#{one.key}"
    others = {key: value for key, value in record.items() if key != NAME_COLUMN}
    _add_data(placemark, {key: format_text_cell(value) for key, value in others.items()})


def _add_data(parent: ET.Element, texts: dict[str, str]) -> None:
    """Add items; an unknown value is an empty one, so that every row has the same columns."""
    data = ET.SubElement(parent, "ExtendedData")
    for key, text in texts.items():
        item = ET.SubElement(data, "Data", name=key)
        ET.SubElement(item, "value").text = _to_html(text)


def _to_html(text: str) -> str:
    """Escape a text that a balloon would show as HTML: what people wrote is no markup."""
    if strip_html(text) == text:
        return text
    return escape(text, quote=False).replace("\n", "<br>")


def _add_style(document: ET.Element, one: FeatureStyle) -> None:
    style = ET.SubElement(document, "Style", id=one.key)
    icon = ET.SubElement(style, "IconStyle")
    ET.SubElement(icon, "color").text = _format_colour(one.fill, 1.0)
    ET.SubElement(icon, "scale").text = ICON_SCALE
    line = ET.SubElement(style, "LineStyle")
    ET.SubElement(line, "color").text = _format_colour(one.rim, 1.0)
    ET.SubElement(line, "width").text = str(one.rim_width)
    fill = ET.SubElement(style, "PolyStyle")
    ET.SubElement(fill, "color").text = _format_colour(one.fill, one.opacity)


def _format_colour(colour: str, opacity: float) -> str:
    """Format a colour as KML does: opacity, blue, green, red."""
    red, green, blue = (colour[start : start + 2].lower() for start in (1, 3, 5))
    return f"{round(255 * opacity):02x}{blue}{green}{red}"


def _build_geometry(geometry: BaseGeometry) -> ET.Element:
    kind = geometry.geom_type
    if kind in ("Point", "LineString"):
        element = ET.Element(kind)
        ET.SubElement(element, "coordinates").text = _format_coordinates(geometry)
        return element
    if isinstance(geometry, Polygon):
        element = ET.Element(kind)
        for tag, ring in _list_rings(geometry):
            outline = ET.SubElement(ET.SubElement(element, tag), "LinearRing")
            ET.SubElement(outline, "coordinates").text = _format_coordinates(ring)
        return element
    element = ET.Element("MultiGeometry")
    for part in shapely.get_parts(geometry):
        element.append(_build_geometry(part))
    return element


def _list_rings(polygon: Polygon) -> Iterator[tuple[str, BaseGeometry]]:
    yield "outerBoundaryIs", polygon.exterior
    for ring in polygon.interiors:
        yield "innerBoundaryIs", ring


def _format_coordinates(geometry: BaseGeometry) -> str:
    pairs = shapely.get_coordinates(geometry).tolist()
    return " ".join(f"{lon:.7f},{lat:.7f}" for lon, lat in pairs)
