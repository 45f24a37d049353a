"""Every command and the exact names of what it prints."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import geopandas as gpd
import pyogrio
import pytest
import shapely

from geo.language import gettext
from geo.store import open_store
from geo.store.communities import read_community
from tests.imports.napkin import area, geojson
from tests.network.napkin import draw
from tests.source_files import ROOT

MEASURES = ["minutes", "length_m", "risk_m", "inside_risk_m", "cost"]
COUNTS = ["people", "covered", "covered_safely", "uncovered", "no_way"]
HERE, THERE = "13.9,-89.845", "13.9029,-89.8355"
NOON = "2026-05-01T12:00"
# A walk of two streets by the equator, 111 m each.
SPOTS = {1: (0, 0), 2: (1, 0), 3: (1, 1)}
WAYS = [(7, [1, 2, 3], {"highway": "residential", "name": "Calle Real"})]


@pytest.fixture
def napkin(shell, tmp_path):
    shell.told("community", "add", "napkin", "--name", "Servilleta")
    file = draw(tmp_path / "napkin.osm", SPOTS, WAYS)
    shell.told("streets", "import", file, "--community", "napkin")
    return shell


def test_demo_shows_what_it_loaded(demo, built_demo):
    told = json.loads((built_demo / "demo.json").read_text(encoding="utf-8"))
    assert told["community"] == "chancala"
    assert told["counts"]["services"] == 15
    assert told["counts"]["edges"] > 100
    assert demo.told("demo") == told  # again: nothing is doubled


def test_add_a_community(shell):
    told = shell.told("community", "add", "ves", "--name", "Villa El Salvador", "--country", "pe")
    assert told == {
        "community": "ves",
        "name": "Villa El Salvador",
        "country": "PE",
        "locale": "es",
        "timezone": None,
        "demonstration": False,
        "boundary": False,
        "streets": False,
        "day": "sun",
        "stale_days": 180,
        "unlit_factor": 1.0,
    }


def test_a_boundary_shows_the_time_zone(shell):
    boundary = ROOT / "data" / "demo" / "boundary.geojson"
    told = shell.told("community", "add", "otra", "--name", "Otra", "--boundary", boundary)
    assert told["boundary"] is True
    assert told["timezone"] == "America/El_Salvador"


def two_districts(tmp_path):
    rows = [
        (area(), {"NOMBDIST": "Norte"}),
        (area([[[5, 5], [6, 5], [6, 6], [5, 5]]]), {"NOMBDIST": "Sur"}),
    ]
    return geojson(tmp_path / "d.geojson", *rows)


def test_one_district_of_many_is_asked_for_and_never_all_in_silence(shell, tmp_path):
    file = two_districts(tmp_path)
    add = ("community", "add", "otra", "--name", "Otra", "--boundary", file)
    (said,) = shell.refused(*add)
    assert "Norte, Sur" in said
    assert "--district" in said
    assert "--all-districts" in said
    assert shell.told("community", "list") == {"communities": []}
    assert shell.refused(*add, "--district", "Sur", "--all-districts")
    assert shell.told(*add, "--district", "sur")["boundary"] is True
    bounds = read_community(open_store(shell.home), "otra").boundary.bounds
    assert bounds == (5, 5, 6, 6)


def test_the_boundary_is_changed_by_a_command(shell, tmp_path):
    shell.told("community", "add", "otra", "--name", "Otra")
    change = ("community", "boundary", "otra", two_districts(tmp_path))
    assert shell.refused(*change)
    assert shell.told(*change, "--all-districts")["boundary"] is True
    assert read_community(open_store(shell.home), "otra").boundary.bounds == (0, 0, 6, 6)
    assert shell.refused(
        "community", "boundary", "nadie", two_districts(tmp_path), "--district", "Sur"
    )


def test_a_boundary_is_taken_from_one_table_of_several(shell, tmp_path):
    file = tmp_path / "d.gpkg"
    for x, table in ((0, "provincias"), (5, "distritos")):
        frame = gpd.GeoDataFrame(
            {"n": [x]}, geometry=[shapely.box(x, 0, x + 1, 1)], crs="EPSG:4326"
        )
        frame.to_file(file, layer=table, driver="GPKG")
    add = ("community", "add", "otra", "--name", "Otra", "--boundary", file)
    (said,) = shell.refused(*add)
    assert "--source-layer" in said
    shell.told(*add, "--table", "distritos")
    assert read_community(open_store(shell.home), "otra").boundary.bounds == (5, 0, 6, 1)


def test_streets_in_and_out(napkin, tmp_path):
    file = tmp_path / "edges.parquet"
    told = napkin.told(
        "streets", "export", "--community", "napkin", "--at", "2026-05-01T12:00", "--to", file
    )
    assert (told["counts"]["edges"], told["counts"]["junctions"]) == (1, 2)
    edges = gpd.read_parquet(file)
    columns = "edge u v length_m minutes risk_m safe_m state direction".split()
    assert list(edges.columns) == [
        *columns,
        "steps",
        "has_handrail",
        "wheelchair",
        "ferry",
        "geometry",
    ]
    assert edges[["state", "direction"]].to_numpy().tolist() == [["free", 0]]
    assert edges.crs == "EPSG:4326"
    assert edges["minutes"].to_numpy() == pytest.approx(edges["length_m"] / 75)
    assert edges["length_m"].sum() == pytest.approx(2 * 111, rel=0.01)


@pytest.mark.parametrize("layer", ["risk_areas", "safe_zones", "services", "demand", "zones"])
def test_a_layer_in_and_out(demo, tmp_path, layer):
    out = tmp_path / f"{layer}.geojson"
    told = demo.told(
        "layer", "export", "--community", "chancala", "--layer", layer, "--to", out,
        "--audience", "coordinator", "--confirm-exact",
    )  # fmt: skip
    assert told["counts"]["features"] == len(gpd.read_file(out))
    told = demo.told("layer", "import", out, "--community", "chancala", "--layer", layer)
    assert (told["added"], told["unchanged"]) == (0, told["rows"])


def test_a_layer_import_shows_that_the_crs_was_assumed(shell, tmp_path):
    shell.told("community", "add", "napkin", "--name", "Napkin")
    file = tmp_path / "homes.csv"
    file.write_text("lat,lon,people\n1,2,3\n", encoding="utf-8")
    result = shell.run("layer", "import", file, "--community", "napkin", "--layer", "demand")
    assert gettext("import.crs_assumed", "es") in result.stderr.splitlines()
    assert json.loads(result.stdout)["crs_assumed"] is True


def test_a_route(demo, tmp_path):
    out = tmp_path / "way.geojson"
    told = demo.told(
        "route", "--community", "chancala", "--from", HERE, "--to", THERE, "--aversion", "3",
        "--at", NOON, "--to-file", out,
    )  # fmt: skip
    assert {"service", "route", "direct", "alternatives"} <= set(told)
    assert {*MEASURES, "instructions"} <= set(told["route"])
    assert set(MEASURES) <= set(told["direct"])
    assert told["alternatives"]
    assert all(set(MEASURES) <= set(one) for one in told["alternatives"])
    assert all(
        {"text", "length_m", "minutes"} <= set(step) for step in told["route"]["instructions"]
    )
    assert told["service"] is None
    assert told["direct"]["minutes"] <= told["route"]["minutes"]
    assert told["route"]["risk_m"] <= told["direct"]["risk_m"]
    lines = gpd.read_file(out)
    assert {"safest", "direct"} <= set(lines["role"])


def test_a_route_takes_the_steps_and_ferries_that_are_chosen(demo):
    route = ("route", "--community", "chancala", "--from", HERE, "--to", THERE, "--at", NOON)
    for options, steps, ferries in (
        ([], "all", False),
        (["--no-steps"], "none", False),
        (["--steps", "wheelchair", "--ferries"], "wheelchair", True),
    ):
        told = demo.told(*route, *options)
        assert (told["steps_taken"], told["ferries_taken"]) == (steps, ferries)
        assert (told["route"]["ferries"], told["route"]["ferry_minutes"]) == ([], 0)
    (said,) = demo.refused(*route, "--no-steps", "--steps", "handrail")
    assert "--steps, --no-steps" in said


def test_a_route_to_a_service(demo):
    told = demo.told(
        "route", "--community", "chancala", "--from", HERE, "--to-service", "police", "--at", NOON
    )
    assert told["service"]["type"] == "police"
    assert told["aversion"] == 3


def test_coverage(demo, tmp_path):
    out = tmp_path / "coverage.gpkg"
    told = demo.told(
        "coverage", "--community", "chancala", "--service", "health", "--minutes", "30",
        "--at", NOON, "--to-file", out,
    )  # fmt: skip
    assert {*COUNTS, "women", "zones"} <= set(told)
    assert set(told["women"]) == {*COUNTS, "only_while_open"}
    assert all({"zone", "people", "covered"} <= set(zone) for zone in told["zones"])
    assert told["covered"] + told["uncovered"] == pytest.approx(told["people"])
    for name in COUNTS:
        assert sum(zone[name] for zone in told["zones"]) == pytest.approx(told[name])
    tables = {str(name) for name, _ in pyogrio.list_layers(out)}
    assert {"blocks", "gaps", "junctions", "reached"} <= tables


def test_coverage_by_straight_line(demo):
    told = demo.told(
        "coverage", "--community", "chancala", "--service", "health", "--metres", "1000",
        "--straight-line",
    )  # fmt: skip
    assert (told["method"], told["detour"], told["covered_safely"]) == ("straight_line", 1, None)


def test_backup_and_restore(demo, shell, tmp_path):
    copy = tmp_path / "copy.amparo"
    told = demo.told("backup", "--to", copy)
    assert told["file"] == {"path": str(copy), "bytes": copy.stat().st_size}
    assert told["protected"] is False
    sentence = gettext("backup.unprotected", "es", file="copy.amparo")
    assert sentence in demo.run("backup", "--to", copy).stderr
    demo.told("community", "add", "otra", "--name", "Otra")
    told = demo.told("restore", copy)
    assert Path(told["replaced_folder"]["path"]).exists()
    left = demo.told("community", "list")["communities"]
    assert [one["community"] for one in left] == ["chancala"]


def test_an_open_backup_that_should_have_a_passphrase_is_restored_on_request(
    demo, tmp_path, monkeypatch
):
    copy = tmp_path / "copy.amparo"
    demo.told("backup", "--to", copy)
    open_store(demo.home).close()
    monkeypatch.setenv("AMPARO_PASSPHRASE", "cuatro palabras juntas aquí")
    result = demo.run("restore", copy)
    assert result.exit_code == 2
    assert gettext("error.backup_unprotected", "es", file="copy.amparo") in result.stderr
    assert demo.told("restore", copy, "--allow-unprotected")["protected"] is True
    open_store(demo.home).close()


def outside(*words, **environment):
    """Run a command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "geo", *map(str, words)],
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )


@pytest.mark.slow
def test_from_another_process(demo, tmp_path):
    ends = ["--from", HERE, "--to", THERE]
    said = outside("route", "--community", "chancala", *ends, "--home", demo.home)
    assert said.returncode == 0, said.stderr
    assert json.loads(said.stdout)["route"]["instructions"]
    said = outside("community", "list", AMPARO_HOME=str(demo.home))
    assert json.loads(said.stdout)["communities"][0]["community"] == "chancala"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("locale", "sentence"), [("es", "«aquí» no es un lugar."), ("en", "“aquí” is not a place.")]
)
def test_a_fault_is_said_in_the_language_of_the_terminal(tmp_path, locale, sentence):
    said = outside(
        "route", "--community", "x", "--from", "aquí", "--to", "0,0", "--home", tmp_path,
        AMPARO_LOCALE=locale,
    )  # fmt: skip
    assert said.returncode == 2
    assert said.stdout == ""
    assert said.stderr.startswith(sentence)
    assert "Traceback" not in said.stderr


def test_a_network_settles_its_day_and_when_details_are_old(shell):
    shell.told("community", "add", "villa", "--name", "Villa")
    settled = shell.told("community", "settle", "villa", "--day", "05:30-18:30")
    assert (settled["day"], settled["stale_days"]) == ("05:30-18:30", 180)
    again = shell.told("community", "settle", "villa", "--stale-days", "90")
    assert (again["day"], again["stale_days"]) == ("05:30-18:30", 90)
    assert shell.told("community", "settle", "villa", "--day", "sun")["day"] == "sun"
    for words in (("--day", "noon"), ("--stale-days", "0")):
        assert shell.refused("community", "settle", "villa", *words)
    assert shell.told("community", "list")["communities"][0]["stale_days"] == 90
