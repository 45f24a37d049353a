"""Shapes and texts as SVG elements; whatever people wrote stays text."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import shapely
from shapely.geometry.base import BaseGeometry

from geo.sheets.fonts import FAMILIES

NAMESPACE = "http://www.w3.org/2000/svg"
FONTS = ", ".join(f"'{family}'" for family in FAMILIES.values())


def picture(width: float, height: float) -> Element:
    """Begin a picture of a size [px]."""
    return Element(
        "svg",
        xmlns=NAMESPACE,
        width=number(width),
        height=number(height),
        viewBox=f"0 0 {number(width)} {number(height)}",
    )


def text_of(drawn: Element) -> str:
    """Write a picture as a file's text."""
    return ElementTree.tostring(drawn, encoding="unicode")


def element(tag: str, **attributes: object) -> Element:
    """Make an element; `stroke_width=2.0` becomes `stroke-width="2"`, and None is left out."""
    told = {
        name.strip("_").replace("_", "-"): number(value) if isinstance(value, float) else str(value)
        for name, value in attributes.items()
        if value is not None
    }
    return Element(tag, told)


def path(shape: BaseGeometry, **attributes: object) -> Element:
    """Draw the lines and areas of a shape [px]."""
    return element("path", d=" ".join(_moves(shape)), **attributes)


def words(text: str, at: tuple[float, float], size: float, **attributes: object) -> Element:
    """Write a text in one line, its middle at a place [px] unless `text_anchor` says otherwise."""
    look = {"text_anchor": "middle", "font_weight": 400, "stroke_linejoin": "round"} | attributes
    written = element("text", x=at[0], y=at[1], font_size=float(size), font_family=FONTS, **look)
    written.text = "".join(letter if letter.isprintable() else " " for letter in text)
    return written


def number(value: float) -> str:
    """Write a number of pixels: two decimals, and no zeros at the end."""
    written = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if written == "-0" else written


def lines_of(shape: BaseGeometry) -> list[shapely.LineString]:
    """Take the lines out of a shape."""
    return [
        part
        for part in shapely.get_parts(shape)
        if isinstance(part, shapely.LineString) and not part.is_empty
    ]


def _moves(shape: BaseGeometry) -> Iterator[str]:
    for part in shapely.get_parts(shape):
        if isinstance(part, shapely.Polygon) and not part.is_empty:
            for ring in (part.exterior, *part.interiors):
                yield f"M{_corners(ring)}Z"
        elif isinstance(part, shapely.LineString) and not part.is_empty:
            yield f"M{_corners(part)}"
        elif isinstance(part, shapely.GeometryCollection):
            yield from _moves(part)


def _corners(line: shapely.LineString) -> str:
    return "L".join(f"{x:.1f} {y:.1f}" for x, y in shapely.get_coordinates(line))
