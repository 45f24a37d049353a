"""Zones that rows state: codes and names matched, homonyms asked, homes placed, mismatches told."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from geo.errors import LayerRowsError, ZonesMissingError, ZoneUnknownError
from geo.imports.layer_import import import_layer
from geo.imports.row_proposals import Corrections
from geo.imports.stated_zones import StatedZones, read_stated_zones
from geo.imports.waiting_rows import read_waiting_batches, resolve_rows
from geo.imports.zone_matching import find_zone, match_zones, name_code_system
from geo.layers.zone_columns import find_zone_columns
from geo.model import Community
from geo.store import open_store
from geo.store.communities import add_community
from geo.store.layers import read_layer
from tests.feature_edits import add_features
from tests.imports.napkin import table

WEST, EAST, NORTH = (
    shapely.box(0.0, 0.0, 0.1, 0.1),
    shapely.box(0.1, 0.0, 0.2, 0.1),
    shapely.box(0.0, 0.1, 0.1, 0.2),
)  # fmt: skip
ZONES = gpd.GeoDataFrame(
    {"code": ["030405", "030406", "030407"], "name": ["Ñaña", "San Juan", "San Juan"]},
    geometry=[WEST, EAST, NORTH], crs=4326,
)  # fmt: skip


def match(**columns):
    return match_zones(
        [StatedZones(kind, kind, tuple(cells)) for kind, cells in columns.items()], ZONES
    )


def test_columns_are_known_by_their_words():
    found = find_zone_columns(["ADM3_PCODE", "Distrito", "people", "UBIGEO", "Код района"])
    assert [(one.kind, one.column) for one in found] == [
        ("code", "ADM3_PCODE"), ("code", "UBIGEO"), ("code", "Код района"), ("name", "Distrito"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "codes", [["030405", "030407"], ["PE030405", "PE030407"], ["30405", "30407"]]
)
def test_codes_are_matched_and_loose_ones_are_told(codes):
    found = match(code=codes)
    assert found.zones == {0: 0, 1: 2}
    assert found.loose == (None if codes[0] == "030405" else (codes[0], "030405"))


def test_names_are_folded_and_homonyms_are_asked():
    found = match(name=["NANA", "san juan", "Lejos", None])
    assert found.zones == {0: 0}
    assert {at: one.key for at, one in found.findings.items()} == {
        1: "row.zone_several", 2: "row.zone_unknown",
    }  # fmt: skip
    assert found.findings[1].placeholders["zones"] == "030406 San Juan, 030407 San Juan"


def test_a_code_tells_homonyms_apart_and_a_name_against_its_code_is_asked():
    found = match(code=["030406", "030405", "999999"], name=["San Juan", "San Juan", "Ñaña"])
    assert found.zones == {0: 1}
    assert found.findings[1].key == "row.zone_differs"
    assert found.findings[2].key == "row.zone_unknown"  # a zone of that name is elsewhere, too


def test_codes_of_another_system_are_named():
    finding = match(code=["PE-LIM", "PE-CUS"]).findings[0]
    assert finding.key == "row.zone_codes"
    assert [finding.placeholders[one].key for one in ("theirs", "ours")] == [
        "codes.iso", "codes.ubigeo",
    ]  # fmt: skip
    assert name_code_system(["41706000000000", None]) == "soate"


def test_loose_codes_that_mean_two_zones_are_asked():
    doubled = ZONES.assign(code=["0101", "101", "102"])
    found = match_zones([StatedZones("code", "code", ("GT0101",))], doubled)
    assert found.zones == {}
    assert found.findings[0].key == "row.zone_several"


def test_codes_of_something_else_are_no_numbers_of_zones():
    numbered = ZONES.assign(code=["1", "2", "3"])
    own = StatedZones("code", "Código", ("U-0", "U-1", "U-2"))
    found = match_zones([own], numbered)
    assert (found.zones, found.loose, found.has_codes) == ({}, None, False)
    named = StatedZones("name", "Zona", ("Ñaña", None, None))
    found = match_zones([own, named], numbered)
    assert (found.zones, found.loose) == ({0: 0}, None)


@pytest.mark.parametrize(
    ("codes", "layer", "read"),
    [
        (["1", "2", "3"], "services", 0),
        (["2", "0", "1"], "safe_zones", 0),
        (["1", "2", "3"], "demand", 1),
        (["1", "2", "2"], "services", 1),
        (["030405", "030406", "030407"], "services", 1),
        (["1", None, "2"], "services", 1),
    ],
)
def test_numbers_of_the_rows_of_a_list_are_no_codes_of_zones(codes, layer, read):
    assert len(read_stated_zones(pd.DataFrame({"Código": codes}), layer, [0])) == read


def test_a_zone_is_found_by_what_somebody_writes():
    assert find_zone("naña", ZONES) == [0]
    assert find_zone("San Juan", ZONES) == [1, 2]
    assert find_zone("030407", ZONES) == [2]


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """A community whose zones are known; each test takes a layer that no other one touches."""
    opened = open_store(tmp_path_factory.mktemp("zones"))
    for slug in ("villa", "otra", "vacia"):
        add_community(opened, Community(slug=slug, name="Villa"))
    for slug in ("villa", "otra"):
        add_features(opened, slug, "zones", ZONES)
    yield opened
    opened.close()


def bring(store, path, text, layer="demand", slug="villa", **options):
    return import_layer(store, slug, layer, table(path / "tabla.csv", text), **options)


def test_people_of_zones_get_a_point_inside_and_the_others_wait(store, tmp_path):
    text = (
        "ubigeo,distrito,población,mujeres\n030405,Ñaña,1200,610\n,San Juan,300,\n"
        "150142,Lejos,9,\n030405,Ñaña,5,\n"
    )
    report = bring(store, tmp_path, text, waits=True)
    homes = read_layer(store, "villa", "demand")
    assert homes["people"].tolist() == [1200]
    assert WEST.contains(homes.geometry.iloc[0])
    assert report.waiting == (2, 3, 4)
    kinds = {one.finding.key: (one.rows, one.proposal) for one in report.doubts}
    assert kinds == {
        "row.zone_several": ((2,), None),
        "row.zone_unknown": ((3,), "leave_out"),
        "row.zone_repeated": ((4,), None),
    }
    assert "import.notice_zone_points" in {one.key for one in report.notices}
    assert report.placeless == ()  # they have a place now
    (waiting,) = read_waiting_batches(store, "villa")
    told = Corrections({"zone": "030407"})
    with pytest.raises(ZoneUnknownError):
        resolve_rows(
            store,
            "villa",
            waiting.batch.id,
            [2],
            "take",
            corrections=Corrections({"zone": "San Juan"}),
        )
    resolve_rows(store, "villa", waiting.batch.id, [2], "take", corrections=told)
    assert NORTH.contains(read_layer(store, "villa", "demand").geometry.iloc[1])
    left = resolve_rows(store, "villa", waiting.batch.id, [3, 4], "proposal")
    assert (left.left_out, left.waiting) == ((3,), (4,))


def test_people_of_zones_need_zones(store, tmp_path):
    with pytest.raises(ZonesMissingError):
        bring(store, tmp_path, "ubigeo,people\n030405,7\n", slug="vacia")


def test_a_sum_of_homes_with_points_waits_where_there_are_no_zones(store, tmp_path):
    text = "ubigeo,people,lat,lon\n0304,9,,\n030405,7,0.05,0.05\n"
    report = bring(store, tmp_path, text, slug="vacia", waits=True)
    assert (report.added, report.waiting) == (1, (1,))
    assert [one.finding.key for one in report.doubts] == ["row.no_place"]


def test_a_file_of_which_nothing_may_wait_is_refused_with_its_rows(store, tmp_path):
    with pytest.raises(LayerRowsError) as raised:
        bring(store, tmp_path, "distrito,people\nSan Juan,7\n", slug="otra")
    assert [one.key for one in raised.value.findings] == ["row.zone_several"]


def test_a_point_outside_of_the_district_that_its_row_states_waits(store, tmp_path):
    text = (
        "type,name,distrito,lat,lon\nhealth,A,Ñaña,0.05012,0.05034\nhealth,B,Ñaña,0.05012,0.18034\n"
        "health,C,Lejos,0.05512,0.05534\nhealth,D,San Juan,0.15512,0.05534\n"
        "health,E,,0.15512,0.05134\nhealth,F,Ñaña,0.05012,0.10034\n"
    )
    report = bring(store, tmp_path, text, "services", waits=True)
    assert report.waiting == (2, 3)
    kinds = {one.rows: one.finding for one in report.doubts}
    assert kinds[(2,)].key == kinds[(3,)].key == "row.zone_mismatch"
    assert kinds[(2,)].placeholders == {
        "value": "Ñaña", "zones": "030406 San Juan", "kilometres": 8.9,
    }  # fmt: skip


def test_a_row_that_waits_for_something_else_is_in_doubt_of_its_district_too(store, tmp_path):
    text = (
        "type,name,ubigeo,lat,lon\nchoza,Z,030405,0.05012,0.18034\n"
        "health,Y,999999,0.05512,0.05534\n"
    )
    report = bring(store, tmp_path, text, "services", "otra", waits=True)
    assert {(one.finding.key, one.rows) for one in report.doubts} == {
        ("row.code", (1,)), ("row.zone_mismatch", (1,)), ("row.zone_mismatch", (2,)),
    }  # fmt: skip


def test_services_of_a_zone_without_a_point_need_a_telephone(store, tmp_path):
    text = "type,name,teléfono,distrito\nhealth,Posta,222333,Ñaña\nhealth,Sin nada,,Ñaña\n"
    text += "shelter,X,,Ñaña\n"
    report = bring(store, tmp_path, text, "services", "otra", waits=True)
    services = read_layer(store, "otra", "services")
    assert services["address"].tolist() == ["Ñaña"]
    assert services.geometry.isna().all()
    assert report.waiting == (2, 3)
