"""
The EXIF part of HEIC, HEIF and AVIF photographs, found by their boxes; no picture is decoded.

A file is a row of boxes. The box `meta` lists items, and where in the file the bytes of each lie:
one item of type `Exif` holds what other formats keep in a part of that name. Boxes: ISO/IEC
14496-12, the base media file format; the item of EXIF: ISO/IEC 23008-12, annex A.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

# Brands of files that hold pictures, as their first box names them.
BRANDS = frozenset(b"heic heix heim heis hevc hevx mif1 msf1 avif avis".split())
MAX_BOXES = 10_000  # of one level
MAX_ITEMS = 10_000
MAX_EXTENTS = 64  # pieces of the bytes of one item
_FULL_BOX_BYTES = 4  # version and flags, before the content of some boxes


class _Box(NamedTuple):
    kind: bytes
    start: int  # of its content
    end: int


class _Item(NamedTuple):
    """Where the bytes of an item lie: in the file, or in the box `idat` of its list."""

    in_list: bool
    extents: list[tuple[int, int]]  # offset and length


def is_heic(head: bytes) -> bool:
    """Return whether a file is a photograph in boxes, by its first bytes."""
    return head[4:8] == b"ftyp" and head[8:12] in BRANDS


def find_heic_exif(content: bytes) -> bytes | None:
    """
    Find the EXIF part of a photograph in boxes, from its TIFF header on.

    Returns
    -------
    exif
        None where it has none, or its boxes are damaged.
    """
    try:
        meta = _find(content, b"meta", 0, len(content))
        if meta is None:
            return None
        start = meta.start + _FULL_BOX_BYTES
        identifier = _find_exif_item(content, start, meta.end)
        item = None if identifier is None else _locate(content, identifier, start, meta.end)
        data = None if item is None else _read_item(content, item, start, meta.end)
        if data is None:
            return None
        (offset,) = struct.unpack_from(">I", data)
    except (struct.error, IndexError, ValueError):
        return None
    return data[4 + offset :] or None


def _list_boxes(content: bytes, start: int, end: int) -> Iterator[_Box]:
    for _ in range(MAX_BOXES):
        if start + 8 > end:
            return
        size, kind = struct.unpack_from(">I4s", content, start)
        header = 8
        if size == 1:
            (size,) = struct.unpack_from(">Q", content, start + 8)
            header = 16
        stop = end if size == 0 else start + size
        if stop > end or stop < start + header:
            return
        yield _Box(kind, start + header, stop)
        start = stop


def _find(content: bytes, kind: bytes, start: int, end: int) -> _Box | None:
    return next((box for box in _list_boxes(content, start, end) if box.kind == kind), None)


def _find_exif_item(content: bytes, start: int, end: int) -> int | None:
    """Find the number of the item that holds EXIF."""
    box = _find(content, b"iinf", start, end)
    if box is None:
        return None
    entries = box.start + _FULL_BOX_BYTES + (2 if content[box.start] == 0 else 4)
    for entry in _list_boxes(content, entries, box.end):
        version = content[entry.start]
        if entry.kind != b"infe" or version < 2:
            continue
        form = ">H2x4s" if version == 2 else ">I2x4s"
        identifier, kind = struct.unpack_from(form, content, entry.start + _FULL_BOX_BYTES)
        if kind == b"Exif":
            return int(identifier)
    return None


def _locate(content: bytes, wanted: int, start: int, end: int) -> _Item | None:
    box = _find(content, b"iloc", start, end)
    if box is None:
        return None
    version = content[box.start]
    reader = _Reader(content, box.start + _FULL_BOX_BYTES, box.end)
    sizes = reader.read(2)
    offset_size, length_size, base_size = sizes >> 12, sizes >> 8 & 0xF, sizes >> 4 & 0xF
    index_size = sizes & 0xF if version in (1, 2) else 0
    for _ in range(min(reader.read(4 if version == 2 else 2), MAX_ITEMS)):
        identifier = reader.read(4 if version == 2 else 2)
        method = reader.read(2) & 0xF if version in (1, 2) else 0
        source = reader.read(2)
        base = reader.read(base_size)
        extents = []
        for _ in range(min(reader.read(2), MAX_EXTENTS)):
            reader.read(index_size)
            extents.append((base + reader.read(offset_size), reader.read(length_size)))
        if identifier == wanted:
            return _Item(method == 1, extents) if source == 0 and method < 2 else None
    return None


def _read_item(content: bytes, item: _Item, start: int, end: int) -> bytes | None:
    first, last = 0, len(content)
    if item.in_list:
        box = _find(content, b"idat", start, end)
        if box is None:
            return None
        first, last = box.start, box.end
    parts = []
    for offset, length in item.extents:
        stop = first + offset + length if length else last
        if stop > last:
            return None
        parts.append(content[first + offset : stop])
    return b"".join(parts)


class _Reader:
    """Reads numbers of any size, one after the other."""

    def __init__(self, content: bytes, position: int, end: int) -> None:
        self._content, self._position, self._end = content, position, end

    def read(self, size: int) -> int:
        """Read a number of a size in bytes; of size 0, it is 0."""
        stop = self._position + size
        if stop > self._end:
            message = "a box ends within a number"
            raise ValueError(message)
        number = int.from_bytes(self._content[self._position : stop], "big")
        self._position = stop
        return number
