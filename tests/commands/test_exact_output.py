"""Exact places leave for a file only where somebody says so, and what is shown is noted."""

from __future__ import annotations

import stat

import pytest
from click.testing import CliRunner

from geo.commands import exact_output
from geo.commands.main import amparo
from geo.language import gettext
from geo.model import AUDIENCES
from geo.store import open_store
from geo.store.audit import read_audit_lines

HERE, THERE = "13.9,-89.845", "13.9029,-89.8355"
WAY = (
    "route",
    "--community",
    "chancala",
    "--from",
    HERE,
    "--to",
    THERE,
    "--at",
    "2026-05-01T12:00",
)
REACH = ("coverage", "--community", "chancala", "--service", "health", "--minutes", "30")
REFUSED = gettext("error.exact_unconfirmed", "es")

# A support route names a reserved door by its contact, whoever asks: tests/sheets, tests/leaks.
NEVER_EXACT = {("pathway",)}

FILES = pytest.mark.parametrize(
    ("words", "ending"),
    [
        (("layer", "export", "--community", "chancala", "--layer", "services", "--to"), "geojson"),
        (("layer", "export", "--community", "chancala", "--layer", "services", "--to"), "parquet"),
        (("streets", "export", "--community", "chancala", "--to"), "parquet"),
        ((*WAY, "--to-file"), "geojson"),
        ((*REACH, "--to-file"), "gpkg"),
    ],
)


def lines(demo, action):
    return [line for line in read_audit_lines(open_store(demo.home)) if line.action == action]


@FILES
def test_without_a_yes_nothing_is_written_and_nothing_noted(demo, tmp_path, words, ending):
    folder = tmp_path / "out"
    file = folder / f"x.{ending}"
    assert demo.refused(*words, file, "--audience", "coordinator") == [REFUSED]
    assert not folder.exists()
    assert lines(demo, "export") == lines(demo, "reveal") == []


@FILES
def test_with_a_yes_it_is_written_for_its_owner_alone(demo, tmp_path, words, ending):
    file = tmp_path / "out" / f"x.{ending}"
    demo.told(*words, file, "--audience", "coordinator", "--confirm-exact")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [one.name for one in file.parent.iterdir()] == [file.name]
    assert [line.details["audience"] for line in lines(demo, "export")] == ["coordinator"]


@FILES
@pytest.mark.parametrize("audience", ["network", "public"])
def test_other_audiences_need_no_yes(demo, tmp_path, words, ending, audience):
    file = tmp_path / f"x.{ending}"
    demo.told(*words, file, "--audience", audience)
    assert stat.S_IMODE(file.stat().st_mode) & 0o444 == 0o444


@pytest.mark.parametrize(("answer", "written"), [("y", True), ("n", False), ("", False)])
def test_a_terminal_is_requested_and_the_safe_answer_is_no(
    demo, tmp_path, monkeypatch, answer, written
):
    monkeypatch.setattr(exact_output, "is_interactive", lambda: True)
    file = tmp_path / "x.geojson"
    words = (*WAY, "--to-file", file, "--audience", "coordinator", "--home", demo.home)
    ran = CliRunner().invoke(amparo, [str(word) for word in words], input=f"{answer}\n")
    assert gettext("command.confirm_exact", "es") in ran.stderr
    assert (ran.exit_code == 0, file.exists()) == (written, written)
    assert (REFUSED in ran.stderr) is not written


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (WAY, "ways"),
        (REACH, "coverage"),
        (("layer", "history", "--community", "chancala", "--layer", "services"), "history"),
    ],
)
def test_what_a_coordinator_sees_is_noted(demo, words, what):
    for audience in AUDIENCES:
        demo.told(*words, "--audience", audience)
    (line,) = lines(demo, "reveal")
    assert line.details == {"community": "chancala", "what": what, "rows": 2}


def every_option(group, path=()):
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from every_option(command, (*path, name))
        else:
            yield (*path, name), {option.name: option for option in command.params}


def test_every_command_with_an_audience_and_a_file_asks_for_a_yes_and_none_begins_with_exact():
    told = dict(every_option(amparo))
    with_audience = {name for name, options in told.items() if "audience" in options}
    assert with_audience == {
        ("layer", "export"), ("layer", "history"), ("service", "list"), ("streets", "export"),
        ("route",), ("coverage",), ("completeness",), ("report",), ("site",),
        ("scenario", "compare"), ("scenario", "list"), ("scenario", "show"),
        ("scenario", "rank-risk"),
        *NEVER_EXACT,
    }  # fmt: skip
    for name in with_audience:
        options = told[name]
        assert options["audience"].default == "network"
        asks = bool({"to", "to_file"} & set(options)) and name not in NEVER_EXACT
        assert ("confirm_exact" in options) == asks
