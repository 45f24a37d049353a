"""One district of many: by name, by code, by what tells homonyms apart; never all in silence."""

import pytest

from geo.errors import (
    BoundaryColumnError,
    BoundaryDistrictUnknownError,
    BoundaryHomonymsError,
    BoundarySeveralError,
)
from geo.imports.boundary_file import read_boundary
from tests.imports.napkin import area, geojson


def square(x):
    return area([[[x, 0], [x + 1, 0], [x + 1, 1], [x, 1], [x, 0]]])


ROWS = [
    {"UBIGEO": "150142", "NOMBDIST": "Villa El Salvador", "PROV": "Lima", "NR": 1},
    {"UBIGEO": "150133", "NOMBDIST": "San Juan", "PROV": "Lima", "NR": 2},
    {"UBIGEO": "020133", "NOMBDIST": "San Juan", "PROV": "Áncash", "NR": 3},
    {"UBIGEO": "150101", "NOMBDIST": "Lima", "PROV": "Lima", "NR": 4},
    {"UBIGEO": "090101", "NOMBDIST": "Isla", "PROV": "Callao", "NR": 5},  # in two parts
    {"UBIGEO": "090101", "NOMBDIST": "Isla", "PROV": "Callao", "NR": 6},
]


@pytest.fixture
def districts(tmp_path):
    rows = [(square(2 * number), row) for number, row in enumerate(ROWS)]
    return geojson(tmp_path / "d.geojson", *rows)


@pytest.mark.parametrize(
    ("district", "west", "size"),
    [
        ("Villa El Salvador", 0, 1),
        ("villa el salvador", 0, 1),
        ("150142", 0, 1),
        ("ubigeo=020133", 4, 1),
        ("San Juan, PROV=Ancash", 4, 1),
        ("NOMBDIST=San Juan, PROV=Lima", 2, 1),
        ("NOMBDIST=Lima", 6, 1),
        ("prov=Lima", 0, 3),  # said: all of them
        ("Isla", 8, 2),
    ],
)
def test_a_district_by_what_people_write(districts, district, west, size):
    found = read_boundary(districts, where=district, unites=False)
    assert (found.bounds[0], found.area) == (west, size)


def test_several_are_not_taken_in_silence(districts):
    with pytest.raises(BoundarySeveralError) as error:
        read_boundary(districts, unites=False)
    assert error.value.placeholders == {
        "file": "d.geojson", "count": 6, "names": "Isla, Lima, San Juan, Villa El Salvador",
    }  # fmt: skip
    assert read_boundary(districts, unites=True).area == 6


def test_areas_without_attributes_are_not_taken_in_silence(tmp_path):
    file = geojson(tmp_path / "d.geojson", (square(0), {}), (square(2), {}))
    with pytest.raises(BoundarySeveralError) as error:
        read_boundary(file, unites=False)
    assert error.value.placeholders["names"] == "–"
    one = geojson(tmp_path / "one.geojson", (square(0), {}))
    assert read_boundary(one, unites=False).area == 1


def test_homonyms_are_asked_about_with_what_tells_them_apart(districts):
    with pytest.raises(BoundaryHomonymsError) as error:
        read_boundary(districts, where="San Juan", unites=False)
    choices = error.value.placeholders["choices"].split("; ")
    assert choices == [
        "UBIGEO=150133, PROV=Lima, NR=2", "UBIGEO=020133, PROV=Áncash, NR=3",
    ]  # fmt: skip
    for choice in choices:  # each can be written as it stands
        assert read_boundary(districts, where=choice, unites=False).area == 1


def test_a_name_of_a_district_and_of_a_province_is_asked_about(districts):
    with pytest.raises(BoundaryHomonymsError) as error:
        read_boundary(districts, where="Lima", unites=False)
    assert error.value.placeholders["choices"] == "NOMBDIST=Lima (1); PROV=Lima (3)"


@pytest.mark.parametrize("district", ["Vila El Salvador", "Salvador", "PROV=Limma", "x=1, y=2", ""])
def test_what_is_not_there_is_told_with_what_is_near(districts, district):
    with pytest.raises((BoundaryDistrictUnknownError, BoundaryColumnError)) as error:
        read_boundary(districts, where=district, unites=False)
    near = {"Vila El Salvador": "Villa El Salvador", "Salvador": "Villa El Salvador",
            "PROV=Limma": "Lima", "x=1, y=2": "UBIGEO", "": "Isla"}[district]  # fmt: skip
    said = error.value.placeholders
    assert near in (said.get("names") or said["columns"])


def test_conditions_that_no_row_meets_together(districts):
    with pytest.raises(BoundaryDistrictUnknownError):
        read_boundary(districts, where="UBIGEO=150142, PROV=Callao", unites=False)
