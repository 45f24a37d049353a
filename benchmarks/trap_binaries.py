"""KML, GPX, GeoPackage, GeoParquet, FlatGeobuf, shapefiles and a photograph with a trap each."""

from __future__ import annotations

import io
import struct
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PIL import Image

from benchmarks.trap_rows import (
    METRIC,
    ROWS,
    Row,
    make_frame,
)

Parts = tuple[Any, ...]  # kind, trap, name, content, and perhaps layer and companions


def _markup() -> Iterator[Parts]:
    def placemark(row: Row, more: str = "") -> str:
        return (
            f"<Placemark><name>{row['name']}</name>{more}<Point><coordinates>"
            f"{row['lon']},{row['lat']},0</coordinates></Point></Placemark>"
        )

    def kml(*parts: str) -> bytes:
        head = '<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2">'
        return (head + "<Document>" + "".join(parts) + "</Document></kml>").encode()

    data = "<ExtendedData><Data name='type'><value>health</value></Data></ExtendedData>"
    places = [placemark(row, data) for row in ROWS]
    yield "KML", "none", "a.kml", kml(*places)
    yield (
        "KML",
        "folders, one empty",
        "a.kml",
        kml(
            "<Folder><name>Salud</name>",
            *places[:3],
            "</Folder><Folder><name>Vacía</name></Folder><Folder><name>Otros</name>",
            *places[3:],
            "</Folder>",
        ),
    )
    html = "<description><![CDATA[<b>type</b>: health<script>x</script>]]></description>"
    yield "KML", "HTML description", "a.kml", kml(*(placemark(row, html + data) for row in ROWS))
    link = "<NetworkLink><Link><href>https://x.example/a.kml</href></Link></NetworkLink>"
    yield "KML", "remote link", "a.kml", kml(*places, link)
    yield (
        "KML",
        "bare ampersand, undeclared prefix",
        "a.kml",
        kml(*places).replace("Fiscalía".encode(), "Fiscalía & <gx:x/>".encode()),
    )
    yield "KML", "breaks off in the last row", "a.kml", kml(*places)[:-60]
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr(zipfile.ZipInfo("doc.kml"), kml(*places))
    yield "KMZ", "none", "a.kmz", archive.getvalue()
    points = "".join(
        f"<wpt lat='{r['lat']}' lon='{r['lon']}'><name>{r['name']}</name><type>health</type></wpt>"
        for r in ROWS
    )
    track = "<trk><trkseg>" + "<trkpt lat='-12' lon='-77'/>" * 2_000 + "</trkseg></trk>"
    head = "<gpx version='1.1' xmlns='http://www.topografix.com/GPX/1/1'>"
    yield (
        "GPX",
        "waypoints beside a track of 2,000 points",
        "a.gpx",
        f"{head}{points}{track}</gpx>".encode(),
    )
    yield "GPX", "breaks off in the track", "a.gpx", f"{head}{points}{track[:-30]}".encode()


def _binary() -> Iterator[Parts]:
    with tempfile.TemporaryDirectory() as name:
        folder, frame = Path(name), make_frame()
        frame.to_file(folder / "a.gpkg", layer="services")
        gpkg = (folder / "a.gpkg").read_bytes()
        yield "GeoPackage", "none", "a.gpkg", gpkg
        yield "GeoPackage", "truncated", "a.gpkg", gpkg[: len(gpkg) // 2]
        frame.to_file(folder / "a.gpkg", layer="otra")
        yield "GeoPackage", "two layers", "a.gpkg", (folder / "a.gpkg").read_bytes()
        frame.to_crs(METRIC).to_parquet(folder / "a.parquet")
        yield "GeoParquet", "metric CRS", "a.parquet", (folder / "a.parquet").read_bytes()
        frame.to_file(folder / "a.fgb")
        flat = (folder / "a.fgb").read_bytes()
        yield "FlatGeobuf", "none", "a.fgb", flat
        yield "FlatGeobuf", "truncated", "a.fgb", flat[:-40]
        frame.to_file(folder / "p.shp", encoding="utf-8")
        parts = {one.name: one.read_bytes() for one in sorted(folder.glob("p.*"))}
    yield from _shapefiles(parts)
    picture, exif = io.BytesIO(), Image.Exif()
    exif.get_ifd(0x8825).update({1: "S", 2: (12.0, 3.0, 4.5), 3: "W", 4: (77.0, 1.0, 52.0)})
    Image.new("RGB", (8, 8)).save(picture, "JPEG", exif=exif)
    yield "photograph", "place in EXIF", "a.jpg", picture.getvalue(), "safe_zones"


def _shapefiles(parts: dict[str, bytes]) -> Iterator[Parts]:
    kind = "shapefile"
    shp = parts["p.shp"]
    for missing in (None, ".shx", ".prj", ".cpg", ".dbf"):
        kept = {
            name: part
            for name, part in parts.items()
            if missing is None or not name.endswith(missing)
        }
        yield kind, f"zip without {missing}" if missing else "zip", "p.zip", _pack(kept)
        beside = {name: part for name, part in kept.items() if name != "p.shp"}
        yield (
            kind,
            f"loose, without {missing}" if missing else "loose",
            "p.shp",
            shp,
            "services",
            beside,
        )
    short = shp[:24] + struct.pack(">i", len(shp) // 2) + shp[28:-28]
    beside = {name: part for name, part in parts.items() if name != "p.shp"}
    yield kind, "truncated", "p.shp", short, "services", beside
    yield (
        kind,
        "zip of two",
        "p.zip",
        _pack(parts | {f"q{name[1:]}": one for name, one in parts.items()}),
    )


def _pack(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return buffer.getvalue()


MAKERS = (_markup, _binary)
