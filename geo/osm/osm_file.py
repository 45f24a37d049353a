"""Iteration over, completeness check and sorting of OpenStreetMap files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import osmium
from osmium.osm.types import OSMEntity

from geo.errors import ExtractTruncatedError
from geo.osm.file_formats import detect_osm_format

# Messages of libosmium where nodes follow ways, so that ways would have no locations.
SORTED_FORMAT = "opl,add_metadata=version"
"""A format that stores which objects are deleted; pyosmium's PBF does not."""

_UNSORTED_MESSAGES = ("out of order", "twice in input", "after a way", "after a relation")
_UNKNOWN_ELEMENT_MESSAGES = ("Unknown element in", "No element inside")


class UnsortedObjectsError(Exception):
    """
    The objects are not sorted as nodes, ways, relations, each by id.

    Or there are elements of XML that libosmium does not know, such as `center` of Overpass.
    """


def open_osm_file(path: Path) -> osmium.io.File:
    """Open a file in libosmium with the format detected from its content."""
    return osmium.io.File(str(path), detect_osm_format(path))


@contextmanager
def translate_osmium_errors(path: Path) -> Iterator[None]:
    """
    Translate errors of libosmium.

    Raises
    ------
    ExtractTruncatedError
        If the file is truncated or corrupt.
    UnsortedObjectsError
        If libosmium cannot use its objects before they are rewritten and sorted.
    """
    try:
        yield
    except osmium.InvalidLocationError as error:  # a coordinate that is not a number
        raise ExtractTruncatedError(file=path.name) from error
    except ValueError as error:  # an id that is not a number
        raise ExtractTruncatedError(file=path.name) from error
    except RuntimeError as error:  # libosmium has no finer class for errors in the data
        if any(words in str(error) for words in _UNSORTED_MESSAGES + _UNKNOWN_ELEMENT_MESSAGES):
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
    with translate_osmium_errors(path):
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
        `osm` or `SORTED_FORMAT`; empty where the ending of the file decides (`.osm`, `.osm.pbf`).

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
        with translate_osmium_errors(path):
            merger.add_buffer(path.read_bytes(), file_format)
    target = osmium.io.File(str(output_path), output_format)
    with osmium.SimpleWriter(target, overwrite=True) as writer:
        merger.apply(writer)
