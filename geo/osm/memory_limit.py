"""
How much map a file may hold: as much as fits into memory, with room for others.

A compact file of a few megabytes can name hundreds of millions of points that lie side by side.
Points are counted before anything is built of them, all else while it is read.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator

import numpy as np

from geo.errors import ExtractTooFullError, ExtractTruncatedError

MILLION = 1_000_000
# libosmium keeps 16 bytes of each, twice while its list grows: 0.5 GB. A city has a tenth.
MOST_NODES = 16 * MILLION
MOST_KEPT = 600_000  # ways, areas and doors; some 500 bytes each
MOST_POINTS = 5 * MILLION  # of ways and areas together; 40 bytes each
SMALLEST_NODE = 3  # bytes of a block: a number and two coordinates

_GROUP, _NODE, _DENSE, _IDS = 2, 1, 2, 1  # numbers of fields, by the format's own description
_RAW, _ZLIB = 1, 3
_WIDTHS = {1: 8, 5: 4}  # bytes of fields that have a fixed width, by their kind


class Tally:
    """
    A count that ends before memory does.

    Parameters
    ----------
    file
        Its name, for the sentence.
    """

    def __init__(self, file: str) -> None:
        self._file = file
        self.nodes = self.kept = self.points = 0

    def add(self, *, nodes: int = 0, kept: int = 0, points: int = 0) -> None:
        """
        Count some more.

        Raises
        ------
        ExtractTooFullError
            If there is no room for them.
        """
        self.nodes += nodes
        self.kept += kept
        self.points += points
        if self.nodes > MOST_NODES or self.kept > MOST_KEPT or self.points > MOST_POINTS:
            raise ExtractTooFullError(file=self._file)


def nodes_in(blob: bytes, *, raw_size: int, file: str) -> int:
    """
    Count the points in a block of a compact file.

    Parameters
    ----------
    blob
        The block as it lies in the file.
    raw_size
        What it says of its size unpacked: it is unpacked no further. Where it is packed in an
        unusual way, the most points that fit into it are counted.

    Raises
    ------
    ExtractTruncatedError
        If it is damaged.
    """
    try:
        fields = dict(_fields(blob))
        if _ZLIB in fields:
            raw = zlib.decompressobj().decompress(fields[_ZLIB], max(raw_size, 1))
        elif _RAW in fields:
            raw = fields[_RAW]
        else:
            return raw_size // SMALLEST_NODE
        return sum(_nodes(group) for number, group in _fields(raw) if number == _GROUP)
    except (zlib.error, IndexError) as error:
        raise ExtractTruncatedError(file=file) from error


def _nodes(group: bytes) -> int:
    found = 0
    for number, value in _fields(group):
        if number == _NODE:
            found += 1
        elif number == _DENSE:
            # The last byte of each number of changing width has its highest bit clear.
            ids = b"".join(ids for field, ids in _fields(value) if field == _IDS)
            found += int(np.count_nonzero(np.frombuffer(ids, dtype=np.uint8) < 0x80))
    return found


def _fields(message: bytes) -> Iterator[tuple[int, bytes]]:
    """Take a message apart; IndexError where it breaks off. Numbers come as nothing."""
    at = 0
    while at < len(message):
        tag, at = _varint(message, at)
        number, kind = tag >> 3, tag & 7
        if kind == 0:
            _, at = _varint(message, at)
            yield number, b""
            continue
        if kind == 2:
            size, at = _varint(message, at)
        else:
            size = _WIDTHS.get(kind, len(message))  # any other kind is damage
        if at + size > len(message):
            raise IndexError
        yield number, message[at : at + size]
        at += size


def _varint(message: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = message[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at
        if shift > 63:
            raise IndexError
