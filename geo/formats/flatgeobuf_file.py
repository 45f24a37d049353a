"""
FlatGeobuf: reading by GDAL, after the header was compared with the features that are there.

GDAL believes the number of features that the header states: it would leave out those beyond it,
and refuse all of a truncated file.

Format: https://flatgeobuf.org, version 3.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyogrio
import shapely
from pyogrio.errors import (
    CRSError,
    DataLayerError,
    DataSourceError,
    FeatureError,
    FieldError,
    GeometryError,
)

from geo.errors import LayerFileEmptyError, LayerNoGeometryError, LayerUnreadableError
from geo.formats.crs_text import parse_crs
from geo.formats.file_format import FileFormat, LayerSource, ParsedLayer
from geo.formats.findings import Finding, RowFinding
from geo.formats.flatgeobuf_writing import write_flatgeobuf
from geo.formats.geometry_checks import decode_geometries
from geo.formats.memory_limit import MAX_GEOPACKAGE_MB, check_cell_count, check_file_size
from geo.layers.column_matching import make_unique_names

MAGIC = b"fgb\x03fgb"
MAGIC_BYTES, SIZE_BYTES = 8, 4
INDEX_NODE_BYTES = 40
DEFAULT_NODE_SIZE = 16  # children of a node of the index, where the header says nothing
# Numbers of members of the header's table.
_HAS_Z, _HAS_M, _FEATURE_COUNT, _NODE_SIZE = 3, 4, 8, 9

# An IndexError comes of pyogrio where GDAL refuses a file without a reason.
_GDAL_ERRORS = (
    DataSourceError,
    DataLayerError,
    FeatureError,
    FieldError,
    GeometryError,
    CRSError,
    IndexError,
    ValueError,
)


@dataclass(frozen=True)
class _Header:
    """
    What the header says.

    Attributes
    ----------
    feature_count
        0 where it is not known.
    first_feature
        Where the features begin [bytes].
    """

    feature_count: int
    first_feature: int
    has_dimensions: bool


class _HeaderDamagedError(ValueError):
    """The header makes no sense."""


def read_flatgeobuf(source: LayerSource) -> ParsedLayer:
    """
    Read a FlatGeobuf file; of a truncated one, the features before the damage.

    Raises
    ------
    LayerUnreadableError
        If it is no FlatGeobuf, or its header does not fit its content.
    LayerNoGeometryError
        If its features have no geometry.
    LayerFileEmptyError
        If it has no features.
    LayerCrsUnknownError, LayerCrsTextError
        If its CRS is unknown, or described by more than a code or plain WKT.
    LayerTooLargeError, LayerColumnsError, LayerMemoryError
        If reading it would fill the memory.
    """
    file = source.file.name
    check_file_size(source.file, max_mb=MAX_GEOPACKAGE_MB)
    content = source.file.read_bytes()
    try:
        header = _read_header(content)
    except (_HeaderDamagedError, struct.error) as error:
        raise LayerUnreadableError(file=file) from error
    present = _count_features(content, header.first_feature)
    declared = header.feature_count or present
    if present > declared:
        raise LayerUnreadableError(file=file)
    if not present:
        raise LayerFileEmptyError(file=file)
    try:
        info = pyogrio.read_info(content)
        check_cell_count(present, len(info["fields"]), file=file)
        meta, _, encoded, columns = pyogrio.raw.read(content, max_features=present)
    except _GDAL_ERRORS as error:
        raise LayerUnreadableError(file=file) from error
    if encoded is None:
        raise LayerNoGeometryError(file=file)
    geometries, invalid = decode_geometries(np.asarray(encoded, dtype=object), shapely.from_wkb)
    names = make_unique_names([str(name) for name in meta["fields"]])
    cells = {
        name: pd.Series(column).astype(object) for name, column in zip(names, columns, strict=True)
    }
    return ParsedLayer(
        pd.DataFrame(cells, index=range(len(geometries))),
        geometries,
        parse_crs(meta["crs"], file=file) if meta["crs"] else None,
        [RowFinding(at + 1, one.key, one.placeholders) for at, one in invalid.items()],
        notices=_describe(header, declared, present),
    )


def _describe(header: _Header, declared: int, present: int) -> list[Finding]:
    notices = []
    if declared > present:
        counts: dict[str, object] = {"declared": declared, "found": present}
        notices.append(Finding("import.notice_rows_lost", counts))
    if header.has_dimensions:
        notices.append(Finding("import.notice_dimensions"))
    return notices


def _read_header(content: bytes) -> _Header:
    if not content.startswith(MAGIC):
        raise _HeaderDamagedError
    (size,) = struct.unpack_from("<I", content, MAGIC_BYTES)
    start = MAGIC_BYTES + SIZE_BYTES
    if not SIZE_BYTES < size <= len(content) - start:
        raise _HeaderDamagedError
    table = start + struct.unpack_from("<I", content, start)[0]
    members = table - struct.unpack_from("<i", content, table)[0]
    if not start <= members < start + size:
        raise _HeaderDamagedError
    (members_bytes,) = struct.unpack_from("<H", content, members)

    def read_member(number: int, kind: str, default: int) -> int:
        at = members + 4 + 2 * number
        if at + 2 > members + members_bytes:
            return default
        (offset,) = struct.unpack_from("<H", content, at)
        return int(struct.unpack_from(kind, content, table + offset)[0]) if offset else default

    count = read_member(_FEATURE_COUNT, "<Q", 0)
    node_size = read_member(_NODE_SIZE, "<H", DEFAULT_NODE_SIZE)
    has_dimensions = bool(read_member(_HAS_Z, "<B", 0) or read_member(_HAS_M, "<B", 0))
    return _Header(count, start + size + _measure_index(count, node_size), has_dimensions)


def _measure_index(count: int, node_size: int) -> int:
    """Return the size of the spatial index between header and features [bytes]."""
    if not node_size or not count:
        return 0
    if node_size == 1:
        raise _HeaderDamagedError
    level, nodes = count, count
    while level > 1:
        level = -(-level // node_size)
        nodes += level
    return nodes * INDEX_NODE_BYTES


def _count_features(content: bytes, start: int) -> int:
    """Count the features that are complete; each begins with its size."""
    count, at = 0, start
    while at + SIZE_BYTES < len(content):
        size = int.from_bytes(content[at : at + SIZE_BYTES], "little")
        at += SIZE_BYTES + size
        if not size or at > len(content):
            break
        count += 1
    return count


FORMAT = FileFormat(
    "FlatGeobuf", (".fgb",), ("flatgeobuf",), read=read_flatgeobuf, write=write_flatgeobuf
)
