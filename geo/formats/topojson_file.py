"""TopoJSON: its objects as layers."""

from __future__ import annotations

from geo.formats.file_format import FileFormat
from geo.formats.geojson_reading import list_topology_layers, read_geojson

FORMAT = FileFormat(
    "TopoJSON", (".topojson",), ("json",), read=read_geojson, list_layers=list_topology_layers
)
