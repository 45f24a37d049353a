"""uMap: reading of all layers of an exported map; data on other servers is never fetched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pyproj import CRS

from geo.errors import (
    LayerFileEmptyError,
    LayerNotUmapError,
    LayerRemoteError,
    LayerTableUnknownError,
)
from geo.formats.colours import parse_colour
from geo.formats.file_format import LayerSource, ParsedLayer
from geo.formats.findings import Finding, RowFinding, list_some
from geo.formats.geojson_features import read_feature_rows
from geo.formats.html_text import strip_html
from geo.formats.json_document import parse_json
from geo.formats.record_table import build_record_table, merge_cells
from geo.formats.umap_layers import (
    COLOUR_KEYS,
    FEATURE_OPTION_KEYS,
    UmapLayer,
    find_icon,
    list_umap_layers,
    read_options,
)
from geo.model import WGS84
from geo.parsing.source import SourceFile

LEADING_COLUMNS = ("name", "description", "layer", "colour", "icon")
LAYER_LOST_KEY = "row.layer_lost"  # of rows whose layer may have said that they are confidential
MAX_NAMED_LAYERS = 10  # in a notice


def read_umap(source: LayerSource) -> ParsedLayer:
    """
    Read the features of a map.

    Parameters
    ----------
    source
        With `table`, those of one layer; else all, with a column `layer`.

    Raises
    ------
    LayerFileEmptyError
        If there are none.
    LayerRemoteError
        If there are none because they lie on another server.
    LayerTableUnknownError
        If there is no such layer.
    LayerNotUmapError
        If it is JSON of another kind.
    LayerSyntaxError
        If the JSON is truncated or broken; names the line.
    LayerUnreadableError
        If it is not text, or its numbers or nesting exceed the parser's limits.
    LayerTooLargeError, LayerColumnsError, LayerMemoryError
        If reading it would fill the memory.
    """
    return read_umap_map(_parse_map(source.file), source)


def read_umap_map(document: Mapping[str, Any], source: LayerSource) -> ParsedLayer:
    """Read the features of a map that is parsed already; see `read_umap`."""
    file = source.file.name
    layers = {layer.name: layer for layer in list_umap_layers(document, file=file)}
    is_broken = any(layer.is_broken for layer in layers.values())
    if source.table is not None:
        if source.table not in layers:
            raise LayerTableUnknownError(file=file, table=source.table, tables=", ".join(layers))
        layers = {source.table: layers[source.table]}
    remote = [layer.name for layer in layers.values() if layer.is_remote]
    owners = [layer for layer in layers.values() for _ in layer.features]
    features = [one for layer in layers.values() for one in layer.features]
    if not features:
        raise LayerRemoteError(file=file) if remote else LayerFileEmptyError(file=file)
    rows = read_feature_rows(features)
    records = [
        {} if isinstance(feature, Finding) else _read_cells(record, layer, document)
        for record, layer, feature in zip(rows.records, owners, features, strict=True)
    ]
    findings, doubts = _find_broken(features, owners)
    return ParsedLayer(
        build_record_table(records, file=file, leading=LEADING_COLUMNS),
        rows.geometries,
        CRS(WGS84),
        [*rows.findings, *findings],
        notices=[*rows.notices, *_list_notices(remote, is_broken=is_broken)],
        doubts=[*rows.doubts, *doubts],
    )


def _list_notices(remote: Sequence[str], *, is_broken: bool) -> list[Finding]:
    notices = [Finding("import.notice_damaged_json")] if is_broken else []
    if remote:
        listed = list_some(remote, MAX_NAMED_LAYERS)
        notices.append(Finding("import.notice_remote_layers", {"layers": listed}))
    return notices


def _find_broken(
    features: Sequence[object], owners: Sequence[UmapLayer]
) -> tuple[list[RowFinding], list[RowFinding]]:
    """Return where the map breaks off, and doubts on the features whose layer has lost its name."""
    findings, doubts = [], []
    for row, (feature, layer) in enumerate(zip(features, owners, strict=True), start=1):
        if isinstance(feature, Finding):
            findings.append(RowFinding(row, feature.key, feature.placeholders))
        elif layer.is_broken:
            doubts.append(RowFinding(row, LAYER_LOST_KEY, {}))
    return findings, doubts


def is_umap(document: object) -> bool:
    """Return whether parsed JSON is an exported map."""
    return (
        isinstance(document, Mapping)
        and isinstance(document.get("layers"), list)
        and (document.get("type") == "umap" or "properties" in document)
    )


def list_layer_names(file: SourceFile) -> list[str]:
    """List the layers of a map, also empty ones and those whose data lies elsewhere."""
    return [layer.name for layer in list_umap_layers(_parse_map(file), file=file.name)]


def _parse_map(file: SourceFile) -> Mapping[str, Any]:
    document = parse_json(file)
    (first, *others) = document.values
    if others or not is_umap(first):
        raise LayerNotUmapError(file=file.name)
    found: Mapping[str, Any] = first
    return found


def _read_cells(
    properties: Mapping[str, Any], layer: UmapLayer, document: Mapping[str, Any]
) -> dict[str, Any]:
    description = properties.get("description")
    styles = [
        read_options(properties, FEATURE_OPTION_KEYS),
        layer.options,
        document.get("properties"),
    ]
    own = {
        "name": properties.get("name"),
        "description": strip_html(description) if isinstance(description, str) else description,
        "layer": layer.name,
        "colour": _find_colour(styles),
        "icon": find_icon(styles),
    }
    others = {
        name: value
        for name, value in properties.items()
        if name not in (*FEATURE_OPTION_KEYS, "name", "description")
    }
    return merge_cells({name: value or None for name, value in own.items()}, others)


def _find_colour(styles: list[Any]) -> str | None:
    """Find the colour of a feature: its own, else that of its layer, else that of the map."""
    for style in styles:
        for key in COLOUR_KEYS if isinstance(style, Mapping) else ():
            if (colour := parse_colour(style.get(key))) is not None:
                return colour
    return None
