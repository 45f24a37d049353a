"""Shapefiles as people have them: parts missing or cut, rings reversed, columns in any encoding."""

from __future__ import annotations

import random
import struct
from datetime import date
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapefile
import shapely
from pyogrio.errors import DataSourceError, FeatureError

from geo.errors import (
    LayerContentError,
    LayerCrsError,
    LayerCrsTextError,
    LayerError,
    LayerFileEmptyError,
    LayerUnreadableError,
)
from geo.formats.dbf_encoding import choose_encoding, read_declared_encoding
from geo.formats.reading import read_layer_file
from geo.parsing.source import SourceFile
from tests.formats.shapefiles import (
    SQUARE,
    findings,
    notices,
    pack,
    read,
    write_parts,
    write_points,
)

HOLE = [[0.2, 0.2], [0.4, 0.2], [0.4, 0.4], [0.2, 0.4], [0.2, 0.2]]
ISLAND = [[0.25, 0.25], [0.25, 0.3], [0.3, 0.3], [0.3, 0.25], [0.25, 0.25]]
FAR = [[5, 5], [5, 6], [6, 6], [6, 5], [5, 5]]
DISTRICTS = Path(__file__).parents[3] / "shared" / "data" / "peru" / "districts.geojson"


def rings(*parts):
    return write_parts(shapefile.POLYGON, [("poly", (list(parts),))])


def put(folder, parts, stem="lugares"):
    for suffix, content in parts.items():
        (folder / f"{stem}.{suffix}").write_bytes(content)
    return folder / f"{stem}.shp"


def test_a_zip_is_read_with_its_columns_and_crs():
    frame = read(write_points())
    assert frame["name"].tolist() == ["row 1", "row 2", "row 3"]
    assert [point.coords[0] for point in frame.geometry] == [(0, 0.5), (1, 1.5), (2, 2.5)]
    assert frame.attrs["crs_assumed"] is False
    assert notices(frame) == {}


def test_loose_parts_are_found_beside_it_whatever_their_case(tmp_path):
    parts = write_points()
    path = put(tmp_path, {"SHP": parts["shp"]}, "Lugares").with_suffix(".SHP")
    put(tmp_path, {"dbf": parts["dbf"], "Prj": parts["prj"]}, "LUGARES")
    put(tmp_path, {"dbf": write_points(9)["dbf"]}, "otros")
    frame = read_layer_file(path, "zones")
    assert frame["name"].tolist() == ["row 1", "row 2", "row 3"]
    assert "import.notice_shx_missing" in notices(frame)


@pytest.mark.parametrize("shx", [None, b"", b"\0" * 120])
def test_without_an_index_no_row_is_lost(shx):
    parts = write_points()
    parts |= {"shx": shx} if shx is not None else {}
    if shx is None:
        del parts["shx"]
    frame = read(parts)
    assert len(frame) == 3
    assert "import.notice_shx_missing" in notices(frame)


def test_without_prj_degrees_are_assumed_where_they_fit():
    parts = write_points()
    del parts["prj"]
    assert read(parts).attrs["crs_assumed"] is True
    metres = write_parts(shapefile.POINT, [("point", (500000, 8500000))])
    del metres["prj"]
    with pytest.raises(LayerCrsError):
        read(metres)
    metres["prj"] = gpd.GeoSeries([], crs=32718).crs.to_wkt("WKT1_ESRI").encode()
    assert read(metres).geometry[1].x == pytest.approx(-75)


def test_a_prj_that_names_grids_is_refused():
    parts = write_points()
    parts["prj"] = b"+proj=longlat +nadgrids=/etc/passwd"
    with pytest.raises(LayerCrsTextError):
        read(parts)


def test_without_dbf_the_shapes_remain():
    parts = write_points()
    del parts["dbf"]
    frame = read(parts)
    assert len(frame) == 3
    assert list(frame.columns) == ["geometry"]
    assert "import.notice_dbf_missing" in notices(frame)
    parts["dbf"] = b"nonsense"
    assert "import.notice_dbf_damaged" in notices(read(parts))


def test_a_truncated_shp_keeps_the_rows_before_the_damage():
    parts = write_points(5)
    parts["shp"] = parts["shp"][:-40]  # into the fourth record
    for without_index in (False, True):
        if without_index:
            del parts["shx"]
        frame = read(parts)
        assert frame["name"].tolist() == [f"row {number}" for number in range(1, 6)]
        assert frame.geometry.isna().tolist() == [False, False, False, True, True]
        assert [row for row, _ in findings(frame)] == [4, 5]


def test_a_truncated_dbf_keeps_all_shapes():
    parts = write_points(5)
    parts["dbf"] = parts["dbf"][:-45]
    frame = read(parts)
    assert len(frame) == 5
    assert frame["name"].tolist() == ["row 1", "row 2", None, None, None]
    assert findings(frame) == [(row, "row.record_missing") for row in (3, 4, 5)]


def test_both_truncated_says_how_many_rows_are_lost():
    parts = write_points(5)
    parts["dbf"], parts["shp"] = parts["dbf"][:-45], parts["shp"][:-84]
    del parts["shx"]
    assert notices(read(parts))["import.notice_rows_lost"] == {"declared": 5, "found": 2}


def test_behind_a_broken_record_the_index_leads_on():
    parts = write_points(5)
    broken = bytearray(parts["shp"])
    broken[100 + 28 : 100 + 36] = b"\xff" * 8  # header of the second record
    parts["shp"] = bytes(broken)
    frame = read(parts)
    assert frame.geometry.isna().tolist() == [False, True, False, False, False]
    assert frame.geometry[3].coords[0] == (2, 2.5)
    del parts["shx"]
    frame = read(parts)  # without index nobody knows which shape belongs to which record
    assert frame.geometry.isna().tolist() == [False, True, True, True, True]
    assert len(findings(frame)) == 4


def test_rows_that_geopandas_does_not_read_are_read(tmp_path):
    parts = write_points(5)
    path = put(tmp_path, {name: part for name, part in parts.items() if name != "shx"})
    with pytest.raises(DataSourceError):
        gpd.read_file(path)
    assert len(read_layer_file(path, "zones")) == 5
    put(tmp_path, {"shx": parts["shx"], "shp": parts["shp"][:-40]})
    try:
        rows = gpd.read_file(path).geometry.notna().sum()
    except (DataSourceError, FeatureError, RuntimeWarning):
        rows = 0
    assert read_layer_file(path, "zones").geometry.notna().sum() == 3 >= rows


def test_deleted_records_are_left_out_and_told():
    parts = write_points(4)
    header, length = struct.unpack_from("<HH", parts["dbf"], 8)
    deleted = bytearray(parts["dbf"])
    deleted[header + length] = ord("*")
    parts["dbf"] = bytes(deleted)
    frame = read(parts)
    assert frame["name"].tolist() == ["row 1", "row 3", "row 4"]
    assert frame.geometry[2].coords[0] == (2, 2.5)
    assert notices(frame) == {"import.notice_deleted_records": {"count": 1}}


def test_null_shapes_are_rows():
    parts = write_parts(shapefile.POINT, [("point", (1, 2)), ("null", ()), ("point", (3, 4))])
    frame = read(parts)
    assert frame.geometry.isna().tolist() == [False, True, False]
    assert frame.index.tolist() == [1, 2, 3]


@pytest.mark.parametrize(
    ("kind", "shape"),
    [
        (shapefile.POINTZ, ("pointz", (1, 2, 30, 4))),
        (shapefile.POINTM, ("pointm", (1, 2, 30))),
        (shapefile.POLYGONZ, ("polyz", ([[[*xy, 9, 1] for xy in SQUARE]],))),
        (shapefile.POLYLINEM, ("linem", ([[[0, 0, 1], [1, 2, 2]]],))),
        (shapefile.MULTIPOINTZ, ("multipointz", ([[1, 2, 3], [4, 5, 6]],))),
    ],
)
def test_heights_and_measures_are_dropped_and_told(kind, shape):
    frame = read(write_parts(kind, [shape]))
    assert not frame.geometry[1].has_z
    assert not frame.geometry[1].is_empty
    assert "import.notice_dimensions" in notices(frame)


@pytest.mark.parametrize("turned", [False, True])
def test_holes_and_islands_are_read_whatever_their_orientation(turned):
    expected = shapely.MultiPolygon(
        [shapely.Polygon(SQUARE, [HOLE]), shapely.Polygon(ISLAND), shapely.Polygon(FAR)]
    )
    for parts in ([SQUARE, HOLE, ISLAND, FAR], [ISLAND, FAR, HOLE, SQUARE]):
        area = read(rings(*(part[::-1] if turned else part for part in parts))).geometry[1]
        assert area.equals(expected)
        assert area.is_valid
    only_hole = read(rings(SQUARE[::-1], HOLE[::-1])).geometry[1]
    assert only_hole.equals(shapely.Polygon(SQUARE, [HOLE]))


def test_a_shell_wound_like_its_hole_is_still_its_hole():
    area = read(rings(SQUARE, HOLE[::-1])).geometry[1]
    assert area.area == pytest.approx(1 - 0.04)


def test_an_unclosed_ring_is_closed_and_waits():
    parts = rings(SQUARE)
    opened = bytearray(parts["shp"])
    opened[-16:] = struct.pack("<dd", 0.5, -1)
    parts["shp"] = bytes(opened)
    frame = read(parts)
    assert frame.geometry[1].equals(shapely.Polygon([[0, 0], [0, 1], [1, 1], [1, 0], [0.5, -1]]))
    assert [(one.row, one.key) for one in frame.attrs["doubts"]] == [(1, "row.ring_closed")]


def test_parts_of_lines_are_multilines():
    two = [[[0, 0], [1, 1]], [[2, 2], [3, 3]]]
    frame = read(write_parts(shapefile.POLYLINE, [("line", (two[:1],)), ("line", (two,))]))
    assert frame.geometry.geom_type.tolist() == ["LineString", "MultiLineString"]


def test_a_surface_of_patches_is_a_row_with_a_finding():
    patch = ("multipatch", ([[[0, 0, 1], [1, 0, 1], [1, 1, 2]]], [shapefile.TRIANGLE_STRIP]))
    frame = read(write_parts(shapefile.MULTIPATCH, [patch]))
    assert findings(frame) == [(1, "row.multipatch")]


def test_values_of_every_kind():
    fields = [
        ("day", "D"),
        ("people", "N", 8, 0),
        ("share", "N", 12, 3),
        ("code", "C", 6),
        ("open", "L"),
        ("ratio", "F", 12, 4),
    ]
    records = [
        (date(2026, 5, 1), 12, 0.5, "007", True, 1.5),
        (None, None, None, "", None, None),
    ]
    shapes = [("point", (1, 2)), ("point", (3, 4))]
    frame = read(write_parts(shapefile.POINT, shapes, fields, records))
    assert frame.iloc[0, :-1].tolist() == [date(2026, 5, 1), 12, 0.5, "007", True, 1.5]
    assert frame.iloc[1, :-1].tolist() == [None] * 6


@pytest.mark.parametrize("text", ["*****", "     ", "\0\0\0\0\0", "-1e309", "  nan"])
def test_unknown_numbers_are_not_zero(text):
    fields, width = [("n", "N", 6, 0)], 6
    parts = write_parts(shapefile.POINT, [("point", (1, 2))], fields, [(7,)])
    parts["dbf"] = parts["dbf"].replace(b"     7", text.rjust(width).encode())
    assert read(parts)["n"].tolist() == [None]


def test_a_decimal_comma_is_read_and_a_word_stays_a_word():
    fields = [("n", "N", 6, 2)]
    parts = write_parts(shapefile.POINT, [("point", (1, 2))], fields, [(7,)])
    for text, value in (("  7,25", 7.25), ("  ocho", "ocho")):
        changed = {**parts, "dbf": parts["dbf"].replace(b"  7.00", text.encode())}
        assert [str(one).strip() for one in read(changed)["n"]] == [str(value)]


@pytest.mark.parametrize(
    ("text", "encoding", "cpg", "told"),
    [
        ("Ñuñoa Asunción", "utf-8", None, "utf-8"),
        ("Ñuñoa Asunción", "utf-8", b"UTF-8", None),
        ("Ñuñoa Asunción", "cp1252", None, "cp1252"),
        ("Ñuñoa Asunción", "cp1252", b"1252", None),
        ("Ñuñoa Asunción", "cp1252", b"UTF-8", "cp1252"),
        ("Бишкек шаары", "cp1251", None, "cp1251"),
        ("Бишкек шаары", "cp866", None, "cp866"),
        ("Бишкек шаары", "cp1251", b"ANSI 1251", None),
        ("Лес", "iso8859-5", b"ISO 88595", None),
        ("Plaza", "ascii", None, None),
    ],
)
def test_letters_are_read_and_the_guess_is_told(text, encoding, cpg, told):
    parts = write_points(1, records=[(text,)], encoding=encoding)
    parts["dbf"] = parts["dbf"][:29] + b"\0" + parts["dbf"][30:]
    frame = read(parts | ({} if cpg is None else {"cpg": cpg}))
    assert frame["name"][1] == text
    assert notices(frame).get("import.notice_encoding", {}).get("encoding") == told


def test_a_letter_cut_in_two_at_the_end_of_a_column_is_left_out():
    assert choose_encoding([b"Asunci" + b"\xc3"], None) == "utf-8"
    parts = write_points(1, fields=(("name", "C", 7),), records=[("Asunci7",)])
    parts["dbf"] = parts["dbf"].replace(b"Asunci7", b"Asunci\xc3")
    assert read(parts)["name"][1] == "Asunci"


def test_the_language_driver_declares_an_encoding_too():
    assert read_declared_encoding(None, 0xC9) == "cp1251"
    assert read_declared_encoding(b"rot13", 0) is None
    assert read_declared_encoding(b"windows-1252\r\n", 0) == "cp1252"
    assert read_declared_encoding(b"System", 0x26) == "cp866"


def test_names_cut_to_ten_letters_are_completed_where_one_field_is_meant():
    fields = [
        ("type", "C", 10),
        ("verified_o", "C", 10),
        ("apellido_p", "C", 9),
        ("xyz_456789", "C", 3),
    ]
    parts = write_points(1, fields=fields, records=[("health", "2026-05-01", "Q.", "a")])
    frame = read(parts, "services")
    assert list(frame.columns[:-1]) == ["type", "verified_on", "apellido paterno", "xyz_456789"]
    told = notices(frame)["import.notice_names_completed"]["columns"]
    assert told == "verified_o → verified_on, apellido_p → apellido paterno"


def test_what_is_no_shapefile_is_named():
    for content, error in (
        (b"\x00\x00\x27\x0a\x00\x00", LayerUnreadableError),
        (pack(write_points()), LayerContentError),
        (b"%PDF-1.7", LayerContentError),
        (b"", LayerFileEmptyError),
        (write_parts(shapefile.POINT, [])["shp"], LayerFileEmptyError),
    ):
        with pytest.raises(LayerError) as raised:
            read_layer_file(SourceFile("a.shp", content=content), "zones")
        assert type(raised.value) is error


def mutate(chance, parts):
    """Truncate, flip bytes of, or take away parts."""
    changed = dict(parts)
    name = chance.choice(sorted(changed))
    content = bytearray(changed[name])
    action = chance.randrange(4)
    if action == 0:
        content = content[: chance.randrange(len(content))]
    elif action == 1:
        del changed[name]
        return changed
    else:
        for _ in range(chance.choice((1, 3, 20))):
            content[chance.randrange(len(content))] = chance.randrange(256)
    changed[name] = bytes(content)
    return changed


def test_mutated_files_end_in_rows_or_in_an_exact_error():
    originals = [
        rings(SQUARE, HOLE, ISLAND, FAR),
        write_points(4),
        write_parts(shapefile.POLYLINEZ, [("linez", ([[[0, 0, 1], [1, 2, 2]]],))] * 3),
    ]
    for one in originals[1:]:
        del one["prj"]  # a mutated CRS is looked up for long
    chance = random.Random(13)
    read_rows, kinds = 0, set()
    for number in range(400):
        parts = mutate(chance, mutate(chance, originals[number % 3]))
        try:
            frame = read(parts)
        except LayerError as error:
            kinds.add(type(error))
        else:
            read_rows += len(frame)
    assert read_rows > 400
    assert LayerError not in kinds
    assert LayerUnreadableError in kinds


@pytest.mark.skipif(not DISTRICTS.exists(), reason="no extract of districts here")
def test_districts_of_a_ministry_come_back_as_they_were(tmp_path):
    districts = gpd.read_file(DISTRICTS)
    districts.to_file(tmp_path / "d.shp", engine="pyogrio", encoding="utf-8")
    frame = read_layer_file(tmp_path / "d.shp", "zones")
    assert len(frame) == len(districts)
    theirs = np.asarray(districts.geometry)
    assert shapely.equals(np.asarray(frame.geometry), theirs).all()
    name = districts.columns[0]
    assert frame.iloc[:, 0].tolist() == districts[name].tolist()
