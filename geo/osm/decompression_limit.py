"""
Files of streets that are small on disk and huge once they are read: found before they are.

Unpacked text is only counted here and thrown away; of a compact file the sizes that its blocks
give of themselves are read, and libosmium holds them to those.
"""

from __future__ import annotations

import bz2
import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from geo.errors import ExtractEntitiesError, ExtractSwollenError, ExtractTruncatedError
from geo.osm.memory_limit import Tally, nodes_in

MEBIBYTE = 1024 * 1024
CHUNK = MEBIBYTE
LONGEST_TAG = MEBIBYTE  # a tag of map data has some hundred bytes; libosmium reads it whole
# Text of OpenStreetMap packs some fifteen times smaller, repeated signs a thousand times.
MOST_TIMES = 100
SMALL = 32 * MEBIBYTE  # what unpacks to less harms nobody, however well it packs
LARGEST_TEXT = 8 * 1024 * MEBIBYTE  # a large country; a city has a twentieth
# Blocks of map data pack two to four times smaller; small ones may pack better.
MOST_TIMES_OF_BLOCK = 16
SMALL_BLOCK = MEBIBYTE
LARGEST_BLOCK = 32 * MEBIBYTE  # by the format's own rules, packed and unpacked
LARGEST_BLOCKS = 1024 * MEBIBYTE  # of a compact file, unpacked: a small country
# Maps define nothing; definitions are how a few lines of XML become gigabytes.
DEFINITIONS = (b"<!DOCTYPE", b"<!ENTITY")
OVERLAP = max(map(len, DEFINITIONS)) - 1

_LARGEST_HEAD = 64 * 1024  # bytes, by the format's own rules
_VARINT, _WIDE, _BYTES, _NARROW = 0, 1, 2, 5  # kinds of fields in a protocol buffer
_DATA_SIZE, _RAW_SIZE = 3, 2  # numbers of fields: of a block's head, of the block


def check_swelling(path: Path, kind: str) -> None:
    """
    Refuse a file that swells when it is read.

    Parameters
    ----------
    kind
        What `osm_format` says of it.

    Raises
    ------
    ExtractSwollenError
        If it unpacks to more than map data does, or one of its tags does not end.
    ExtractEntitiesError
        If its text defines what it then repeats.
    ExtractTooFullError
        If it names more points than memory has room for.
    ExtractTruncatedError
        If it breaks off.
    """
    if kind == "pbf":
        _check_blocks(path)
        return
    packed = max(path.stat().st_size, 1)
    read, since, before = 0, 0, b""
    tally = Tally(path.name)
    for part in _parts(path, kind):
        read += len(part)
        if read > LARGEST_TEXT or (read > SMALL and read > MOST_TIMES * packed):
            raise ExtractSwollenError(file=path.name)
        tally.add(nodes=part.count(b"<node "))
        opened = part.rfind(b"<")  # no value of a tag may hold this sign
        since = since + len(part) if opened < 0 else len(part) - opened
        if since > LONGEST_TAG:
            raise ExtractSwollenError(file=path.name)
        if any(word in before + part for word in DEFINITIONS):
            raise ExtractEntitiesError(file=path.name)
        before = part[-OVERLAP:]


def _parts(path: Path, kind: str) -> Iterator[bytes]:
    with _unpacked(path, kind) as file:
        try:
            while part := file.read(CHUNK):
                yield part
        except (EOFError, OSError, zlib.error) as error:
            raise ExtractTruncatedError(file=path.name) from error


@contextmanager
def _unpacked(path: Path, kind: str) -> Iterator[BinaryIO | bz2.BZ2File | gzip.GzipFile]:
    if kind == "osm.bz2":
        with bz2.BZ2File(path) as packed:
            yield packed
    elif kind == "osm.gz":
        with gzip.GzipFile(path) as zipped:
            yield zipped
    else:
        with path.open("rb") as plain:
            yield plain


def _check_blocks(path: Path) -> None:
    packed = max(path.stat().st_size, 1)
    unpacked, tally = 0, Tally(path.name)
    with path.open("rb") as file:
        while head := file.read(4):
            length = int.from_bytes(head, "big")
            if len(head) < 4 or length > _LARGEST_HEAD:
                raise ExtractTruncatedError(file=path.name)
            end = file.tell() + length
            size = _number(file, _DATA_SIZE, end=end, name=path.name)
            file.seek(end)
            raw = _number(file, _RAW_SIZE, end=end + size, name=path.name)
            if raw > SMALL_BLOCK and raw > MOST_TIMES_OF_BLOCK * size:
                raise ExtractSwollenError(file=path.name)
            unpacked += max(raw, size)
            if max(raw, size) > LARGEST_BLOCK or unpacked > LARGEST_BLOCKS:
                raise ExtractSwollenError(file=path.name)
            if unpacked > SMALL and unpacked > MOST_TIMES_OF_BLOCK * packed:
                raise ExtractSwollenError(file=path.name)
            file.seek(end)
            tally.add(nodes=nodes_in(file.read(size), raw_size=raw, file=path.name))


def _number(file: BinaryIO, wanted: int, *, end: int, name: str) -> int:
    """Find a number among the fields up to a place in the file; 0 where it is not told."""
    found = 0
    while file.tell() < end:
        field, kind = divmod(_varint(file, name), 8)
        if kind == _VARINT:
            value = _varint(file, name)
            found = value if field == wanted else found
        elif kind in (_BYTES, _WIDE, _NARROW):
            skipped = _varint(file, name) if kind == _BYTES else 8 if kind == _WIDE else 4
            file.seek(skipped, 1)
        else:
            raise ExtractTruncatedError(file=name)
    return found


def _varint(file: BinaryIO, name: str) -> int:
    value = 0
    for shift in range(0, 70, 7):
        byte = file.read(1)
        if not byte:
            break
        value |= (byte[0] & 0x7F) << shift
        if byte[0] < 0x80:
            return value
    raise ExtractTruncatedError(file=name)
