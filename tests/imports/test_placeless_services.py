"""Services without a place: phone lines, and shelters whose address nobody has to write down."""

import json

import geopandas as gpd
import pytest
import shapely
from shapely import Point

from geo.errors import LayerNoCoordinatesError, LayerRowsError
from geo.exports.layer_export import export_layer
from geo.formats.export_note import make_export_note
from geo.formats.writing import write_layer
from geo.imports.layer_import import import_layer
from geo.imports.messages import format_import_report
from geo.model import WGS84, Community
from geo.privacy.view import open_view
from geo.store import open_store
from geo.store.communities import add_community, read_community
from geo.store.history import read_history
from geo.store.layers import read_layer
from tests.feature_edits import add_features
from tests.imports.napkin import geojson, table

HEAD = "lat,lon,type,name,phone,gateway,confidential\n"
VILLAGE = shapely.box(-77, -13, -76, -12)


@pytest.fixture
def store(home):
    store = open_store(home)
    add_community(store, Community(slug="open", name="Open"))
    add_community(store, Community(slug="village", name="Village", boundary=VILLAGE))
    yield store
    store.close()


def brought(store, tmp_path, text, slug="open", **more):
    return import_layer(store, slug, "services", table(tmp_path / "a.csv", text), **more)


def keys(error):
    return [(row, key) for row, key, _ in error.value.findings]


def test_a_shelter_without_a_place_is_kept_with_its_gateway(store, tmp_path):
    text = "lat,lon,type,name,gateway\n,,shelter,Refugio,Línea 100\n-12.2,-76.9,health,a,\n"
    report = brought(store, tmp_path, text)
    assert (report.added, report.placeless) == (2, (1,))
    stored = read_layer(store, "open", "services")
    assert stored.geometry.tolist() == [None, Point(-76.9, -12.2)]
    assert stored["confidential"].tolist() == [True, False]
    assert stored["gateway"].tolist()[0] == "Línea 100"
    assert any("sin lugar en el mapa (fila 1)" in line for line in format_import_report(report))


@pytest.mark.parametrize(
    "row",
    [
        ",,phone_line,Línea 100,100,,",
        ",,psychosocial,Escucha,01 234 5678,,",
        ",,other,Casa Refugio,,Pregunte en la posta,",  # confidential by its name
        ",,other,Casa Luna,,Pregunte en la posta,sí",
        ",,shelter,,,Línea 100,",
        ",,phone_line,Línea reservada,999,,sí",
    ],
)
def test_who_is_reached_by_phone_or_gateway_needs_no_place(store, tmp_path, row):
    assert brought(store, tmp_path, HEAD + row + "\n").placeless == (1,)
    assert brought(store, tmp_path, HEAD + row + "\n").unchanged == 1


@pytest.mark.parametrize(
    ("row", "key"),
    [
        (",,health,Posta,,,", "row.no_phone"),
        (",,health,Posta,,Pregunte en la posta,", "row.no_phone"),
        (",,phone_line,Línea 100,,,", "row.no_phone"),
        (",,shelter,Refugio,,,", "row.no_gateway"),
        (",,other,Casa Luna,,,sí", "row.no_gateway"),
        ("-12.2,,phone_line,a,100,,", "row.half_place"),
        ("-12.2,oeste,phone_line,a,100,,", "row.coordinate"),
        ("x,y,shelter,a,,Línea 100,", "row.coordinate"),
        ("95,-176.9,phone_line,a,100,,", "row.out_of_range"),
    ],
)
def test_whoever_cannot_be_reached_and_a_spoilt_place_are_refused(store, tmp_path, row, key):
    with pytest.raises(LayerRowsError) as error:
        brought(store, tmp_path, HEAD + row + "\n")
    assert keys(error) == [(1, key)]
    assert read_layer(store, "open", "services").empty


@pytest.mark.parametrize("layer", ["demand", "safe_zones", "risk_areas", "zones"])
def test_only_services_may_be_without_a_place(store, tmp_path, layer):
    values = {
        "demand": {"people": 3},
        "safe_zones": {"kind": "shop", "phone": "100"},
        "risk_areas": {"category": "river", "severity": 3},
        "zones": {"name": "Norte"},
    }
    with pytest.raises(LayerRowsError) as error:
        import_layer(store, "open", layer, geojson(tmp_path / "a.geojson", (None, values[layer])))
    assert keys(error) == [(1, "row.no_place")]


def test_all_rows_are_named_at_once(store, tmp_path):
    rows = ",,health,Posta,,,\n,,shelter,Refugio,,,\n,,police,a,,,maybe\n"
    with pytest.raises(LayerRowsError) as error:
        brought(store, tmp_path, HEAD + rows)
    assert {key for _, key in keys(error)} == {"row.no_phone", "row.no_gateway", "row.flag"}


@pytest.mark.parametrize("shape", [None, {"type": "Point", "coordinates": []}])
def test_a_null_and_an_empty_geometry_are_no_place(store, tmp_path, shape):
    line = {"type": "phone_line", "name": "Línea 100", "phone": "100"}
    report = import_layer(store, "open", "services", geojson(tmp_path / "a.geojson", (shape, line)))
    assert (report.added, report.placeless) == (1, (1,))


def test_a_list_of_phone_lines_needs_no_columns_of_coordinates(store, tmp_path):
    text = "type,name,phone\nphone_line,Línea 100,100\nphone_line,Línea 1818,1818\n"
    assert brought(store, tmp_path, text).placeless == (1, 2)
    with pytest.raises(LayerNoCoordinatesError):
        brought(store, tmp_path, text + "health,Posta,01 234 5678\n")
    with pytest.raises(LayerNoCoordinatesError):
        brought(store, tmp_path, text.replace("name", "lat"))


def test_they_lie_neither_within_nor_outside_a_boundary(store, tmp_path):
    only_lines = HEAD + ",,phone_line,Línea 100,100,,\n"
    assert brought(store, tmp_path, only_lines, "village").outside == ()
    mixed = only_lines + "-12.5,-76.5,health,Posta,,,\n-14,-76.5,health,Lejos,,,\n"
    assert brought(store, tmp_path, mixed, "village").outside == (3,)


@pytest.mark.parametrize("ending", [".geojson", ".gpkg"])
def test_what_a_coordinator_takes_out_comes_back_unchanged(store, tmp_path, ending):
    text = HEAD + ",,phone_line,Línea 100,100,,\n,,shelter,Refugio,,Línea 100,\n"
    brought(store, tmp_path, text)
    view = open_view(store, "open", "coordinator")
    note = make_export_note(read_community(store, "open"), "coordinator")
    file = write_layer(view.services, tmp_path / f"s{ending}", layer="services", note=note)
    assert import_layer(store, "open", "services", file).unchanged == 2
    assert import_layer(store, "open", "services", file, replace=True).added == 2
    assert read_layer(store, "open", "services").geometry.isna().all()


def test_the_history_has_them_without_a_place(store, tmp_path):
    brought(store, tmp_path, HEAD + ",,phone_line,Línea 100,100,,\n")
    (entry,) = read_history(store, "open", "services")
    assert entry.after["name"] == "Línea 100"
    assert entry.after["geometry"] is None


def hidden_shelter(store):
    row = {
        "type": ["shelter"], "name": ["Casa Luna"], "phone": ["999"], "gateway": ["Línea 100"],
        "opening_hours": [None], "confidential": [True], "public": [False], "source": [None],
        "verified_on": [None],
    }  # fmt: skip
    add_features(
        store, "open", "services", gpd.GeoDataFrame(row, geometry=[Point(-76.9, -12.2)], crs=WGS84),
        who="test",
    )  # fmt: skip


@pytest.mark.parametrize("ending", [".geojson", ".gpkg"])
@pytest.mark.parametrize("replace", [False, True])
def test_what_others_took_out_neither_doubles_nor_erases_a_shelter(
    store, tmp_path, replace, ending
):
    hidden_shelter(store)
    brought(store, tmp_path, HEAD + "-12.3,-76.9,health,Posta,,,\n,,phone_line,Línea,100,,\n")
    view = open_view(store, "open", "network")
    note = make_export_note(read_community(store, "open"), "network")
    file = write_layer(view.services, tmp_path / f"s{ending}", layer="services", note=note)
    import_layer(store, "open", "services", file, replace=replace)
    stored = read_layer(store, "open", "services").set_index("name").geometry
    places = {"Casa Luna": Point(-76.9, -12.2), "Posta": Point(-76.9, -12.3), "Línea": None}
    assert stored.to_dict() == places


def test_a_list_without_coordinates_has_no_crs_to_be_assumed(store, tmp_path):
    assert not brought(store, tmp_path, "type,name,phone\nphone_line,a,100\n").crs_assumed
    assert brought(store, tmp_path, HEAD + "-12.2,-76.9,health,Posta,,,\n").crs_assumed


def test_an_export_counts_as_withheld_only_what_is(store, tmp_path):
    hidden_shelter(store)
    brought(store, tmp_path, HEAD + ",,phone_line,Línea,100,,\n")
    view = open_view(store, "open", "network")
    record = export_layer(view, "services", tmp_path / "s.geojson")
    assert (record["features"], record["without_place"]) == (2, 2)
    assert json.loads((tmp_path / "s.geojson").read_text())["suppressed"] == {"places": 1}


def test_a_placed_shelter_that_comes_without_its_place_stays_confidential(store, tmp_path):
    hidden_shelter(store)
    report = brought(store, tmp_path, HEAD + ",,health,Casa Luna,01 2,,\n")
    assert report.confidential_rows == {"stored": (1,)}


def test_a_shelter_without_a_place_makes_its_name_confidential(store, tmp_path):
    brought(store, tmp_path, HEAD + ",,shelter,Casa Luna,,Línea 100,\n")
    report = brought(store, tmp_path, HEAD + "-12.2,-76.9,health,Casa Luna,,,\n")
    assert report.confidential_rows == {"stored": (1,)}
