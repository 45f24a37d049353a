"""Every command there is, with words to run it by: what it says and writes, as bytes."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click
from click.testing import CliRunner

from geo.commands.main import amparo
from geo.formats.registry import WRITABLE_LAYERS, WRITABLE_SUFFIXES
from geo.model import AUDIENCES, LAYER_NAMES, SERVICE_TYPES
from tests.leaks.seeding import SCENARIO, SLUG
from tests.thorough import choose

NOON, NIGHT = "2026-05-01T12:00", "2026-05-01T22:00"
ENDINGS = ("geojson", "gpkg", "parquet", "csv")
LAYER_ENDINGS = tuple(suffix.removeprefix(".") for suffix in WRITABLE_SUFFIXES if suffix != ".json")
HELD = ("pdf", "png", "gpx", "geojson")  # what people take of a support route
IN_TOWN = "13.9050,-89.8479"
NEAR_IT = "13.8860,-89.8512"  # the end of the town nearest to the shelter
HIDDEN_TYPES = ("shelter", "accompaniment")
COUNTED = (*HIDDEN_TYPES, "health", "police", "phone_line")  # coverage takes long; ways do not
LAST_CHANGE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")


@dataclass(frozen=True)
class Line:
    """
    One line for the terminal.

    Attributes
    ----------
    family
        The command and what it writes, for the table.
    words
        Without the installation and the audience; `{out}` is a folder for files.
    """

    family: str
    words: tuple[str, ...]


def leaves(group: click.Group = amparo, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Name every command that does something, whatever was added to the command line."""
    for name, command in sorted(group.commands.items()):
        if isinstance(command, click.Group):
            yield from leaves(command, (*path, name))
        else:
            yield (*path, name)


def command_of(path: tuple[str, ...]) -> click.Command:
    """Find a command by its names."""
    found: click.Command = amparo
    for name in path:
        found = found.commands[name]
    return found


def has_audience(path: tuple[str, ...]) -> bool:
    """Tell whether a command is asked for somebody."""
    return any(option.name == "audience" for option in command_of(path).params)


def may_be_exact(words: list[str]) -> bool:
    """Tell whether a command asks for a yes before it writes reserved places."""
    path = next(path for path in leaves() if list(path) == words[: len(path)])
    return any(option.name == "confirm_exact" for option in command_of(path).params)


def for_somebody() -> list[Line]:
    """List the lines whose answer depends on who will read it."""
    here = ("--community", SLUG)
    told = []
    for layer in LAYER_NAMES:
        of = (*here, "--layer", layer)
        told.append(Line("layer history", ("layer", "history", *of, "--most", "1000")))
        for ending in LAYER_ENDINGS:
            if layer not in WRITABLE_LAYERS[f".{ending}"]:
                continue
            to = ("--to", f"{{out}}/{layer}.{ending}")
            told.append(Line(f"layer export .{ending}", ("layer", "export", *of, *to)))
    told.append(Line("service list", ("service", "list", *here)))
    for ending in ENDINGS:
        to = ("--at", NOON, "--to", f"{{out}}/edges.{ending}")
        told.append(Line(f"streets export .{ending}", ("streets", "export", *here, *to)))
    return [
        *told,
        *_ways(here),
        *_support(here),
        *_coverage(here),
        *_sites(here),
        *_scenarios(here),
        *_completeness(here),
    ]


def _ways(here: tuple[str, ...]) -> Iterator[Line]:
    for kind in SERVICE_TYPES:
        for start in (IN_TOWN, NEAR_IT) if kind in HIDDEN_TYPES else (NEAR_IT,):
            ask = ("route", *here, "--from", start, "--to-service", kind, "--at", NOON)
            yield Line("route", (*ask, "--to-file", f"{{out}}/{kind}.geojson"))
    ask = ("route", *here, "--from", IN_TOWN, "--to", NEAR_IT, "--at", NIGHT)
    for ending in ENDINGS:
        yield Line(f"route .{ending}", (*ask, "--to-file", f"{{out}}/way.{ending}"))


def _support(here: tuple[str, ...]) -> Iterator[Line]:
    """Ask for the doors that help, from the end of the town nearest to the shelter."""
    ask = ("pathway", *here, "--from", NEAR_IT, "--hours-since", "10")
    for situation in ("sexual_violence", "physical_violence", "accompanying"):
        yield Line("pathway", (*ask, "--situation", situation, "--at", NOON))
    ask = (*ask, "--situation", "physical_violence", "--at", NIGHT)
    yield Line("pathway, by vehicle", (*ask, "--mode", "vehicle"))
    for ending in HELD:
        yield Line(f"pathway .{ending}", (*ask, "--to-file", f"{{out}}/held.{ending}"))


def _coverage(here: tuple[str, ...]) -> Iterator[Line]:
    for kind in COUNTED:
        far: tuple[tuple[str, ...], ...] = (("--minutes", "15"),)
        if kind in HIDDEN_TYPES:
            far += (("--minutes", "5"), ("--minutes", "45"), ("--metres", "700"))
            far += (("--metres", "2000", "--straight-line"), ("--minutes", "20", "--detour", "1.3"))
        for limit in far:
            ask = ("coverage", *here, "--service", kind, *limit, "--at", NOON)
            yield Line("coverage .gpkg", (*ask, "--to-file", f"{{out}}/{kind}.gpkg"))
    several = ("--service", "health", "--service", HIDDEN_TYPES[0], "--bands", "10,20")
    held = (*several, "--open-at", "Sa", "21:00", "--at", NOON, "--by", "zone", "--by", "sex")
    yield Line("coverage, bands", ("coverage", *here, *held, "--to-file", "{out}/bands.gpkg"))
    types = ("--service", "health", "--service", HIDDEN_TYPES[0], "--minutes", "15", "--at", NOON)
    for ending in choose(("pdf",), ("pdf", "xlsx", "gpkg")):  # the PDF has tables and maps
        told = ("report", *here, *types, "--to", f"{{out}}/report.{ending}")
        yield Line(f"report .{ending}", told)


def _completeness(here: tuple[str, ...]) -> Iterator[Line]:
    for moment in choose((NIGHT,), (NOON, NIGHT)):
        ask = ("completeness", *here, "--situation", "sexual_violence", "--situation", "threat")
        yield Line("completeness", (*ask, "--at", moment, "--by", "zone"))


def _sites(here: tuple[str, ...]) -> Iterator[Line]:
    for kind in ("shelter", "health"):
        for source in ("services", "safe_zones"):
            ask = ("site", *here, "--service", kind, "--candidates", source, "--at", NOON)
            yield Line("site", (*ask, "--objective", "pmedian", "--minutes", "15"))


def _scenarios(here: tuple[str, ...]) -> Iterator[Line]:
    """Ask for a scenario with a shelter, and what it would change for three types."""
    yield Line("scenario list", ("scenario", "list", *here))
    yield Line("scenario show", ("scenario", "show", SCENARIO, *here))
    ranked = ("scenario", "rank-risk", *here, "--service", "shelter", "--at", NIGHT, "--most", "1")
    yield Line("scenario rank-risk", ranked)
    for kind in choose(("shelter",), (*HIDDEN_TYPES, "health")):
        ask = ("scenario", "compare", SCENARIO, *here, "--service", kind, "--at", NOON)
        yield Line("scenario compare", (*ask, "--minutes", "15"))


def told_by(home: Path, out: Path, line: Line, audience: str | None = None) -> dict[str, bytes]:
    """
    Run a line.

    Returns
    -------
    told
        Standard output, standard error, and each file written, by name. The folder is cut out of
        what is said: it differs from run to run.
    """
    out.mkdir(parents=True, exist_ok=True)
    words = [word.format(out=out) for word in line.words]
    words += [] if audience is None else ["--audience", audience]
    if audience == "coordinator" and {"--to", "--to-file"} & set(words) and may_be_exact(words):
        words.append("--confirm-exact")
    ran = CliRunner().invoke(amparo, [*words, "--home", str(home)], catch_exceptions=False)
    told = {"said": ran.stdout, "error": ran.stderr}
    files = {}
    for file in sorted(out.iterdir()):
        files[file.name] = file.read_bytes()
        file.unlink()
    return {name: text.replace(str(out), "").encode() for name, text in told.items()} | files


def same_each_time(name: str, content: bytes, scratch: Path) -> bytes:
    """Write a GeoPackage as text without the moment it was made; other files stay as they are."""
    if not name.endswith(".gpkg"):
        return content
    file = scratch / name
    file.write_bytes(content)
    with sqlite3.connect(file) as opened:
        rows = sorted(_rows(opened))
    file.unlink()
    return LAST_CHANGE.sub("", "\n".join(rows)).encode()


def _rows(opened: sqlite3.Connection) -> Iterator[str]:
    names = "select name from sqlite_master where type = 'table' and name not like 'rtree_%'"
    for (table,) in opened.execute(names).fetchall():
        for row in opened.execute(f'select * from "{table}"'):
            yield repr((table, row))


READERS = tuple(AUDIENCES)
