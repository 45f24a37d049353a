"""Columns recognised by their cells are proposed, never taken; those of persons not even that."""

import geopandas as gpd
import pytest
import shapely

from geo.errors import LayerNoCoordinatesError, LayerRowsError
from geo.formats.all_tables import read_all_tables
from geo.formats.reading_choices import ReadingChoices
from geo.imports.file_splitting import split_file
from geo.imports.likely_fields import find_likely_fields
from geo.imports.meaning_rules import MeaningRules, parse_column_rule
from geo.parsing.source import SourceFile

PHONES = ["2452-1234", "(01) 428 3000", "102", "+503 7777 8888 / 2452-9999"]
HOURS = ["L-V 8-16", "24 horas", "Lunes a viernes 8:00 - 16:00", "cerrado"]
BOUNDS = (-89.95, 13.8, -89.8, 13.95)
PLACES = "Sitio,A,B\nUno,13.8921,-89.8501\nDos,13.9012,-89.8432\nTres,13.8955,-89.8466\n"


def find(taken=(), **columns):
    places = [shapely.Point(-89.9, 13.8)] * len(next(iter(columns.values())))
    return find_likely_fields(gpd.GeoDataFrame(columns, geometry=places, crs=4326), taken)


def test_phones_and_hours_are_found_by_their_cells():
    assert find(Marcar=PHONES, Atienden=HOURS) == {"Marcar": "phone", "Atienden": "opening_hours"}
    assert find({"Marcar"}, Marcar=PHONES) == {}


@pytest.mark.parametrize(
    "columns",
    [
        pytest.param({"Marcar": PHONES, "Encuestadora": ["a", "b", "c", "d"]}, id="who filled in"),
        pytest.param({"Marcar": PHONES, "Apellido": ["a", "b", "c", "d"]}, id="persons"),
        pytest.param({"Marcar": PHONES, "x": ["a@b.org"] * 4}, id="e-mails"),
        pytest.param({"Persona de contacto": PHONES}, id="of a person by its name"),
        pytest.param({"Responsable": HOURS}, id="hours of a person"),
        pytest.param({"Marcar": PHONES, "Otro": PHONES}, id="two"),
        pytest.param({"Marcar": PHONES, "Teléfono": PHONES}, id="one by name"),
        pytest.param({"Marcar": PHONES[:2] + [None] * 2}, id="two cells"),
        pytest.param({"UBIGEO": ["150142", "150101", "150102", "150103"]}, id="codes"),
        pytest.param({"Fecha": ["2024-01-02", "2024-01-03", "02-01-2024", "1/2/24"]}, id="dates"),
        pytest.param({"x": ["13.8921", "-89.8501", "13.9", "-89.1"]}, id="coordinates"),
        pytest.param({"Nota": ["llamar al 2452-1234 de día", "no", "ven", "2452-1234"]}, id="text"),
        pytest.param({"Edad": ["8-16", "17-25", "26-40", "41-60"]}, id="ranges"),
        pytest.param({"Años": ["8", "16", "24", "7"]}, id="numbers"),
    ],
)
def test_what_may_be_of_persons_or_is_something_else_is_not_proposed(columns):
    assert find(**columns) == {}


def read(text=PLACES, **choices):
    options = ReadingChoices(**choices)
    return read_all_tables(SourceFile("a.csv", content=text.encode()), choices=options)


def test_columns_of_a_file_say_what_they_look_like_until_somebody_decides():
    rows = "\n".join(f"Posta,salud,13.89{n},-89.85{n},2452-123{n}" for n in range(4))
    frame = read(f"nombre,tipo,lat,lon,Marcar\n{rows}")
    parsed = split_file(frame, MeaningRules())
    assert parsed.layers["services"].checked.frame["phone"].isna().all()
    assert {one["column"]: one["looks_like"] for one in parsed.columns}["Marcar"] == "phone"
    assert "import.notice_looks_like_phone" in {one.key for one in parsed.notices}
    parsed = split_file(frame, MeaningRules(columns=(parse_column_rule("Marcar=phone"),)))
    assert parsed.layers["services"].checked.frame["phone"].notna().all()
    assert all(one["looks_like"] is None for one in parsed.columns)


def test_columns_that_look_like_coordinates_are_asked_for_and_read_as_chosen():
    with pytest.raises(LayerRowsError) as raised:
        read(bounds=BOUNDS)
    (question,) = raised.value.questions
    assert question.options == ("latitude_first",)
    frame = read(bounds=BOUNDS, coordinates="latitude_first")
    assert frame.geometry.iloc[0].equals(shapely.Point(-89.8501, 13.8921))


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        pytest.param(PLACES, (10.0, 40.0, 11.0, 41.0), id="elsewhere"),
        pytest.param(PLACES, None, id="anywhere"),
        pytest.param(PLACES.replace("13.", "13,").replace("1", "a"), BOUNDS, id="letters"),
        pytest.param("S,A,B\nU,12.5,-89.8\nD,13.5,-89.8\nT,13.5,-89.8\n", BOUNDS, id="prices"),
        pytest.param("S,A,B\nU,13.8921,-89.8501\nD,13.9012,-89.8432\n", BOUNDS, id="two rows"),
        pytest.param(
            "A,B,C\n" + "13.8921,-89.8501,13.8922\n" * 3, BOUNDS, id="three columns"
        ),
    ],
)  # fmt: skip
def test_columns_elsewhere_or_of_something_else_are_no_coordinates(text, bounds):
    with pytest.raises(LayerNoCoordinatesError):
        read(text, bounds=bounds)
