"""
Records of a `.shp` file: where each lies, and the vertices and parts in it.

Records are read one after another, so that a missing index (`.shx`) loses nothing. Where the
sequence breaks, the index leads to the records behind the damage.

Format: ESRI Shapefile Technical Description, July 1998.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

FILE_CODE = 9994
HEADER_BYTES = 100
RECORD_HEADER_BYTES = 8
NULL, MULTIPATCH = 0, 31
POINTS, LINES, POLYGONS, MULTIPOINTS = (1, 11, 21), (3, 13, 23), (5, 15, 25), (8, 18, 28)
KNOWN_KINDS = (NULL, *POINTS, *LINES, *POLYGONS, *MULTIPOINTS, MULTIPATCH)
FLAT_KINDS = (NULL, POINTS[0], LINES[0], POLYGONS[0], MULTIPOINTS[0])
# Programs write a number below this one for "no data", also for a coordinate.
NO_DATA = -1e38
_BOUNDS_BYTES = 32
_INDEX_ENTRY = np.dtype([("offset", ">i4"), ("length", ">i4")])


@dataclass(frozen=True)
class RecordSpan:
    """
    Where the content of a record lies.

    Attributes
    ----------
    start, end
        Bytes of the file; `end` is 0 where the record is damaged or lies behind the end of the
        file.
    """

    start: int
    end: int


@dataclass(frozen=True)
class ShapeRecord:
    """
    The content of one record.

    Attributes
    ----------
    kind
        Type number of the format.
    vertices
        Two columns.
    starts
        First vertex of each part; one part for points.
    """

    kind: int
    vertices: NDArray[np.float64]
    starts: tuple[int, ...]

    def measure_parts(self) -> list[int]:
        """Count the vertices of each part."""
        return [end - start for start, end in pairwise((*self.starts, len(self.vertices)))]

    def is_finite(self) -> bool:
        """Return whether all vertices are numbers, and none stands for "no data"."""
        return bool(
            not self.vertices.size
            or (self.vertices.min() > NO_DATA and self.vertices.max() < np.inf)
        )


class DamagedRecordError(ValueError):
    """The content of a record contradicts itself."""


def is_shapefile(content: bytes) -> bool:
    """Return whether a file begins as a `.shp` or `.shx` file does."""
    return len(content) >= HEADER_BYTES and content[:4] == struct.pack(">i", FILE_CODE)


def read_file_kind(content: bytes) -> int:
    """Return the type number of the shapes of a file."""
    return int(struct.unpack_from("<i", content, 32)[0])


def locate_records(content: bytes, index: bytes | None) -> list[RecordSpan]:
    """
    Locate the records of a `.shp` file, in their order.

    Parameters
    ----------
    index
        Content of the `.shx` file; None where there is none.
    """
    offsets = _read_index(index)
    indexed = [_read_span(content, offset) for offset in offsets]
    first = _read_number(content, HEADER_BYTES)
    numbers = [_read_number(content, offset) for offset in offsets]
    if offsets and all(
        span.end and number == first + row
        for row, (span, number) in enumerate(zip(indexed, numbers, strict=True))
    ):
        return indexed
    spans = _follow_records(content, first)
    for row in range(len(spans), len(indexed)):
        is_right = numbers[row] == first + row
        spans.append(indexed[row] if is_right else RecordSpan(offsets[row], 0))
    return spans


def _follow_records(content: bytes, first: int) -> list[RecordSpan]:
    """Read one record header after another until they stop making sense."""
    spans: list[RecordSpan] = []
    offset = HEADER_BYTES
    is_counted = True  # some programs write the same number into all records
    while offset + RECORD_HEADER_BYTES <= len(content):
        if len(spans) == 1:
            is_counted = _read_number(content, offset) == first + 1
        span = _read_span(content, offset)
        if is_counted and _read_number(content, offset) != first + len(spans):
            break
        if not span.end and not any(content[offset:]):  # filled up with zeros
            break
        spans.append(span)
        if not span.end:
            break
        offset = span.end
    return spans


def _read_number(content: bytes, offset: int) -> int:
    if offset < 0 or offset + 4 > len(content):
        return -1
    return int(struct.unpack_from(">i", content, offset)[0])


def _read_span(content: bytes, offset: int) -> RecordSpan:
    start = offset + RECORD_HEADER_BYTES
    if offset < HEADER_BYTES or start > len(content):
        return RecordSpan(offset, 0)
    end = start + 2 * int(struct.unpack_from(">i", content, offset + 4)[0])
    return RecordSpan(start, end if start + 4 <= end <= len(content) else 0)


def _read_index(index: bytes | None) -> list[int]:
    if index is None or not is_shapefile(index):
        return []
    count = (len(index) - HEADER_BYTES) // _INDEX_ENTRY.itemsize
    entries = np.frombuffer(index, _INDEX_ENTRY, count, HEADER_BYTES)
    return [2 * int(offset) for offset in entries["offset"]]


def read_record(content: bytes, span: RecordSpan) -> ShapeRecord:
    """
    Read the vertices of one record.

    Raises
    ------
    DamagedRecordError
        If it is damaged.
    """
    if not span.end:
        raise DamagedRecordError
    kind = int(struct.unpack_from("<i", content, span.start)[0])
    if kind not in KNOWN_KINDS:
        raise DamagedRecordError
    if kind in (NULL, MULTIPATCH):
        return ShapeRecord(kind, np.zeros((0, 2)), ())
    if kind in POINTS:
        vertices = _read_vertices(content, span.start + 4, 1, span.end)
        return ShapeRecord(kind, vertices, (0,))
    counts_at = span.start + 4 + _BOUNDS_BYTES
    if kind in MULTIPOINTS:
        (count,) = _read_integers(content, counts_at, 1, span.end)
        vertices = _read_vertices(content, counts_at + 4, count, span.end)
        return ShapeRecord(kind, vertices, (0,) if count else ())
    part_count, count = _read_integers(content, counts_at, 2, span.end)
    starts = _read_integers(content, counts_at + 8, part_count, span.end)
    vertices = _read_vertices(content, counts_at + 8 + 4 * part_count, count, span.end)
    _check_starts(starts, count)
    return ShapeRecord(kind, vertices, tuple(dict.fromkeys(one for one in starts if one < count)))


def _check_starts(starts: tuple[int, ...], count: int) -> None:
    if not starts:
        if count:
            raise DamagedRecordError
        return
    if starts[0] != 0 or starts[-1] > count or any(one > after for one, after in pairwise(starts)):
        raise DamagedRecordError


def _read_integers(content: bytes, at: int, count: int, end: int) -> tuple[int, ...]:
    if count < 0 or at + 4 * count > end:
        raise DamagedRecordError
    return struct.unpack_from(f"<{count}i", content, at)


def _read_vertices(content: bytes, at: int, count: int, end: int) -> NDArray[np.float64]:
    if count < 0 or at + 16 * count > end:
        raise DamagedRecordError
    return np.frombuffer(content, "<f8", 2 * count, at).reshape(-1, 2)
