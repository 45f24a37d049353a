"""Files that are not what their name says: each kind, at each importer, by its true cause."""

from __future__ import annotations

import bz2
import gzip
import io
import sqlite3
import zipfile

import pytest

from geo.errors import (
    AmparoError,
    ExtractArchiveError,
    ExtractContentError,
    ExtractEmptyError,
    ExtractForeignError,
    ExtractNotOsmError,
    LayerContentError,
    LayerError,
    LayerFileEmptyError,
)
from geo.formats.reading import read_layer_file
from geo.formats.registry import READABLE_SUFFIXES, find_format, list_layers
from geo.imports.area_search import list_named_areas
from geo.imports.boundary_file import read_boundary
from geo.imports.error_messages import format_error
from geo.osm.file_formats import detect_osm_format
from geo.parsing.content_kind import detect_content_kind
from geo.parsing.source import SourceFile
from tests.gathered import gather

LOCALES = ("es", "en", "ru", "ky", "qu")
LFS = b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"
KML = b'<?xml version="1.0"?>\n<!-- made by hand -->\n<kml xmlns="http://www.opengis.net/kml/2.2"/>'


def archive(*names):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return buffer.getvalue()


def database():
    connection = sqlite3.connect(":memory:")
    connection.execute("create table a (b)")
    return connection.serialize()


CONTENTS = {
    "html": (
        b"<!DOCTYPE html><html><title>Log in</title></html>",
        b"\xef\xbb\xbf\r\n  <HTML lang='es'>\n<body>Acceda</body>",
        b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0">\n<html/>',
        b"<!-- saved -->\n<html><body/></html>",
        b"<script>location='/login'</script>",
        "<!doctype html><html></html>".encode("utf-16"),
    ),
    "lfs_pointer": (LFS, LFS.replace(b"\n", b"\r\n")),
    "kml": (
        KML,
        b"<kml><Placemark><description><![CDATA[<html><b>x</b>]]></description></Placemark></kml>",
        b'<k:kml xmlns:k="http://www.opengis.net/kml/2.2"></k:kml>',
        archive("doc.kml"),
    ),
    "gpx": (b'<gpx version="1.1"></gpx>',),
    "spreadsheet": (
        archive("[Content_Types].xml", "xl/workbook.xml"),
        archive("mimetype", "content.xml"),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    ),
    "shapefile": (archive("d/a.shp", "d/a.dbf"), b"\x00\x00\x27\x0a" + b"\0" * 96),
    "zip": (archive("a.geojson"), archive(), b"PK\x03\x04damaged"),
    "compressed": (gzip.compress(b"{}"), bz2.compress(b"lat,lon"), b"7z\xbc\xaf\x27\x1c\0\4"),
    "pdf": (b"%PDF-1.7\n%",),
    "image": (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0\0\x10JFIF"),
    "parquet": (b"PAR1\x15\0",),
    "flatgeobuf": (b"fgb\x03fgb\x01\x10\0\0\0",),
    "streets": (b'<?xml version="1.0"?>\n<osm version="0.6"/>', b"\0\0\0\x0d\x0a\x09OSMHeader\x18"),
    "xml": (b"<?xml version='1.0'?><gml:FeatureCollection/>",),
}
FILES = [(kind, content) for kind, contents in CONTENTS.items() for content in contents]
LAYER_ENDINGS = sorted(READABLE_SUFFIXES)
SEVERAL_LAYERS = [one for one in LAYER_ENDINGS if find_format(one).list_layers is not None]


def each_file(*kinds_without):
    files = [(kind, content) for kind, content in FILES if kind not in kinds_without]
    return pytest.mark.parametrize(
        ("kind", "content"), files, ids=[f"{kind}-{n}" for n, (kind, _) in enumerate(files)]
    )


def raised(function, *arguments, **more) -> AmparoError:
    with pytest.raises(AmparoError) as error:
        function(*arguments, **more)
    return error.value


def check_sentence(error: AmparoError, file: str, *parts: str) -> None:
    """Check that each language says one sentence with the file's name, and no key."""
    for locale in LOCALES:
        (said,) = format_error(error, locale)
        assert file in said
        assert "content." not in said
        assert "error." not in said
        assert len(said) > len(file) + 30
    for part in parts:
        assert part in format_error(error, "en")[0]


@each_file()
@gather("ending", LAYER_ENDINGS)
def test_a_layer_names_what_the_file_is(kind, content, ending):
    file = SourceFile(f"a{ending}", content=content)
    if kind in find_format(ending).contents:  # it may be read, or be damaged otherwise
        try:
            assert len(read_layer_file(file, "services"))
        except LayerError as error:
            check_sentence(error, file.name)
        return
    error = raised(read_layer_file, file, "services")
    assert type(error) is LayerContentError
    assert error.placeholders == {"file": file.name, "content": kind}
    check_sentence(error, file.name)


@each_file()
@pytest.mark.parametrize("read", [read_boundary, list_named_areas])
@gather("ending", [".geojson", ".gpkg"])
def test_a_boundary_names_what_the_file_is(kind, content, ending, read):
    error = raised(read, SourceFile(f"a{ending}", content=content))
    assert type(error) is LayerContentError
    assert error.placeholders["content"] == kind


@each_file()
@gather("ending", SEVERAL_LAYERS)
def test_the_list_of_layers_names_what_the_file_is(kind, content, ending):
    if kind not in find_format(ending).contents:  # else it may have layers, or none
        error = raised(list_layers, SourceFile(f"a{ending}", content=content))
        assert type(error) is LayerContentError
        assert error.placeholders["content"] == kind


@each_file("streets", "xml", "compressed")
@gather("ending", [".osm", ".osm.pbf", ".osm.bz2", ".osm.gz"])
def test_streets_name_what_the_file_is(tmp_path, kind, content, ending):
    path = tmp_path / f"a{ending}"
    path.write_bytes(content)
    error = raised(detect_osm_format, path)
    expected = {"html": ExtractContentError, "lfs_pointer": ExtractContentError}
    if kind == "zip":
        assert type(error) is ExtractArchiveError
    else:
        assert type(error) is expected.get(kind, ExtractForeignError)
    check_sentence(error, path.name)


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress])
def test_a_page_within_a_compressed_file_of_streets_is_named(tmp_path, pack):
    path = tmp_path / "a.osm.gz"
    path.write_bytes(pack(CONTENTS["html"][0]))
    assert type(raised(detect_osm_format, path)) is ExtractContentError
    path.write_bytes(pack(LFS))
    assert raised(detect_osm_format, path).placeholders["content"] == "lfs_pointer"
    path.write_bytes(pack(b"hello"))
    assert type(raised(detect_osm_format, path)) is ExtractNotOsmError


@gather("ending", LAYER_ENDINGS)
def test_an_empty_file_is_said_to_be_empty(tmp_path, ending):
    error = raised(read_layer_file, SourceFile(f"a{ending}", content=b""), "services")
    assert type(error) is LayerFileEmptyError
    path = tmp_path / "a.osm"
    path.touch()
    assert type(raised(detect_osm_format, path)) is ExtractEmptyError


def test_data_with_another_ending_is_named_too():
    geojson, package = b'{"type": "FeatureCollection", "features": []}', database()
    for name, content, kind in (
        ("a.csv", geojson, "json"),
        ("a.gpkg", geojson, "json"),
        ("a.csv", package, "geopackage"),
        ("a.geojson", package, "geopackage"),
    ):
        error = raised(read_layer_file, SourceFile(name, content=content), "services")
        assert type(error) is LayerContentError
        assert error.placeholders["content"] == kind
        check_sentence(error, name)


@pytest.mark.parametrize(
    "content",
    [
        b"lat,lon,people\n1,2,3\n",
        b"\xef\xbb\xbflat;lon\n",
        b"name,note\n<b>a</b>,{}\n",
        b"versions,a\n",
        b"[nota],a\n",
        b"\x00\x01\x02",
        "lat,lon\n".encode("utf-16"),
    ],
)
def test_a_table_and_what_is_damaged_have_no_such_name(content):
    assert detect_content_kind(SourceFile("a.csv", content=content)) is None


def test_the_cause_and_the_remedy_are_said():
    page = raised(read_layer_file, SourceFile("a.csv", content=CONTENTS["html"][0]), "demand")
    check_sentence(page, "a.csv", "web page", "sign in", "download the data again")
    pointer = raised(read_layer_file, SourceFile("a.geojson", content=LFS), "demand")
    check_sentence(pointer, "a.geojson", "Git LFS pointer", "git lfs pull")
    renamed = raised(read_boundary, SourceFile("a.json", content=KML))
    check_sentence(renamed, "a.json", "KML", ".kml")
    workbook = raised(
        read_layer_file, SourceFile("a.csv", content=CONTENTS["spreadsheet"][0]), "demand"
    )
    check_sentence(workbook, "a.csv", "workbook", "CSV UTF-8")
