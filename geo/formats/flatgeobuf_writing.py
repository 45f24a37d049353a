"""
FlatGeobuf: writing of a layer in memory, its note in the header as title, description and JSON.

There is no spatial index in it: an index would sort the rows anew, and refuse those without a
place.
"""

from __future__ import annotations

import io
import json

import geopandas as gpd
import pyogrio

from geo.formats.export_note import ExportNote
from geo.formats.layer_style import find_layer_style


def write_flatgeobuf(frame: gpd.GeoDataFrame, layer: str, note: ExportNote | None) -> bytes:
    """Write a frame as FlatGeobuf."""
    options = {"SPATIAL_INDEX": "NO"}
    if note is not None:
        options |= {
            "TITLE": find_layer_style(layer, note.locale).title,
            "DESCRIPTION": json.dumps(note.to_metadata(), ensure_ascii=False),
        }
    buffer = io.BytesIO()
    pyogrio.write_dataframe(
        frame,
        buffer,
        layer=layer,
        driver="FlatGeobuf",
        geometry_type="Unknown",
        promote_to_multi=False,
        layer_options=options,
    )
    return buffer.getvalue()
