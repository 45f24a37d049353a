"""GeoParquet: writing only."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pyarrow.parquet as pq

from geo.formats.export_note import ExportNote
from geo.formats.file_format import FileFormat


def write_geoparquet(
    frame: gpd.GeoDataFrame, path: Path, layer: str, note: ExportNote | None
) -> None:
    """Write a frame; the note goes into the schema metadata, under names with `amparo:`."""
    frame.to_parquet(path, index=False)
    if note is not None:
        table = pq.read_table(path)
        metadata = {f"amparo:{name}": text for name, text in note.to_text_metadata().items()}
        metadata["amparo:layer"] = layer
        pq.write_table(table.replace_schema_metadata({**table.schema.metadata, **metadata}), path)


GEOPARQUET = FileFormat("GeoParquet", (".parquet",), write=write_geoparquet)
