"""
Detection of what a file is by its first bytes, for files that are not what their name says.

A page to sign in that was saved as data, a Git LFS pointer, a renamed workbook: a sentence can name
each of them, and what to do. Content that is none of these kinds has no name here.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import Literal

from geo.parsing.source import SourceFile

ContentKind = Literal[
    "empty",
    "html",
    "lfs_pointer",
    "kml",
    "gpx",
    "xml",
    "streets",
    "json",
    "geopackage",
    "spreadsheet",
    "shapefile",
    "parquet",
    "flatgeobuf",
    "pdf",
    "image",
    "zip",
    "compressed",
]
HEAD_BYTES = 4096
_LFS_START = "version https://git-lfs.github.com/spec/"
_MAGICS: tuple[tuple[bytes, ContentKind], ...] = (
    (b"SQLite format 3\x00", "geopackage"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\x1f\x8b", "compressed"),
    (b"BZh", "compressed"),
    (b"\xfd7zXZ\x00", "compressed"),
    (b"\x28\xb5\x2f\xfd", "compressed"),
    (b"7z\xbc\xaf\x27\x1c", "compressed"),
    (b"Rar!\x1a\x07", "compressed"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "spreadsheet"),
    (b"\x00\x00\x27\x0a\x00\x00", "shapefile"),
    (b"PAR1", "parquet"),
    (b"fgb\x03fgb", "flatgeobuf"),
    (b"%PDF", "pdf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
)
# Brands of HEIC, HEIF and AVIF, in the first box of a file, at bytes 8-12.
_PICTURE_BRANDS = frozenset(b"heic heix heim heis hevc hevx mif1 msf1 avif avis".split())
_PBF_HEADER = b"OSMHeader"  # type of the first blob, at bytes 6-14
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_MARKUP_PROLOGUE = re.compile(
    r"\s*(<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>]*>)", re.DOTALL | re.IGNORECASE
)
_ROOT_ELEMENT = re.compile(r"\s*<(?:[\w.-]+:)?([A-Za-z][\w.-]*)")
_HTML_START = re.compile(r"<!doctype\s+html|<html[\s>]", re.IGNORECASE)
_HTML_ELEMENTS = frozenset(
    "html head body title meta link script style div p span center table form h1".split()
)
_KINDS_BY_ELEMENT: dict[str, ContentKind] = {
    "kml": "kml",
    "gpx": "gpx",
    "osm": "streets",
    "osmchange": "streets",
}
_JSON_START = re.compile(r'(\{\s*"|\[\s*[\[{])')
# Names inside a zip archive that tell what it is.
_KINDS_BY_MEMBER: tuple[tuple[str, ContentKind], ...] = (
    (r"xl/.*|content\.xml", "spreadsheet"),
    (r".*\.kml", "kml"),
    (r".*\.(shp|dbf)", "shapefile"),
)


def detect_content_kind(file: SourceFile) -> ContentKind | None:
    """
    Detect what a file is.

    Returns
    -------
    kind
        None for plain text, a damaged file, or anything without a name here. An archive that holds
        one workbook, KML or shapefile is of their kind.
    """
    kind = detect_head_kind(file.read_head(HEAD_BYTES))
    return _look_into_archive(file.read_bytes()) if kind == "zip" else kind


def detect_head_kind(head: bytes) -> ContentKind | None:
    """Detect what a file is by its first bytes alone; see `detect_content_kind`."""
    if not head:
        return "empty"
    for magic, kind in _MAGICS:
        if head.startswith(magic):
            return kind
    if head[4:8] == b"ftyp" and head[8:12] in _PICTURE_BRANDS:
        return "image"
    if _PBF_HEADER in head[:32]:
        return "streets"
    encoding = "utf-16" if head.startswith(_UTF16_MARKS) else "utf-8-sig"
    return _detect_text_kind(head.decode(encoding, errors="ignore").lstrip())


def _detect_text_kind(text: str) -> ContentKind | None:
    if text.startswith(_LFS_START):
        return "lfs_pointer"
    if _JSON_START.match(text):
        return "json"
    return _detect_markup_kind(text) if text.startswith("<") else None


def _detect_markup_kind(text: str) -> ContentKind:
    rest = text
    while (prologue := _MARKUP_PROLOGUE.match(rest)) is not None:
        rest = rest[prologue.end() :]
    root = _ROOT_ELEMENT.match(rest)
    if root is None:  # a page may begin with text or a comment that is not closed
        return "html" if _HTML_START.search(text) else "xml"
    name = root[1].lower()
    return "html" if name in _HTML_ELEMENTS else _KINDS_BY_ELEMENT.get(name, "xml")


def _look_into_archive(content: bytes) -> ContentKind:
    """Detect by the names in an archive what it is; nothing is decompressed."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return "zip"
    for pattern, kind in _KINDS_BY_MEMBER:
        if any(re.fullmatch(pattern, name.lower()) for name in names):
            return kind
    return "zip"
