"""The layers of the demonstration community: every promise its README makes, held to the files."""

import json
import re
from datetime import date
from itertools import combinations

import pytest
from shapely import is_ccw, union_all

from data.demo import make
from geo import model

LAYERS = ("boundary", "zones", "risk_areas", "safe_zones", "services", "demand")
FILES = ("chancala.osm", "sessions.json", *(f"{name}.geojson" for name in LAYERS))
HOURS = re.compile(r"24/7|[A-Z][a-z]([-,][A-Z][a-z])* \d\d:\d\d-\d\d:\d\d")


@pytest.fixture(scope="module")
def made():
    return make.make_files()


@pytest.mark.parametrize("name", FILES)
def test_the_script_makes_the_committed_bytes(made, layers, name):
    assert made[name].encode() == (layers.folder / name).read_bytes()


def test_the_script_makes_the_same_twice(made):
    assert make.make_files() == made


def test_the_script_writes_what_it_makes(made, tmp_path):
    make.main(tmp_path)
    written = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()}
    assert written == made
    assert set(made) == set(FILES)


def test_the_folder_stays_small(layers):
    assert sum((layers.folder / name).stat().st_size for name in FILES) < 3_000_000


@pytest.mark.parametrize("name", LAYERS)
def test_shapes_are_valid_and_written_after_rfc_7946(layers, name):
    for feature, shape in zip(layers.features(name), layers.shapes(name), strict=True):
        assert shape.is_valid
        assert shape.geom_type == "Point" or is_ccw(shape.exterior)
        numbers = re.findall(r"\.(\d+)", json.dumps(feature["geometry"]))
        assert max(len(decimals) for decimals in numbers) <= 6


@pytest.mark.parametrize("name", ["risk_areas", "safe_zones", "services", "demand"])
def test_everything_lies_in_the_boundary(layers, name):
    (ring,) = layers.shapes("boundary")
    assert all(ring.contains(shape) for shape in layers.shapes(name))


def test_zones_cover_the_boundary_once(layers):
    (ring,), cantons = layers.shapes("boundary"), layers.shapes("zones")
    assert union_all(cantons).symmetric_difference(ring).area == pytest.approx(0, abs=1e-12)
    assert sum(canton.area for canton in cantons) == pytest.approx(ring.area, rel=1e-9)
    assert [row["code"] for row in layers.rows("zones")] == [f"{n:02d}" for n in range(1, 8)]


def test_risk_areas_use_the_known_codes(layers):
    areas = layers.rows("risk_areas")
    assert {area["category"] for area in areas} <= set(model.RISK_CATEGORIES)
    assert {area["severity"] for area in areas} == set(model.SEVERITIES)
    assert {area["holds"] for area in areas} == set(model.HOLDS_VALUES)
    assert all(area["note"].endswith(".") for area in areas)


def test_three_places_were_marked_by_several_groups(layers):
    areas = layers.shapes("risk_areas")
    session = [row["session"] for row in layers.rows("risk_areas")]
    groups = [{i} for i in range(len(areas))]
    for i, j in combinations(range(len(areas)), 2):
        if areas[i].intersects(areas[j]):
            both = groups[i] | groups[j]
            for member in both:
                groups[member] = both
    several = {frozenset(group) for group in groups if len(group) > 1}
    assert sorted(len(group) for group in several) == [3, 4, 5]
    assert all(len({session[i] for i in group}) == len(group) for group in several)


def test_sessions_are_whole_and_name_nobody(layers):
    sessions = json.loads((layers.folder / "sessions.json").read_text(encoding="utf-8"))
    words = "code held_on age_band participants moment facilitator_role consent"
    assert {" ".join(session) for session in sessions} == {words}
    assert all(session["consent"] is True for session in sessions)
    assert sum(session["participants"] for session in sessions) == 64
    assert {date.fromisoformat(session["held_on"]).year for session in sessions} == {2026}
    assert {session["moment"] for session in sessions} == set(model.HOLDS_VALUES)


def test_every_session_drew(layers):
    sessions = json.loads((layers.folder / "sessions.json").read_text(encoding="utf-8"))
    drew = {row["session"] for row in layers.rows("risk_areas")}
    assert [session["code"] for session in sessions] == [f"S{n}" for n in range(1, 10)]
    assert drew == {session["code"] for session in sessions}


def test_safe_zones_use_the_known_codes_and_show_no_home(layers):
    zones = layers.rows("safe_zones")
    allowed = set(model.SAFE_ZONE_KINDS) - set(model.CONFIDENTIAL_ZONE_KINDS)
    assert {zone["kind"] for zone in zones} <= allowed
    assert all(HOURS.fullmatch(zone["hours"]) for zone in zones)


def test_two_services_are_confidential(layers):
    hidden = [row["type"] for row in layers.rows("services") if row["confidential"]]
    assert sorted(hidden) == ["accompaniment", "shelter"]


def test_a_confidential_service_names_an_open_one_to_ask(layers):
    doors = layers.rows("services")
    phones = {door["phone"] for door in doors if not door["confidential"]}
    for door in doors:
        named = re.findall(r"0000 00\d\d", door["gateway"] or "")
        assert bool(named) == door["confidential"]
        assert set(named) <= phones


def test_services_use_the_known_codes_and_an_invented_source(layers):
    doors = layers.rows("services")
    assert {door["type"] for door in doors} == set(model.SERVICE_TYPES) - {"other"}
    assert {door["source"] for door in doors} == {"inventado para la demostración"}
    assert all(HOURS.fullmatch(door["opening_hours"]) for door in doors)
    assert all(re.fullmatch(r"0000 00\d\d", door["phone"]) for door in doors)


def test_some_services_wait_to_be_verified_again(layers):
    checked = [row["verified_on"] for row in layers.rows("services")]
    days = [date.fromisoformat(day) for day in checked if day]
    assert None in checked
    assert min(days) < date(2026, 5, 1)
    assert max(days) > date(2026, 11, 1)


def test_people_are_whole_and_women_among_them(layers):
    homes = layers.rows("demand")
    assert all(type(home["people"]) is int and type(home["women"]) is int for home in homes)
    assert all(0 <= home["women"] <= home["people"] and home["people"] > 0 for home in homes)


def test_the_smallest_canton_has_nine_people(layers):
    (canton,) = [zone for row, zone in layers.pairs("zones") if row["name"] == "La Vega"]
    homes = [row for row, spot in layers.pairs("demand") if canton.contains(spot)]
    assert sum(home["people"] for home in homes) == 9
    assert sum(home["women"] for home in homes) == 4


def test_readme_counts_what_there_is(layers, extract):
    text = (layers.folder / "README.md").read_text(encoding="utf-8")
    told = re.findall(r"^\| (.+?) \| ([\d,]+) \|$", text, re.MULTILINE)
    assert {what: int(count.replace(",", "")) for what, count in told} == counts(layers, extract)


def counts(layers, extract):
    homes = layers.rows("demand")
    return {
        "nodes in the extract": len(extract.points),
        "ways in the extract": len(extract.ways),
        "of them streets and paths": len(extract.lines("highway")),
        "of them houses": len(extract.surfaces("building", "house")),
        "bridges": sum("bridge" in told for _, told in extract.lines("highway")),
        "zones": len(layers.rows("zones")),
        "drawing sessions": len({row["session"] for row in layers.rows("risk_areas")}),
        "risk areas": len(layers.rows("risk_areas")),
        "safe zones": len(layers.rows("safe_zones")),
        "services": len(layers.rows("services")),
        "confidential services": sum(row["confidential"] for row in layers.rows("services")),
        "demand points": len(homes),
        "people": sum(home["people"] for home in homes),
        "women": sum(home["women"] for home in homes),
    }
