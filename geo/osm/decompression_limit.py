"""
Decompression limits of OpenStreetMap files, checked before a file is parsed.

Decompressed text is counted and discarded. Of a PBF file the uncompressed sizes declared by its
blobs are read; libosmium enforces them.
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
MAX_TAG_BYTES = MEBIBYTE  # an XML tag of map data has some hundred bytes; libosmium buffers it
# OpenStreetMap XML compresses by about fifteen, repeated characters by a thousand.
MAX_COMPRESSION_RATIO = 100
SMALL_FILE_BYTES = 32 * MEBIBYTE  # smaller results are accepted at any compression ratio
MAX_TEXT_BYTES = 8 * 1024 * MEBIBYTE  # a large country; a city has a twentieth
# Blobs of map data compress by two to four; small ones may compress better.
MAX_BLOB_COMPRESSION_RATIO = 16
SMALL_BLOB_BYTES = MEBIBYTE
MAX_BLOB_BYTES = 32 * MEBIBYTE  # of the format's specification, compressed and uncompressed
MAX_TOTAL_BLOB_BYTES = 1024 * MEBIBYTE  # of a PBF file, uncompressed: a small country
# Map data needs no definitions; entity expansion turns a few lines of XML into gigabytes.
XML_DEFINITIONS = (b"<!DOCTYPE", b"<!ENTITY")
OVERLAP_BYTES = max(map(len, XML_DEFINITIONS)) - 1

_MAX_HEADER_BYTES = 64 * 1024  # of the format's specification
_DATASIZE_FIELD, _UNCOMPRESSED_SIZE_FIELD = (
    3,
    2,
)  # field numbers: of the blob header, of the blob


def check_decompressed_size(path: Path, file_format: str) -> None:
    """
    Refuse a file above the decompression limits.

    Parameters
    ----------
    file_format
        Result of `detect_osm_format`.

    Raises
    ------
    ExtractDecompressionError
        If its size or compression ratio exceeds that of map data, or a tag does not end.
    ExtractEntitiesError
        If its XML defines entities.
    ExtractMemoryError
        If it has more nodes than the memory limit.
    ExtractTruncatedError
        If it is truncated.
    """
    if file_format == "pbf":
        _check_pbf_blobs(path)
        return
    compressed_bytes = max(path.stat().st_size, 1)
    decompressed_bytes, tag_bytes, previous_end = 0, 0, b""
    counter = ObjectCounter(path.name)
    for chunk in _read_chunks(path, file_format):
        decompressed_bytes += len(chunk)
        if decompressed_bytes > MAX_TEXT_BYTES or (
            decompressed_bytes > SMALL_FILE_BYTES
            and decompressed_bytes > MAX_COMPRESSION_RATIO * compressed_bytes
        ):
            raise ExtractDecompressionError(file=path.name)
        counter.count(nodes=chunk.count(b"<node "))
        tag_start = chunk.rfind(b"<")  # this character is escaped within tags
        tag_bytes = tag_bytes + len(chunk) if tag_start < 0 else len(chunk) - tag_start
        if tag_bytes > MAX_TAG_BYTES:
            raise ExtractDecompressionError(file=path.name)
        if any(definition in previous_end + chunk for definition in XML_DEFINITIONS):
            raise ExtractEntitiesError(file=path.name)
        previous_end = chunk[-OVERLAP_BYTES:]


def _read_chunks(path: Path, file_format: str) -> Iterator[bytes]:
    with _open_decompressed(path, file_format) as file:
        try:
            while chunk := file.read(CHUNK_BYTES):
                yield chunk
        except (EOFError, OSError, zlib.error) as error:
            raise ExtractTruncatedError(file=path.name) from error


@contextmanager
def _open_decompressed(
    path: Path, file_format: str
) -> Iterator[BinaryIO | bz2.BZ2File | gzip.GzipFile]:
    if file_format == "osm.bz2":
        with bz2.BZ2File(path) as bz2_file:
            yield bz2_file
    elif file_format == "osm.gz":
        with gzip.GzipFile(path) as gzip_file:
            yield gzip_file
    else:
        with path.open("rb") as plain_file:
            yield plain_file


def _check_pbf_blobs(path: Path) -> None:
    compressed_bytes = max(path.stat().st_size, 1)
    total_bytes, counter = 0, ObjectCounter(path.name)
    with path.open("rb") as file:
        while length_prefix := file.read(4):
            length = int.from_bytes(length_prefix, "big")
            if len(length_prefix) < 4 or length > _MAX_HEADER_BYTES:
                raise ExtractTruncatedError(file=path.name)
            end = file.tell() + length
            blob_bytes = _read_number_field(file, _DATASIZE_FIELD, end=end, name=path.name)
            file.seek(end)
            uncompressed = _read_number_field(
                file, _UNCOMPRESSED_SIZE_FIELD, end=end + blob_bytes, name=path.name
            )
            if (
                uncompressed > SMALL_BLOB_BYTES
                and uncompressed > MAX_BLOB_COMPRESSION_RATIO * blob_bytes
            ):
                raise ExtractDecompressionError(file=path.name)
            total_bytes += max(uncompressed, blob_bytes)
            if max(uncompressed, blob_bytes) > MAX_BLOB_BYTES or total_bytes > MAX_TOTAL_BLOB_BYTES:
                raise ExtractDecompressionError(file=path.name)
            if (
                total_bytes > SMALL_FILE_BYTES
                and total_bytes > MAX_BLOB_COMPRESSION_RATIO * compressed_bytes
            ):
                raise ExtractDecompressionError(file=path.name)
            file.seek(end)
            counter.count(
                nodes=count_blob_nodes(
                    file.read(blob_bytes), uncompressed_size=uncompressed, file=path.name
                )
            )


def _read_number_field(file: BinaryIO, field_number: int, *, end: int, name: str) -> int:
    """Read the value of a varint field up to a position in the file; 0 where it is absent."""
    result = 0
    try:
        while file.tell() < end:
            field, wire_type = divmod(read_varint(file), 8)
            if wire_type == VARINT:
                value = read_varint(file)
                result = value if field == field_number else result
            elif wire_type == LENGTH_DELIMITED:
                file.seek(read_varint(file), io.SEEK_CUR)
            elif wire_type in FIXED_WIDTHS_BYTES:
                file.seek(FIXED_WIDTHS_BYTES[wire_type], io.SEEK_CUR)
            else:
                raise ExtractTruncatedError(file=name)
    except EOFError as error:
        raise ExtractTruncatedError(file=name) from error
    return result
