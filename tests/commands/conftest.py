"""Runs commands in this process, and shows what they said."""

from __future__ import annotations

import json
import shutil

import pytest
from click.testing import CliRunner

from geo.commands.main import amparo


class Shell:
    """A terminal on one installation."""

    def __init__(self, home):
        self.home = home

    def run(self, *words):
        """Run a command; whatever is no fault of Amparo's own is thrown."""
        line = [str(word) for word in (*words, "--home", self.home)]
        return CliRunner().invoke(amparo, line, catch_exceptions=False)

    def told(self, *words):
        """Run a command that must do its work, and read the object it prints."""
        result = self.run(*words)
        assert result.exit_code == 0, result.stderr
        return json.loads(result.stdout)

    def refused(self, *words):
        """Run a command that must refuse, and give the sentences it says."""
        result = self.run(*words)
        assert result.exit_code == 2
        assert result.stdout == ""
        return result.stderr.strip().splitlines()


@pytest.fixture
def shell(home):
    """Open a terminal on an installation with nothing in it."""
    return Shell(home)


@pytest.fixture
def demo(built_demo, home):
    """Open a terminal on an installation with a copy of the demonstration."""
    shutil.copytree(built_demo / "home", home)
    return Shell(home)
