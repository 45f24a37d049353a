"""
What may be somebody's is found however it is written, and dates, hours and prices are left alone.

The cases are invented. `refuse` is what has_document_number finds, `ask` what else is found.
Invisible characters and backslashes are written as escapes.
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.privacy.personal_data import (
    find_personal_data,
    has_document_number,
    may_hold_personal_data,
)
from tests.test_frontend import NODE

ROOM = Path(__file__).parent
PERSONAL = ("document", "telephone", "coordinates", "mail", "name")
# Recall of each kind that is personal; what is missing are number words, names without a title.
RECALL_FLOORS = {
    "document": 1.0,
    "telephone": 0.93,
    "coordinates": 1.0,
    "mail": 0.93,
    "name": 0.85,
}
PRECISION_FLOOR = 0.98


def read_cases() -> list[dict[str, str]]:
    with (ROOM / "personal_data_cases.csv").open(encoding="utf-8", newline="") as file:
        cases = list(csv.DictReader(file))
    for case in cases:
        if "\\" in case["text"]:
            case["text"] = (
                case["text"].encode("latin-1", "backslashreplace").decode("unicode_escape")
            )
    return cases


CASES = read_cases()


def verdict(text: str) -> str:
    if has_document_number(text):
        return "refuse"
    return "ask" if may_hold_personal_data(text) else "allow"


def kinds_in_the_browser(texts: list[str]) -> list[str | None]:
    done = subprocess.run(
        [str(NODE), str(ROOM.parent / "frontend" / "classify_personal_data.mjs")],
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return json.loads(done.stdout)


def test_the_list_is_long_and_in_five_languages():
    assert len(CASES) >= 240
    assert {case["language"] for case in CASES} == {"es", "en", "ru", "ky", "qu"}


def test_precision_and_recall_hold():
    found, missed, false_alarms = Counter(), Counter(), Counter()
    for case in CASES:
        given_verdict, kind = verdict(case["text"]), case["kind"]
        if case["expected"] == "allow":
            false_alarms[kind] += given_verdict != "allow"
        elif given_verdict == case["expected"]:
            found[kind] += 1
        else:
            missed[kind] += 1
    precision = found.total() / (found.total() + false_alarms.total())
    recall = found.total() / (found.total() + missed.total())
    rows = [
        f"{kind:12} found {found[kind]:3}  missed {missed[kind]:3}  false {false_alarms[kind]}"
        for kind in sorted({case["kind"] for case in CASES})
    ]
    summary = f"precision {precision:.3f}, recall {recall:.3f}, {len(CASES)} cases"
    sys.stdout.write("\n" + "\n".join([*rows, summary]) + "\n")
    assert precision >= PRECISION_FLOOR
    for kind in PERSONAL:
        assert found[kind] / (found[kind] + missed[kind]) >= RECALL_FLOORS[kind], kind


@pytest.mark.skipif(not NODE, reason="there is no Node.js")
def test_the_browser_gives_the_same_verdicts():
    texts = [case["text"] for case in CASES]
    assert kinds_in_the_browser(texts) == [find_personal_data(text) for text in texts]


def generated_texts(draw: Callable[[st.SearchStrategy[list[str]]], list[str]]) -> list[str]:
    signs = [*"0123456789lOоа@.,:;/-–_()\n' ", "①", "７", "\u0663", "⓵", "\u200b"]
    words = [" at ", " punto ", "doña ", "Ana", "эже", "12:30", "2026-11-29", "S/ ", " сом"]
    piece = st.sampled_from([*signs, *words, "1.2345"])
    return draw(st.lists(st.lists(piece, max_size=14).map("".join), min_size=200, max_size=200))


@pytest.mark.skipif(not NODE, reason="there is no Node.js")
@settings(max_examples=4, deadline=None)
@given(st.data())
def test_the_browser_gives_the_same_verdicts_on_whatever_is_written(data):
    texts = generated_texts(data.draw)
    assert kinds_in_the_browser(texts) == [find_personal_data(text) for text in texts]
