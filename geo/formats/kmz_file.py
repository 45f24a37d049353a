"""KMZ: compressed KML, read as KML is."""

from __future__ import annotations

from geo.formats.file_format import FileFormat
from geo.formats.kml_file import list_folders, read_kml

FORMAT = FileFormat("KMZ", (".kmz",), ("kml", "xml"), read=read_kml, list_layers=list_folders)
