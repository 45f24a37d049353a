"""The screen on which a place is set up, without its map: that is the browser's part."""

import json
from datetime import time

import geopandas as gpd
import pytest
import shapefile
import shapely
from streamlit.testing.v1 import AppTest

from geo.communities.boundary import set_boundary
from geo.communities.creation import NewCommunity, create_community
from geo.imports.street_import import import_streets
from geo.language import gettext, ngettext
from geo.osm.street_servers import SERVERS_VARIABLE
from geo.store import communities as records
from geo.store import open_store
from geo.store.layers import read_layer
from tests import source_files
from tests.feature_edits import add_features
from tests.formats import shapefiles
from tests.imports.napkin import BOW_TIE, RISK, area, geojson, point
from tests.network.napkin import draw
from tests.pages import protected
from tests.street_files import town

GROUND = shapely.box(-0.01, -0.01, 0.02, 0.02)
SPOTS = {1: (0, 0), 2: (1, 0), 3: (2, 0)}
DOORS = {
    1: {"amenity": "police", "name": "Puesto"},
    2: {"amenity": "townhall", "name": "Alcaldía"},
    3: {"amenity": "social_facility", "social_facility": "shelter", "name": "Casa de Paz"},
}
PART = "place:step"


@pytest.fixture
def store(monkeypatch):
    """Give a protected installation to a trainer who is signed in."""
    protected.at_low_cost(monkeypatch)
    opened = open_store()
    protected.protect(opened, ["coordinator", "trainer"])
    protected.send(monkeypatch, protected.enter(opened, "trainer"))
    yield opened
    opened.close()


@pytest.fixture
def vega(store):
    return create_community(store, NewCommunity("vega", "La Vega"))


@pytest.fixture
def village(tmp_path):
    street = (10, [1, 2, 3], {"highway": "residential"})
    return draw(tmp_path / "v.osm", SPOTS, [street], told=DOORS)


def screen(part=None, **chosen):
    """Open the screen, at a part of the place."""
    app = AppTest.from_file(str(source_files.ROOT / "pages" / "shell.py"), default_timeout=30)
    app.run()
    app.switch_page("setup.py")
    for name, value in chosen.items():
        app.session_state[name] = value
    if part:
        app.session_state[PART] = part
    return well(app.run())


def well(app):
    assert not app.exception
    return app


def press(app, key):
    return well(app.button(key=key).click().run())


def words(app):
    return " ".join(part.body for part in app.get("html") if part.body)


def faults(app):
    return [part.body for part in app.get("html") if 'class="fault"' in (part.body or "")]


def bring(app, name, content):
    return well(app.file_uploader[0].set_value((name, content, "")).run())


# --- the list, and a new place -------------------------------------------------------------------


def test_without_any_place_it_asks_for_one(store):
    app = screen()
    assert gettext("setup.title.new") in words(app)
    assert {"new_name", "new_country"} <= {box.key for box in app.text_input}


def test_a_new_place_is_begun_by_its_name(store):
    app = screen()
    app.text_input(key="new_name").set_value("Villa María")
    app.text_input(key="new_country").set_value("Perú")
    app.run()
    assert gettext("setup.slug", slug="villa-maria") in [one.value for one in app.caption]
    app = press(app, "begin")
    [community] = records.list_communities(store)
    assert (community.slug, community.name, community.country) == (
        "villa-maria",
        "Villa María",
        "PE",
    )
    assert app.session_state["community"] == "villa-maria"
    assert app.button(key="part_boundary").label.startswith("**Ahora")


def test_a_place_without_a_name_gets_a_sentence_and_nothing_is_kept(store):
    app = press(screen(), "begin")
    assert faults(app)
    assert records.list_communities(store) == []


def test_an_unknown_country_gets_a_sentence(store):
    app = screen()
    app.text_input(key="new_name").set_value("La Vega")
    app.text_input(key="new_country").set_value("Salvadores")
    app = press(app, "begin")
    assert gettext("error.country_unknown") in faults(app)[0]
    assert records.list_communities(store) == []


def test_a_name_that_is_taken_gets_a_sentence(vega):
    app = screen("new")
    app.text_input(key="new_name").set_value("Vega")
    app = press(app, "begin")
    assert gettext("error.community_exists", slug="vega") in faults(app)[0]


def test_the_list_shows_what_is_there_and_marks_what_comes_next(store, vega, village):
    set_boundary(store, "vega", GROUND)
    import_streets(store, "vega", village)
    app = screen()
    assert "guardado" in app.button(key="part_boundary").label
    assert "1 tramo" in app.button(key="part_streets").label
    assert app.button(key="part_services").label.startswith("**Ahora")
    assert "2 por revisar" in app.button(key="part_services").label


def test_a_part_opens_and_closes(vega):
    app = press(screen(), "part_people")
    assert gettext("setup.title.people") in words(app)
    app = press(app, "back")
    assert gettext("setup.title.list") in words(app)


def test_the_second_language_is_spoken_everywhere(vega):
    app = screen(locale="en")
    assert gettext("setup.title.list", "en") in words(app)
    assert app.button(key="part_boundary").label.startswith("**Now")


# --- its boundary --------------------------------------------------------------------------------


def test_corners_become_the_boundary(store, vega):
    corners = [(0.0, 0.0), (0.0, 0.01), (0.01, 0.01)]
    app = screen("boundary", **{"place:corners": corners, "boundary_centre": "0,0"})
    app = press(app, "corners_save")
    saved = records.read_community(store, "vega")
    assert saved.boundary.equals(shapely.Polygon([(0, 0), (0.01, 0), (0.01, 0.01)]))
    assert saved.timezone is not None
    assert gettext("setup.boundary_saved") in words(app)


def test_a_boundary_that_crosses_itself_gets_a_sentence_and_keeps_its_corners(store, vega):
    bow_tie = [(0.0, 0.0), (0.01, 0.01), (0.0, 0.01), (0.01, 0.0)]
    app = screen("boundary", **{"place:corners": bow_tie, "boundary_centre": "0,0"})
    app = press(app, "corners_save")
    assert gettext("error.boundary_crossed") in faults(app)[0]
    assert records.read_community(store, "vega").boundary is None
    app = press(app, "take_back")
    assert app.session_state["place:corners"] == bow_tie[:3]
    assert press(app, "anew").session_state["place:corners"] == []


def test_two_corners_cannot_be_saved(vega):
    app = screen(
        "boundary", **{"place:corners": [(0.0, 0.0), (0.0, 0.1)], "boundary_centre": "0,0"}
    )
    assert app.button(key="corners_save").disabled


def test_a_centre_that_is_no_place_gets_a_sentence(vega):
    app = screen("boundary", boundary_centre="aquí")
    assert gettext("error.coordinate", text="aquí") in faults(app)[0]


def test_a_distance_around_a_centre_becomes_the_boundary(store, vega):
    app = screen("boundary", boundary_method="around", boundary_centre="13.92,-89.85")
    app = press(app, "boundary_save")
    saved = records.read_community(store, "vega")
    assert saved.boundary.contains(shapely.Point(-89.85, 13.92))
    assert saved.timezone == "America/El_Salvador"


def test_a_boundary_file_of_one_area_is_taken(store, vega, tmp_path):
    file = geojson(tmp_path / "b.geojson", (area(), {"name": "Vega"}))
    app = bring(screen("boundary", boundary_method="file"), "b.geojson", file.read_bytes())
    press(app, "boundary_save")
    assert records.read_community(store, "vega").boundary.bounds == (0.0, 0.0, 0.01, 0.01)


def test_the_parts_of_a_shapefile_are_brought_together(store, vega):
    ring = [[0, 0], [0, 0.01], [0.01, 0.01], [0.01, 0], [0, 0]]
    parts = shapefiles.write_parts(shapefile.POLYGON, [("poly", ([ring],))])
    files = [(f"Vega.{suffix}", content, "") for suffix, content in parts.items()]
    app = screen("boundary", boundary_method="file")
    app = well(app.file_uploader[0].set_value(files).run())
    press(app, "boundary_save")
    assert records.read_community(store, "vega").boundary.bounds == (0.0, 0.0, 0.01, 0.01)


def test_of_several_files_one_is_chosen(store, vega, monkeypatch):
    protected.send(monkeypatch, protected.enter(store, "coordinator"))
    files = [(name, PEOPLE, "") for name in ("a.csv", "b.csv", "b.csv")]
    app = screen("people")
    app = well(app.file_uploader[0].set_value(files).run())
    (choice,) = [one for one in app.radio if one.label == gettext("upload.table")]
    assert choice.options == ["a.csv", "b.csv", "3/b.csv"]
    press(well(choice.set_value("3/b.csv").run()), "load")
    assert list(read_layer(store, "vega", "demand")["people"]) == [4, 6]


def test_of_several_areas_one_is_chosen_by_its_code(store, vega, tmp_path):
    east = [[[x + 1, y] for x, y in area()["coordinates"][0]]]
    file = geojson(
        tmp_path / "b.geojson", (area(), {"ubigeo": "010101"}), (area(east), {"ubigeo": "010102"})
    )
    app = bring(screen("boundary", boundary_method="file"), "b.geojson", file.read_bytes())
    assert "boundary_save" not in {button.key for button in app.button}
    app = well(app.text_input(key="area_words").set_value("010102").run())
    press(app, "boundary_save")
    assert records.read_community(store, "vega").boundary.bounds[0] == 1.0


def test_areas_without_names_are_not_united_in_silence(store, vega, tmp_path):
    east = [[[x + 1, y] for x, y in area()["coordinates"][0]]]
    file = geojson(tmp_path / "b.geojson", (area(), {}), (area(east), {}))
    app = bring(screen("boundary", boundary_method="file"), "b.geojson", file.read_bytes())
    assert "boundary_save" not in {button.key for button in app.button}
    app = well(app.checkbox(key="unite_areas").check().run())
    press(app, "boundary_save")
    assert records.read_community(store, "vega").boundary.geom_type == "MultiPolygon"


def test_a_broken_boundary_names_its_row(store, vega, tmp_path):
    file = geojson(tmp_path / "b.geojson", (area(BOW_TIE), {"name": "Vega"}))
    app = bring(screen("boundary", boundary_method="file"), "b.geojson", file.read_bytes())
    assert "Fila 1" in faults(app)[0]
    assert "«b.geojson»" in faults(app)[0]
    assert records.read_community(store, "vega").boundary is None


# --- its streets ---------------------------------------------------------------------------------


def test_streets_come_from_a_file(store, vega, village):
    app = bring(screen("streets", streets_method="file"), "mis calles.osm", village.read_bytes())
    app = press(app, "streets_load")
    assert records.read_community(store, "vega").streets_version == 1
    assert "1 tramo" in words(app)


def test_a_municipalitys_streets_come_with_their_source(store, vega, tmp_path):
    town.lines().to_file(tmp_path / "calles.gpkg")
    content = (tmp_path / "calles.gpkg").read_bytes()
    app = bring(screen("streets", streets_method="file"), "calles.gpkg", content)
    app = well(app.text_input(key="streets_source").set_value("Municipalidad de Vega").run())
    app = press(app, "streets_load")
    assert records.read_community(store, "vega").streets_source == "Municipalidad de Vega"
    assert "Filas del archivo: 6; tomadas: 6" in words(app)


def test_a_file_that_is_none_of_streets_is_shown_by_its_own_name(store, vega):
    app = bring(screen("streets", streets_method="file"), "../../foto.pbf", b"\xff\xd8 not streets")
    app = press(app, "streets_load")
    assert "foto.pbf» no es un archivo de calles" in faults(app)[0]
    assert records.read_community(store, "vega").streets_version == 0


def test_nothing_is_fetched_without_a_boundary_nor_without_a_yes(store, vega):
    app = screen("streets")
    assert gettext("setup.fetch_needs_boundary") in words(app)
    set_boundary(store, "vega", GROUND)
    app = screen("streets")
    assert app.button(key="fetch").disabled
    assert not well(app.checkbox(key="agree").check().run()).button(key="fetch").disabled


def test_offline_is_shown_with_the_remedy(store, vega, monkeypatch):
    monkeypatch.setenv(SERVERS_VARIABLE, "http://127.0.0.1:9/api")
    set_boundary(store, "vega", GROUND)
    app = screen("streets")
    assert app.selectbox(key="server").options == ["http://127.0.0.1:9/api"]
    app.checkbox(key="agree").check()
    app = press(app.run(), "fetch")
    assert gettext("error.download") in faults(app)[0]


def test_where_no_server_is_named_nothing_can_be_fetched(store, vega, monkeypatch):
    monkeypatch.setenv(SERVERS_VARIABLE, "")
    set_boundary(store, "vega", GROUND)
    app = screen("streets")
    assert gettext("setup.no_street_server") in words(app)
    assert "fetch" not in {button.key for button in app.button}


# --- its layers ----------------------------------------------------------------------------------

PEOPLE = b"lat,lon,people\n0,0,4\n0.001,0,6\n"


def test_people_come_from_a_table_and_every_row_is_accounted_for(store, vega, monkeypatch):
    protected.send(monkeypatch, protected.enter(store, "coordinator"))
    app = press(bring(screen("people"), "gente.csv", PEOPLE), "load")
    assert list(read_layer(store, "vega", "demand")["people"]) == [4, 6]
    assert "«gente.csv» tiene 2 filas." in words(app)


def test_bad_rows_are_all_shown_and_nothing_is_half_saved(store, vega):
    bad = PEOPLE + b"0,0,cuatro\n0,0,-1\n"
    app = press(bring(screen("people"), "gente.csv", bad), "load")
    assert "Fila 3" in faults(app)[0]
    assert "Fila 4" in faults(app)[0]
    assert read_layer(store, "vega", "demand").empty


def test_rows_beyond_the_first_fifty_are_shown_too(vega):
    bad = b"lat,lon,people\n" + b"".join(b"0,0,x%d\n" % number for number in range(60))
    app = press(bring(screen("people"), "gente.csv", bad), "load")
    assert "Fila 60" in words(app)
    assert app.expander[0].label == "Ver las otras 10 filas por corregir"


def test_the_same_fault_of_many_rows_is_said_once(vega):
    app = press(
        bring(screen("people"), "gente.csv", b"lat,lon,people\n" + b"0,0,x\n" * 144), "load"
    )
    assert "Filas 1–144:" in words(app)
    assert not app.expander


def test_the_metres_around_points_are_asked_once_for_all(store, vega, tmp_path, monkeypatch):
    protected.send(monkeypatch, protected.enter(store, "coordinator"))
    rows = [(point(number / 1000, 0), RISK) for number in range(144)]
    file = geojson(tmp_path / "p.geojson", *rows)
    app = bring(screen("risk_areas"), "p.geojson", file.read_bytes())
    assert not app.number_input
    app = press(app, "load")
    (asked,) = app.number_input
    assert asked.value == 25
    assert gettext("setup.points_need_radius") in words(app)
    assert read_layer(store, "vega", "risk_areas").empty
    press(well(asked.set_value(40.0).run()), "load")
    stored = read_layer(store, "vega", "risk_areas")
    assert len(stored) == 144
    assert set(stored["note"]) == {"Área de 40 m alrededor de un punto."}


def enter(app, **texts):
    for name, value in texts.items():
        app.text_input(key=f"service_new_{name}").set_value(value)
    return well(app.run())


def choose(app, key, value):
    return well(app.button_group(key=key).set_value([value]).run())


def test_all_candidates_are_accepted_with_one_press_but_those_that_need_a_look(
    store, vega, village, monkeypatch
):
    protected.send(monkeypatch, protected.enter(store, "coordinator"))
    set_boundary(store, "vega", GROUND)
    import_streets(store, "vega", village)
    app = press(screen("services", candidates_method="cards"), "bulk_accept")
    assert ngettext("setup.bulk_accepted", 2) in words(app)
    assert set(read_layer(store, "vega", "services")["name"]) == {"Puesto", "Alcaldía"}


def test_services_without_a_place_are_written_on_the_screen(store, vega, monkeypatch):
    protected.send(monkeypatch, protected.enter(store, "coordinator"))
    app = screen("services", candidates_method="form", service_new_place="none")
    app = well(app.selectbox(key="service_new_type").set_value("phone_line").run())
    app = press(enter(app, name="Línea 100"), "service_save")
    assert gettext("row.no_phone")[1:] in faults(app)[0]  # it begins with a capital
    assert app.text_input(key="service_new_name").value == "Línea 100"
    assert gettext("setup.service_saved") in words(press(enter(app, phone="100"), "service_save"))
    app = screen("services", candidates_method="form", service_new_place="none")
    app = well(app.selectbox(key="service_new_type").set_value("shelter").run())
    press(enter(app, gateway="Línea 100"), "service_save")
    stored = read_layer(store, "vega", "services")
    assert stored["type"].tolist() == ["phone_line", "shelter"]
    assert stored["confidential"].tolist() == [False, True]
    assert stored.geometry.isna().all()


def test_one_service_is_entered_corrected_confirmed_deleted_and_brought_back(store, vega):
    app = screen("services", candidates_method="form")
    app = enter(app, name="Posta", opening_hours="L-V 8:00-16:00", coordinates="0,0")
    assert "lunes a viernes" in words(app)
    press(app, "service_save")
    app = press(screen("services", candidates_method="list"), "service_edit")
    [row] = read_layer(store, "vega", "services").to_dict("records")
    app.text_input(key=f"service_{row['id']}_phone").set_value("01 234")
    press(well(app.run()), "service_save")
    app = screen("services", candidates_method="list")
    assert "01 234" in words(app)
    assert gettext("setup.service_unverified") in words(app)
    assert "facilita" in words(press(app, "service_confirm"))
    [after] = read_layer(store, "vega", "services").to_dict("records")
    assert after["verified_on"] is not None
    assert {**after, "phone": None, "verified_on": None} == row
    app = press(
        press(screen("services", candidates_method="list"), "service_delete"), "service_delete_no"
    )
    assert len(read_layer(store, "vega", "services")) == 1
    press(press(app, "service_delete"), "service_delete_yes")
    assert read_layer(store, "vega", "services").empty
    press(screen("services", candidates_method="list"), f"restore_{row['id']}")
    assert read_layer(store, "vega", "services").to_dict("records") == [after]


def test_all_that_is_wrong_with_a_service_is_said_at_once_and_stays_typed(store, vega):
    app = screen("services", candidates_method="form")
    typed = {"phone": "5.1E+11", "coordinates": "aquí", "name": "Posta"}
    app = press(enter(app, **typed), "service_save")
    assert gettext("error.coordinate", text="aquí") in faults(app)[0]
    assert gettext("service.cell_lost", text="5.1E+11") in faults(app)[0]
    assert {name: app.text_input(key=f"service_new_{name}").value for name in typed} == typed


def test_a_service_like_another_is_asked_about_and_saved_by_a_second_press(store, vega):
    app = screen("services", candidates_method="form")
    press(enter(app, name="Posta", coordinates="0,0"), "service_save")
    app = screen("services", candidates_method="form")
    app = press(enter(app, name="POSTA", coordinates="0.1,0.1"), "service_save")
    assert len(read_layer(store, "vega", "services")) == 1
    assert gettext("service.doubt_name", name="Posta") in faults(app)[0]
    press(app, "service_save")
    assert len(read_layer(store, "vega", "services")) == 2


def test_a_shelter_without_a_place_comes_from_a_file(store, vega, monkeypatch):
    protected.send(monkeypatch, protected.enter(store, "coordinator"))
    text = "lat,lon,type,name,gateway\n,,shelter,Refugio,Línea 100\n".encode()
    app = press(bring(screen("services"), "s.csv", text), "load")
    assert "sin lugar en el mapa (fila 1)" in words(app)
    assert read_layer(store, "vega", "services").geometry.tolist() == [None]


def test_a_question_on_a_file_is_answered_on_the_screen(store, vega, monkeypatch):
    protected.send(monkeypatch, protected.enter(store, "coordinator"))
    file = b"lat,lon,people\n-12,-77,1.250\n"
    app = press(bring(screen("people"), "gente.csv", file), "load")
    assert "1.250" in faults(app)[0]
    (box,) = app.selectbox
    assert box.label == "¿Qué número es «1.250» en la columna «people»?"
    assert [option.split(":")[0] for option in box.options] == ["1250", "1.250"]
    assert read_layer(store, "vega", "demand").empty
    app = well(box.set_value("thousands").run())
    press(app, "load")
    assert list(read_layer(store, "vega", "demand")["people"]) == [1250]


def test_a_layer_is_replaced_only_when_somebody_says_so(store, vega, monkeypatch):
    protected.send(monkeypatch, protected.enter(store, "coordinator"))
    press(bring(screen("people"), "a.csv", PEOPLE), "load")
    more = b"lat,lon,people\n0.002,0,9\n"
    press(bring(screen("people"), "b.csv", more), "load")
    assert list(read_layer(store, "vega", "demand")["people"]) == [4, 6, 9]
    app = bring(screen("people"), "b.csv", more)
    app = well(app.toggle(key="replace_demand").set_value(True).run())
    press(app, "load")
    assert list(read_layer(store, "vega", "demand")["people"]) == [9]


def button_of(app, act):
    return next(one.key for one in app.button if (one.key or "").startswith(f"{act}_"))


ZONES = json.dumps(
    {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"code": "n", "name": "El Norte"},
                "geometry": shapely.geometry.mapping(GROUND),
            }
        ],
    }
).encode()


@pytest.fixture
def guarded(store, vega):
    """Give the community homes, so that its zones are a coordinator's."""
    homes = gpd.GeoDataFrame(
        {"people": [4.0], "women": [2.0]}, geometry=[GROUND.centroid], crs=4326
    )
    add_features(store, "vega", "demand", homes)
    return store


def test_a_trainers_zones_wait_until_a_coordinator_accepts_them(guarded, monkeypatch):
    app = press(bring(screen("zones"), "barrios.geojson", ZONES), "load")
    assert gettext("import.proposed") in words(app)
    assert read_layer(guarded, "vega", "zones").empty
    app = screen("list")
    assert gettext("proposal.own_title") in words(app)
    assert button_of(app, "withdraw")
    assert not [one.key for one in app.button if (one.key or "").startswith(("look_", "accept_"))]

    protected.send(monkeypatch, protected.enter(guarded, "coordinator"))
    app = screen("list")
    assert gettext("proposal.waiting", count=1) in words(app)
    app = press(app, button_of(app, "look"))
    assert gettext("proposal.effect", added=1, removed=0) in words(app)
    assert "El Norte" in words(app)
    app = press(app, button_of(app, "accept"))
    assert gettext("proposal.accepted") in words(app)
    assert list(read_layer(guarded, "vega", "zones")["name"]) == ["El Norte"]
    assert gettext("proposal.title") not in words(app)


def test_a_coordinator_declines_and_a_trainer_withdraws(guarded, monkeypatch):
    for _ in range(2):
        press(bring(screen("zones"), "barrios.geojson", ZONES), "load")
    app = screen("list")
    app = press(app, button_of(app, "withdraw"))
    assert gettext("proposal.withdrawn") in words(app)
    protected.send(monkeypatch, protected.enter(guarded, "coordinator"))
    app = screen("list")
    app = press(app, button_of(app, "look"))
    app = press(app, button_of(app, "decline"))
    assert gettext("proposal.declined") in words(app)
    assert read_layer(guarded, "vega", "zones").empty


def test_what_changed_after_it_was_shown_is_not_accepted(guarded, monkeypatch):
    press(bring(screen("zones"), "barrios.geojson", ZONES), "load")
    protected.send(monkeypatch, protected.enter(guarded, "coordinator"))
    app = screen("list")
    app = press(app, button_of(app, "look"))
    set_boundary(guarded, "vega", GROUND)
    app = press(app, button_of(app, "accept"))
    assert gettext("error.proposal_outdated") in faults(app)[0]
    assert read_layer(guarded, "vega", "zones").empty
    press(app, button_of(app, "accept"))
    assert len(read_layer(guarded, "vega", "zones")) == 1


def test_a_trainers_boundary_waits_too(guarded, monkeypatch):
    app = screen("boundary", boundary_method="around", boundary_centre="0, 0")
    app = press(app, "boundary_save")
    assert gettext("import.proposed") in words(app)
    assert records.read_community(guarded, "vega").boundary is None
    protected.send(monkeypatch, protected.enter(guarded, "coordinator"))
    app = screen("list")
    app = press(app, button_of(app, "look"))
    press(app, button_of(app, "accept"))
    assert records.read_community(guarded, "vega").boundary is not None


def test_what_is_no_layer_is_shown_by_its_ending(vega):
    app = press(bring(screen("zones"), "barrios.shp", b"x"), "load")
    assert "«barrios.shp»" in faults(app)[0]


def test_nothing_that_was_brought_stays_beside_the_store(store, vega, tmp_path, monkeypatch):
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    press(bring(screen("people"), "gente.csv", PEOPLE), "load")
    press(bring(screen("people"), "mala.csv", b"lat,lon\n"), "load")
    assert list(folder.iterdir()) == []


# --- its doors -----------------------------------------------------------------------------------


@pytest.fixture
def named(store, vega, village):
    import_streets(store, "vega", village)


def card(app):
    return next(part.body for part in app.get("html") if 'class="card"' in (part.body or ""))


def test_services_are_asked_about_one_by_one(store, named):
    app = screen("services")
    assert "Alcaldía" in card(app)
    app = press(app, "yes")
    assert "Puesto" in card(app)
    press(app, "no")
    assert list(read_layer(store, "vega", "services")["name"]) == ["Alcaldía"]


def test_a_service_can_wait_and_comes_back(named):
    app = press(screen("services"), "later")
    assert "Puesto" in card(app)
    app = press(app, "later")
    assert "Quedan 2 para después." in words(app)
    assert "Alcaldía" in card(press(app, "again"))


def test_a_service_is_corrected_before_it_is_accepted(store, named):
    app = screen("services")
    app.get_by_key("type_node/2").set_value("womens_centre")
    app.text_input(key="name_node/2").set_value("Casa de la Mujer")
    app = well(app.run())
    assert "Casa de la Mujer" in card(app)
    press(app, "yes")
    [service] = read_layer(store, "vega", "services").to_dict("records")
    assert (service["type"], service["name"]) == ("womens_centre", "Casa de la Mujer")


def test_a_likely_shelter_is_neither_offered_nor_counted(named):
    assert "2 por revisar" in screen().button(key="part_services").label
    app = screen("services")
    assert "Quedan 2 por revisar" in words(app)
    assert "Casa de Paz" not in words(app)
    after = press(press(app, "yes"), "no")
    assert "Casa de Paz" not in words(after)
    cards = [part.body for part in after.get("html") if 'class="card"' in (part.body or "")]
    assert not any("Casa de Paz" in card for card in cards)


def test_a_service_that_somebody_else_decided_on_gets_a_sentence(store, named):
    app, other = screen("services"), screen("services")
    press(other, "no")
    app = press(app, "yes")
    assert read_layer(store, "vega", "services")["name"].tolist() in ([], ["Puesto"])


def test_the_network_settles_its_own_night_and_when_details_are_old(store, vega):
    app = press(screen(), "part_rules")
    assert not app.exception
    app.button_group(key="rules_day").set_value("own").run()
    app.time_input(key="rules_from").set_value(time(5, 30))
    app.time_input(key="rules_to").set_value(time(17))
    app.number_input(key="rules_stale").set_value(90)
    app = press(app, "rules_save")
    assert not app.exception
    settled = records.read_community(store, vega.slug)
    assert (settled.day_starts, settled.day_ends) == (time(5, 30), time(17))
    assert settled.stale_days == 90
    assert gettext("rules.by_clock", starts="05:30", ends="17:00") in words(app)
    assert "05:30–17:00" in screen().button(key="part_rules").label


def test_a_day_without_length_gets_a_sentence_and_nothing_is_kept(store, vega):
    app = press(screen(), "part_rules")
    app.button_group(key="rules_day").set_value("own").run()
    app.time_input(key="rules_to").set_value(time(6))
    app = press(app, "rules_save")
    assert not app.exception
    assert gettext("error.day_hours") in words(app)
    assert records.read_community(store, vega.slug).day_starts is None
