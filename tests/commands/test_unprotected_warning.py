"""A real place in a file without a passphrase: said once, beside the record, and never in it."""

from __future__ import annotations

import json

import pytest

from geo.language import gettext
from geo.store import open_store
from tests.source_files import ROOT

BOUNDARY = ROOT / "data" / "demo" / "boundary.geojson"
PEOPLE = "lat,lon,people\n13.92,-89.845,12\n"
PASSPHRASE = "cuatro palabras juntas aquí"
TOLD = gettext("command.exposed", "es", file="amparo.duckdb")


@pytest.fixture
def people(tmp_path):
    file = tmp_path / "gente.csv"
    file.write_text(PEOPLE, encoding="utf-8")
    return file


def add(shell):
    return shell.run("community", "add", "vega", "--name", "La Vega", "--boundary", BOUNDARY)


def bring(shell, file, community, *options):
    line = ("layer", "import", file, "--community", community, "--layer", "demand")
    return shell.run(*line, *options)


def test_it_is_said_on_standard_error_and_the_work_is_done(shell, people):
    for result in (add(shell), bring(shell, people, "vega")):
        assert result.exit_code == 0
        assert result.stderr.splitlines().count(TOLD) == 1
        assert json.loads(result.stdout)["community"] == "vega"
        assert TOLD not in result.stdout


def test_a_protected_file_is_not_talked_about(shell, people):
    open_store(shell.home).protect(PASSPHRASE)
    assert add(shell).stderr == ""
    assert TOLD not in bring(shell, people, "vega").stderr


def test_the_demonstration_is_not_talked_about(demo, people):
    result = bring(demo, people, "chancala")
    assert result.exit_code == 0
    assert TOLD not in result.stderr


def test_what_is_refused_is_not_warned_of(shell, people):
    add(shell)
    people.write_text("lat,lon,people\n13.92,-89.845,doce\n", encoding="utf-8")
    result = bring(shell, people, "vega", "--take", "whole")
    assert result.exit_code == 2
    assert TOLD not in result.stderr
