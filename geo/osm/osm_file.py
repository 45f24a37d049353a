"""
A file of OpenStreetMap data: what it is by its content, and whether it is whole.

Names lie (a browser saves `map.osm.pbf.txt`), so the first bytes decide.
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
_PBF_HEADER = b"OSMHeader"  # type of the first block, at bytes 6-14
# A reader that finds nodes after ways gives ways without places; libosmium words it so.
_UNSORTED_MESSAGES = ("out of order", "twice in input", "after a way", "after a relation")


class UnsortedObjectsError(Exception):
    """The objects are not in the order nodes, ways, relations, each by number."""


def detect_osm_format(path: Path) -> str:
    """
    Tell the format of an OpenStreetMap file by its first bytes.

    Returns
    -------
    format
        `pbf`, `osm`, `osm.bz2` or `osm.gz`, as libosmium calls them.

    Raises
    ------
    ExtractMissingError
        If there is no file, or it may not be read.
    ExtractEmptyError
        If the file holds nothing.
    ExtractNotOsmError
        If it is something else.
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
        # A bz2 block is unpacked whole or not at all: the first lines need more than its head.
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
    """Name a file to libosmium with the format that its content shows."""
    return osmium.io.File(str(path), detect_osm_format(path))


@contextmanager
def _translate_osmium_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except osmium.InvalidLocationError as error:  # a coordinate that is no number
        raise ExtractTruncatedError(file=path.name) from error
    except ValueError as error:  # an id that is no number
        raise ExtractTruncatedError(file=path.name) from error
    except RuntimeError as error:  # libosmium has no finer class for a fault in the data
        if any(words in str(error) for words in _UNSORTED_MESSAGES):
            raise UnsortedObjectsError(path.name) from error
        raise ExtractTruncatedError(file=path.name) from error


def iterate_objects(path: Path, processor: osmium.FileProcessor) -> Iterator[OSMEntity]:
    """
    Give the objects of a file, its faults in our own words.

    Parameters
    ----------
    path
        The file that `processor` reads.

    Raises
    ------
    ExtractTruncatedError
        If the file breaks off or is damaged.
    DisorderError
        If its objects are not in order: `sort_objects` helps.
    """
    # A generator sees only faults of reading, never those of whoever walks through it.
    with _translate_osmium_errors(path):
        yield from processor


def check_complete(path: Path) -> None:
    """
    Read a file to its end and keep nothing.

    Raises
    ------
    ExtractEmptyError, ExtractNotOsmError, ExtractTruncatedError
        If it is not what it should be.
    """
    nothing = osmium.filter.KeyFilter("")  # libosmium parses all and hands over none
    for _ in iterate_objects(path, osmium.FileProcessor(open_osm_file(path)).with_filter(nothing)):
        break


def sort_objects(paths: list[Path], *, output_path: Path) -> None:
    """
    Write the objects of some files into one: nodes, ways, relations, by number, each once.

    Parameters
    ----------
    paths
        Files of OpenStreetMap data.
    output_path
        The file to write; its ending (`.osm`, `.osm.pbf`) decides the format. Overwritten.

    Notes
    -----
    All objects are held in memory: this is for files a person drew or a server sent, not for
    countries.

    Raises
    ------
    ExtractTruncatedError
        If one of the files is damaged.
    """
    merger = osmium.MergeInputReader()
    for path in paths:
        kind = detect_osm_format(path)
        # By content, not by name: MergeInputReader.add_file would go by the name.
        with _translate_osmium_errors(path):
            merger.add_buffer(path.read_bytes(), kind)
    with osmium.SimpleWriter(str(output_path), overwrite=True) as writer:
        merger.apply(writer)
