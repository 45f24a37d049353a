"""
Detection of the format of an OpenStreetMap file, and its decompressed text.

The format is detected by the first bytes, as names are unreliable (`map.osm.pbf.txt`). Formats
that hold something else than a whole map are refused by their own name.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pyarrow as pa

from geo.errors import (
    ExtractArchiveError,
    ExtractChangesError,
    ExtractContentError,
    ExtractDecompressionError,
    ExtractEmptyError,
    ExtractForeignError,
    ExtractGeoJsonError,
    ExtractMissingError,
    ExtractNotesError,
    ExtractNotOsmError,
    ExtractTruncatedError,
)
from geo.parsing.content_kind import ContentKind, detect_content_kind, detect_head_kind
from geo.parsing.source import SourceFile

HEADER_BYTES = 4096
CHUNK_BYTES = 1024 * 1024
MAX_DICTIONARY_BYTES = 256 * 1024 * 1024  # memory for the window of an xz file; its usual has 8 MB
# Formats that libosmium does not read itself: `json` is that of Overpass.
JSON_FORMATS = frozenset({"json", "json.gz", "json.bz2", "json.xz", "json.zst"})
FOREIGN_FORMATS = JSON_FORMATS | {"osm.xz", "osm.zst"}

# Names of kinds of content that are no streets, the same in every language.
_FOREIGN_FORMATS: dict[ContentKind | None, str] = {
    "kml": "KML",
    "gpx": "GPX",
    "geopackage": "GeoPackage",
    "spreadsheet": "Excel",
    "shapefile": "Shapefile",
    "parquet": "Parquet",
    "flatgeobuf": "FlatGeobuf",
    "pdf": "PDF",
    "image": "PNG/JPEG",
}
_PBF_HEADER = b"OSMHeader"  # type of the first blob, at bytes 6-14
_O5M_HEADER, _O5C_HEADER = b"\xff\xe0\x04o5m2", b"\xff\xe0\x04o5c2"
_ARCHIVE_MAGICS = (b"PK\x03\x04", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07")
_COMPRESSION_MAGICS = {
    b"BZh": "osm.bz2",
    b"\x1f\x8b": "osm.gz",
    b"\xfd7zXZ\x00": "osm.xz",
    b"\x28\xb5\x2f\xfd": "osm.zst",
}
_BLANKS = b"\xef\xbb\xbf\x1e \t\r\n"  # byte order mark, record separator, white space
_ROOT_ELEMENT = re.compile(rb"<([A-Za-z][\w.:-]*)")
_XML_PROLOGUE = re.compile(rb"<\?.*?\?>|<!--.*?-->", re.DOTALL)
_FIRST_OBJECT = re.compile(rb"<(node|way|relation|changeset|note|remark)\b[^>]*(id|lat)\s*=")
_OVERPASS_JSON = re.compile(rb'\{.*"(?:elements|osm3s)"\s*:', re.DOTALL)
_OPL_LINE = re.compile(rb"[nwr]-?\d+(?: [vdctiuTxyNM]\S*)*(?:\r?\n|$)")


def detect_osm_format(path: Path) -> str:
    """
    Detect the format of an OpenStreetMap file by its first bytes.

    Returns
    -------
    format
        `pbf`, `osm`, `osm.bz2`, `osm.gz`, `opl` or `o5m`, as libosmium calls them, or one of
        `FOREIGN_FORMATS`.

    Raises
    ------
    ExtractMissingError
        If there is no file, or it cannot be opened.
    ExtractEmptyError
        If the file is empty.
    ExtractNotOsmError
        If it has another format; a subclass where that format is known.
    """
    try:
        with path.open("rb") as file:
            head = file.read(HEADER_BYTES)
    except OSError as error:
        raise ExtractMissingError(file=path.name) from error
    if not head:
        raise ExtractEmptyError(file=path.name)
    if _PBF_HEADER in head[:32]:
        return "pbf"
    foreign = _explain_kind(detect_content_kind(SourceFile.of(path)), path.name)
    if foreign is not None:
        raise foreign
    for magic, file_format in _COMPRESSION_MAGICS.items():
        if head.startswith(magic):
            head = _decompress_head(path, file_format)
            kind = _check_text(head, path.name, formats=("osm", "json"))
            return file_format.replace("osm", kind)
    if head.startswith(_O5M_HEADER):
        return "o5m"
    return _check_text(head, path.name, formats=("osm", "opl", "json"))


def detect_compression(path: Path) -> str | None:
    """Detect the compression of a file, as a format of `read_chunks`; None without one."""
    with path.open("rb") as file:
        head = file.read(HEADER_BYTES)
    found = (name for magic, name in _COMPRESSION_MAGICS.items() if head.startswith(magic))
    return next(found, None)


def _check_text(head: bytes, name: str, *, formats: tuple[str, ...]) -> str:
    """Return the format of uncompressed text; refuse all but `formats`."""
    text = head.lstrip(_BLANKS)
    root = _ROOT_ELEMENT.match(_XML_PROLOGUE.sub(b"", text).lstrip(_BLANKS))
    if text.startswith(b"<") and (root is None or root[1] == b"osm"):
        # A prologue with definitions, or longer than the head, is judged by the whole text.
        if root is None and b"<osm" not in text:
            raise _explain_kind(detect_head_kind(text), name) or ExtractNotOsmError(file=name)
        _refuse_other_objects(text, name)
        return "osm"
    if "opl" in formats and _OPL_LINE.match(text):
        return "opl"
    if "json" in formats and _OVERPASS_JSON.match(text):
        return "json"
    raise _explain_text(text, root[1] if root else b"", name)


def _refuse_other_objects(text: bytes, name: str) -> None:
    first = _FIRST_OBJECT.search(text)
    if first is not None and first[1] in (b"changeset", b"note"):
        raise ExtractNotesError(file=name)


def _explain_text(text: bytes, root: bytes, name: str) -> ExtractNotOsmError:
    if root == b"osmChange" or text.startswith(_O5C_HEADER):
        return ExtractChangesError(file=name)
    if root == b"osm-notes":
        return ExtractNotesError(file=name)
    if text.startswith(_ARCHIVE_MAGICS):
        return ExtractArchiveError(file=name)
    if text.startswith((b"{", b"[")) and re.search(rb'"type"\s*:\s*"[A-Z]', text):
        return ExtractGeoJsonError(file=name)
    return _explain_kind(detect_head_kind(text), name) or ExtractNotOsmError(file=name)


def _explain_kind(kind: ContentKind | None, name: str) -> ExtractNotOsmError | None:
    """Explain a file that is of another kind; None for what has an error of its own, or none."""
    if kind in ("html", "lfs_pointer"):
        return ExtractContentError(file=name, content=kind)
    if kind == "zip":
        return ExtractArchiveError(file=name)
    if kind in _FOREIGN_FORMATS:
        return ExtractForeignError(file=name, format=_FOREIGN_FORMATS[kind])
    return None


def _decompress_head(path: Path, file_format: str) -> bytes:
    try:
        return next(_CHUNK_READERS[file_format](path), b"")[:HEADER_BYTES]
    except EOFError as error:
        raise ExtractTruncatedError(file=path.name) from error
    except (OSError, zlib.error, lzma.LZMAError) as error:
        raise ExtractNotOsmError(file=path.name) from error


def read_chunks(path: Path, file_format: str) -> Iterator[bytes]:
    """
    Iterate over the decompressed content of a file.

    Parameters
    ----------
    file_format
        Result of `detect_osm_format`, other than `pbf`.

    Raises
    ------
    ExtractTruncatedError
        If it is truncated or corrupt.
    ExtractDecompressionError
        If decompressing it needs more memory than `MAX_DICTIONARY_BYTES`.
    """
    try:
        yield from _CHUNK_READERS[file_format](path)
    except lzma.LZMAError as error:
        if "memory" in str(error).lower():
            raise ExtractDecompressionError(file=path.name) from error
        raise ExtractTruncatedError(file=path.name) from error
    except (EOFError, OSError, zlib.error) as error:
        raise ExtractTruncatedError(file=path.name) from error


def _read_plain(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            yield chunk


def _read_bz2(path: Path) -> Iterator[bytes]:
    with bz2.BZ2File(path) as file:
        while chunk := file.read(CHUNK_BYTES):
            yield chunk


def _read_gzip(path: Path) -> Iterator[bytes]:
    with gzip.GzipFile(path) as file:
        while chunk := file.read(CHUNK_BYTES):
            yield chunk


def _read_xz(path: Path) -> Iterator[bytes]:
    """Decompress with a limit of memory, which `lzma.LZMAFile` does not have."""
    with path.open("rb") as file:
        pending = file.read(CHUNK_BYTES)
        while pending:
            decompressor = lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=MAX_DICTIONARY_BYTES)
            while not decompressor.eof:
                if decompressor.needs_input and not pending:
                    pending = file.read(CHUNK_BYTES)
                    if not pending:
                        raise EOFError
                if chunk := decompressor.decompress(pending, CHUNK_BYTES):
                    yield chunk
                pending = b""
            # Another stream may follow, after zeros that fill up to four bytes.
            pending = (decompressor.unused_data or file.read(CHUNK_BYTES)).lstrip(b"\0")


def _read_zstandard(path: Path) -> Iterator[bytes]:
    with (
        closing(pa.OSFile(str(path), "rb")) as file,
        closing(pa.CompressedInputStream(file, "zstd")) as stream,
    ):
        while chunk := stream.read(CHUNK_BYTES):
            yield chunk


_CHUNK_READERS: dict[str, Callable[[Path], Iterator[bytes]]] = {
    "osm": _read_plain,
    "opl": _read_plain,
    "o5m": _read_plain,
    "json": _read_plain,
    "json.bz2": _read_bz2,
    "json.gz": _read_gzip,
    "json.xz": _read_xz,
    "json.zst": _read_zstandard,
    "osm.bz2": _read_bz2,
    "osm.gz": _read_gzip,
    "osm.xz": _read_xz,
    "osm.zst": _read_zstandard,
}
