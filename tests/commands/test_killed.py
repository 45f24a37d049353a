"""A process killed while it imports streets leaves all of them or none."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest
from click.testing import CliRunner

from geo.commands.main import amparo
from geo.store import communities as records
from geo.store import open_store
from geo.store.streets import count_streets, read_service_candidates, read_street_edges
from tests.network.napkin import draw
from tests.source_files import ROOT

SAVING = "Guardando las calles"
OLD_EDGES = 1


def held(home):
    """Tell what a store holds of the streets, and whether it belongs together."""
    store = open_store(home)
    counts = count_streets(store, "napkin")
    whole = (
        counts["edges"],
        len(read_street_edges(store, "napkin")),
        len(read_service_candidates(store, "napkin")),
        records.read_community(store, "napkin").streets_version,
    )
    store.close()
    return whole


def run(home, *words):
    result = CliRunner().invoke(amparo, [*map(str, words), "--home", str(home)])
    assert result.exit_code == 0, result.stderr


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL to send")
@pytest.mark.parametrize("wait_s", [0.0, 0.05, 0.15, 0.4])
def test_all_or_none(home, tmp_path, wait_s):
    run(home, "community", "add", "napkin", "--name", "Servilleta")
    small = draw(tmp_path / "s.osm", {1: (0, 0), 2: (9, 0)}, [(7, [1, 2], {"highway": "path"})])
    run(home, "streets", "import", small, "--community", "napkin")
    open_store(home).close()
    before = held(home)
    assert before == (OLD_EDGES, OLD_EDGES, 0, 1)

    large = ROOT / "data" / "demo" / "chancala.osm"
    words = ["streets", "import", large, "--community", "napkin", "--home", home]
    with subprocess.Popen(
        [sys.executable, "-m", "geo", *map(str, words)],
        cwd=ROOT,
        env={**os.environ, "AMPARO_LOCALE": "es", "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as importing:
        for line in importing.stderr:
            if SAVING in line:
                break
        time.sleep(wait_s)
        importing.kill()

    after = held(home)
    if after != before:
        run(home, "streets", "import", large, "--community", "napkin")
        again = held(home)
        assert after[:3] == again[:3]
        assert after[3] == 2
