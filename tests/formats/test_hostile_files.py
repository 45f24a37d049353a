"""
Every hostile file ends in an exact error with a sentence, or in a layer that is correct.

`python -m tests.formats.test_hostile_files` prints a table: what each kind ended in, and the most
seconds and memory that a process took.
"""

from __future__ import annotations

import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import shapely

from geo.errors import AmparoError, LayerRowsError, ParsingCrashError
from geo.imports import file_parsing
from geo.imports.error_messages import format_error
from geo.language import list_locales
from geo.layers.schema import LAYER_SCHEMAS
from geo.parsing import process
from geo.parsing.limits import LAYER_LIMITS, STREET_LIMITS
from geo.parsing.source import SourceFile
from tests.formats.hostile_files import KINDS, HostileFile
from tests.thorough import choose

GRACE_S = 5.0  # for starting and killing a process on a busy machine
MARGIN_MB = 400  # what a process holds before it reads: the libraries
SAMPLE_INTERVAL_S = 0.02
EVERY = 9  # files of a kind, one of so many in the quick run
FILES = [(kind, file) for kind, make in KINDS.items() for file in make()]
SAMPLE = [one for kind in KINDS for one in [pair for pair in FILES if pair[0] == kind][::EVERY]]


@dataclass
class Outcome:
    """How the parsing of a file ended."""

    error: AmparoError | None
    seconds: float
    memory_mb: int


class MemoryWatch:
    """Samples the largest resident memory of the processes forked from the template."""

    def __enter__(self):
        self.largest_mb, self._ended = 0, threading.Event()
        self._thread = threading.Thread(target=self._sample)
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._ended.set()
        self._thread.join()

    def _sample(self):
        while not self._ended.wait(SAMPLE_INTERVAL_S):
            template = process.TEMPLATE._process
            children = Path(f"/proc/{template.pid}/task/{template.pid}/children")
            try:
                for pid in children.read_text().split():
                    status = Path(f"/proc/{pid}/status").read_text()
                    peak = [line for line in status.splitlines() if line.startswith("VmHWM")]
                    self.largest_mb = max(
                        [self.largest_mb, *(int(p.split()[1]) // 1024 for p in peak)]
                    )
            except OSError:
                continue


def parse(file: HostileFile) -> Outcome:
    content = file.make()
    process.warm_up()
    started = time.monotonic()
    error = None
    with MemoryWatch() as memory:
        try:
            source = SourceFile(file.name, content=content)
            if file.layer is None:
                file_parsing.parse_streets(source)
            else:
                check_layer(file_parsing.parse_layer(source, file.layer), file.layer)
        except AmparoError as raised:
            error = raised
    return Outcome(error, time.monotonic() - started, memory.largest_mb)


def check_layer(parsed, layer):
    frame, schema = parsed.checked.frame, LAYER_SCHEMAS[layer]
    assert len(frame) == parsed.rows > 0
    assert set(frame.geom_type) <= set(schema.geometry_types)
    assert shapely.is_valid(frame.geometry.to_numpy()).all()
    assert np.isfinite(shapely.get_coordinates(frame.geometry.to_numpy())).all()


def check(file: HostileFile) -> None:
    outcome = parse(file)
    limits = STREET_LIMITS if file.layer is None else LAYER_LIMITS
    assert outcome.seconds < limits.seconds + GRACE_S
    assert outcome.memory_mb < limits.memory_mb + MARGIN_MB
    if outcome.error is not None:
        assert type(outcome.error) is not AmparoError
        assert not isinstance(outcome.error, ParsingCrashError), "the reader has no answer"
        for locale in list_locales():
            sentence, *rows = format_error(outcome.error, locale)
            assert sentence
            assert rows or not isinstance(outcome.error, LayerRowsError)
            assert "Traceback" not in sentence


@pytest.mark.parametrize("file", [file for _, file in SAMPLE], ids=[f.name[:40] for _, f in SAMPLE])
def test_a_sample_of_hostile_files(file):
    check(file)


# Every sixth file in a run beside that sample, all of them in a thorough one.
CHOSEN = [one for one in FILES[:: choose(6, 1)] if one not in SAMPLE]


@pytest.mark.faults
@pytest.mark.parametrize("file", [file for _, file in CHOSEN], ids=[f.name[:40] for _, f in CHOSEN])
def test_hostile_files_of_every_kind(file):
    check(file)


def test_there_are_three_hundred_of_them():
    assert len(FILES) >= 300
    assert len({file.name for _, file in FILES}) == len(FILES)


def print_table() -> None:
    lines = []
    for kind, make in KINDS.items():
        if sys.argv[1:] and kind not in sys.argv[1:]:
            continue
        outcomes = [(file, parse(file)) for file in make()]
        endings = Counter(
            "layer" if one.error is None else type(one.error).__name__ for _, one in outcomes
        )
        slowest = max(one.seconds for _, one in outcomes)
        largest = max(one.memory_mb for _, one in outcomes)
        lines.append(f"{kind} | {len(outcomes)} | {slowest:.1f} s | {largest} MB")
        lines += [f"    {count:3} {ending}" for ending, count in endings.most_common()]
        lines += [
            f"        {file.name[:60]}"
            for file, one in outcomes
            if isinstance(one.error, ParsingCrashError)
        ]
        print("\n".join(lines), flush=True)  # noqa: T201 (a script)
        lines = []


if __name__ == "__main__":
    print_table()
