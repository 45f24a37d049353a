"""Zip archives: one file is read as it is, several are layers; what would harm is not opened."""

from __future__ import annotations

import io
import json
import random
import struct
import zipfile

import pytest
import shapefile

from geo.errors import (
    LayerArchiveEmptyError,
    LayerContentError,
    LayerEncryptedError,
    LayerError,
    LayerMemoryError,
    LayerTablesError,
    LayerTableUnknownError,
    LayerTooLargeError,
    LayerUnreadableError,
)
from geo.formats import archive_members
from geo.formats.reading import read_layer_file
from geo.formats.registry import list_layers
from geo.imports.error_messages import format_error
from geo.parsing.source import SourceFile
from tests.formats.shapefiles import notices, pack, write_parts, write_points
from tests.formats.test_geopackage import put

CSV = "lat,lon,people\n1,2,3\n4,5,6\n"
GEOJSON = json.dumps(
    {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [1, 2]},
                "properties": {},
            }
        ],
    }
)


def file_of(members, name="datos.zip", *, method=zipfile.ZIP_DEFLATED):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for member, content in members.items():
            archive.writestr(member, content)
    return SourceFile(name, content=buffer.getvalue())


def shapefiles(**parts_by_stem):
    return {
        f"{stem}.{suffix}": content
        for stem, parts in parts_by_stem.items()
        for suffix, content in parts.items()
    }


def test_the_only_readable_file_is_read_whatever_lies_beside_it():
    file = file_of(
        {
            "carpeta/": "",
            "carpeta/casas.csv": CSV,
            "carpeta/leer.txt": "hola",
            "__MACOSX/carpeta/._casas.csv": "\0\5\x16\7",
            ".DS_Store": "x",
            "carpeta/foto.psd": "x",
        }
    )
    frame = read_layer_file(file, "demand")
    assert frame["people"].tolist() == ["3", "6"]
    assert frame.attrs["file"] == "datos.zip"
    assert notices(frame) == {
        "import.notice_archive_ignored": {"files": "carpeta/leer.txt, carpeta/foto.psd"}
    }
    assert list_layers(file) == []


def test_a_text_alone_is_a_table():
    assert len(read_layer_file(file_of({"casas.txt": CSV}), "demand")) == 2


def test_several_files_are_layers():
    lines = write_parts(shapefile.POLYLINE, [("line", ([[[0, 0], [1, 1]]],))])
    file = file_of(
        shapefiles(**{"a/Calles": lines, "b/PUNTOS": write_points(2)}) | {"c.geojson": GEOJSON}
    )
    assert list_layers(file) == ["a/Calles.shp", "b/PUNTOS.shp", "c.geojson"]
    with pytest.raises(LayerTablesError) as raised:
        read_layer_file(file, "demand")
    assert "b/PUNTOS.shp" in raised.value.placeholders["tables"]
    frame = read_layer_file(file, "demand", table="b/PUNTOS.shp")
    assert frame["name"].tolist() == ["row 1", "row 2"]
    assert not frame.attrs["crs_assumed"]
    with pytest.raises(LayerTableUnknownError):
        read_layer_file(file, "demand", table="PUNTOS")


def test_parts_are_put_together_by_name_and_folder():
    file = file_of(
        {
            "x/Lugares.SHP": write_points(2)["shp"],
            "x/LUGARES.dbf": write_points(2)["dbf"],
            "y/lugares.dbf": write_points(5)["dbf"],
        }
    )
    frame = read_layer_file(file, "zones")
    assert frame["name"].tolist() == ["row 1", "row 2"]
    assert notices(frame)["import.notice_archive_ignored"] == {"files": "y/lugares.dbf"}


def test_the_file_called_as_the_layer_is_taken():
    file = file_of({"demand.csv": CSV, "services.csv": "lat,lon\n1,2\n"})
    assert len(read_layer_file(file, "demand")) == 2


def test_layers_of_a_geopackage_are_named_within_it(tmp_path):
    put(tmp_path / "a.gpkg", "houses")
    package = put(tmp_path / "a.gpkg", "huts", people=[7]).read_bytes()
    alone = file_of({"d/a.gpkg": package})
    assert list_layers(alone) == ["houses", "huts"]
    assert read_layer_file(alone, "demand", table="huts")["people"].tolist() == [7]
    both = file_of({"d/a.gpkg": package, "b.csv": CSV})
    assert list_layers(both) == ["d/a.gpkg/houses", "d/a.gpkg/huts", "b.csv"]
    assert read_layer_file(both, "demand", table="d/a.gpkg/huts")["people"].tolist() == [7]


def test_an_archive_without_data_says_what_it_holds():
    for members in ({"foto.psd": "x", "mapa.mxd": "y"}, {}, {"a.zip": "PK", "b.zip": "PK"}):
        with pytest.raises(LayerArchiveEmptyError) as raised:
            read_layer_file(file_of(members), "zones")
        sentence = format_error(raised.value, "es")[0]
        assert "datos.zip" in sentence
    assert "–" in sentence


def test_nested_archives_and_names_that_lead_out_are_told_and_not_read():
    names = ("../fuera.csv", "/etc/x.csv", "C:/x.csv", "a\\..\\b.csv", "dentro.zip")
    frame = read_layer_file(file_of({"casas.csv": CSV, **dict.fromkeys(names, CSV)}), "demand")
    assert len(frame) == 2
    told = notices(frame)
    assert told["import.notice_archive_nested"] == {"files": "dentro.zip"}
    assert told["import.notice_archive_unsafe"]["files"].count(".csv") == 4


@pytest.mark.parametrize("beside", [{}, {"leeme.txt": "hola"}, {"plano.pdf": "x"}])
def test_the_only_archive_in_an_archive_is_opened_where_it_is_all_the_data(beside):
    inner = file_of({"y/casas.csv": CSV, "tercero.zip": "x"}).read_bytes()
    file = file_of({"entrega/datos.zip": inner, **beside})
    frame = read_layer_file(file, "demand")
    assert frame["people"].tolist() == ["3", "6"]
    told = notices(frame)
    assert told["import.notice_archive_nested"] == {"files": "tercero.zip"}  # and no further one
    if beside:
        assert told["import.notice_archive_ignored"] == {"files": ", ".join(beside)}
    with pytest.raises(LayerArchiveEmptyError):
        read_layer_file(file_of({"a.zip": inner, "b.zip": inner}), "demand")


def test_names_in_utf8_without_a_flag_are_read():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("Calles Ñañez.csv", CSV)
        archive.writestr("b.csv", CSV)
    content = buffer.getvalue()
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = content.index(signature) + at
        content = content[:start] + b"\0\0" + content[start + 2 :]
    assert "Calles Ñañez.csv" in list_layers(SourceFile("a.zip", content=content))


def test_an_encrypted_member_says_so():
    content = bytearray(file_of({"casas.csv": CSV}, method=zipfile.ZIP_STORED).content)
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + at] |= 1
    with pytest.raises(LayerEncryptedError) as raised:
        read_layer_file(SourceFile("a.zip", content=bytes(content)), "demand")
    assert raised.value.placeholders == {"file": "a.zip/casas.csv"}


@pytest.mark.parametrize("declared", [None, 10])
def test_a_member_that_swells_is_not_built(monkeypatch, declared):
    monkeypatch.setattr(archive_members, "MAX_MEMBER_MB", 1)
    content = bytearray(file_of({"casas.csv": b"0" * 5_000_000}).content)
    if declared is not None:  # the archive tells less than comes out
        at = content.index(b"PK\x01\x02") + 24
        struct.pack_into("<I", content, at, declared)
    with pytest.raises((LayerTooLargeError, LayerUnreadableError)):
        read_layer_file(SourceFile("a.zip", content=bytes(content)), "demand")


def test_too_many_members_are_refused(monkeypatch):
    monkeypatch.setattr(archive_members, "MAX_MEMBERS", 3)
    with pytest.raises(LayerMemoryError):
        read_layer_file(file_of(dict.fromkeys("abcd", "x")), "demand")


def test_a_file_in_the_archive_is_named_for_what_it_is():
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"
    for name, content, kind in (
        ("a.geojson", pointer, "lfs_pointer"),
        ("a.csv", "<!doctype html><html></html>", "html"),
        ("a.shp", "%PDF-1.7", "pdf"),
    ):
        with pytest.raises(LayerContentError) as raised:
            read_layer_file(file_of({name: content}), "zones")
        assert raised.value.placeholders == {"file": f"datos.zip/{name}", "content": kind}


def test_a_workbook_called_zip_is_named():
    file = file_of({"[Content_Types].xml": "x", "xl/workbook.xml": "x"})
    with pytest.raises(LayerContentError) as raised:
        read_layer_file(file, "demand")
    assert raised.value.placeholders["content"] == "spreadsheet"


def test_mutated_archives_end_in_rows_or_in_an_exact_error():
    points = {name: part for name, part in write_points(3).items() if name != "prj"}
    original = pack(points, **{"b.csv": CSV, "c/d.geojson": GEOJSON})
    chance = random.Random(14)
    endings = set()
    for _ in range(400):
        content = bytearray(original)
        for _ in range(chance.choice((1, 4, 30))):
            content[chance.randrange(len(content))] = chance.randrange(256)
        if not chance.randrange(4):
            content = content[: chance.randrange(len(content))]
        file = SourceFile("a.zip", content=bytes(content))
        try:
            names = list_layers(file)
            endings.add(len(read_layer_file(file, "zones", table=names[0] if names else None)))
        except LayerError as error:
            endings.add(type(error))
    assert LayerError not in endings
    assert {3, LayerUnreadableError} <= endings
