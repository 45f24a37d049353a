"""
HSDS, the standard of service directories: written as a zip archive, which `zip_file` reads.

The JSON form of it is read by `geojson_reading`.
"""

from __future__ import annotations

from geo.formats.file_format import FileFormat
from geo.formats.hsds_writing import write_hsds

FORMAT = FileFormat("HSDS", (".zip",), write=write_hsds, layers=("services",))
