"""GeoParquet: writing only."""

from __future__ import annotations

import io

import geopandas as gpd
import pyarrow.parquet as pq

from geo.formats.export_note import ExportNote
from geo.formats.file_format import FileFormat


def write_geoparquet(frame: gpd.GeoDataFrame, layer: str, note: ExportNote | None) -> bytes:
    """Write a frame; the note goes into the schema metadata, under names with `amparo:`."""
    buffer = io.BytesIO()
    frame.to_parquet(buffer, index=False)
    if note is None:
        return buffer.getvalue()
    table = pq.read_table(buffer)
    metadata = {f"amparo:{name}": text for name, text in note.to_text_metadata().items()}
    metadata["amparo:layer"] = layer
    with_note = io.BytesIO()
    pq.write_table(table.replace_schema_metadata({**table.schema.metadata, **metadata}), with_note)
    return with_note.getvalue()


GEOPARQUET = FileFormat("GeoParquet", (".parquet",), write=write_geoparquet)
