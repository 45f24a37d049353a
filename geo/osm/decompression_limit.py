"""
Decompression limits of OpenStreetMap files, checked before a file is parsed.

Decompressed text is counted and discarded. Of a PBF file the uncompressed sizes declared by its
blobs are read; libosmium enforces them.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import BinaryIO

from geo.errors import ExtractDecompressionError, ExtractTruncatedError
from geo.osm.file_formats import JSON_FORMATS, read_chunks
from geo.osm.memory_limit import ObjectCounter, count_blob_nodes
from geo.osm.protobuf import FIXED_WIDTHS_BYTES, LENGTH_DELIMITED, VARINT, read_varint
from geo.osm.xml_traits import TextTraits, TraitScan

MEBIBYTE = 1024 * 1024
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
MIN_O5M_NODE_BYTES = 6  # type, length, id, version, two coordinates: a byte each

_MAX_HEADER_BYTES = 64 * 1024  # of the format's specification
_DATASIZE_FIELD, _UNCOMPRESSED_SIZE_FIELD = (
    3,
    2,
)  # field numbers: of the blob header, of the blob


def check_decompressed_size(path: Path, file_format: str) -> TextTraits:
    """
    Refuse a file above the decompression limits.

    Parameters
    ----------
    file_format
        Result of `detect_osm_format`.

    Returns
    -------
    traits
        What a text file contains that libosmium does not read as it is meant.

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
    ExtractPartialError
        If the server that wrote it reports that it stopped before the end.
    """
    if file_format == "pbf":
        return TextTraits(content_bytes=_check_pbf_blobs(path))
    if file_format == "o5m":
        ObjectCounter(path.name).count(nodes=path.stat().st_size // MIN_O5M_NODE_BYTES)
        return TextTraits(content_bytes=path.stat().st_size)
    if file_format in JSON_FORMATS:  # its reader counts the objects
        return TextTraits(content_bytes=path.stat().st_size)
    is_xml = file_format != "opl"
    bounds, counter, scan = _TextBounds(path), ObjectCounter(path.name), TraitScan(path.name)
    pending = b""
    for chunk in read_chunks(path, file_format):
        bounds.count(len(chunk))
        text = pending + chunk
        # Unescaped, this character only begins a tag; a line of OPL ends at a line break.
        cut = text.rfind(b"<" if is_xml else b"\n") + (not is_xml)
        pending = text[max(cut, 0) :]
        if len(pending) > MAX_TAG_BYTES:
            raise ExtractDecompressionError(file=path.name)
        _examine_text(text[: max(cut, 0)], is_xml=is_xml, counter=counter, scan=scan)
        scan.traits.content_bytes += len(chunk)
    _examine_text(pending, is_xml=is_xml, counter=counter, scan=scan)
    return scan.traits


def _examine_text(text: bytes, *, is_xml: bool, counter: ObjectCounter, scan: TraitScan) -> None:
    """Count the nodes of complete tags or lines, and look for what is refused."""
    if is_xml:
        counter.count(nodes=text.count(b"<node"))
        scan.examine(text)
    else:
        counter.count(nodes=text.count(b"\nn") + text.startswith(b"n"))
        scan.traits.deleted = scan.traits.deleted or b" dD" in text


class _TextBounds:
    """Limits of the decompressed text of one file: its size and its compression ratio."""

    def __init__(self, path: Path) -> None:
        self._name, self._total_bytes = path.name, 0
        self._compressed_bytes = max(path.stat().st_size, 1)

    def count(self, text_bytes: int) -> None:
        self._total_bytes += text_bytes
        if self._total_bytes > MAX_TEXT_BYTES or (
            self._total_bytes > SMALL_FILE_BYTES
            and self._total_bytes > MAX_COMPRESSION_RATIO * self._compressed_bytes
        ):
            raise ExtractDecompressionError(file=self._name)


def _check_pbf_blobs(path: Path) -> int:
    """Check the blobs of a file, and return their uncompressed size [bytes]."""
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
    return total_bytes


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
