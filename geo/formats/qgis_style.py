"""
Style of a layer as QGIS reads it from a GeoPackage: QML, and SLD for other programs.

Table `layer_styles`, as QGIS makes it itself:
https://docs.qgis.org/latest/en/docs/user_manual/managing_data_source/supported_data.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple
from xml.etree import ElementTree as ET

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.formats.export_note import ExportNote
from geo.formats.layer_style import FeatureStyle, LayerStyle, find_layer_style
from geo.language import DEFAULT_LOCALE

STYLE_TABLE = "layer_styles"
GEOMETRY_COLUMN = "geom"  # as GDAL names it
SymbolType = Literal["marker", "line", "fill"]
QML_DOCTYPE = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>"
QML_VERSION = "3.22.0"
NAMESPACES = {
    "xmlns": "http://www.opengis.net/sld",
    "xmlns:ogc": "http://www.opengis.net/ogc",
    "version": "1.0.0",
}
UNDATED = "2000-01-01"  # of a file that is not shared: it must not tell when it was made
SYMBOL_CLASSES: dict[SymbolType, str] = {
    "marker": "SimpleMarker",
    "line": "SimpleLine",
    "fill": "SimpleFill",
}


class StyledTable(NamedTuple):
    """A table and how it is drawn."""

    name: str
    symbol: SymbolType
    style: LayerStyle


def build_style_table(
    tables: Mapping[str, pd.DataFrame], note: ExportNote | None
) -> pd.DataFrame | None:
    """
    Build the table of styles of a GeoPackage; None where no table has a geometry.

    Parameters
    ----------
    note
        Its language is that of the labels, its day that of the styles.
    """
    locale = DEFAULT_LOCALE if note is None else note.locale
    styled = [
        StyledTable(name, _find_symbol_type(frame), find_layer_style(name, locale))
        for name, frame in tables.items()
        if isinstance(frame, gpd.GeoDataFrame) and not frame.geometry.isna().all()
    ]
    if not styled:
        return None
    made_on = f"{UNDATED if note is None else note.made_on.isoformat()}T00:00:00.000Z"
    records = [
        {
            "f_table_catalog": "",
            "f_table_schema": "",
            "f_table_name": one.name,
            "f_geometry_column": GEOMETRY_COLUMN,
            "styleName": one.name,
            "styleQML": format_qml(one),
            "styleSLD": format_sld(one),
            "useAsDefault": True,
            "description": one.style.title,
            "owner": "",
            "ui": None,
            "update_time": made_on,
        }
        for one in styled
    ]
    return pd.DataFrame(records)


def _find_symbol_type(frame: gpd.GeoDataFrame) -> SymbolType:
    """Find what a table mostly needs: areas before lines before points, for QGIS takes one."""
    dimension = int(shapely.get_dimensions(np.asarray(frame.geometry.array, dtype=object)).max())
    kinds: tuple[SymbolType, ...] = ("marker", "line", "fill")
    return kinds[max(0, dimension)]


def format_qml(table: StyledTable) -> str:
    """Format a style as the text of a QML file, without anything but its symbols."""
    style = table.style
    root = ET.Element("qgis", version=QML_VERSION, styleCategories="Symbology")
    kind = "singleSymbol" if style.column is None else "categorizedSymbol"
    renderer = ET.SubElement(root, "renderer-v2", type=kind, symbollevels="0", forceraster="0")
    if style.column is not None:
        renderer.set("attr", style.column)
        categories = ET.SubElement(renderer, "categories")
        for number, one in enumerate(style.classes):
            value = "" if one.value is None else str(one.value)
            ET.SubElement(
                categories, "category",
                render="true", symbol=str(number), value=value, label=one.label,
            )  # fmt: skip
    symbols = ET.SubElement(renderer, "symbols")
    for number, one in enumerate(style.classes):
        _add_qml_symbol(symbols, str(number), table.symbol, one)
    ET.SubElement(root, "layerGeometryType").text = str(
        ("marker", "line", "fill").index(table.symbol)
    )
    return f"{QML_DOCTYPE}\n{ET.tostring(root, encoding='unicode')}"


def _add_qml_symbol(parent: ET.Element, name: str, kind: SymbolType, one: FeatureStyle) -> None:
    symbol = ET.SubElement(parent, "symbol", type=kind, name=name, alpha="1", force_rhr="0")
    layer = ET.SubElement(symbol, "layer", enabled="1", locked="0", attrib={"pass": "0"})
    layer.set("class", SYMBOL_CLASSES[kind])
    width = {"outline_width": str(one.rim_width), "outline_width_unit": "Pixel"}
    rim = {"outline_color": _format_rgba(one.rim, 1.0), "outline_style": "solid", **width}
    fill = {"color": _format_rgba(one.fill, one.opacity)}
    properties = {
        "marker": {
            **fill,
            **rim,
            "name": "circle",
            "size": str(one.point_size),
            "size_unit": "Pixel",
        },
        "line": {
            "line_color": _format_rgba(one.rim, 1.0),
            "line_style": "solid",
            "line_width": str(one.rim_width),
            "line_width_unit": "Pixel",
        },
        "fill": {**fill, **rim, "style": "solid" if one.opacity else "no"},
    }[kind]
    options = ET.SubElement(layer, "Option", type="Map")
    for key, value in properties.items():
        ET.SubElement(options, "Option", type="QString", name=key, value=value)


def _format_rgba(colour: str, opacity: float) -> str:
    channels = [int(colour[start : start + 2], 16) for start in (1, 3, 5)]
    return ",".join(map(str, [*channels, round(255 * opacity)]))


def format_sld(table: StyledTable) -> str:
    """Format a style as Styled Layer Descriptor 1.0: a rule for each class."""
    root = ET.Element("StyledLayerDescriptor", NAMESPACES)
    layer = ET.SubElement(root, "NamedLayer")
    ET.SubElement(layer, "Name").text = table.name
    inner = ET.SubElement(ET.SubElement(layer, "UserStyle"), "FeatureTypeStyle")
    for one in table.style.classes:
        rule = ET.SubElement(inner, "Rule")
        ET.SubElement(rule, "Name").text = one.label
        if table.style.column is not None and one.value is not None:
            condition = ET.SubElement(ET.SubElement(rule, "ogc:Filter"), "ogc:PropertyIsEqualTo")
            ET.SubElement(condition, "ogc:PropertyName").text = table.style.column
            ET.SubElement(condition, "ogc:Literal").text = str(one.value)
        elif table.style.column is not None:
            ET.SubElement(rule, "ElseFilter")
        _add_sld_symbolizer(rule, table.symbol, one)
    return ET.tostring(root, encoding="unicode")


def _add_sld_symbolizer(rule: ET.Element, kind: SymbolType, one: FeatureStyle) -> None:
    if kind == "marker":
        graphic = ET.SubElement(ET.SubElement(rule, "PointSymbolizer"), "Graphic")
        target = ET.SubElement(graphic, "Mark")
        ET.SubElement(target, "WellKnownName").text = "circle"
    else:
        target = ET.SubElement(rule, "LineSymbolizer" if kind == "line" else "PolygonSymbolizer")
    if kind != "line":
        fill = ET.SubElement(target, "Fill")
        ET.SubElement(fill, "CssParameter", name="fill").text = one.fill
        ET.SubElement(fill, "CssParameter", name="fill-opacity").text = str(one.opacity)
    stroke = ET.SubElement(target, "Stroke")
    ET.SubElement(stroke, "CssParameter", name="stroke").text = one.rim
    ET.SubElement(stroke, "CssParameter", name="stroke-width").text = str(one.rim_width)
    if kind == "marker":
        ET.SubElement(graphic, "Size").text = str(one.point_size)
