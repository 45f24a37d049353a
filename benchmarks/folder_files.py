"""
What becomes of every row of all files in a folder, as a table.

`python -m benchmarks.folder_files ../shared/data` writes `benchmarks/results/shared_data.md`. Each
file is brought without saying what it is, then once for each layer that it fits; street files are
imported as streets. Each first folder has a community of its own, without a boundary.
"""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from geo.communities.creation import NewCommunity, create_community
from geo.errors import AmparoError
from geo.imports.accounting import make_account
from geo.imports.error_messages import format_error
from geo.imports.file_import import save_file, settle_file
from geo.imports.file_inspection import inspect_file
from geo.imports.layer_import import import_layer
from geo.imports.street_import import import_streets
from geo.store import Store, open_store
from geo.store.actor import COMMAND_LINE_ACTOR, acting_as

RESULT = Path(__file__).with_name("results") / "shared_data.md"
COUNTS = ("read", "taken", "waiting", "left_out")
STREET_SUFFIXES = (".osm", ".pbf", ".graphml")
MAX_SENTENCE = 220  # characters of a refusal in the table
MAX_TABLES = 20  # of one file, each brought by itself


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--to", type=click.Path(path_type=Path), default=RESULT)
def main(folder: Path, to: Path) -> None:
    """Bring every file of a folder, and write the table."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    lines = []
    with tempfile.TemporaryDirectory() as name, acting_as(COMMAND_LINE_ACTOR, "coordinator"):
        store = open_store(Path(name) / "home")
        for path in paths:
            slug = _find_community(store, path.relative_to(folder).parts[0])
            for brought_as, cells in bring_file(store, slug, path):
                line = [path.relative_to(folder).as_posix(), brought_as, *cells]
                lines.append("| " + " | ".join(_escape(cell) for cell in line) + " |")
                click.echo(lines[-1])
    to.write_text(_format_table(lines, len(paths)), encoding="utf-8")


def _find_community(store: Store, folder: str) -> str:
    slug = re.sub(r"[^a-z0-9]+", "-", folder.lower()).strip("-") or "place"
    try:
        create_community(store, NewCommunity(slug, folder))
    except AmparoError as error:
        if type(error).__name__ != "CommunityExistsError":
            raise
    return slug


def bring_file(store: Store, slug: str, path: Path) -> Iterator[tuple[str, list[str]]]:
    """Bring a file in each way that fits it; give each with its cells of the table."""
    if path.suffix in STREET_SUFFIXES:
        yield "streets", _bring_streets(store, slug, path)
        return
    try:
        layers = inspect_file(path)
    except AmparoError as error:
        yield "", _refuse(error)
        return
    tables = [one.name for one in layers][:MAX_TABLES] if len(layers) > 1 else [None]
    for table in tables:
        yield _name("as it says itself", table), _bring_file_as_it_is(store, slug, path, table)
    for one in layers[:MAX_TABLES]:
        for layer in one.fits:
            yield _name(layer, one.name), _bring_layer(store, slug, layer, path, one.name)


def _bring_file_as_it_is(store: Store, slug: str, path: Path, table: str | None) -> list[str]:
    try:
        report = save_file(store, slug, settle_file(store, slug, path, table=table))
    except AmparoError as error:
        return _refuse(error)
    return _describe(make_account(report.reports, report.left_out))


def _bring_layer(store: Store, slug: str, layer: str, path: Path, table: str | None) -> list[str]:
    try:
        report = import_layer(store, slug, layer, path, table=table, waits=True)  # type: ignore[arg-type]
    except AmparoError as error:
        return _refuse(error)
    return _describe(make_account([report]))


def _bring_streets(store: Store, slug: str, path: Path) -> list[str]:
    try:
        counts = import_streets(store, slug, path).counts
    except AmparoError as error:
        return _refuse(error)
    remarks = ", ".join(f"{name} {value:,}" for name, value in counts.items() if value)
    return ["", "", "", "", remarks]


def _describe(account: dict[str, Any]) -> list[str]:
    """Describe an account of rows; `make_account` adds none of them twice."""
    counts = [int(account[name]) for name in COUNTS]
    if counts[0] != sum(counts[1:]):
        raise AssertionError(counts)
    of_layers = {one["layer"]: one["read"] for one in account["layers"]}
    fixes, doubts = Counter[str](), Counter[str]()
    for found, listed in ((fixes, account["fixes"]), (doubts, account["doubts"])):
        for one in listed:
            found[str(one["kind"])] += len(one.get("rows") or ())
    remarks = [f"{layer}: {rows:,} rows" for layer, rows in of_layers.items()]
    remarks += [_count("fix", kind, rows) for kind, rows in fixes.items()]
    remarks += [_count("doubt", kind, rows) for kind, rows in doubts.items()]
    return [*(f"{one:,}" for one in counts), "; ".join(remarks)]


def _count(what: str, kind: str, rows: int) -> str:
    return f"{what} {kind} ({rows:,})" if rows else f"{what} {kind}"  # 0 is of the whole file


def _refuse(error: AmparoError) -> list[str]:
    sentence = " ".join(format_error(error, "en"))
    return ["", "", "", "", f"refused, `{type(error).__name__}`: {sentence[:MAX_SENTENCE]}"]


def _name(brought_as: str, table: str | None) -> str:
    return brought_as if table is None else f"{brought_as}, {table}"


def _escape(cell: str) -> str:
    return cell.replace("|", "\\|").replace("\n", " ")


def _format_table(lines: list[str], files: int) -> str:
    titles = ("file", "brought as", *COUNTS, "fixes and doubts (rows), or the refusal")
    head = [
        "# What becomes of every row of real files",
        "",
        f"{files} files, read by `python -m benchmarks.folder_files`. In each line read = taken + "
        "waiting + left out. Files of one folder come into one community without a boundary.",
        "",
        "| " + " | ".join(titles) + " |",
        "|" + "---|" * len(titles),
    ]
    return "\n".join([*head, *lines]) + "\n"


if __name__ == "__main__":
    main()
