"""Shapefiles of a few rows for tests, written by pyshp: their parts as bytes, and in a zip."""

from __future__ import annotations

import io
import zipfile

import shapefile

from geo.formats.reading import read_layer_file
from geo.parsing.source import SourceFile

WGS84_WKT = (
    'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],'
    'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]'
)
SQUARE = [[0, 0], [0, 1], [1, 1], [1, 0], [0, 0]]  # clockwise, as shapefiles want a shell


def write_parts(kind, shapes, fields=(("name", "C", 20),), records=None, *, encoding="utf-8"):
    """Write a shapefile; shapes are pairs of a method of `Writer` and its argument."""
    parts = {suffix: io.BytesIO() for suffix in ("shp", "shx", "dbf")}
    with shapefile.Writer(**parts, shapeType=kind, encoding=encoding) as writer:
        for field in fields:
            writer.field(*field)
        for number, (method, argument) in enumerate(shapes):
            getattr(writer, method)(*argument)
            writer.record(*(records[number] if records else (f"row {number + 1}",)))
    written = {suffix: part.getvalue() for suffix, part in parts.items()}
    return {**written, "prj": WGS84_WKT.encode()}


def write_points(count=3, **more):
    shapes = [("point", (number, number + 0.5)) for number in range(count)]
    return write_parts(shapefile.POINT, shapes, **more)


def pack(parts, stem="places", **members):
    """Put the parts into a zip; further members by name."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for suffix, content in parts.items():
            archive.writestr(f"{stem}.{suffix}", content)
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def read(parts, layer="zones", *, table=None):
    """Read parts out of a zip."""
    file = SourceFile("a.zip", content=pack(parts))
    return read_layer_file(file, layer, table=table)


def notices(frame):
    return {finding.key: finding.placeholders for finding in frame.attrs["notices"]}


def findings(frame):
    return [(row, key) for row, key, _ in frame.attrs["findings"]]
