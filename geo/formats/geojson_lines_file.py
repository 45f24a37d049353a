"""Newline-delimited GeoJSON and GeoJSON text sequences (RFC 8142): one feature after the other."""

from __future__ import annotations

from geo.formats.file_format import FileFormat
from geo.formats.geojson_reading import read_geojson

SUFFIXES = (".geojsonl", ".geojsonseq", ".geojsons", ".ndgeojson", ".ndjson", ".jsonl")
FORMAT = FileFormat("GeoJSON lines", SUFFIXES, ("json",), read=read_geojson)
