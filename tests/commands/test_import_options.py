"""The command says which option answers a question on a file, and takes it."""

import json

import pytest

from tests.imports.napkin import table


@pytest.fixture
def place(shell):
    shell.told("community", "add", "v", "--name", "V")
    return shell


@pytest.mark.parametrize(
    ("layer", "text", "option"),
    [
        ("demand", "lat,lon,people\n-12,-77,1.250\n", ["--numbers", "thousands"]),
        ("demand", "lat,lon,people\n-76.9,-12.2,4\n", ["--axes", "swapped"]),
        ("demand", "lat,lon,people\n0,0,4\n-12.2,-76.9,4\n", ["--zero-rows", "skip"]),
        ("demand", "lat,lon,gente = todos\n-12,-77,4\n", ["--column", "people=gente = todos"]),
        ("services", "lat,lon,tipo\n-12,-77,casa: 1=a\n", ["--code", "type:casa: 1=a=health"]),
    ],
)
def test_a_refused_file_names_the_option_that_lets_it_in(place, tmp_path, layer, text, option):
    line = [
        "layer",
        "import",
        "--take",
        "whole",
        table(tmp_path / "a.csv", text),
        "--community",
        "v",
        "--layer",
        layer,
    ]
    said = " ".join(place.refused(*line))
    assert option[0] in said
    assert place.told(*line, *option)["added"] == 1


def test_a_row_with_a_doubt_waits_until_it_is_decided_on(place, tmp_path):
    file = table(tmp_path / "a.csv", "lat,lon,people\n0,0,4\n-12.21234,-76.91234,4\n")
    told = place.told("layer", "import", file, "--community", "v", "--layer", "demand")
    assert [told[name] for name in ("read", "taken", "waiting", "left_out")] == [2, 1, 1, 0]
    (waiting,) = place.told("layer", "waiting", "--community", "v")["waiting"]
    assert (waiting["rows"], waiting["doubts"][0]["kind"]) == ([1], "zero_place")
    decided = place.told(
        *("layer", "resolve", "--community", "v", "--batch", waiting["batch"]),
        *("--rows", "1-1", "--decision", "proposal"),
    )
    assert (decided["taken"], decided["left_out"]) == ([], [1])
    assert place.told("layer", "imports", "--community", "v")["imports"][0]["waiting"] == 0
    assert place.told("layer", "undo", "--community", "v")["removed"] == 1


def test_the_account_is_written_to_a_file(place, tmp_path):
    file = table(tmp_path / "a.csv", "lat,lon,people\n-12.21234,-76.91234,4\n")
    told = place.told(
        *("layer", "import", file, "--community", "v", "--layer", "demand"),
        *("--report", tmp_path / "r.json"),
    )
    written = json.loads((tmp_path / "r.json").read_text("utf-8"))
    assert written.items() <= told.items()
    assert written["read"] == written["taken"] == 1


def test_an_option_without_a_value_is_refused(place, tmp_path):
    file = table(tmp_path / "a.csv", "lat,lon,people\n-12,-77,4\n")
    line = ["layer", "import", file, "--community", "v", "--layer", "demand"]
    for option in ("--column", "--code"):
        assert option in place.run(*line, option, "people").stderr
