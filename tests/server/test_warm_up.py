"""The server gets ready before anybody comes: all it needs is there, and sweeps are short."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from starlette.testclient import TestClient

from tests import source_files

READY = """
import gc, json, sys
from server.warm_up import preload_modules
before = gc.get_freeze_count()
count = preload_modules()
names = [name for name in sys.modules if name.startswith("geo.")]
print(json.dumps({
    "count": count, "frozen": gc.get_freeze_count() - before, "swept": len(gc.get_objects()),
    "planner": "geo.support.planning" in names, "screens": "streamlit" in sys.modules,
    "commands": [name for name in names if name.startswith("geo.commands.")],
}))
"""


@pytest.mark.slow
def test_the_domain_is_brought_and_no_sweep_passes_it():
    done = subprocess.run(
        [sys.executable, "-c", READY],
        cwd=source_files.ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    counts = json.loads(done.stdout)
    assert counts["planner"]
    assert not counts["screens"]
    assert not counts["commands"]
    assert counts["count"] > 100
    assert counts["frozen"] > 100 * counts["swept"]


def test_the_server_gets_ready_as_it_starts(home, monkeypatch):
    import app
    from server import application

    calls = []
    monkeypatch.setattr(application, "preload_modules", lambda: calls.append("ready"))
    with TestClient(app.app, base_url="http://localhost"):
        assert calls == ["ready"]
