"""An installation of its own for each real place."""

from __future__ import annotations

import json
import sys

import pytest
from click.testing import CliRunner

from geo.commands.main import amparo
from geo.store import open_store


@pytest.fixture(scope="module")
def tell(tmp_path_factory):
    """Run a command on the module's installation, and read the object it prints."""
    home = tmp_path_factory.mktemp("real")

    def run(*words):
        line = [str(word) for word in (*words, "--home", home)]
        result = CliRunner().invoke(amparo, line, catch_exceptions=False)
        assert result.exit_code == 0, result.stderr
        return json.loads(result.stdout)

    yield run
    open_store(home).close()


@pytest.fixture
def show():
    """Print a table for who runs `pytest -s`."""

    def table(title, rows):
        lines = ["  ".join(f"{cell!s:>16}" for cell in row) for row in rows]
        sys.stdout.write("\n".join(["", title, *lines, ""]))

    return table
