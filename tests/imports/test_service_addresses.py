"""Addresses of open services are kept and shown; of confidential ones nobody has them."""

from __future__ import annotations

import json

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from shapely import Point

from geo.errors import ServiceFieldsError
from geo.exports.layer_export import export_layer
from geo.imports.layer_import import import_layer
from geo.imports.messages import format_import_report
from geo.imports.service_candidates import CandidateCorrections, accept_service_candidate
from geo.imports.service_editing import (
    add_service,
    delete_service,
    edit_service,
    restore_service,
)
from geo.imports.service_entry import ServiceEntry
from geo.imports.street_import import import_streets
from geo.model import AUDIENCES, Community
from geo.privacy.redaction import redact, redact_candidates
from geo.privacy.view import open_view
from geo.store import open_store
from geo.store.actor import acting_as
from geo.store.communities import add_community
from geo.store.history import read_history
from geo.store.layers import delete_features, read_layer, to_feature_rows
from tests.feature_edits import authorised
from tests.imports.napkin import table
from tests.network.napkin import draw

SLUG = "open"
HEAD = "lat,lon,tipo,nombre,dirección,confidencial\n"
OPEN = "-12.2,-76.9,health,Posta,Jr. Lima 123,no\n"
SECRET = "Pasaje Escondido 77"


@pytest.fixture
def store(home):
    opened = open_store(home)
    add_community(opened, Community(slug=SLUG, name="Open"))
    yield opened
    opened.close()


def brought(store, tmp_path, rows, head=HEAD, **more):
    return import_layer(store, SLUG, "services", table(tmp_path / "a.csv", head + rows), **more)


def addresses(store, audience="coordinator"):
    services = open_view(store, SLUG, audience).services
    rows = services[services["address"].notna()]
    return dict(zip(rows["type"], rows["address"], strict=True))


def written(store):
    """All that tables hold of services, as text."""
    return json.dumps(
        [
            read_layer(store, SLUG, "services").drop(columns="geometry").to_dict("records"),
            [str(one) for one in read_history(store, SLUG, "services", limit=1000)],
        ],
        default=str,
        ensure_ascii=False,
    )


@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_address_of_an_open_service_is_shown_and_exported(store, tmp_path, audience):
    brought(store, tmp_path, OPEN)
    assert addresses(store, audience) == {"health": "Jr. Lima 123"}
    file = tmp_path / "out.geojson"
    export_layer(open_view(store, SLUG, audience), "services", file)
    assert "Jr. Lima 123" in file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "row",
    [
        f"-12.3,-76.8,police,Casa,{SECRET},sí\n",  # the file says so
        f"-12.3,-76.8,shelter,Casa,{SECRET},\n",  # its type
        f"-12.3,-76.8,accompaniment,Grupo,{SECRET},\n",  # a type that often is
        f"-12.3,-76.8,other,Casa Refugio,{SECRET},\n",  # its name
    ],
)
def test_the_address_of_a_confidential_one_is_left_out_with_a_sentence(store, tmp_path, row):
    report = brought(store, tmp_path, OPEN + row)
    assert report.without_address == (2,)
    assert any("dirección" in line and "fila 2" in line for line in format_import_report(report))
    assert SECRET not in written(store)
    assert "Jr. Lima 123" in written(store)


@pytest.mark.parametrize(
    "address",
    [
        "Jr. Lima, Sra. María Quispe",
        "Jr. Lima 1, cel. 987654321",
        "ana@correo.pe",
        "-12.04321, -77.02345",
    ],
)
def test_what_may_say_who_lives_there_is_not_taken(store, tmp_path, address):
    report = brought(store, tmp_path, f'-12.2,-76.9,health,Posta,"{address}",no\n')
    assert [(note.outcome, note.column) for note in report.cells] == [("personal", "address")]
    assert address not in written(store)
    assert addresses(store) == {}


@pytest.mark.parametrize("column", ["dirección", "address"])
def test_beside_columns_on_persons_it_is_a_home(store, tmp_path, column):
    head = f"lat,lon,type,name,apellido,{column}\n"
    report = brought(store, tmp_path, f"-12.2,-76.9,health,Ana,Quispe,{SECRET}\n", head)
    assert column in report.dropped_columns
    assert SECRET not in written(store)


@pytest.mark.parametrize("replace", [False, True])
@pytest.mark.parametrize(
    "after",
    [
        "-12.2,-76.9,health,Posta,Jr. Lima 123,sí\n",
        "-12.2,-76.9,health,Posta,,sí\n",
        "-12.2001,-76.9,health,Posta nueva,,sí\n",
    ],
)
def test_one_that_becomes_confidential_loses_it_in_the_same_import(store, tmp_path, replace, after):
    brought(store, tmp_path, OPEN + "-12.5,-76.5,police,Puesto,Av. Sol 5,no\n")
    brought(store, tmp_path, after + "-12.5,-76.5,police,Puesto,Av. Sol 5,no\n", replace=replace)
    superseded = replace or ",Posta," in after
    stored = read_layer(store, SLUG, "services")
    assert stored["confidential"].sum() == 1
    assert ("Jr. Lima 123" in written(store)) is not superseded
    assert "Av. Sol 5" in written(store), "the open one keeps its own"
    for audience in AUDIENCES:
        assert addresses(store, audience)["police"] == "Av. Sol 5"


def test_what_is_removed_beside_a_confidential_one_leaves_no_address(store, tmp_path):
    brought(store, tmp_path, OPEN)
    brought(store, tmp_path, "-12.9,-76.1,shelter,Casa,,\n")
    assert "Jr. Lima 123" in written(store)
    [posta] = read_layer(store, SLUG, "services").query("type == 'health'")["id"]
    store.transact(lambda one: delete_features(authorised(one, SLUG, "services"), [posta]))
    assert "Jr. Lima 123" not in written(store)
    history = read_history(store, SLUG, "services", limit=10)
    assert {one.before["name"] for one in history if one.before} == {"Posta"}, "the rest is kept"


@pytest.mark.parametrize(
    "changes",
    [{"confidential": True}, {"type": "shelter"}, {"name": "Casa Refugio"}],
)
def test_a_correction_that_makes_it_confidential_takes_it_from_the_history(store, changes):
    entry = ServiceEntry(
        "health", "Posta", "100", address="Jr. Lima 123", coordinates="-12.2,-76.9"
    )
    add_service(store, SLUG, entry)
    [one] = read_layer(store, SLUG, "services")["id"]
    edit_service(store, SLUG, one, {"address": "Jr. Lima 124"})
    assert addresses(store, "public") == {"health": "Jr. Lima 124"}
    assert "Jr. Lima 123" in written(store)
    edit_service(store, SLUG, one, changes, accepts_doubts=True)
    assert "Jr. Lima" not in written(store)
    assert len(read_history(store, SLUG, "services", limit=9)) == 3, "the changes themselves stay"


def test_a_restored_service_has_the_address_that_the_history_still_has(store):
    entry = ServiceEntry(
        "health", "Posta", "100", address="Jr. Lima 123", coordinates="-12.2,-76.9"
    )
    add_service(store, SLUG, entry)
    [one] = read_layer(store, SLUG, "services")["id"]
    delete_service(store, SLUG, one)
    restore_service(store, SLUG, one)
    assert addresses(store) == {"health": "Jr. Lima 123"}
    delete_service(store, SLUG, one)
    shelter = ServiceEntry("shelter", "Casa", gateway="100", coordinates="-12.9,-76.1")
    add_service(store, SLUG, shelter, accepts_doubts=True)
    restore_service(store, SLUG, one)
    assert addresses(store) == {}, "nobody knows whether it is that place"


def test_an_entry_of_somebodys_address_is_refused(store):
    entry = ServiceEntry("health", "Posta", "100", address="Sra. María Quispe, Jr. Lima 1")
    with pytest.raises(ServiceFieldsError) as raised:
        add_service(store, SLUG, entry)
    assert type(raised.value) is ServiceFieldsError
    assert read_layer(store, SLUG, "services").empty


def test_rows_of_older_files_are_the_same_without_it(store, tmp_path):
    old = "lat,lon,type,name\n"
    brought(store, tmp_path, "-12.2,-76.9,health,Posta\n", old)
    assert brought(store, tmp_path, "-12.2,-76.9,health,Posta\n", old).unchanged == 1
    report = brought(store, tmp_path, OPEN)
    assert (report.added, report.removed) == (1, 1)
    assert addresses(store) == {"health": "Jr. Lima 123"}
    assert brought(store, tmp_path, "-12.2,-76.9,health,Posta\n", old).unchanged == 1
    assert brought(store, tmp_path, OPEN).unchanged == 1
    assert len(read_layer(store, SLUG, "services")) == 1


def test_an_older_row_is_stored_as_it_was(tmp_path):
    frame = gpd.GeoDataFrame(
        {"type": ["health"], "name": ["Posta"], "address": [None]}, geometry=[Point(0, 0)], crs=4326
    )
    [text] = to_feature_rows(frame)["attributes"]
    assert "address" not in json.loads(text)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_even_where_the_store_holds_one_no_view_shows_it(store, audience):
    attributes = {"type": "shelter", "name": "Casa", "confidential": True, "address": SECRET}
    rows = pd.DataFrame(
        {
            "id": ["6f1d3c58-9a55-5c0e-8d0f-1a3b7c2e4d90"],
            "attributes": [json.dumps(attributes)],
            "wkb": [shapely.to_wkb(Point(-76.9, -12.2))],
        }
    )
    store.transact(lambda one: one.execute("layers/add", rows, community=SLUG, layer="services"))
    assert SECRET in read_layer(store, SLUG, "services")["address"].tolist()
    view = open_view(store, SLUG, audience)
    assert view.services["address"].isna().all()
    assert redact("services", read_layer(store, SLUG, "services"), audience)["address"].isna().all()


def test_a_trainer_learns_nothing_by_an_address(store, tmp_path):
    """Her row lies where a confidential one is: what she is told and shown is the same."""
    told = []
    for hidden in (False, True):
        other = open_store(tmp_path / f"home-{hidden}")
        add_community(other, Community(slug=SLUG, name="Open"))
        if hidden:
            brought(other, tmp_path, f"-12.2,-76.9,health,Posta,{SECRET},sí\n")
        with acting_as("trainer", "trainer"):
            report = brought(other, tmp_path, OPEN)
        services = open_view(other, SLUG, "network").services
        told.append((report.without_address, report.added, set(services["address"].dropna())))
        other.close()
    assert told == [((), 1, {"Jr. Lima 123"})] * 2


# --- candidates of an extract --------------------------------------------------------------------

STREETS = {"addr:street": "Jr. Lima", "addr:housenumber": "123", "addr:city": "Lima"}
SPOTS = {1: (0, 0), 2: (1, 0), 3: (2, 0)}
EXTRACT = {
    1: {"amenity": "police", "name": "Puesto", **STREETS},
    2: {"amenity": "social_facility", "social_facility": "shelter", "name": "Casa", **STREETS},
    3: {"amenity": "townhall", "name": "Alcaldía", "addr:full": "Sra. Ana Quispe, 987654321"},
}


@pytest.fixture
def extract(store, tmp_path):
    street = (10, [1, 2, 3], {"highway": "residential"})
    import_streets(store, SLUG, draw(tmp_path / "v.osm", SPOTS, [street], told=EXTRACT))


@pytest.mark.parametrize("audience", ["network", "coordinator"])
def test_a_candidate_has_the_address_of_its_tags(store, extract, audience):
    rows = open_view(store, SLUG, audience).candidates.to_dict("records")
    told = {one["osm_id"]: one["address"] for one in rows if isinstance(one["address"], str)}
    assert told == {"node/1": "Jr. Lima 123, Lima"}, "not of a likely shelter, nor with a name"


@pytest.mark.parametrize(
    ("changes", "address"),
    [
        ({}, "Jr. Lima 123, Lima"),
        ({"type": "shelter"}, None),
        ({"name": "Casa Refugio"}, None),
        ({"confidential": True}, None),
    ],
)
def test_an_accepted_candidate_keeps_it_only_while_it_is_open(store, extract, changes, address):
    view = open_view(store, SLUG, "coordinator")
    accept_service_candidate(store, view, "node/1", corrections=CandidateCorrections(**changes))
    [service] = read_layer(store, SLUG, "services").to_dict("records")
    assert service["address"] == address
    assert ("Jr. Lima" in written(store)) is (address is not None)


def test_redaction_of_candidates_does_not_trust_the_store():
    frame = gpd.GeoDataFrame(
        {"osm_id": ["a"], "type": ["shelter"], "name": ["Casa"], "confidential": [False],
         "address": [SECRET]}, geometry=[Point(0, 0)], crs=4326,
    )  # fmt: skip
    assert redact_candidates(frame, "coordinator")["address"].isna().all()
    assert redact_candidates(frame, "public").empty


def test_a_row_that_is_stored_takes_no_other_ones_place(store, tmp_path):
    other = OPEN.replace("123", "125")
    brought(store, tmp_path, OPEN + other)
    report = brought(store, tmp_path, OPEN)
    assert (report.added, report.removed, report.unchanged) == (0, 0, 1)
    assert len(read_layer(store, SLUG, "services")) == 2
