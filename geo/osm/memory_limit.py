"""
Memory limits of OpenStreetMap files: numbers of nodes, objects and points.

A PBF file of a few megabytes can hold hundreds of millions of nodes that lie close together.
Nodes are counted before anything is built of them, other objects while they are read.
"""

from __future__ import annotations

import zlib

import numpy as np

from geo.errors import ExtractMemoryError, ExtractTruncatedError
from geo.osm.protobuf import read_fields

MILLION = 1_000_000
# libosmium stores 16 bytes of each, twice while its list grows: 0.5 GB. A city has a tenth.
MAX_NODES = 16 * MILLION
MAX_OBJECTS = 600_000  # ways, areas and services; some 500 bytes each
MAX_POINTS = 5 * MILLION  # of ways and areas together; 40 bytes each
MIN_NODE_BYTES = 3  # bytes in a blob: an id and two coordinates

_GROUP_FIELD, _NODE_FIELD, _DENSE_NODES_FIELD, _NODE_IDS_FIELD = (
    2,
    1,
    2,
    1,
)  # field numbers of the format's specification
_UNCOMPRESSED_FIELD, _ZLIB_FIELD = 1, 3


class ObjectCounter:
    """
    Counter of objects with limits.

    Parameters
    ----------
    file
        Name of the file, for the error.
    """

    def __init__(self, file: str) -> None:
        self._file = file
        self.nodes = self.objects = self.points = 0

    def count(self, *, nodes: int = 0, objects: int = 0, points: int = 0) -> None:
        """
        Add to the counts.

        Raises
        ------
        ExtractMemoryError
            If a count exceeds its limit.
        """
        self.nodes += nodes
        self.objects += objects
        self.points += points
        if self.nodes > MAX_NODES or self.objects > MAX_OBJECTS or self.points > MAX_POINTS:
            raise ExtractMemoryError(file=self._file)


def count_blob_nodes(blob: bytes, *, uncompressed_size: int, file: str) -> int:
    """
    Count the nodes in a blob of a PBF file.

    Parameters
    ----------
    blob
        The blob as stored in the file.
    uncompressed_size
        Declared uncompressed size [bytes], the limit of decompression. For compressions other
        than zlib, the largest number of nodes of that size is returned.

    Raises
    ------
    ExtractTruncatedError
        If it is corrupt.
    """
    try:
        fields = dict(read_fields(blob))
        if _ZLIB_FIELD in fields:
            uncompressed = zlib.decompressobj().decompress(
                fields[_ZLIB_FIELD], max(uncompressed_size, 1)
            )
        elif _UNCOMPRESSED_FIELD in fields:
            uncompressed = fields[_UNCOMPRESSED_FIELD]
        else:
            return uncompressed_size // MIN_NODE_BYTES
        return sum(
            _count_group_nodes(group)
            for number, group in read_fields(uncompressed)
            if number == _GROUP_FIELD
        )
    except (zlib.error, EOFError) as error:
        raise ExtractTruncatedError(file=file) from error


def _count_group_nodes(group: bytes) -> int:
    nodes = 0
    for number, value in read_fields(group):
        if number == _NODE_FIELD:
            nodes += 1
        elif number == _DENSE_NODES_FIELD:
            # The last byte of each varint has its highest bit clear.
            ids = b"".join(ids for field, ids in read_fields(value) if field == _NODE_IDS_FIELD)
            nodes += int(np.count_nonzero(np.frombuffer(ids, dtype=np.uint8) < 0x80))
    return nodes
