"""The command for single services: add, list, edit, confirm, delete, restore."""

from __future__ import annotations

import json

import pytest
import shapely
from click.testing import CliRunner

from geo.commands.main import amparo
from geo.language import gettext
from geo.model import Community
from geo.store import open_store
from geo.store.communities import add_community


@pytest.fixture
def run(home):
    store = open_store(home)
    add_community(store, Community("vega", "La Vega", boundary=shapely.box(-77, -13, -76, -12)))

    def run(*words, fails=False):
        ran = CliRunner().invoke(amparo, ["service", *words, "--community", "vega"])
        assert ran.exit_code == (2 if fails else 0), ran.output
        return ran.stderr if fails else json.loads(ran.stdout)

    yield run
    store.close()


def listed(run, *words):
    return run("list", *words)["services"]


def test_one_service_from_its_first_day_to_its_last(run):
    place = ("--place", "-12.2,-76.9")
    assert run("add", "--type", "health", "--name", "Posta", "--hours", "L-V 8-16h", *place)[
        "added"
    ]
    [row] = listed(run)
    assert (row["name"], row["verified_on"]) == ("Posta", None)
    number = row["id"]
    assert run("edit", number, "--phone", "01 234")["changed"] == ["phone"]
    assert run("confirm", number, "--on", "2026-11-30")["verified_on"] == "2026-11-30"
    [row] = listed(run)
    assert (row["phone"], row["verified_on"]) == ("01 234", "2026-11-30")
    run("delete", number)
    assert listed(run) == []
    run("restore", number)
    assert listed(run) == [row]


def test_all_faults_are_said_and_doubts_are_asked(run):
    said = run("add", "--type", "health", "--place", "aquí", "--phone", "5.1E+11", fails=True)
    assert len(said.splitlines()) == 3
    run("add", "--type", "phone_line", "--name", "Línea 100", "--phone", "100")
    again = ("add", "--type", "other", "--name", "Línea 100", "--phone", "200")
    assert gettext("error.service_doubts") in run(*again, fails=True)
    assert run(*again, "--confirm")["added"]


def test_a_shelter_is_listed_without_what_others_may_not_know(run):
    run("add", "--type", "shelter", "--name", "Casa Luna", "--gateway", "Línea 100")
    [row] = listed(run)
    assert (row["name"], row["gateway"], row["confidential"]) == (None, "Línea 100", True)
    [known] = listed(run, "--audience", "coordinator")
    assert known["name"] == "Casa Luna"
    run("edit", known["id"], "--phone", "1")
    assert listed(run)[0]["confidential"]
    assert "LAT" not in run("delete", row["id"], fails=True)
