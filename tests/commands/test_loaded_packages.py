"""What a command loads: packages that take long to import only where they are used."""

from __future__ import annotations

import json
import subprocess
import sys

import click

from geo.commands.main import amparo
from tests.source_files import ROOT

DECLARING = {"click", "babel", "markupsafe"}  # what the help and the messages need
# Packages that read files, draw, set type or search networks: no list of records needs them.
UNUSED_BY_LISTS = {"geopandas", "pyogrio", "osmium", "scipy", "folium", "typst", "PIL", "pyproj"}
UNUSED_BY_ROUTES = {"pyogrio", "osmium", "folium", "typst", "PIL", "fontTools"}

# Parts of scipy that aggregation, masking and suppression need, and no list or route.
UNUSED_PARTS = {"scipy.spatial", "scipy.optimize", "scipy.special"}

PROGRAM = """
import contextlib, io, json, sys
from pathlib import Path
from geo.commands.main import amparo
for line in json.loads(sys.argv[1]):
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        with contextlib.suppress(SystemExit):
            amparo(line, prog_name="amparo")
files = {n: getattr(m, "__file__", None) or "" for n, m in list(sys.modules.items())}
inside = {n for n, f in files.items() if "site-packages" in f}
parts = {".".join(n.split(".")[:2]) for n in inside if n.startswith("scipy.")}
print(json.dumps(sorted({n.partition(".")[0] for n in inside} | parts)))
"""


def loaded_by(*lines: list[str]) -> set[str]:
    """Run lines of arguments in one new process; name the packages of others that it loaded."""
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM, json.dumps(lines)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return {name for name in json.loads(ended.stdout) if not name.startswith("_")}


def list_names(command: click.Command, name: tuple[str, ...] = ()) -> list[list[str]]:
    """List the names of a command and of all below it."""
    below = command.commands.items() if isinstance(command, click.Group) else ()
    return [[*name], *(names for word, one in below for names in list_names(one, (*name, word)))]


def test_the_help_of_every_command_loads_only_what_declares_options():
    lines = [[*names, "--help"] for names in list_names(amparo)]
    assert len(lines) > 35
    assert loaded_by(*lines) <= DECLARING


def test_a_mistyped_line_loads_no_more_than_the_help():
    assert loaded_by(["layer", "list"], ["route", "--from"], ["--version"]) <= DECLARING


def test_a_list_of_records_loads_no_reader_of_files(tmp_path):
    home = ["--home", str(tmp_path / "home")]
    loaded_by(["community", "list", *home])  # makes the store
    loaded = loaded_by(["community", "list", *home], ["account", "list", *home])
    assert "duckdb" in loaded  # it was run
    assert not loaded & (UNUSED_BY_LISTS | {"pandas", "pyarrow"})


def test_a_route_loads_no_reader_of_files_and_no_typesetting(tmp_path):
    ends = ["--from", "1,1", "--to", "2,2", "--home", str(tmp_path / "home")]
    loaded = loaded_by(["route", "--community", "nada", *ends])
    assert "scipy" in loaded
    assert not loaded & (UNUSED_BY_ROUTES | UNUSED_PARTS)


def test_a_list_of_services_loads_no_search_and_no_optimiser(tmp_path):
    home = ["--home", str(tmp_path / "home")]
    loaded = loaded_by(["service", "list", "--community", "nada", *home])
    assert "geopandas" in loaded
    assert not loaded & (UNUSED_BY_ROUTES | UNUSED_PARTS)
