"""Holds the code to its lint, its format and its types."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests import source_files

pytestmark = pytest.mark.lint


@pytest.mark.parametrize(
    "tool",
    [
        "ruff check --output-format=concise .",
        "ruff format --check .",
        "mypy --no-error-summary",
    ],
)
def test_tool_has_nothing_to_say(tool):
    words = [sys.executable, "-m", *tool.split()]
    said = subprocess.run(words, cwd=source_files.ROOT, capture_output=True, text=True, check=False)
    assert said.returncode == 0, f"\n{said.stdout}{said.stderr}"
