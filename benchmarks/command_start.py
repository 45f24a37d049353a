"""Processor seconds that commands take to start, children included."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
ROUNDS = 3
COMMANDS = {
    "help": ["--help"],
    "help of imports": ["layer", "import", "--help"],
    "mistyped": ["layer", "list"],
    "list": ["community", "list"],
    "route": ["route", "--community", "none", "--from", "1,1", "--to", "2,2"],
    "import": ["layer", "import", "none.csv", "--community", "none", "--layer", "services"],
}


def measure_starts() -> dict[str, float]:
    """Run each command some times in an empty installation; the least of its times [s]."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "AMPARO_HOME": folder}
        return {
            name: min(_run(words, environment) for _ in range(ROUNDS))
            for name, words in COMMANDS.items()
        }


def _run(words: list[str], environment: dict[str, str]) -> float:
    before = os.times()
    subprocess.run(
        [sys.executable, "-m", "geo", *words],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        check=False,  # some are mistyped on purpose
    )
    after = os.times()
    user_s = after.children_user - before.children_user
    return round(user_s + after.children_system - before.children_system, 2)
