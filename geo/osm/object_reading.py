"""
Iteration over all objects of an OpenStreetMap file, by Python.

Slower than libosmium's filters, but nothing is left out: objects that an editor deleted, nodes with
negative ids, and coordinates that stand on ways or in relations.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.parsers import expat

import osmium
from osmium.osm import Node, Relation, Way

from geo.errors import ExtractEntitiesError, ExtractTruncatedError
from geo.osm.file_formats import read_chunks
from geo.osm.osm_file import iterate_objects, open_osm_file

Tags = dict[str, str]
LonLat = tuple[float, float]
OsmPoint = tuple[int, LonLat | None]
"""A node id, 0 where the file gives none, and coordinates where they stand on the way."""

_KINDS = {"n": "node", "w": "way", "r": "relation"}
OBJECT_KINDS = frozenset(_KINDS.values())


@dataclass
class OsmObject:
    """
    A node, way or relation.

    Attributes
    ----------
    points
        Of a node its location alone; of a way its nodes.
    members
        Of a relation: type, id, role.
    """

    kind: str
    osm_id: int
    version: int = 0
    visible: bool = True
    tags: Tags = field(default_factory=dict)
    points: list[OsmPoint] = field(default_factory=list)
    members: list[tuple[str, int, str]] = field(default_factory=list)


def read_file_objects(path: Path) -> Iterator[OsmObject]:
    """Iterate over the objects of a file that libosmium reads."""
    for entity in iterate_objects(path, osmium.FileProcessor(open_osm_file(path))):
        if isinstance(entity, Node | Way | Relation):
            yield _copy_object(entity)


def _copy_object(entity: Node | Way | Relation) -> OsmObject:
    kind = _KINDS[entity.type_str()]
    copied = OsmObject(
        kind, entity.id, entity.version, entity.visible, {tag.k: tag.v for tag in entity.tags}
    )
    if isinstance(entity, Node):
        copied.points = [(0, _valid_location(entity.location))]
    elif isinstance(entity, Way):
        copied.points = [(node.ref, _valid_location(node.location)) for node in entity.nodes]
    elif isinstance(entity, Relation):
        copied.members = [(_KINDS[one.type], one.ref, one.role) for one in entity.members]
    return copied


def _valid_location(location: osmium.osm.Location) -> LonLat | None:
    return (location.lon, location.lat) if location.valid() else None


def read_xml_objects(path: Path, file_format: str) -> Iterator[OsmObject]:
    """Iterate over the objects of an XML file."""
    content = _XmlContent(path.name)
    try:
        for chunk in read_chunks(path, file_format):
            content.parser.Parse(chunk)
            yield from content.take_objects()
        content.parser.Parse(b"", True)
        yield from content.take_objects()
    except (expat.ExpatError, ValueError, KeyError, OverflowError) as error:
        raise ExtractTruncatedError(file=path.name) from error


class _XmlContent:
    """Receives the elements of an XML file, and collects complete objects."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._complete: list[OsmObject] = []
        self._open: OsmObject | None = None
        self._member_line: OsmObject | None = None
        self.parser = expat.ParserCreate()
        self.parser.StartDoctypeDeclHandler = self._refuse_definitions
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end

    def take_objects(self) -> list[OsmObject]:
        complete, self._complete = self._complete, []
        return complete

    def _refuse_definitions(self, *_: object) -> None:
        raise ExtractEntitiesError(file=self._file)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name in OBJECT_KINDS:
            self._open = _open_object(name, attributes)
        elif self._open is None:
            return
        elif name == "tag":
            self._open.tags[attributes["k"]] = attributes["v"]
        elif name == "nd":
            owner = self._member_line or self._open
            owner.points.append((int(attributes.get("ref", 0)), read_location(attributes)))
        elif name == "member":
            kind, ref = attributes["type"], int(attributes["ref"])
            if kind in OBJECT_KINDS:
                self._open.members.append((kind, ref, attributes.get("role", "")))
            # `out geom` writes the lines of a relation into it. Where the file has the way
            # itself, that one has the higher version.
            self._member_line = OsmObject("way", ref, version=-1) if kind == "way" else None

    def _end(self, name: str) -> None:
        if name == "member":
            if self._member_line is not None and self._member_line.points:
                self._complete.append(self._member_line)
            self._member_line = None
        elif name in OBJECT_KINDS and self._open is not None:
            self._complete.append(self._open)
            self._open = None


def _open_object(kind: str, attributes: dict[str, str]) -> OsmObject:
    is_deleted = attributes.get("action") == "delete" or attributes.get("visible") == "false"
    opened = OsmObject(
        kind,
        int(attributes["id"]),
        version=int(attributes.get("version", 0)),
        visible=not is_deleted,
    )
    if kind == "node":
        opened.points = [(0, read_location(attributes))]
    return opened


def read_location(attributes: Mapping[str, Any]) -> LonLat | None:
    """Read coordinates, rounded as OpenStreetMap stores them; None where there are none."""
    if "lat" not in attributes or "lon" not in attributes:
        return None
    lon, lat = float(attributes["lon"]), float(attributes["lat"])
    if not (math.isfinite(lon) and abs(lon) <= 180 and abs(lat) <= 90):
        return None
    return round(lon, 7), round(lat, 7)
