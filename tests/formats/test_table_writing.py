"""Layers as tables: CSV and workbooks that spreadsheets open without running or changing a cell."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import date

import geopandas as gpd
import numpy as np
import openpyxl
import pytest
import shapely

from geo.errors import ExportCellLengthError
from geo.formats.csv_writing import write_csv
from geo.formats.export_note import ExportNote
from geo.formats.hxl_tags import list_hashtags
from geo.formats.spreadsheet_writing import MAX_CELL_LENGTH, write_xlsx
from geo.formats.text_cells import quote_formula, unquote_formula
from geo.layers.schema import LAYER_SCHEMAS

NOTE = ExportNote("network", "Villa Ñ", "for work", "+source", "licence", date(2026, 5, 1))
POINT, AREA = shapely.Point(-75.1234567, -9.5), shapely.box(0, 0, 1, 1)


def frame(*shapes, **columns):
    columns = columns or {"name": [None] * len(shapes)}
    return gpd.GeoDataFrame(columns, geometry=list(shapes), crs=4326)


def csv_rows(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def sheets(content):
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {sheet.title: list(sheet.iter_rows()) for sheet in book}


def test_a_csv_has_a_mark_of_utf_8_and_its_note_in_every_row():
    content = write_csv(frame(POINT, None, name=["Ыйык 🌿", "b"]), "services", NOTE)
    assert content.startswith(b"\xef\xbb\xbf")
    first, second = csv_rows(content)
    assert first["name"] == "Ыйык 🌿"
    assert (first["longitude"], first["latitude"]) == ("-75.1234567", "-9.5")
    assert (second["longitude"], second["latitude"]) == ("", "")
    for row in (first, second):
        assert (row["file_audience"], row["file_date"]) == ("network", "2026-05-01")
        assert (row["file_source"], row["file_licence"]) == ("'+source", "licence")


def test_without_a_note_there_are_no_columns_for_it():
    assert list(csv_rows(write_csv(frame(POINT), "x", None))[0]) == [
        "name",
        "longitude",
        "latitude",
    ]


def test_areas_are_written_as_wkt_and_so_are_points_among_them():
    rows = csv_rows(write_csv(frame(AREA, POINT, None), "safe_zones", None))
    shapes = [shapely.from_wkt(row["geometry"]) if row["geometry"] else None for row in rows]
    assert [shape and shape.geom_type for shape in shapes] == ["Polygon", "Point", None]
    assert shapes[0].equals(AREA)


@pytest.mark.parametrize("text", ["=1+1", "+503 2660", "-5", "@a", "'=1", "'", "''", "'a", "a=1"])
def test_a_formula_is_marked_and_read_as_it_was(text):
    assert not quote_formula(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert unquote_formula(quote_formula(text)) == text


def test_numbers_stay_numbers_and_unknown_ones_are_empty_cells():
    columns = {"people": [-3.0, np.nan, np.inf], "yes": [True, False, None]}
    rows = csv_rows(write_csv(frame(POINT, POINT, POINT, **columns), "demand", None))
    assert [row["people"] for row in rows] == ["-3", "", ""]
    assert [row["yes"] for row in rows] == ["true", "false", ""]


def test_a_workbook_keeps_leading_zeros_and_runs_nothing():
    columns = {"code": ["007", "=1+1", "+996 555"], "people": [1.5, np.nan, 3]}
    content = write_xlsx(frame(POINT, POINT, None, **columns), "zones", NOTE)
    header, *rows = sheets(content)["zones"]
    assert [cell.value for cell in header] == ["code", "people", "longitude", "latitude"]
    assert [row[0].value for row in rows] == ["007", "=1+1", "+996 555"]
    assert {row[0].data_type for row in rows} == {"s"}
    assert {row[0].number_format for row in rows} == {"@"}
    assert [row[0].quotePrefix for row in rows] == [False, True, True]
    assert [row[1].value for row in rows] == [1.5, None, 3]
    assert rows[2][2].value is None


def test_the_second_sheet_of_a_workbook_says_for_whom_it_is():
    content = write_xlsx(frame(POINT), "services", NOTE)
    assert list(sheets(content)) == ["services", "Acerca de"]
    about = {row[0].value: row[1].value for row in sheets(content)["Acerca de"]}
    assert (about["audience"], about["date"], about["licence"]) == (
        "network",
        "2026-05-01",
        "licence",
    )
    assert list(sheets(write_xlsx(frame(POINT), "services", None))) == ["services"]


def test_a_workbook_is_made_in_memory_and_is_the_same_each_time(monkeypatch):
    def refuse(*args, **options):
        raise AssertionError

    monkeypatch.setattr("tempfile.NamedTemporaryFile", refuse)
    wide = frame(POINT, None, **{f"c{n}": ["<a> & \n\tb", True] for n in range(30)})
    content = write_xlsx(wide, "services", NOTE)
    assert content == write_xlsx(wide, "services", NOTE)
    rows = sheets(content)["services"]
    assert [row[27].value for row in rows] == ["c27", "<a> & \n\tb", True]


def test_hashtags_stand_below_the_names_if_wished():
    note = replace(NOTE, has_hashtags=True)
    first, second = csv_rows(write_csv(frame(POINT, name=["Posta"]), "services", note))
    assert (first["name"], first["longitude"], first["latitude"]) == (
        "#loc+name",
        "#geo+lon",
        "#geo+lat",
    )
    assert first["file_audience"] == "#meta+file+audience"
    assert second["name"] == "Posta"
    _, tags, row = sheets(write_xlsx(frame(POINT, name=["Posta"]), "services", note))["services"]
    assert [cell.value for cell in tags] == ["#loc+name", "#geo+lon", "#geo+lat"]
    assert row[0].value == "Posta"


def test_every_column_of_a_layer_has_a_hashtag():
    columns = {one.name for schema in LAYER_SCHEMAS.values() for one in schema.fields}
    assert all(re.fullmatch(r"#[a-z]+(\+[a-z]+)?", tag) for tag in list_hashtags(sorted(columns)))


def test_an_area_that_a_cell_would_cut_off_is_refused():
    wide = shapely.Point(0, 0).buffer(1, quad_segs=500)
    with pytest.raises(ExportCellLengthError) as raised:
        write_xlsx(frame(wide), "zones", None)
    assert raised.value.placeholders == {"most": MAX_CELL_LENGTH}
    assert csv_rows(write_csv(frame(wide), "zones", None))[0]["geometry"].startswith("POLYGON")
