"""Placemarks of KML: their folders, names, descriptions and data, one row each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element

from shapely.geometry.base import BaseGeometry

from geo.formats.findings import Finding
from geo.formats.html_text import strip_html
from geo.formats.kml_geometry import KmlGeometryError, has_open_ring, parse_placemark_geometry
from geo.formats.kml_styles import StyleSheet
from geo.formats.record_table import merge_cells
from geo.formats.xml_document import find_text
from geo.layers.column_matching import make_unique_names

PATH_SEPARATOR = "/"  # between the names of nested folders
_OVERLAY_TAGS = frozenset({"groundoverlay", "screenoverlay", "photooverlay"})
_OWN_TAGS = frozenset(
    "name description snippet styleurl address phonenumber visibility open".split()
)
_SKIPPED_TAGS = frozenset("style stylemap schema region lookat camera extendeddata tour".split())


@dataclass
class Folder:
    """A folder of placemarks, or the document around them."""

    path: str
    placemarks: list[Element] = field(default_factory=list)


@dataclass(frozen=True)
class Row:
    """
    A placemark as a row.

    Attributes
    ----------
    finding
        Why its geometry could not be parsed; None where it could, or where it has none.
    is_closed
        Whether an open ring of it was closed.
    """

    cells: dict[str, Any]
    geometry: BaseGeometry | None
    finding: Finding | None
    is_closed: bool = False


class KmlContent:
    """
    The folders of a file with their placemarks, and what of it lies elsewhere.

    Parameters
    ----------
    root
        Outermost element.
    title
        Name of the layer of placemarks in no folder, where the document has no name.

    Attributes
    ----------
    network_links
        References to other files, which are never followed.
    overlays
        Pictures laid over the map, which are not read.
    """

    def __init__(self, root: Element, title: str) -> None:
        self.network_links = self.overlays = 0
        self._styles = StyleSheet(root)
        self._placemark_tags = {"placemark", *_list_typed_tags(root)}
        document = root.find("document") if root.tag == "kml" else root
        name = "" if document is None or document.tag != "document" else find_text(document, "name")
        self._top = Folder("")
        self._folders: list[Folder] = []
        self._collect(root, self._top)
        named = self._folders
        if self._top.placemarks or not named:
            named = [self._top, *named]
        paths = [name or title if folder is self._top else folder.path for folder in named]
        self.folders = dict(zip(make_unique_names(paths), named, strict=True))

    def read_rows(self, folder: Folder) -> list[Row]:
        """Read the placemarks of a folder, without those of the folders in it."""
        return [self._read_row(placemark, folder) for placemark in folder.placemarks]

    def _collect(self, element: Element, folder: Folder) -> None:
        """Collect the placemarks in an element; those of unknown elements count as its own."""
        for child in element:
            if child.tag in self._placemark_tags:
                folder.placemarks.append(child)
            elif child.tag == "networklink":
                self.network_links += 1
            elif child.tag in _OVERLAY_TAGS:
                self.overlays += 1
            elif child.tag == "folder" or (child.tag == "document" and element.tag != "kml"):
                inner = Folder(self._make_path(child, folder))
                self._folders.append(inner)
                self._collect(child, inner)
            elif child.tag not in _SKIPPED_TAGS:
                self._collect(child, folder)

    def _make_path(self, child: Element, parent: Folder) -> str:
        name = " ".join(find_text(child, "name").split()) or f"({len(self._folders) + 1})"
        return f"{parent.path}{PATH_SEPARATOR}{name}" if parent.path else name

    def _read_row(self, placemark: Element, folder: Folder) -> Row:
        appearance = self._styles.read_appearance(placemark)
        own = {
            "name": find_text(placemark, "name"),
            "description": _read_description(placemark),
            "folder": folder.path,
            "style": appearance.style,
            "colour": appearance.colour,
            "icon": appearance.icon,
            "address": find_text(placemark, "address"),
            "phone": find_text(placemark, "phonenumber"),
            "date": _read_day(placemark),
        }
        cells = merge_cells(
            {name: value or None for name, value in own.items()}, _read_data(placemark)
        )
        try:
            geometry = parse_placemark_geometry(placemark)
            return Row(cells, geometry, None, is_closed=has_open_ring(placemark))
        except KmlGeometryError as error:
            return Row(cells, None, error.finding)


def _list_typed_tags(root: Element) -> list[str]:
    """List the elements that a schema of KML 2.0 and 2.1 puts in the place of placemarks."""
    return [
        schema.get("name", "").lower()
        for schema in root.iter("schema")
        if schema.get("parent", find_text(schema, "parent")) == "Placemark" and schema.get("name")
    ]


def _read_description(placemark: Element) -> str:
    text = find_text(placemark, "description") or find_text(placemark, "snippet")
    return strip_html(text)


def _read_day(placemark: Element) -> str:
    """Read the day of a placemark, without its hour."""
    for tag in ("timestamp/when", "timespan/begin"):
        element = placemark.find(tag)
        if element is not None and element.text:
            return element.text.strip()[:10]
    return ""


def _read_data(placemark: Element) -> Mapping[str, Any]:
    """Read the author's own data: with values, of a schema, or under tags of its own."""
    cells: dict[str, Any] = {}
    extended = placemark.find("extendeddata")
    parts = [] if extended is None else list(extended)
    for part in parts:
        if part.tag == "data":
            name = part.get("name") or find_text(part, "displayname")
            cells = merge_cells(cells, {name: strip_html(find_text(part, "value")) or None})
        elif part.tag == "schemadata":
            for simple in part.iter("simpledata"):
                text = strip_html("".join(simple.itertext())) or None
                cells = merge_cells(cells, {simple.get("name", ""): text})
        elif not len(part) and part.text:
            cells = merge_cells(cells, {part.tag: part.text.strip()})
    if placemark.tag != "placemark":
        typed = {one.tag: (one.text or "").strip() for one in placemark if not len(one)}
        cells = merge_cells(cells, {n: t for n, t in typed.items() if n not in _OWN_TAGS})
    return cells
