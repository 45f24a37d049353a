"""Builds SVG elements of Shapely geometries and texts; user text is escaped on serialising."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import shapely
from shapely.geometry.base import BaseGeometry

from geo.sheets.fonts import FONT_FAMILIES

SVG_NAMESPACE = "http://www.w3.org/2000/svg"
FONT_FAMILY_LIST = ", ".join(f"'{family}'" for family in FONT_FAMILIES.values())


def create_svg(width: float, height: float) -> Element:
    """Create the root element of a picture of a size [px]."""
    return Element(
        "svg",
        xmlns=SVG_NAMESPACE,
        width=format_number(width),
        height=format_number(height),
        viewBox=f"0 0 {format_number(width)} {format_number(height)}",
    )


def serialise_svg(root: Element) -> str:
    """Serialise a picture as the text of an SVG file."""
    return ElementTree.tostring(root, encoding="unicode")


def create_element(tag: str, **attributes: object) -> Element:
    """Create an element; `stroke_width=2.0` becomes `stroke-width="2"`, None is left out."""
    texts = {
        name.strip("_").replace("_", "-"): format_number(value)
        if isinstance(value, float)
        else str(value)
        for name, value in attributes.items()
        if value is not None
    }
    return Element(tag, texts)


def draw_path(shape: BaseGeometry, **attributes: object) -> Element:
    """Create a path of the lines and polygons of a geometry [px]."""
    return create_element("path", d=" ".join(_path_commands(shape)), **attributes)


def draw_text(text: str, at: tuple[float, float], size: float, **attributes: object) -> Element:
    """Create a text in one line, centred at a position [px] unless `text_anchor` is given."""
    style = {"text_anchor": "middle", "font_weight": 400, "stroke_linejoin": "round"} | attributes
    element = create_element(
        "text", x=at[0], y=at[1], font_size=float(size), font_family=FONT_FAMILY_LIST, **style
    )
    element.text = "".join(char if char.isprintable() else " " for char in text)
    return element


def format_number(value: float) -> str:
    """Format a number of pixels with up to two decimals."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def extract_lines(shape: BaseGeometry) -> list[shapely.LineString]:
    """List the lines of a geometry."""
    return [
        part
        for part in shapely.get_parts(shape)
        if isinstance(part, shapely.LineString) and not part.is_empty
    ]


def _path_commands(shape: BaseGeometry) -> Iterator[str]:
    for part in shapely.get_parts(shape):
        if isinstance(part, shapely.Polygon) and not part.is_empty:
            for ring in (part.exterior, *part.interiors):
                yield f"M{_path_coordinates(ring)}Z"
        elif isinstance(part, shapely.LineString) and not part.is_empty:
            yield f"M{_path_coordinates(part)}"
        elif isinstance(part, shapely.GeometryCollection):
            yield from _path_commands(part)


def _path_coordinates(line: shapely.LineString) -> str:
    return "L".join(f"{x:.1f} {y:.1f}" for x, y in shapely.get_coordinates(line))
