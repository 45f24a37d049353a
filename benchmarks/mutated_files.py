"""
Mutations of the trap files: none may end in a crash, and none may lose a row.

`python -m benchmarks.mutated_files --count 5000` truncates, flips bytes, swaps encodings and
shuffles columns. Of each file that is read, the rows taken, waiting and left out must be all its
rows, each once. The counts go to `benchmarks/results/mutated_files.json`.
"""

from __future__ import annotations

import json
import random
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from benchmarks.trap_files import TrapFile, make_trap_files
from geo.errors import AmparoError
from geo.formats.reading import read_layer_file
from geo.imports.file_parsing import examine_file
from geo.parsing.source import SourceFile

SEED = 13
RESULT = Path(__file__).with_name("results") / "mutated_files.json"
ENCODINGS = ("utf-16", "cp1252", "cp1251", "utf-8-sig", "utf-16-le", "utf-32", "latin-1")
TEXT_SUFFIXES = frozenset(
    {".csv", ".tsv", ".geojson", ".geojsonl", ".json", ".topojson", ".umap", ".kml", ".gpx"}
)
READ = "read"


@click.command()
@click.option("--count", type=int, default=5_000)
@click.option("--to", type=click.Path(path_type=Path), default=RESULT)
def main(count: int, to: Path) -> None:
    """Read mutated files, and write how they ended."""
    start = time.process_time()
    outcomes = run_mutations(count)
    by_mutation: dict[str, dict[str, int]] = {}
    for (mutation, outcome), number in sorted(outcomes.items()):
        by_mutation.setdefault(mutation, {})[outcome] = number
    record = {
        "files": count,
        "processor_seconds": round(time.process_time() - start, 1),
        "outcomes": by_mutation,
    }
    to.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    click.echo(json.dumps(record))


def run_mutations(count: int, *, seed: int = SEED) -> Counter[tuple[str, str]]:
    """
    Read mutated files in this process.

    What is no error with a sentence, and rows that are not accounted for, end it.

    Returns
    -------
    outcomes
        Number of files by mutation and outcome: `READ`, or the name of the error.
    """
    files = [file for file in make_trap_files() if file.content]
    chance = random.Random(seed)
    outcomes: Counter[tuple[str, str]] = Counter()
    for number in range(count):
        file = files[number % len(files)]
        mutation = chance.choice([name for name in MUTATIONS if _applies(name, file)])
        content = MUTATIONS[mutation](file.content, chance)
        with _named_case(f"{number}, {file.kind}: {file.trap}, {mutation}"):
            outcomes[mutation, check_rows(file, content)] += 1
    return outcomes


@contextmanager
def _named_case(case: str) -> Iterator[None]:
    """Name the file that a crash comes from."""
    is_finished = False
    try:
        yield
        is_finished = True
    finally:
        if not is_finished:
            click.echo(f"Crash in {case}", err=True)


def check_rows(file: TrapFile, content: bytes) -> str:
    """
    Read a file, and account for its rows.

    Returns
    -------
    outcome
        `READ`, or the name of the error.

    Raises
    ------
    AssertionError
        If rows taken, waiting and left out are not all rows, each once.
    """
    companions = tuple(SourceFile(name, content=one) for name, one in file.companions.items())
    source = SourceFile(file.name, content=content, companions=companions)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            frame = read_layer_file(source, file.layer)  # type: ignore[arg-type]
            parsed = examine_file(frame, file.layer, waits=True)  # type: ignore[arg-type]
    except AmparoError as error:
        return type(error).__name__
    waiting = [] if parsed.waiting is None else parsed.waiting.frame.index.tolist()
    rows = [*parsed.checked.frame.index.tolist(), *waiting, *parsed.checked.skipped]
    if sorted(rows) != list(range(1, parsed.rows + 1)):
        raise AssertionError(sorted(rows), parsed.rows)
    return READ


def _applies(mutation: str, file: TrapFile) -> bool:
    is_text = Path(file.name).suffix in TEXT_SUFFIXES
    return is_text or mutation in ("truncated", "bytes flipped", "cut out")


def _truncate(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content))]


def _flip_bytes(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.choice((1, 3, 10, 40))):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _cut_out(content: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(content))
    return content[:start] + content[start + chance.randrange(1, 60) :]


def _swap_encoding(content: bytes, chance: random.Random) -> bytes:
    text = content.decode("utf-8", errors="ignore")
    return text.encode(chance.choice(ENCODINGS), errors="replace")


def _shuffle_columns(content: bytes, chance: random.Random) -> bytes:
    """Shuffle the cells of each line alike; of other texts, their words."""
    text = content.decode("utf-8", errors="replace")
    mark = chance.choice((",", ";", "\t", '"', ":"))
    lines = [line.split(mark) for line in text.split("\n")]
    width = max(map(len, lines))
    order = chance.sample(range(width), width)
    shuffled = [[line[at] for at in order if at < len(line)] for line in lines]
    return "\n".join(mark.join(line) for line in shuffled).encode()


MUTATIONS: dict[str, Callable[[bytes, random.Random], bytes]] = {
    "truncated": _truncate,
    "bytes flipped": _flip_bytes,
    "cut out": _cut_out,
    "encoding swapped": _swap_encoding,
    "columns shuffled": _shuffle_columns,
}

if __name__ == "__main__":
    main()
