"""Reading an extract: a bare pass of pyosmium against a whole import into a fresh store."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from benchmarks.timing import median_s

ROUNDS = 5
ROOT = Path(__file__).parents[1]


def compare_import(extract: Path, *, rounds: int = ROUNDS) -> dict[str, Any]:
    """
    Time both in turns, each in a fresh process.

    Returns
    -------
    facts
        Median seconds of each and their ratio, and the most memory [MB] each process held,
        and the parsing process of the import.
        Starting Python and loading packages is not counted in the time, but in the memory.
    """
    told: dict[str, list[dict[str, float]]] = {"bare_pass": [], "import": []}
    for _ in range(rounds):
        for what, runs in told.items():
            runs.append(_run_in_subprocess(what, extract))
    seconds = {what: median_s([run["seconds"] for run in runs]) for what, runs in told.items()}
    return {
        "file_mb": round(extract.stat().st_size / 1e6, 1),
        "rounds": rounds,
        **{f"{what}_s": spent for what, spent in seconds.items()},
        **{f"{what}_mb": max(run["memory_mb"] for run in runs) for what, runs in told.items()},
        "parsing_mb": max(run["parsing_mb"] for run in told["import"]),
        "ratio": seconds["import"] / seconds["bare_pass"],
    }


def _run_in_subprocess(reading: str, extract: Path) -> dict[str, float]:
    run = subprocess.run(
        [sys.executable, "-m", "benchmarks.single_import", reading, str(extract)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    told: dict[str, float] = json.loads(run.stdout)
    return told
