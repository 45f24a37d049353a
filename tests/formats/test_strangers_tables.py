"""Tables as strangers bring them: links of maps, sheets without places, counts by zone, notes."""

import io

import numpy as np
import openpyxl
import pandas as pd
import pytest

from geo.errors import LayerNoCoordinatesError
from geo.formats.all_tables import read_all_tables
from geo.formats.written_coordinates import split_pair
from geo.imports.total_rows import find_total_rows
from geo.parsing.source import SourceFile

PLACE = ("13.8921", "-89.8501")
MAP = "https://www.google.com/maps/place/X/@13.9,-89.8,17z"


@pytest.mark.parametrize(
    ("link", "place"),
    [
        (f"{MAP}/data=!3m1!4b1!8m2!3d13.8921!4d-89.8501", PLACE),
        ("https://maps.google.com/?q=13.8921,-89.8501", PLACE),
        ("https://www.google.com/maps/search/?api=1&query=13.8921%2C-89.8501", PLACE),
        ("https://www.openstreetmap.org/?mlat=13.8921&mlon=-89.8501#map=17/1/2", PLACE),
        ("geo:13.8921,-89.8501;u=35", PLACE),
        (MAP, None),  # the middle of what somebody saw
        ("https://maps.app.goo.gl/abc", None),
        ("https://www.openstreetmap.org/#map=17/13.8921/-89.8501", None),
        ("https://maps.google.com/?q=13.8921,-89.8501.5", None),
    ],
)  # fmt: skip
def test_links_of_maps_hold_a_place_but_not_what_was_seen(link, place):
    assert split_pair(link) == place


def workbook(**sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return SourceFile("kobo.xlsx", content=content.getvalue())


PEOPLE = [["Nombre de la persona", "_parent_index"], ["Ana", 1]]
PLACES = [["nombre", "tipo", "lat", "lon"], ["Posta", "salud", 13.8921, -89.8501]]


def test_a_sheet_without_places_is_named_and_the_others_are_read():
    frame = read_all_tables(workbook(Servicios=PLACES, personal=PEOPLE, Hoja3=[]))
    assert frame["nombre"].tolist() == ["Posta"]
    told = {one.key: one.placeholders for one in frame.attrs["notices"]}
    assert told["import.notice_other_sheets"] == {"sheet": "Servicios", "others": "personal, Hoja3"}
    with pytest.raises(LayerNoCoordinatesError):
        read_all_tables(workbook(personal=PEOPLE, otra=PEOPLE))


def test_people_by_zone_need_no_place_whatever_the_layer():
    content = b"CODIGO,CANTON,POBLACION TOTAL\n1,Chancala,2000\n2,Loma,800\n"
    frame = read_all_tables(SourceFile("c.csv", content=content))
    assert frame.geometry.isna().all()
    assert len(frame) == 2


@pytest.mark.parametrize(
    ("cells", "key"),
    [
        (["Fuente: MINSAL", None, None], "row.note_below"),
        (["Elaborado por la red", "Elaborado por la red", None], "row.note_below"),
        (["TOTAL", None, 12], "row.total"),
        (["Fuente de vida", "otra cosa", None], None),
        (["Fuentealba", None, None], None),
    ],
)
def test_notes_below_a_table_are_no_places(cells, key):
    table = pd.DataFrame([cells], columns=list("abc"), dtype=object)
    found = find_total_rows(table, np.array([None], dtype=object), np.array([7]))
    assert [one.key for one in found] == ([] if key is None else [key])


def test_a_title_over_a_group_of_columns_completes_those_that_are_known_only_with_it():
    text = (
        "Censo,,,,,\nDistrito,Población,Población,Población,Coordenadas,Coordenadas\n"
        ",Total,Hombres,Mujeres,Latitud,Longitud\nUrcos,8500,4100,4400,-13.6868,-71.6231\n"
    )
    frame = read_all_tables(SourceFile("a.csv", content=text.encode()))
    assert list(frame.columns)[1:4] == ["Población Total", "Hombres", "Mujeres"]
    assert frame["Población Total"].tolist() == ["8500"]
