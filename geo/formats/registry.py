"""Registry of file formats by file ending; a new format is one module and one entry here."""

from __future__ import annotations

from pathlib import PurePath

from geo.errors import ExportFormatError, LayerFormatError
from geo.formats.csv_file import CSV
from geo.formats.file_format import LayerReader, LayerWriter
from geo.formats.geojson_file import GEOJSON
from geo.formats.geopackage_file import GEOPACKAGE
from geo.formats.geoparquet_file import GEOPARQUET
from geo.parsing.source import SourceFile

FORMATS = (GEOJSON, GEOPACKAGE, CSV, GEOPARQUET)
_READERS = {suffix: one.read for one in FORMATS if one.read for suffix in one.suffixes}
_WRITERS = {suffix: one.write for one in FORMATS if one.write for suffix in one.suffixes}
READABLE_SUFFIXES = tuple(_READERS)
WRITABLE_SUFFIXES = tuple(_WRITERS)
AREA_SUFFIXES = tuple(
    suffix for one in FORMATS if one.read and one.holds_areas for suffix in one.suffixes
)


def find_reader(file: SourceFile) -> LayerReader:
    """
    Find the reader of a file by its ending.

    Raises
    ------
    LayerFormatError
        If no format with a reader has the ending.
    """
    reader = _READERS.get(file.suffix)
    if reader is None:
        raise LayerFormatError(file=file.name, known=", ".join(READABLE_SUFFIXES))
    return reader


def find_writer(name: str) -> LayerWriter:
    """
    Find the writer of a file by the ending of its name.

    Raises
    ------
    ExportFormatError
        If no format with a writer has the ending.
    """
    writer = _WRITERS.get(PurePath(name).suffix.lower())
    if writer is None:
        raise ExportFormatError(file=name, known=", ".join(WRITABLE_SUFFIXES))
    return writer
