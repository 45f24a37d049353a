"""
Format detection, completeness check and sorting of OpenStreetMap files.

The format is detected by the first bytes, as names are unreliable (`map.osm.pbf.txt`).
"""

from __future__ import annotations

import bz2
import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import osmium
from osmium.osm.types import OSMEntity

from geo.errors import (
    ExtractEmptyError,
    ExtractMissingError,
    ExtractNotOsmError,
    ExtractTruncatedError,
)

_HEADER_BYTES = 4096
_PBF_HEADER = b"OSMHeader"  # type of the first blob, at bytes 6-14
# Messages of libosmium where nodes follow ways, so that ways would have no locations.
_UNSORTED_MESSAGES = ("out of order", "twice in input", "after a way", "after a relation")


class UnsortedObjectsError(Exception):
    """The objects are not sorted as nodes, ways, relations, each by id."""


def detect_osm_format(path: Path) -> str:
    """
    Detect the format of an OpenStreetMap file by its first bytes.

    Returns
    -------
    format
        `pbf`, `osm`, `osm.bz2` or `osm.gz`, as libosmium calls them.

    Raises
    ------
    ExtractMissingError
        If there is no file, or it cannot be opened.
    ExtractEmptyError
        If the file is empty.
    ExtractNotOsmError
        If it has another format.
    """
    try:
        with path.open("rb") as file:
            head = file.read(_HEADER_BYTES)
    except OSError as error:
        raise ExtractMissingError(file=path.name) from error
    if not head:
        raise ExtractEmptyError(file=path.name)
    if _PBF_HEADER in head[:32]:
        return "pbf"
    if head.startswith(b"BZh"):
        # A bz2 block is decompressed as a unit: the first lines need more than these bytes.
        return _check_compressed("osm.bz2", path)
    if head.startswith(b"\x1f\x8b"):
        return _check_compressed("osm.gz", path)
    if _is_osm_xml(head):
        return "osm"
    raise ExtractNotOsmError(file=path.name)


def _check_compressed(file_format: str, path: Path) -> str:
    opener = bz2.open if file_format == "osm.bz2" else gzip.open
    try:
        with opener(path, "rb") as file:
            head = file.read(_HEADER_BYTES)
    except EOFError as error:
        raise ExtractTruncatedError(file=path.name) from error
    except (OSError, zlib.error) as error:
        raise ExtractNotOsmError(file=path.name) from error
    if not _is_osm_xml(head):
        raise ExtractNotOsmError(file=path.name)
    return file_format


def _is_osm_xml(head: bytes) -> bool:
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and b"<osm" in head


def open_osm_file(path: Path) -> osmium.io.File:
    """Open a file in libosmium with the format detected from its content."""
    return osmium.io.File(str(path), detect_osm_format(path))


@contextmanager
def _translate_osmium_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except osmium.InvalidLocationError as error:  # a coordinate that is not a number
        raise ExtractTruncatedError(file=path.name) from error
    except ValueError as error:  # an id that is not a number
        raise ExtractTruncatedError(file=path.name) from error
    except RuntimeError as error:  # libosmium has no finer class for errors in the data
        if any(words in str(error) for words in _UNSORTED_MESSAGES):
            raise UnsortedObjectsError(path.name) from error
        raise ExtractTruncatedError(file=path.name) from error


def iterate_objects(path: Path, processor: osmium.FileProcessor) -> Iterator[OSMEntity]:
    """
    Iterate over the objects of a file; libosmium's errors become exceptions of `geo.errors`.

    Parameters
    ----------
    path
        The file that `processor` reads.

    Raises
    ------
    ExtractTruncatedError
        If the file is truncated or corrupt.
    UnsortedObjectsError
        If its objects are not sorted; see `sort_objects`.
    """
    # A generator sees only errors of reading, never those of its caller.
    with _translate_osmium_errors(path):
        yield from processor


def check_complete(path: Path) -> None:
    """
    Read a file to its end, discarding its objects.

    Raises
    ------
    ExtractEmptyError, ExtractNotOsmError, ExtractTruncatedError
        If it is empty, of another format, or truncated.
    """
    empty_filter = osmium.filter.KeyFilter("")  # libosmium parses all objects and yields none
    for _ in iterate_objects(
        path, osmium.FileProcessor(open_osm_file(path)).with_filter(empty_filter)
    ):
        break


def sort_objects(paths: list[Path], *, output_path: Path, output_format: str = "") -> None:
    """
    Merge the objects of files into one: nodes, ways, relations, sorted by id, each once.

    Parameters
    ----------
    paths
        Files of OpenStreetMap data.
    output_path
        The file to write. Overwritten.
    output_format
        `osm` or `pbf`; empty where the ending of the file decides (`.osm`, `.osm.pbf`).

    Notes
    -----
    All objects are held in memory: meant for drawn or downloaded files, not for countries.

    Raises
    ------
    ExtractTruncatedError
        If one of the files is corrupt.
    """
    merger = osmium.MergeInputReader()
    for path in paths:
        file_format = detect_osm_format(path)
        # MergeInputReader.add_file would detect the format by the name.
        with _translate_osmium_errors(path):
            merger.add_buffer(path.read_bytes(), file_format)
    target = osmium.io.File(str(output_path), output_format)
    with osmium.SimpleWriter(target, overwrite=True) as writer:
        merger.apply(writer)
