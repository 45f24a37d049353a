"""Shapes and texts as SVG elements; whatever people wrote stays text."""

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
    """Begin a picture of a size [px]."""
    return Element(
        "svg",
        xmlns=SVG_NAMESPACE,
        width=format_number(width),
        height=format_number(height),
        viewBox=f"0 0 {format_number(width)} {format_number(height)}",
    )


def serialise_svg(root: Element) -> str:
    """Write a picture as a file's text."""
    return ElementTree.tostring(root, encoding="unicode")


def create_element(tag: str, **attributes: object) -> Element:
    """Make an element; `stroke_width=2.0` becomes `stroke-width="2"`, and None is left out."""
    told = {
        name.strip("_").replace("_", "-"): format_number(value)
        if isinstance(value, float)
        else str(value)
        for name, value in attributes.items()
        if value is not None
    }
    return Element(tag, told)


def draw_path(shape: BaseGeometry, **attributes: object) -> Element:
    """Draw the lines and areas of a shape [px]."""
    return create_element("path", d=" ".join(_path_commands(shape)), **attributes)


def draw_text(text: str, at: tuple[float, float], size: float, **attributes: object) -> Element:
    """Write a text in one line, its middle at a place [px] unless `text_anchor` says otherwise."""
    look = {"text_anchor": "middle", "font_weight": 400, "stroke_linejoin": "round"} | attributes
    written = create_element(
        "text", x=at[0], y=at[1], font_size=float(size), font_family=FONT_FAMILY_LIST, **look
    )
    written.text = "".join(letter if letter.isprintable() else " " for letter in text)
    return written


def format_number(value: float) -> str:
    """Write a number of pixels: two decimals, and no zeros at the end."""
    written = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if written == "-0" else written


def extract_lines(shape: BaseGeometry) -> list[shapely.LineString]:
    """Take the lines out of a shape."""
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
