"""GeoJSON and its kin: one document or one feature a line, TopoJSON, maps of uMap, by content."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from pyproj import CRS

from geo.errors import (
    LayerFileEmptyError,
    LayerNotGeojsonError,
    LayerTableUnknownError,
)
from geo.formats.crs_text import parse_crs
from geo.formats.file_format import LayerSource, ParsedLayer
from geo.formats.findings import Finding, RowFinding, list_some
from geo.formats.geojson_dialects import adapt_records, find_sketch_crs
from geo.formats.geojson_features import (
    GEOMETRY_TYPES,
    FeatureRows,
    decode_features,
    read_feature_rows,
    read_records,
)
from geo.formats.hsds_json import find_directory, flatten_directory
from geo.formats.hsds_rows import build_rows
from geo.formats.json_document import JsonDocument, parse_json
from geo.formats.kobo_json import find_submissions, list_submission_layers, read_submissions
from geo.formats.record_table import build_record_table
from geo.formats.topojson import encode_geometries, is_topology, list_topology_objects
from geo.formats.umap_reading import is_umap, read_umap_map
from geo.parsing.source import SourceFile

LAYER_COLUMN = "layer"  # of a topology with several objects
HEAD_BYTES = 4096  # in which GeoJSON names its type
GEOJSON_MARKS = (b'"FeatureCollection"', b'"Feature"', b'"Topology"')
MAX_NAMED_KEYS = 10  # in a notice


def read_geojson(source: LayerSource) -> ParsedLayer:
    """
    Read the features of a GeoJSON file; unreadable geometries become findings.

    Parameters
    ----------
    source
        A FeatureCollection, a Feature, a geometry, a list of features; any number of these one
        after the other, as in newline-delimited GeoJSON; TopoJSON; a map of uMap; submissions of
        KoboToolbox and ODK, whose questions on a place are layers; a service directory of HSDS.

    Raises
    ------
    LayerFileEmptyError
        If it is empty or has no features.
    LayerSyntaxError
        If the JSON is truncated or broken; names the line.
    LayerUnreadableError
        If it is not text, or its numbers or nesting exceed the parser's limits.
    LayerNotGeojsonError
        If it is JSON of another kind.
    LayerTableUnknownError
        If a layer is named that the file does not have.
    LayerTablesError, LayerNoCoordinatesError
        If submissions have several places and none was chosen, or have none.
    LayerCrsUnknownError, LayerCrsTextError
        If it names an unknown CRS, or describes one by more than a code or plain WKT.
    LayerTooLargeError, LayerColumnsError, LayerMemoryError
        If reading it would fill the memory.
    """
    document = parse_json(source.file)
    (first, *others) = document.values
    if not others and is_topology(first):
        parsed = _read_topology(first, source)
    elif not others and is_umap(first):
        parsed = read_umap_map(first, source)
    elif find_submissions(document.joined) is not None:
        parsed = read_submissions(document.joined, source)
    elif (directory := find_directory(document.joined)) is not None:
        parsed = build_rows(flatten_directory(directory), file=source.file.name)
    else:
        parsed = _read_collections(document, source.file.name)
    return replace(parsed, notices=[*parsed.notices, *_list_repeated_names(document)])


def list_json_layers(file: SourceFile) -> list[str]:
    """List the layers of submissions; none for GeoJSON, which is not parsed for it."""
    head = file.read_head(HEAD_BYTES)
    if any(mark in head for mark in GEOJSON_MARKS):
        return []
    document = parse_json(file).joined
    return [] if find_submissions(document) is None else list_submission_layers(document, file)


def list_topology_layers(file: SourceFile) -> list[str]:
    """
    List the objects of TopoJSON.

    Raises
    ------
    LayerNotGeojsonError
        If it is JSON of another kind.
    """
    (first, *others) = parse_json(file).values
    if others or not is_topology(first):
        raise _make_kind_error(first, file.name)
    return list(list_topology_objects(first))


def _read_collections(document: JsonDocument, file: str) -> ParsedLayer:
    listed = [_list_features(value, file) for value in document.values]
    features = [one for of_value in listed for one in of_value]
    if not features:
        raise LayerFileEmptyError(file=file)
    crs = next((crs for crs in (_read_crs(one, file) for one in document.values) if crs), None)
    rows = read_feature_rows(features)
    broken = [
        RowFinding(1 + sum(map(len, listed[:position])), one.key, one.placeholders)
        for position, one in document.broken_lines.items()
    ]
    broken += [
        RowFinding(position + 1, one.key, one.placeholders)
        for position, one in document.broken_parts.items()
    ]
    rows = replace(rows, findings=[*rows.findings, *broken])
    records, notices = adapt_records(features, rows.records)
    if document.is_damaged:
        notices = [Finding("import.notice_damaged_json"), *notices]
    if crs is None and (crs := find_sketch_crs(rows.records, rows.geometries)) is not None:
        notices.append(Finding("import.notice_mercator"))
    return _build_layer(replace(rows, records=records), crs, file, [*rows.notices, *notices])


def _build_layer(
    rows: FeatureRows, crs: CRS | None, file: str, notices: list[Finding]
) -> ParsedLayer:
    table = build_record_table(rows.records, file=file)
    return ParsedLayer(
        table, rows.geometries, crs, rows.findings, notices=notices, doubts=rows.doubts
    )


def _list_features(value: object, file: str) -> list[Any]:
    kind = value.get("type") if isinstance(value, Mapping) else None
    if isinstance(value, Mapping) and kind == "FeatureCollection":
        features = value.get("features")
        return features if isinstance(features, list) else []
    if isinstance(value, Mapping) and (
        kind == "Feature" or "coordinates" in value or "geometries" in value
    ):
        return [value]
    if isinstance(value, list) and value and all(_is_feature(one) for one in value):
        return value
    raise _make_kind_error(value, file)


def _is_feature(value: object) -> bool:
    return isinstance(value, Mapping) and value.get("type") in ("Feature", *GEOMETRY_TYPES)


def _make_kind_error(value: object, file: str) -> LayerNotGeojsonError:
    kind = value.get("type") if isinstance(value, Mapping) else None
    return LayerNotGeojsonError(file=file, found=str(kind or type(value).__name__))


def _read_topology(document: Mapping[str, Any], source: LayerSource) -> ParsedLayer:
    """Read the objects of a topology, one below the other; TopoJSON names no CRS."""
    file = source.file.name
    objects = list_topology_objects(document)
    if source.table is not None:
        if source.table not in objects:
            raise LayerTableUnknownError(file=file, table=source.table, tables=", ".join(objects))
        objects = {source.table: objects[source.table]}
    owners = [(name, one) for name, geometries in objects.items() for one in geometries]
    if not owners:
        raise LayerFileEmptyError(file=file)
    encoded = np.full(len(owners), None, dtype=object)
    encoded[:] = encode_geometries(document, [one for _, one in owners], file=file)
    decoded = decode_features(encoded)
    records = read_records([one for _, one in owners])
    if len(objects) > 1:
        pairs = zip(records, owners, strict=True)
        records = [{LAYER_COLUMN: name, **record} for record, (name, _) in pairs]
    return _build_layer(FeatureRows(records, *decoded), None, file, decoded.notices)


def _read_crs(document: object, file: str) -> CRS | None:
    crs_member = document.get("crs") if isinstance(document, Mapping) else None
    if not isinstance(crs_member, Mapping) or not isinstance(crs_member.get("properties"), Mapping):
        return None
    properties = crs_member["properties"]
    return parse_crs(properties.get("name", properties.get("code")), file=file)


def _list_repeated_names(document: JsonDocument) -> list[Finding]:
    if not document.repeated_names:
        return []
    names = list_some(document.repeated_names, MAX_NAMED_KEYS)
    return [Finding("import.notice_repeated_names", {"names": names})]
