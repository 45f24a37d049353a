"""The benchmark on a village: its code runs, and all engines that are here agree with ours."""

import json
from unittest.mock import Mock

import numpy as np
import pytest
from click.testing import CliRunner

from benchmarks import __main__ as command
from benchmarks import coverage, exposure, search, single_coverage
from benchmarks.engine import REFERENCE_ENGINE, AmparoEngine
from benchmarks.networks import build_mosaic, measure_network_size
from benchmarks.peers import PEER_ENGINES, find_available_peers
from benchmarks.queries import MIN_PAIR_DISTANCE_M, BenchmarkQueries, draw_queries
from benchmarks.table import format_tables
from geo.network.street_network import StreetNetwork
from tests import village as village_maps
from tests.village import Street, network

SIDE = 9  # streets each way; with the blocks below, long enough for pairs of two kilometres
BLOCK_M = 500.0


@pytest.fixture(scope="module")
def village() -> StreetNetwork:
    corners = {
        f"{column} {row}": (BLOCK_M * column, BLOCK_M * row)
        for column in range(SIDE)
        for row in range(SIDE)
    }
    east = [(f"{a} {b}", f"{a + 1} {b}") for a in range(SIDE - 1) for b in range(SIDE)]
    north = [(f"{b} {a}", f"{b} {a + 1}") for a in range(SIDE - 1) for b in range(SIDE)]
    return network(corners, [Street(*ends) for ends in east + north])


@pytest.fixture(scope="module")
def questions(village) -> BenchmarkQueries:
    return draw_queries(village, seed=1, areas=6, pairs=5, services=3)


def test_a_mosaic_holds_its_tiles_and_their_seams(village):
    four = build_mosaic(village, columns=2, rows=2)
    tile, whole = measure_network_size(village), measure_network_size(four)
    assert whole.junctions == 4 * tile.junctions
    assert whole.edges > 4 * tile.edges
    assert len(np.unique(four.node_components)) == 1
    assert four.lines[len(village.u)].length == pytest.approx(village.lines[0].length)
    assert len({frozenset(pair) for pair in zip(four.u, four.v, strict=True)}) == whole.edges


def test_the_same_seed_asks_the_same(village, questions):
    again = draw_queries(village, seed=1, areas=6, pairs=5, services=3)
    assert np.array_equal(again.pairs, questions.pairs)
    assert np.array_equal(again.services, questions.services)
    xy = village.node_xy
    apart = np.hypot(*(xy[questions.pairs[:, 0]] - xy[questions.pairs[:, 1]]).T)
    assert (apart >= MIN_PAIR_DISTANCE_M).all()


@pytest.mark.parametrize("aversion", [0.0, 3.0])
@pytest.mark.parametrize("name", sorted(PEER_ENGINES))
def test_an_engine_agrees_with_ours(questions, name, aversion):
    makers, missing = find_available_peers(questions, selected={name})
    if name in missing:
        pytest.skip(f"{name}: {missing[name]}")
    ours, other = AmparoEngine(questions), makers[name]()
    tolerance = search.COST_TOLERANCE_MIN if other.exact else 0.1
    for engine in (ours, other):
        engine.set_aversion(aversion)
    for pair in range(len(questions.pairs)):
        assert other.route_cost(pair) == pytest.approx(ours.route_cost(pair), abs=tolerance)
    assert other.service_costs() == pytest.approx(ours.service_costs(), abs=tolerance)


def test_a_comparison_names_who_was_measured_and_who_was_not(questions):
    facts = search.compare_engines(questions, selected={"networkx"})
    assert set(facts["engines"]) == {REFERENCE_ENGINE, "networkx"}
    assert set(facts["missing"]) == set(PEER_ENGINES) - {"networkx"}
    assert max(facts["engines"]["networkx"]["apart_min"].values()) < search.COST_TOLERANCE_MIN
    assert facts["engines"][REFERENCE_ENGINE]["times"] == {
        "route": 5,
        "new_weights": 5,
        "coverage": 5,
    }
    assert facts["sweep_s"] > 0


def test_exposure_is_measured_and_tabled(village):
    facts = exposure.time_exposure(village, seed=1, areas=5)
    told = {"machine": {}, "load_before": 0.0, "load_after": 0.0, "exposure": facts}
    assert facts["areas"] == 5
    assert "exposure, 5 areas" in format_tables(told)


def test_coverage_is_asked_by_one_by_five_and_of_the_peer(home, capsys):
    # a ──1000── b ──1000── c: a service at a, another one at c; homes at 300 m and 1500 m
    corners = {"a": (0, 0), "b": (1000, 0), "c": (2000, 0)}
    services = village_maps.doors(
        *(((0, 0), kind) for kind in single_coverage.TYPES), ((2000, 0), "police")
    )
    layers = {
        "services": services,
        "demand": village_maps.homes(((300, 5), 10, 6), ((1990, 5), 20, 9)),
    }
    store = village_maps.found(
        village_maps.edges(corners, [Street("a", "b"), Street("b", "c")]), layers
    )
    asked = (str(store.path.parent), village_maps.SLUG, "coordinator")
    told = {}
    for mode in coverage.MODES:
        single_coverage.main(mode, *asked)
        told[mode] = json.loads(capsys.readouterr().out)
    for mode in ("one", "peer"):
        questions = told[mode]["questions"]
        covered = {name: questions[name]["covered"] for name in single_coverage.QUESTIONS}
        assert covered == {"first": 30.0, "threshold moved": 10.0, "another type": 30.0}
    assert told["one"]["questions"]["by night"]["covered"] == 30.0
    assert {"screen opened", "layer of homes"} < set(told["one"]["questions"])
    assert list(told["five"]["questions"]) == ["five visitors, the last"]
    results = {"machine": {}, "load_before": 0.0, "load_after": 0.0, "coverage": {"a place": told}}
    lines = format_tables(results).splitlines()
    assert sum(line.startswith("a place") for line in lines) == 7


@pytest.mark.slow
def test_the_command_writes_what_it_prints(village, tmp_path, monkeypatch):
    monkeypatch.setattr(command, "import_city_network", lambda _extract: village)
    to = tmp_path / "results" / "small.json"
    asked = ["search", "--data", str(tmp_path), "--tiles", "2", "1", "--pairs", "3"]
    run = CliRunner().invoke(command.main, [*asked, "--only", "networkx", "--to", str(to)])
    assert run.exit_code == 0, run.output
    told = json.loads(to.read_text())
    assert "mosaic: 162 junctions" in run.output
    assert told["search"]["mosaic"]["size"]["junctions"] == 2 * SIDE**2
    assert str(tmp_path) not in to.read_text()


def test_without_a_part_only_what_the_extracts_are_enough_for_is_measured(monkeypatch, tmp_path):
    for name in ("format_tables", "import_city_network", "build_mosaic"):
        monkeypatch.setattr(command, name, Mock(return_value=""))
    parts = {
        (command, "_compare_on_network"): True,
        (command.extract_import, "compare_import"): True,
        (command.exposure, "time_exposure"): True,
        (command.slider, "time_slider"): True,
        (command.place_load, "measure_large_place"): False,
        (command.place_changes, "measure_changes"): False,
        (command.command_start, "measure_starts"): False,
        (command.coverage, "measure_coverage_speed"): False,
    }
    for module, name in parts:
        monkeypatch.setattr(module, name, Mock())
    run = CliRunner().invoke(command.main, ["--data", str(tmp_path)])
    assert run.exit_code == 0, run.output
    assert {part: getattr(*part).called for part in parts} == parts
