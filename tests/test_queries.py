"""Holds every file of queries/ to its header: what it asks, what it takes, what it gives back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path

import duckdb
import pytest
import shapely

from geo.layers.schema import CANDIDATE_COLUMNS, LAYER_SCHEMAS
from geo.model import LAYER_NAMES
from geo.store import open_store
from tests import source_files
from tests.gathered import gather

QUERIES = source_files.files("queries", suffix=".sql")
FOLDERS = {path.parent.name for path in QUERIES}
MIGRATIONS = [path for path in QUERIES if path.parent.name == "migrations"]
OF_GEOPACKAGES = [path for path in QUERIES if path.stem == "geometry_tables"]  # SQLite runs it
ASKED = [path for path in QUERIES if path not in MIGRATIONS]
OF_THE_STORE = [path for path in ASKED if path not in OF_GEOPACKAGES]
CHANGES = {duckdb.StatementType.INSERT, duckdb.StatementType.UPDATE, duckdb.StatementType.DELETE}

TYPES = {  # the word in a header, DuckDB's name, and a value to try the statement with
    "bigint": ("BIGINT", 1),
    "blob": ("BLOB", shapely.to_wkb(shapely.Point(0, 0))),
    "boolean": ("BOOLEAN", False),
    "date": ("DATE", date(2026, 1, 1)),
    "double": ("DOUBLE", 1.0),
    "integer": ("INTEGER", 1),
    "text": ("VARCHAR", ""),
    "time": ("TIME", time(6)),
    "timestamp": ("TIMESTAMP", datetime(2026, 1, 1)),
    "timestamptz": ("TIMESTAMP WITH TIME ZONE", datetime(2026, 1, 1, tzinfo=UTC)),
    "uuid": ("UUID", "00000000-0000-0000-0000-000000000000"),
}
UNIQUE_TEXT = TYPES["uuid"][1]


@dataclass(frozen=True)
class Header:
    """What a query says of itself."""

    question: str
    takes: str
    gives: str
    one_row: bool

    @property
    def parameters(self) -> dict[str, str]:
        return dict(re.findall(r"\$(\w+)\s+(\w+)", self.takes))

    @property
    def incoming(self) -> dict[str, str] | None:
        told = re.search(r"\bincoming table\((.*)\)", self.takes)
        return columns(told[1]) if told else None

    @property
    def out(self) -> dict[str, str]:
        return {} if self.gives == "nothing" else columns(self.gives)


def columns(told: str) -> dict[str, str]:
    """Read `name type, name type in unit`; a column without a type has an empty one."""
    words = [column.split() for column in told.split(",")]
    return {column[0]: (column[1] if len(column) > 1 else "") for column in words if column}


@cache
def header(path: Path) -> Header:
    """Read the comment at the top of a query."""
    lines = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("--"):
            break
        lines.append(line[2:].strip())
    one_row = "one row" in lines
    told = " ".join(line for line in lines if line != "one row")
    found = re.fullmatch(r"(?P<question>.+?) in: (?P<takes>.*?) out: (?P<gives>.+)", told)
    assert found, (
        f"{source_files.name(path)}:1: the header wants a question, `-- in:` and `-- out:`"
    )
    return Header(
        **{name: text.strip() for name, text in found.groupdict().items()}, one_row=one_row
    )


@cache
def statement(path: Path) -> duckdb.Statement:
    """Parse the statement of a query; of `copy from database` DuckDB makes several."""
    return duckdb.extract_statements(path.read_text(encoding="utf-8"))[0]


def each(paths):
    """Run a test for each of some queries, under its name."""
    return gather("path", paths, label=source_files.name)


def test_there_are_queries():
    assert ASKED
    assert MIGRATIONS


@each(QUERIES)
def test_it_opens_with_a_question_or_an_order(path):
    assert header(path).question.endswith(("?", ".")), f"{source_files.name(path)}:1"


@each(QUERIES)
def test_it_is_one_statement(path):
    written = re.sub(r"'[^']*'", "", body(path)).rstrip(";").count(";") + 1
    assert written == 1, f"{source_files.name(path)}: one statement a file, here are {written}"


@each(QUERIES)
def test_it_takes_just_what_its_header_says(path):
    said, asked = header(path), statement(path)
    assert set(said.parameters) == set(asked.named_parameters), f"{source_files.name(path)}: -- in:"
    reads_incoming = bool(re.search(r"\bincoming\b", body(path)))
    assert reads_incoming == (said.incoming is not None), (
        f"{source_files.name(path)}: -- in: incoming"
    )
    if not said.parameters and said.incoming is None:
        assert said.takes == "nothing", f"{source_files.name(path)}: -- in: nothing"


@each(QUERIES)
def test_its_header_speaks_of_known_types(path):
    said = header(path)
    told = {**said.parameters, **(said.incoming or {}), **said.out}
    unknown = {name: kind for name, kind in told.items() if kind not in TYPES}
    assert not unknown, f"{source_files.name(path)}: name a type of {sorted(TYPES)} for {unknown}"


@each(ASKED)
def test_rows_come_in_an_order(path):
    if not header(path).out or statement(path).type in CHANGES or header(path).one_row:
        return
    last = re.split(r"\border\s+by\b", body(path), flags=re.IGNORECASE)
    ordered = len(last) > 1 and last[-1].count("(") >= last[-1].count(")")
    assert ordered, f"{source_files.name(path)}: order the rows, or mark it `-- one row`"


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """Open an empty store, built by the migrations."""
    opened = open_store(tmp_path_factory.mktemp("store"))
    yield opened
    opened.close()


@each(OF_THE_STORE)
def test_it_fits_the_store_and_gives_what_its_header_says(path, store):
    said = header(path)
    values = {name: TYPES[kind][1] for name, kind in said.parameters.items()}
    for name in re.findall(r"\$(\w+)::uuid", body(path)):
        values[name] = UNIQUE_TEXT
    with store.cursor() as cursor:
        cursor.begin()
        if said.incoming is not None:
            told = ", ".join(f'"{name}" {kind}' for name, kind in said.incoming.items())
            cursor.execute(f"create temp table incoming ({told})")
        if not said.out:
            if statement(path).type in CHANGES:
                cursor.execute(f"explain {body(path)}", values or None)
            cursor.rollback()
            return
        cursor.execute(body(path), values or None)
        given = {column[0]: str(column[1]) for column in cursor.description}
        cursor.rollback()
    assert given == {name: TYPES[kind][0] for name, kind in said.out.items()}
    assert list(given) == list(said.out), (
        f"{source_files.name(path)}: -- out: in the order of the columns"
    )


@pytest.mark.parametrize("layer", LAYER_NAMES)
def test_a_layer_query_returns_the_columns_of_the_schema(layer):
    expected = {"id": "text", **LAYER_SCHEMAS[layer].sql_types, "wkb": "blob"}
    out = header(query_path(f"layers/{layer}")).out
    assert list(out.items()) == list(expected.items())


def test_candidate_queries_take_and_return_columns_of_services():
    types = LAYER_SCHEMAS["services"].sql_types
    expected = {
        "osm_id": "text",
        **{name: types[name] for name in CANDIDATE_COLUMNS},
        "wkb": "blob",
    }
    assert header(query_path("streets/candidates")).out == expected
    assert header(query_path("streets/add_candidates")).incoming == expected


def query_path(name: str) -> Path:
    return next(path for path in ASKED if f"{path.parent.name}/{path.stem}" == name)


def test_migrations_are_numbered_without_a_gap():
    numbers = [int(path.stem[:4]) for path in MIGRATIONS if re.match(r"\d{4}_[a-z]", path.stem)]
    assert numbers == list(range(1, len(MIGRATIONS) + 1))


def test_every_query_is_requested_by_name_and_every_name_is_a_query():
    known = {f"{path.parent.name}/{path.stem}" for path in ASKED}
    named, families = names_in_code()
    missing = [f"{at}: no query {name}" for name, at in named.items() if name not in known]
    assert not missing, source_files.report(missing)
    unused = [name for name in sorted(known - set(named)) if not name.startswith(tuple(families))]
    assert not unused, f"nobody asks these: {unused}"


def names_in_code() -> tuple[dict[str, str], set[str]]:
    """Find the names of queries in geo, and the beginnings of names put together there."""
    named, families = {}, {"-"}  # "-": startswith wants at least one beginning
    shape = re.compile(rf"({'|'.join(sorted(FOLDERS))})/[a-z0-9_]+")
    for path in source_files.files("geo"):
        for node, text in source_files.strings(source_files.tree(path)):
            if shape.fullmatch(text):
                named.setdefault(text, f"{source_files.name(path)}:{node.lineno}")
            elif source_files.BLANK in text and text.partition("/")[0] in FOLDERS:
                families.add(text.partition(source_files.BLANK)[0])
    return named, families


def body(path: Path) -> str:
    """Read a query without its comments."""
    return re.sub(r"--.*", "", path.read_text(encoding="utf-8")).strip()


def test_a_header_is_read_whole(tmp_path):
    query = tmp_path / "a.sql"
    query.write_text(
        "-- Which homes lie\n-- far?\n-- in:  $community text, $limit double in minutes,\n"
        "--      incoming table(id text, wkb blob in EPSG:4326)\n-- out: id text, minutes double\n"
        "-- one row\nselect 1"
    )
    told = header(query)
    assert told.question == "Which homes lie far?"
    assert told.parameters == {"community": "text", "limit": "double"}
    assert told.incoming == {"id": "text", "wkb": "blob"}
    assert told.out == {"id": "text", "minutes": "double"}
    assert told.one_row
