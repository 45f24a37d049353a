"""
Files of streets that are small on disk and huge once they are read: found before they are.

Unpacked text is only counted here and thrown away; of a compact file the sizes that its blocks
give of themselves are read, and libosmium holds them to those.
"""

from __future__ import annotations

import bz2
import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from geo.errors import ExtractDecompressionError, ExtractEntitiesError, ExtractTruncatedError
from geo.osm.memory_limit import ObjectCounter, count_blob_nodes
from geo.osm.protobuf import FIXED_WIDTHS_BYTES, LENGTH_DELIMITED, VARINT, read_varint

MEBIBYTE = 1024 * 1024
CHUNK_BYTES = MEBIBYTE
MAX_TAG_BYTES = MEBIBYTE  # a tag of map data has some hundred bytes; libosmium reads it whole
# Text of OpenStreetMap packs some fifteen times smaller, repeated signs a thousand times.
MAX_COMPRESSION_RATIO = 100
SMALL_FILE_BYTES = 32 * MEBIBYTE  # what unpacks to less harms nobody, however well it packs
MAX_TEXT_BYTES = 8 * 1024 * MEBIBYTE  # a large country; a city has a twentieth
# Blocks of map data pack two to four times smaller; small ones may pack better.
MAX_BLOB_COMPRESSION_RATIO = 16
SMALL_BLOB_BYTES = MEBIBYTE
MAX_BLOB_BYTES = 32 * MEBIBYTE  # by the format's own rules, packed and unpacked
MAX_TOTAL_BLOB_BYTES = 1024 * MEBIBYTE  # of a compact file, unpacked: a small country
# Maps define nothing; definitions are how a few lines of XML become gigabytes.
XML_DEFINITIONS = (b"<!DOCTYPE", b"<!ENTITY")
OVERLAP_BYTES = max(map(len, XML_DEFINITIONS)) - 1

_MAX_HEADER_BYTES = 64 * 1024  # bytes, by the format's own rules
_DATASIZE_FIELD, _UNCOMPRESSED_SIZE_FIELD = (
    3,
    2,
)  # numbers of fields: of a block's head, of the block


def check_decompressed_size(path: Path, file_format: str) -> None:
    """
    Refuse a file that swells when it is read.

    Parameters
    ----------
    file_format
        What `detect_osm_format` says of it.

    Raises
    ------
    ExtractDecompressionError
        If it unpacks to more than map data does, or one of its tags does not end.
    ExtractEntitiesError
        If its text defines what it then repeats.
    ExtractMemoryError
        If it names more points than memory has room for.
    ExtractTruncatedError
        If it breaks off.
    """
    if file_format == "pbf":
        _check_pbf_blobs(path)
        return
    packed = max(path.stat().st_size, 1)
    read, since, before = 0, 0, b""
    tally = ObjectCounter(path.name)
    for part in _read_chunks(path, file_format):
        read += len(part)
        if read > MAX_TEXT_BYTES or (
            read > SMALL_FILE_BYTES and read > MAX_COMPRESSION_RATIO * packed
        ):
            raise ExtractDecompressionError(file=path.name)
        tally.count(nodes=part.count(b"<node "))
        opened = part.rfind(b"<")  # no value of a tag may hold this sign
        since = since + len(part) if opened < 0 else len(part) - opened
        if since > MAX_TAG_BYTES:
            raise ExtractDecompressionError(file=path.name)
        if any(word in before + part for word in XML_DEFINITIONS):
            raise ExtractEntitiesError(file=path.name)
        before = part[-OVERLAP_BYTES:]


def _read_chunks(path: Path, file_format: str) -> Iterator[bytes]:
    with _open_decompressed(path, file_format) as file:
        try:
            while part := file.read(CHUNK_BYTES):
                yield part
        except (EOFError, OSError, zlib.error) as error:
            raise ExtractTruncatedError(file=path.name) from error


@contextmanager
def _open_decompressed(
    path: Path, file_format: str
) -> Iterator[BinaryIO | bz2.BZ2File | gzip.GzipFile]:
    if file_format == "osm.bz2":
        with bz2.BZ2File(path) as packed:
            yield packed
    elif file_format == "osm.gz":
        with gzip.GzipFile(path) as zipped:
            yield zipped
    else:
        with path.open("rb") as plain:
            yield plain


def _check_pbf_blobs(path: Path) -> None:
    packed = max(path.stat().st_size, 1)
    unpacked, tally = 0, ObjectCounter(path.name)
    with path.open("rb") as file:
        while head := file.read(4):
            length = int.from_bytes(head, "big")
            if len(head) < 4 or length > _MAX_HEADER_BYTES:
                raise ExtractTruncatedError(file=path.name)
            end = file.tell() + length
            size = _read_number_field(file, _DATASIZE_FIELD, end=end, name=path.name)
            file.seek(end)
            uncompressed = _read_number_field(
                file, _UNCOMPRESSED_SIZE_FIELD, end=end + size, name=path.name
            )
            if uncompressed > SMALL_BLOB_BYTES and uncompressed > MAX_BLOB_COMPRESSION_RATIO * size:
                raise ExtractDecompressionError(file=path.name)
            unpacked += max(uncompressed, size)
            if max(uncompressed, size) > MAX_BLOB_BYTES or unpacked > MAX_TOTAL_BLOB_BYTES:
                raise ExtractDecompressionError(file=path.name)
            if unpacked > SMALL_FILE_BYTES and unpacked > MAX_BLOB_COMPRESSION_RATIO * packed:
                raise ExtractDecompressionError(file=path.name)
            file.seek(end)
            tally.count(
                nodes=count_blob_nodes(
                    file.read(size), uncompressed_size=uncompressed, file=path.name
                )
            )


def _read_number_field(file: BinaryIO, field_number: int, *, end: int, name: str) -> int:
    """Read a number among the fields up to a position in the file; 0 where there is none."""
    number = 0
    try:
        while file.tell() < end:
            field, wire_type = divmod(read_varint(file), 8)
            if wire_type == VARINT:
                value = read_varint(file)
                number = value if field == field_number else number
            elif wire_type == LENGTH_DELIMITED:
                file.seek(read_varint(file), io.SEEK_CUR)
            elif wire_type in FIXED_WIDTHS_BYTES:
                file.seek(FIXED_WIDTHS_BYTES[wire_type], io.SEEK_CUR)
            else:
                raise ExtractTruncatedError(file=name)
    except EOFError as error:
        raise ExtractTruncatedError(file=name) from error
    return number
