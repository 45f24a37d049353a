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

_HEAD_BYTES = 4096
_PBF_HEADER = b"OSMHeader"  # type of the first block, at bytes 6-14
# A reader that finds nodes after ways gives ways without places; libosmium words it so.
_DISORDER = ("out of order", "twice in input", "after a way", "after a relation")


class DisorderError(Exception):
    """The objects are not in the order nodes, ways, relations, each by number."""


def osm_format(path: Path) -> str:
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
            head = file.read(_HEAD_BYTES)
    except OSError as error:
        raise ExtractMissingError(file=path.name) from error
    if not head:
        raise ExtractEmptyError(file=path.name)
    if _PBF_HEADER in head[:32]:
        return "pbf"
    if head.startswith(b"BZh"):
        # A bz2 block is unpacked whole or not at all: the first lines need more than its head.
        return _packed("osm.bz2", path)
    if head.startswith(b"\x1f\x8b"):
        return _packed("osm.gz", path)
    if _is_osm_xml(head):
        return "osm"
    raise ExtractNotOsmError(file=path.name)


def _packed(name: str, path: Path) -> str:
    opener = bz2.open if name == "osm.bz2" else gzip.open
    try:
        with opener(path, "rb") as file:
            head = file.read(_HEAD_BYTES)
    except EOFError as error:
        raise ExtractTruncatedError(file=path.name) from error
    except (OSError, zlib.error) as error:
        raise ExtractNotOsmError(file=path.name) from error
    if not _is_osm_xml(head):
        raise ExtractNotOsmError(file=path.name)
    return name


def _is_osm_xml(head: bytes) -> bool:
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and b"<osm" in head


def open_file(path: Path) -> osmium.io.File:
    """Name a file to libosmium with the format that its content shows; raises as `osm_format`."""
    return osmium.io.File(str(path), osm_format(path))


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    try:
        yield
    except osmium.InvalidLocationError as error:  # a coordinate that is no number
        raise ExtractTruncatedError(file=path.name) from error
    except RuntimeError as error:  # libosmium has no finer class for a fault in the data
        if any(words in str(error) for words in _DISORDER):
            raise DisorderError(path.name) from error
        raise ExtractTruncatedError(file=path.name) from error


def objects(path: Path, processor: osmium.FileProcessor) -> Iterator[OSMEntity]:
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
        If its objects are not in order: `put_in_order` helps.
    """
    # A generator sees only faults of reading, never those of whoever walks through it.
    with _reading(path):
        yield from processor


def check_whole(path: Path) -> None:
    """
    Read a file to its end and keep nothing.

    Raises
    ------
    ExtractEmptyError, ExtractNotOsmError, ExtractTruncatedError
        If it is not what it should be.
    """
    nothing = osmium.filter.KeyFilter("")  # libosmium parses all and hands over none
    for _ in objects(path, osmium.FileProcessor(open_file(path)).with_filter(nothing)):
        break


def put_in_order(paths: list[Path], *, to: Path) -> None:
    """
    Write the objects of some files into one: nodes, ways, relations, by number, each once.

    Parameters
    ----------
    paths
        Files of OpenStreetMap data.
    to
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
        kind = osm_format(path)
        # By content, not by name: MergeInputReader.add_file would go by the name.
        with _reading(path):
            merger.add_buffer(path.read_bytes(), kind)
    with osmium.SimpleWriter(str(to), overwrite=True) as writer:
        merger.apply(writer)
