"""Workbooks: sheets as layers, merged cells, blank rows with a format, other readers, passwords."""

from __future__ import annotations

import contextlib
import random
import re
import time
import zipfile
from datetime import date

import openpyxl
import pytest

from geo.errors import (
    LayerEncryptedError,
    LayerError,
    LayerNoCoordinatesError,
    LayerTablesError,
    LayerTableUnknownError,
    LayerUnreadableError,
)
from geo.formats.reading import read_layer_file
from geo.formats.registry import list_layers
from geo.imports.layer_checks import check_layer
from geo.parsing.source import SourceFile

HEADER = ["nombre", "latitud", "longitud", "teléfono", "desde"]
ROW = ["Posta", -13.5167, -71.9788, "012345", date(2024, 11, 6)]
MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest'
    ' xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry'
    ' manifest:full-path="/"'
    ' manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>'
)


def workbook(path, **sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name.replace("_", " "))
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def rewrite(path, change):
    """Change the XML of the first sheet."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    members[name] = change(members[name].decode()).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, content in members.items():
            archive.writestr(member, content)
    return path


def notices(frame):
    return [one.key.removeprefix("import.notice_") for one in frame.attrs["notices"]]


def test_numbers_texts_and_dates_stay_what_they_are(tmp_path):
    path = workbook(tmp_path / "a.xlsx", Hoja=[HEADER, ROW, ["B", -13, -71.9788, 5, None]])
    frame = read_layer_file(path, "services")
    assert (frame.geometry[(1, 2)].x, frame.geometry[(1, 2)].y) == (-71.9788, -13.5167)
    assert frame["teléfono"].tolist() == ["012345", 5]
    assert frame["desde"].tolist() == ["2024-11-06", ""]
    assert frame.index.tolist() == [(1, 2), (2, 3)]


def test_sheets_are_layers_and_the_only_one_with_places_is_read(tmp_path):
    path = workbook(tmp_path / "a.xlsx", Instrucciones=[["Lea esto"]], Datos=[HEADER, ROW], Nada=[])
    assert list_layers(path) == ["Instrucciones", "Datos", "Nada"]
    frame = read_layer_file(path, "services")
    assert (len(frame), notices(frame)) == (1, ["other_sheets"])
    with pytest.raises(LayerNoCoordinatesError):
        read_layer_file(path, "services", table="Instrucciones")
    with pytest.raises(LayerTableUnknownError):
        read_layer_file(path, "services", table="Otra")


def test_several_sheets_with_places_have_to_be_chosen_from(tmp_path):
    path = workbook(tmp_path / "a.xlsx", A=[HEADER, ROW], B=[HEADER, ROW, ROW])
    with pytest.raises(LayerTablesError):
        read_layer_file(path, "services")
    assert len(read_layer_file(path, "services", table="B")) == 2
    named = workbook(tmp_path / "b.xlsx", A=[HEADER, ROW], services=[HEADER, ROW, ROW])
    assert len(read_layer_file(named, "services")) == 2


def test_repeats_and_several_questions_of_a_form_are_layers(tmp_path):
    names = ["nombre", "casa", "_casa_latitude", "_casa_longitude", "ruta", "_index"]
    route = "-13.5 -71.9 0 0;-13.6 -71.9 0 0"
    main = [names, ["A", "-13.51 -71.97 0 5", -13.51, -71.97, route, 1]]
    repeat = [["punto", "_parent_index"], ["-13.52 -71.98 0 5", 1]]
    path = workbook(tmp_path / "a.xlsx", Formulario=main, punto_repetido=repeat)
    assert list_layers(path) == ["Formulario · casa", "Formulario · ruta", "punto repetido"]
    frame = read_layer_file(path, "services", table="Formulario · ruta")
    assert frame.geometry.iloc[0].geom_type == "LineString"
    assert len(read_layer_file(path, "services", table="punto repetido")) == 1


def test_merged_cells_hold_for_each_of_their_rows(tmp_path):
    rows = [["Directorio", None, None], ["distrito", "lat", "lon"], ["Centro", -13.51, -71.97],
            [None, -13.52, -71.98], ["Norte", -13.53, -71.99]]  # fmt: skip
    path = workbook(tmp_path / "a.xlsx", Hoja=rows)
    book = openpyxl.load_workbook(path)
    book.active.merge_cells("A1:C1")
    book.active.merge_cells("A3:A4")
    book.save(path)
    frame = read_layer_file(path, "services")
    assert frame["distrito"].tolist() == ["Centro", "Centro", "Norte"]
    assert notices(frame) == ["header", "merged"]


def test_rows_with_a_format_only_are_no_rows(tmp_path):
    path = workbook(tmp_path / "a.xlsx", Hoja=[HEADER, ROW])
    blank = "".join(f'<row r="{n}"><c r="A{n}" s="0"/></row>' for n in range(3, 200_003))
    rewrite(path, lambda xml: xml.replace("</sheetData>", f"{blank}</sheetData>"))
    started = time.process_time()
    assert len(read_layer_file(path, "services")) == 1
    assert time.process_time() - started < 5


def test_the_other_reader_is_named_where_the_first_one_fails(tmp_path, monkeypatch):
    import python_calamine

    path = workbook(tmp_path / "a.xlsx", Hoja=[HEADER, ROW, [None, *ROW[1:]]])
    book = openpyxl.load_workbook(path)
    book.active.merge_cells("A2:A3")
    book.save(path)

    def fail(*_):
        raise python_calamine.CalamineError

    expected = read_layer_file(path, "services")
    monkeypatch.setattr("geo.formats.spreadsheet_cells._list_sheets", fail)
    frame = read_layer_file(path, "services")
    assert notices(frame) == ["reader", "merged"]
    assert frame.drop(columns="geometry").equals(expected.drop(columns="geometry"))


def test_numbers_with_blanks_around_them_and_a_wrong_dimension_are_read(tmp_path):
    path = workbook(tmp_path / "a.xlsx", Hoja=[HEADER, ROW])
    rewrite(path, lambda xml: re.sub(r"<v>(-13.5167)</v>", r"<v>  \1</v>", xml))
    rewrite(path, lambda xml: re.sub(r'<dimension ref="[^"]*"', '<dimension ref="A1"', xml))
    frame = read_layer_file(path, "services")
    assert frame.geometry.iloc[0].y == -13.5167


def test_a_password_is_told_with_its_remedy(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
    )
    with pytest.raises(LayerEncryptedError):
        read_layer_file(path, "services")
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as archive:
        archive.writestr("content.xml", "x")
        archive.writestr("META-INF/manifest.xml", "<manifest:encryption-data/>")
    with pytest.raises(LayerEncryptedError):
        read_layer_file(tmp_path / "a.ods", "services")


def test_a_damaged_container_is_unreadable(tmp_path):
    path = tmp_path / "a.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    with pytest.raises(LayerUnreadableError):
        read_layer_file(path, "services")


def test_an_archive_of_a_gigabyte_is_refused_before_it_is_unpacked(tmp_path):
    path = workbook(tmp_path / "a.xlsx", Hoja=[HEADER, ROW])
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("xl/big.xml", "w") as member,
    ):
        for _ in range(610):
            member.write(bytes(1024 * 1024))
    with pytest.raises(LayerError) as raised:
        read_layer_file(path, "services")
    assert raised.value.key == "error.layer_too_full"


def ods_cell(value):
    kind = "string" if isinstance(value, str) else f'float" office:value="{value}'
    return (
        f'<table:table-cell office:value-type="{kind}"><text:p>{value}</text:p></table:table-cell>'
    )


def test_ods_is_read_too(tmp_path):
    path = tmp_path / "a.ods"
    words = "".join(map(ods_cell, ("nombre", "lat", "lon")))
    values = "".join(map(ods_cell, ("Posta", -13.5167, -71.9788)))
    content = (
        '<?xml version="1.0"?><office:document-content'
        ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
        ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body>'
        '<office:spreadsheet><table:table table:name="Hoja">'
        f"<table:table-row>{words}</table:table-row><table:table-row>{values}</table:table-row>"
        '<table:table-row table:number-rows-repeated="1048574"><table:table-cell/>'
        "</table:table-row></table:table></office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", MANIFEST)
        archive.writestr("content.xml", content)
    frame = read_layer_file(path, "services")
    assert (frame["nombre"].tolist(), frame.geometry.iloc[0].y) == (["Posta"], -13.5167)


def test_damaged_workbooks_end_in_an_error_with_a_name(tmp_path):
    whole = workbook(tmp_path / "a.xlsx", Hoja=[HEADER, ROW, ROW]).read_bytes()
    chance = random.Random(13)
    for _ in range(150):
        content = bytearray(whole)
        if chance.random() < 0.3:
            del content[chance.randrange(len(content)) :]
        for _ in range(chance.randrange(1, 8)):
            if content:
                content[chance.randrange(len(content))] = chance.randrange(256)
        with contextlib.suppress(LayerError):
            read_layer_file(SourceFile("a.xlsx", content=bytes(content)), "services")


def test_a_sheet_becomes_a_layer(tmp_path):
    rows = [["tipo", *HEADER[:3]], ["salud", *ROW[:3]]]
    frame = check_layer(
        read_layer_file(workbook(tmp_path / "a.xlsx", H=rows), "services"), "services"
    )
    assert frame["type"].tolist() == ["health"]
