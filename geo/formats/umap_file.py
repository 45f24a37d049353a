"""uMap: its exported maps, read with all their layers and written."""

from __future__ import annotations

from geo.formats.file_format import FileFormat
from geo.formats.umap_reading import list_layer_names, read_umap
from geo.formats.umap_writing import write_umap

FORMAT = FileFormat(
    "uMap",
    (".umap",),
    ("json",),
    read=read_umap,
    list_layers=list_layer_names,
    write=write_umap,
)
