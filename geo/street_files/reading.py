"""Reading of a file of streets of any kind: an OpenStreetMap extract, a graph, a layer of lines."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Literal

from geo.errors import (
    ExtractDecompressionError,
    ExtractMemoryError,
    ExtractTruncatedError,
    LayerFormatError,
)
from geo.formats.registry import find_format
from geo.model import ProgressCallback, ignore_progress
from geo.osm.file_formats import HEADER_BYTES, detect_compression, read_chunks
from geo.osm.osm_reader import read_filtered_extract
from geo.parsing.content_kind import ContentKind, detect_content_kind
from geo.parsing.source import SourceFile
from geo.street_files.graphml_streets import read_graphml
from geo.street_files.line_layer import read_line_layer
from geo.street_files.street_choices import StreetChoices
from geo.street_files.street_file import OSM_ATTRIBUTION, StreetFile

StreetFormat = Literal["osm", "graphml", "lines"]
LINE_SUFFIXES = frozenset(
    {".gpkg", ".parquet", ".shp", ".geojson", ".json", ".topojson", ".geojsonl", ".ndjson", ".fgb"}
)
_LINE_KINDS: frozenset[ContentKind] = frozenset(
    {"geopackage", "parquet", "shapefile", "flatgeobuf"}
)
_GRAPHML_ROOT = b"<graphml"
MAX_GRAPHML_BYTES = 600 * 1024 * 1024  # decompressed; a city has a sixth


def read_street_file(
    source: SourceFile,
    choices: StreetChoices,
    *,
    progress: ProgressCallback | None = None,
) -> StreetFile:
    """
    Read a file of streets in this process; its kind is detected from its content.

    Parameters
    ----------
    source
        With a path: on the disk, or in memory.
    progress
        May raise to stop.

    Raises
    ------
    StreetsError, LayerError
        See `read_filtered_extract`, `read_graphml` and `read_line_layer`.
    """
    report_progress = progress or ignore_progress
    report_progress(0.0, "streets.reading")
    path = source.path or Path(source.name)
    kind = detect_street_format(source)
    if kind == "graphml":
        return read_graphml(_read_bounded(path, source.name), file=source.name, choices=choices)
    if kind == "lines":
        return read_line_layer(_to_named_file(source), choices)
    extract = read_filtered_extract(
        path, on_progress=lambda: report_progress(0.0, "streets.reading")
    )
    return StreetFile(extract, {}, OSM_ATTRIBUTION, knows_obstacles=True)


def detect_street_format(source: SourceFile) -> StreetFormat:
    """
    Detect the kind of a file of streets by its content.

    Returns
    -------
    kind
        `osm` also for what is none of them: its reader says what it is instead.
    """
    if not source.exists():
        return "osm"
    content = detect_content_kind(source)
    if content in _LINE_KINDS or (content == "zip" and _holds_lines(source)):
        return "lines"
    if content == "json" and not _is_overpass(source):
        return "lines"
    if content in ("xml", "compressed") and _GRAPHML_ROOT in _read_text_head(source):
        return "graphml"
    return "osm"


def _read_bounded(path: Path, file: str) -> Iterator[bytes]:
    """Iterate over the decompressed content, up to `MAX_GRAPHML_BYTES`."""
    total_bytes = 0
    for chunk in read_chunks(path, detect_compression(path) or "osm"):
        total_bytes += len(chunk)
        if total_bytes > MAX_GRAPHML_BYTES:
            raise ExtractMemoryError(file=file)
        yield chunk


def _holds_lines(source: SourceFile) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(source.read_bytes())) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False
    return any(PurePosixPath(name).suffix.lower() in LINE_SUFFIXES for name in names)


def _is_overpass(source: SourceFile) -> bool:
    head = source.read_head(HEADER_BYTES)
    return b'"elements"' in head or b'"osm3s"' in head


def _read_text_head(source: SourceFile) -> bytes:
    if source.path is None:
        return source.read_head(HEADER_BYTES)
    file_format = detect_compression(source.path) or "osm"
    try:
        return next(read_chunks(source.path, file_format), b"")[:HEADER_BYTES]
    except (ExtractTruncatedError, ExtractDecompressionError):
        return b""  # the reader of extracts says so


def _to_named_file(source: SourceFile) -> SourceFile:
    """
    Return the file under the name that it came with; a file in memory has no name of its own.

    Raises
    ------
    LayerFormatError
        If its name does not end as one of such files.
    """
    if source.suffix not in LINE_SUFFIXES | {".zip"} or find_format(source.suffix) is None:
        raise LayerFormatError(file=source.name, known=", ".join(sorted(LINE_SUFFIXES)))
    if source.path is not None and source.path.name != source.name:
        return SourceFile(source.name, content=source.path.read_bytes())
    return source
