"""Styles of KML: the colour and the icon of a placemark, which may carry its meaning."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from geo.formats.colours import parse_kml_colour
from geo.formats.xml_document import find_text

AREA_TAGS = frozenset({"polygon"})
LINE_TAGS = frozenset({"linestring", "linearring", "track", "multitrack"})
NO_TINT = "#ffffff"  # of an icon: it is shown in its own colours
_MAX_HOPS = 5  # from a style map to a style
# Which styles tell the colour of a geometry, the first that has one.
_STYLE_TAGS = {
    "area": ("polystyle", "linestyle"),
    "line": ("linestyle", "polystyle"),
    "point": ("iconstyle", "labelstyle"),
}


@dataclass(frozen=True)
class Appearance:
    """
    How a placemark looks.

    Attributes
    ----------
    style
        Id of its style; empty where it has none.
    colour
        `#rrggbb`; None where it is not told.
    icon
        Name of the picture of its icon, without its address; empty where there is none.
    """

    style: str
    colour: str | None
    icon: str


class StyleSheet:
    """
    The styles of a file.

    Parameters
    ----------
    root
        Outermost element; styles may stand in any document of it.
    """

    def __init__(self, root: Element) -> None:
        self._styles: dict[str, Element] = {}
        for element in root.iter():
            if element.tag in ("style", "stylemap") and (name := element.get("id")):
                self._styles.setdefault(name, element)

    def read_appearance(self, placemark: Element) -> Appearance:
        """Read the look of a placemark; styles of other files are not read."""
        style = find_text(placemark, "styleurl").rpartition("#")[2]
        shared = self._resolve(self._styles.get(style))
        own = self._resolve(next((one for one in placemark if one.tag in _STYLES), None))
        found = [one for one in (own, shared) if one is not None]
        kind = _classify_geometry(placemark)
        colour = next((one for one in (_read_colour(s, kind) for s in found) if one), None)
        icon = next((one for one in map(_read_icon, found) if one), "") if kind == "point" else ""
        return Appearance(style, colour, icon)

    def _resolve(self, style: Element | None) -> Element | None:
        """Follow a style map to its style for what is not pointed at."""
        for _ in range(_MAX_HOPS):
            if style is None or style.tag == "style":
                return style
            pairs = style.findall("pair")
            normal = [one for one in pairs if find_text(one, "key") != "highlight"] or pairs
            if not normal:
                return None
            inner = normal[0].find("style")
            name = find_text(normal[0], "styleurl").rpartition("#")[2]
            style = self._styles.get(name) if inner is None else inner
        return None


def _classify_geometry(placemark: Element) -> str:
    tags = {element.tag for element in placemark.iter()}
    if tags & AREA_TAGS:
        return "area"
    return "line" if tags & LINE_TAGS else "point"


def _read_colour(style: Element, kind: str) -> str | None:
    for tag in _STYLE_TAGS[kind]:
        part = style.find(tag)
        if part is None or (tag == "polystyle" and find_text(part, "fill") == "0"):
            continue
        colour = parse_kml_colour(find_text(part, "color"))
        if colour is not None and not (kind == "point" and colour == NO_TINT):
            return colour
    return None


def _read_icon(style: Element) -> str:
    icon = style.find("iconstyle/icon")
    address = "" if icon is None else find_text(icon, "href")
    name = re.split(r"[?#]", address)[0].rstrip("/").rpartition("/")[2]
    return name.rpartition(".")[0] or name


_STYLES = ("style", "stylemap")
