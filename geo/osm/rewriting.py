"""
Rewriting of OpenStreetMap files that libosmium does not read as they are meant.

Deleted objects are marked as such, nodes with negative ids get positive ones, and coordinates that
stand on ways become nodes.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import osmium
from osmium.osm import mutable

from geo.errors import ExtractHistoryError, ExtractTruncatedError
from geo.osm.file_formats import JSON_FORMATS, detect_osm_format
from geo.osm.json_objects import read_json_objects
from geo.osm.memory_limit import ObjectCounter
from geo.osm.object_reading import (
    LonLat,
    OsmObject,
    OsmPoint,
    read_file_objects,
    read_xml_objects,
)
from geo.osm.osm_file import (
    SORTED_FORMAT,
    open_osm_file,
    sort_objects,
    translate_osmium_errors,
)
from geo.parsing.memory_file import memory_file

# OpenStreetMap's own ids are below 2**34. Node -7 becomes 2**60 + 7.
NEGATIVE_NODE_OFFSET = 2**60
LOCATION_NODE_OFFSET = 2**61  # ids of nodes that have none, numbered by their coordinates
_MAX_ID = 2**60
_MAX_FEATURES = 16  # names of features in a header that are looked at


def restore_node_id(node_id: int) -> int:
    """Return the id that a node has in its file."""
    is_negative = NEGATIVE_NODE_OFFSET < node_id <= LOCATION_NODE_OFFSET
    return NEGATIVE_NODE_OFFSET - node_id if is_negative else node_id


@dataclass(frozen=True)
class PbfTraits:
    """
    What the header of a PBF file declares.

    Attributes
    ----------
    is_history
        Objects in several versions: no map.
    has_located_points
        Coordinates stand on the ways; the file may have no nodes for them.
    """

    is_history: bool
    has_located_points: bool


def read_pbf_traits(path: Path) -> PbfTraits:
    """
    Read the header of a PBF file.

    Raises
    ------
    ExtractTruncatedError
        If it is corrupt.
    """
    with translate_osmium_errors(path):
        header = osmium.FileProcessor(open_osm_file(path)).header
        features = [header.get(f"pbf_optional_feature_{number}") for number in range(_MAX_FEATURES)]
        return PbfTraits(header.has_multiple_object_versions, "LocationsOnWays" in features)


@contextmanager
def rewritten_file(path: Path) -> Iterator[Path]:
    """
    Rewrite a file into a sorted one in memory.

    Parameters
    ----------
    path
        Of any format that `detect_osm_format` accepts.

    Raises
    ------
    ExtractTruncatedError
        If it is truncated, corrupt, or an id or coordinate is not a number.
    ExtractHistoryError
        If several versions of an object follow one another; those of files put together do not.
    ExtractMemoryError
        If it holds more than the memory limit.
    """
    file_format = detect_osm_format(path)
    with memory_file() as rewritten, memory_file() as sorted_path:
        target = osmium.io.File(str(rewritten), SORTED_FORMAT)
        with osmium.SimpleWriter(target, overwrite=True) as writer:
            rewriter = _ObjectWriter(writer, path.name)
            for osm_object in _read_objects(path, file_format):
                rewriter.write(osm_object)
        sort_objects([rewritten], output_path=sorted_path, output_format=SORTED_FORMAT)
        yield sorted_path


def _read_objects(path: Path, file_format: str) -> Iterator[OsmObject]:
    if file_format in JSON_FORMATS:
        return read_json_objects(path, file_format)
    if file_format.startswith("osm"):
        return read_xml_objects(path, file_format)
    return read_file_objects(path)


class _ObjectWriter:
    """Writes objects, with nodes for the coordinates that stand on ways."""

    def __init__(self, writer: osmium.SimpleWriter, file: str) -> None:
        self._writer, self._file = writer, file
        self._counter = ObjectCounter(file)
        self._node_ids: dict[LonLat, int] = {}
        self._previous = ("", 0, 0)

    def write(self, osm_object: OsmObject) -> None:
        if not -_MAX_ID < osm_object.osm_id < _MAX_ID:
            raise ExtractTruncatedError(file=self._file)
        self._refuse_history(osm_object)
        if not osm_object.visible:  # it replaces older versions, and is empty
            osm_object.members, osm_object.tags = [], {}
            osm_object.points = osm_object.points if osm_object.kind == "node" else []
        self._writer.add(self._convert(osm_object))

    def _refuse_history(self, osm_object: OsmObject) -> None:
        """Refuse a second version right after the first; 0 stands for an unknown version."""
        *previous, version = self._previous
        self._previous = (osm_object.kind, osm_object.osm_id, osm_object.version)
        is_same = previous == [osm_object.kind, osm_object.osm_id]
        if is_same and len({version, osm_object.version} - {0}) > 1:
            raise ExtractHistoryError(file=self._file)

    def _convert(self, osm_object: OsmObject) -> mutable.Node | mutable.Way | mutable.Relation:
        # Nodes made of coordinates have version 0: where the file has the node, that one is kept.
        version, visible = osm_object.version + 1, osm_object.visible
        osm_id, tags = osm_object.osm_id, osm_object.tags
        if osm_object.kind == "node":
            location = osm_object.points[0][1]
            node_id = _positive_id(osm_id)
            return mutable.Node(
                id=node_id, location=location, version=version, visible=visible, tags=tags
            )
        if osm_object.kind == "way":
            refs = [self._write_point(point) for point in osm_object.points]
            return mutable.Way(id=osm_id, nodes=refs, version=version, visible=visible, tags=tags)
        members = [
            (kind[:1], _positive_id(ref) if kind == "node" else ref, role)
            for kind, ref, role in osm_object.members
        ]
        return mutable.Relation(
            id=osm_id, members=members, version=version, visible=visible, tags=tags
        )

    def _write_point(self, point: OsmPoint) -> int:
        self._counter.count(points=1)
        ref, location = point
        if location is None:
            return _positive_id(ref)
        new_id = LOCATION_NODE_OFFSET + len(self._node_ids) + 1
        node_id = _positive_id(ref) if ref else self._node_ids.setdefault(location, new_id)
        self._writer.add_node(mutable.Node(id=node_id, location=location))
        return node_id


def _positive_id(node_id: int) -> int:
    return node_id if node_id >= 0 else NEGATIVE_NODE_OFFSET - node_id
