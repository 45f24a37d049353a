import geopandas as gpd
import pytest

from geo.errors import LayerUnreadableError
from geo.formats.registry import list_layers
from geo.imports.area_search import NamedAreas, find_named_areas, list_named_areas
from geo.imports.boundary_file import read_boundary
from tests.imports.napkin import area, geojson

EAST = [[[0.01, 0.0], [0.02, 0.0], [0.02, 0.01], [0.01, 0.01], [0.01, 0.0]]]
NORTH = [[[0.0, 0.01], [0.01, 0.01], [0.01, 0.02], [0.0, 0.02], [0.0, 0.01]]]


@pytest.fixture
def districts(tmp_path):
    return geojson(
        tmp_path / "d.geojson",
        (area(), {"ubigeo": "010101", "distr": "Río Seco", "dep": "AQUÍ", "prov": "SUR"}),
        (area(EAST), {"ubigeo": "010102", "distr": "Seco", "dep": "AQUÍ", "prov": "SUR"}),
        (area(NORTH), {"ubigeo": "010103", "distr": None, "dep": "AQUÍ", "prov": "NORTE"}),
    )


def test_areas_are_distinguished_by_every_column_that_can(districts):
    assert list_named_areas(districts) == [
        NamedAreas("ubigeo", "010101", 1),
        NamedAreas("ubigeo", "010102", 1),
        NamedAreas("ubigeo", "010103", 1),
        NamedAreas("distr", "Río Seco", 1),
        NamedAreas("distr", "Seco", 1),
        NamedAreas("prov", "NORTE", 1),
        NamedAreas("prov", "SUR", 2),
    ]


def test_one_area_needs_no_choice(tmp_path):
    assert list_named_areas(geojson(tmp_path / "a.geojson", (area(), {"name": "A"}))) == []


def test_what_is_typed_exactly_comes_first(districts):
    found = find_named_areas(list_named_areas(districts), "seco")
    assert [one.value for one in found] == ["Seco", "Río Seco"]


@pytest.mark.parametrize("words", ["RIO", "río s", " rio seco "])
def test_case_and_accents_do_not_matter(districts, words):
    assert [one.value for one in find_named_areas(list_named_areas(districts), words)] == [
        "Río Seco"
    ]


def test_nothing_typed_and_nothing_like_it_find_nothing(districts):
    named = list_named_areas(districts)
    assert find_named_areas(named, "  ") == []
    assert find_named_areas(named, "Lima") == []
    assert len(find_named_areas(named, "0", max_results=2)) == 2


def test_what_is_found_gives_the_boundary(districts):
    south = find_named_areas(list_named_areas(districts), "sur")[0]
    boundary = read_boundary(districts, where=(south.column, south.value))
    assert boundary.bounds == (0.0, 0.0, 0.02, 0.01)


@pytest.mark.real_data
def test_villa_el_salvador_is_found_by_name_and_by_code(real_data):
    file = real_data / "peru" / "districts.geojson"
    named = list_named_areas(file)
    by_code, by_name = (
        find_named_areas(named, "150142")[0],
        find_named_areas(named, "villa el sal")[0],
    )
    assert (by_code.column, by_code.area_count, by_name.area_count) == ("ubigeo", 1, 1)
    one, other = (read_boundary(file, where=(f.column, f.value)) for f in (by_code, by_name))
    assert one.equals(other)
    assert one.centroid.coords[0] == pytest.approx((-76.94, -12.22), abs=0.02)


def test_tables_with_shapes_are_listed(tmp_path):
    file = tmp_path / "a.gpkg"
    frame = gpd.read_file(geojson(tmp_path / "a.geojson", (area(), {"name": "A"})))
    frame.to_file(file, layer="one")
    frame.to_file(file, layer="two")
    assert list_layers(file) == ["one", "two"]
    assert list_layers(tmp_path / "a.geojson") == []


def test_what_is_no_geopackage_has_no_tables(tmp_path):
    file = tmp_path / "a.gpkg"
    file.write_bytes(b"no such thing")
    with pytest.raises(LayerUnreadableError) as raised:
        list_layers(file)
    assert type(raised.value) is LayerUnreadableError
