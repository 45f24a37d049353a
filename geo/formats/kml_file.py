"""KML: reading of the placemarks of Google Earth, Google My Maps and others, folders as layers."""

from __future__ import annotations

from pathlib import PurePath
from xml.etree.ElementTree import Element

import numpy as np
from pyproj import CRS

from geo.errors import (
    LayerFileEmptyError,
    LayerRemoteError,
    LayerTableUnknownError,
)
from geo.formats.broken_collection import make_broken_error
from geo.formats.file_format import FileFormat, LayerSource, ParsedLayer
from geo.formats.findings import Finding, RowFinding
from geo.formats.kml_features import Folder, KmlContent, Row
from geo.formats.kml_writing import write_kml
from geo.formats.kmz_archive import extract_kml
from geo.formats.memory_limit import MAX_XML_MB, check_file_size, check_layer_count
from geo.formats.record_table import build_record_table
from geo.formats.ring_closing import make_ring_doubt
from geo.formats.xml_document import parse_layer_xml
from geo.model import WGS84
from geo.parsing.source import SourceFile

ROOT_TAGS = frozenset({"kml", "document", "folder", "placemark"})
LEADING_COLUMNS = (
    "name",
    "description",
    "folder",
    "style",
    "colour",
    "icon",
    "address",
    "phone",
    "date",
)


def read_kml(source: LayerSource) -> ParsedLayer:
    """
    Read the placemarks of KML or KMZ; each is a row, also without a geometry.

    Where the file breaks off, one row stands for what could not be read. A folder that has no name
    before the break is not read: its name may say that its places are confidential.

    Parameters
    ----------
    source
        With `table`, the placemarks of one folder, without those of the folders in it; else all,
        with a column `folder`.

    Raises
    ------
    LayerFileEmptyError
        If there are no placemarks.
    LayerRemoteError
        If there are none because they lie on another server.
    LayerTableUnknownError
        If there is no such folder.
    LayerSyntaxError
        If the XML is truncated or broken before its first placemark ends; names the line.
    LayerContentError, LayerUnreadableError, LayerDefinitionsError
        If it is no KML, or damaged, or defines a document type.
    LayerTooLargeError, LayerColumnsError, LayerMemoryError
        If reading it would fill the memory.
    """
    file = source.file.name
    content, notices, rest = _parse_content(source.file)
    rows = [row for one in _select_folders(content, source) for row in content.read_rows(one)]
    if rest is not None and not rows:
        raise make_broken_error(rest, file=file)
    if rest is not None:
        rows.append(Row({}, None, rest))
    if not rows and content.network_links:
        raise LayerRemoteError(file=file)
    if not rows:
        raise LayerFileEmptyError(file=file)
    geometries = np.full(len(rows), None, dtype=object)
    geometries[:] = [row.geometry for row in rows]
    return ParsedLayer(
        build_record_table([row.cells for row in rows], file=file, leading=LEADING_COLUMNS),
        geometries,
        CRS(WGS84),
        _list_findings(rows),
        notices=[*notices, *_list_notices(content)],
        doubts=[make_ring_doubt(at) for at, row in enumerate(rows) if row.is_closed],
    )


def list_folders(file: SourceFile) -> list[str]:
    """List the folders with their paths, in the order of the file, also empty ones."""
    content, _, _ = _parse_content(file)
    return list(content.folders)


def _parse_content(file: SourceFile) -> tuple[KmlContent, list[Finding], Finding | None]:
    """Parse a file; return its folders, what is said of it, and where it breaks off."""
    check_file_size(file, max_mb=MAX_XML_MB)
    kml, others = extract_kml(file.read_bytes(), file=file.name)
    document = parse_layer_xml(kml, file=file.name, root_tags=ROOT_TAGS, is_container=_is_container)
    check_layer_count(sum(1 for _ in document.root.iter("folder")), file=file.name)
    notices = []
    if others:
        notices.append(Finding("import.notice_other_members", {"count": others}))
    if document.rest is not None:
        notices.append(Finding("import.notice_damaged_json"))
    if document.is_repaired:
        notices.append(Finding("import.notice_xml_repaired"))
    return KmlContent(document.root, PurePath(file.name).stem), notices, document.rest


def _is_container(element: Element) -> bool:
    """Return whether the placemarks in an element are worth reading where it has no end."""
    return element.tag in ("kml", "document") or (
        element.tag == "folder" and element.find("name") is not None
    )


def _select_folders(content: KmlContent, source: LayerSource) -> list[Folder]:
    if source.table is None:
        return list(content.folders.values())
    if source.table not in content.folders:
        raise LayerTableUnknownError(
            file=source.file.name, table=source.table, tables=", ".join(content.folders)
        )
    return [content.folders[source.table]]


def _list_findings(rows: list[Row]) -> list[RowFinding]:
    return [
        RowFinding(number, row.finding.key, row.finding.placeholders)
        for number, row in enumerate(rows, start=1)
        if row.finding is not None
    ]


def _list_notices(content: KmlContent) -> list[Finding]:
    counts = {
        "import.notice_network_links": content.network_links,
        "import.notice_overlays": content.overlays,
    }
    return [Finding(key, {"count": count}) for key, count in counts.items() if count]


FORMAT = FileFormat(
    "KML",
    (".kml",),
    ("kml", "xml"),
    read=read_kml,
    list_layers=list_folders,
    write=write_kml,
)
