"""
How long each file of tests takes, so that the longest are begun first.

Written from a report of pytest, once in a while; a file that is not listed counts as short.

    python3 start.py test --junitxml=report.xml
    python -m tests.durations report.xml
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

FILE = Path(__file__).with_name("durations.json")
LEAST_S = 2  # shorter files fill the gaps in any order


def read_durations() -> dict[str, float]:
    """Read the seconds of each file, by its path below `tests`."""
    return json.loads(FILE.read_text(encoding="utf-8"))


def measured_durations(report: Path) -> dict[str, int]:
    """Sum up the seconds of each file in a JUnit report, the longest first."""
    seconds: Counter[str] = Counter()
    for case in ElementTree.parse(report).iter("testcase"):
        parts = case.get("classname", "").split(".")
        last = max(n for n, part in enumerate(parts) if part.startswith("test_"))
        seconds["/".join(parts[1 : last + 1]) + ".py"] += float(case.get("time", 0))
    return {file: round(took) for file, took in seconds.most_common() if took >= LEAST_S}


if __name__ == "__main__":
    measured = measured_durations(Path(sys.argv[1]))
    FILE.write_text(json.dumps(measured, indent=1) + "\n", encoding="utf-8")
