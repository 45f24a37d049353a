"""Holds the names of the code to docs/glossary.md: none has a word of its last column."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import source_files

GLOSSARY = source_files.ROOT / "docs" / "glossary.md"
CODE = ("app.py", "start.py", "server", "pages", "geo", "benchmarks", "data")
SUFFIXES = (".py", ".sql", ".js", ".css", ".html", ".typ")
PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
CODE_SPAN = re.compile(r"`([^`]+)`")
KEY = re.compile(r"[a-z][a-z0-9_]*")
TYPE = (
    r"(?:text|bigint|blob|boolean|date|double|integer|time|timestamp|timestamptz|uuid|geometry)\b"
)
HEADER_COLUMN = re.compile(rf"\$?(\w+)\s+{TYPE}")
# Names that have such a word in the sense of a standard, a library, or of what people already
# have in their files and scripts: JSON keys of commands, columns of stored tables, query fields.
STANDARD_TERMS = {
    "OpenStreetMap's own way": re.compile(
        r"osm_?ways?(_index)?|ways?_(id|ids|splitting|points|filter_keys)|incomplete_ways|(append|collect|"
        r"select|from|is_walkable)_ways?(_points)?|WayPoints|OsmWays|WayUnfinishedError|footways?"
        r"|ways?|motorway|pathways?|highway|one_way|MIN_WAY_NODES",
        re.IGNORECASE,
    ),
    "turn-by-turn directions": re.compile(r"turn|(classify|u)_turn|turn_angle_deg|MIN_U_TURN_DEG"),
    "a secret of cryptography": re.compile(r".*(installation|client|cookie)_secret.*"),
    "land use of OpenStreetMap": re.compile(r"(recreation_)?ground"),
}
# Keys and columns alone: renaming these would break what is stored, or what people's scripts read.
PUBLISHED_KEYS = re.compile(
    r"day_ends|no_way|kept|visits?|answer|secret|spoken|told|drawing_hidden"
)
# Test functions are sentences of English; they are held to the nouns of the domain alone.
NOUNS = set("door doors visit visits seal seals reserved mend mended turnstile outbox".split())


def forbidden_words(text: str) -> frozenset[str]:
    """Read the words of the column "not in code"."""
    rows = [line.split("|") for line in text.splitlines() if line.startswith("|")]
    start = next(n for n, row in enumerate(rows) if "not in code" in row[-2])
    cells = [row[-2].split("(but")[0] for row in rows[start + 2 :]]
    return frozenset(word for cell in cells for word in CODE_SPAN.findall(cell))


def words_of(name: str) -> set[str]:
    """Split a name into its words: `isKept_m` gives is, kept, m."""
    return {part.lower() for part in PART.findall(name)}


def python_names(code: ast.Module) -> Iterator[tuple[int, str, bool]]:
    """List names of classes, functions, parameters, fields, constants and keys; is it a key?"""
    for node in source_files.nodes(code):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.lineno, node.name, False
        elif isinstance(node, ast.arg):
            yield node.lineno, node.arg, False
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.lineno, node.target.id, True  # a column or a key, too
        elif isinstance(node, ast.Dict):
            yield from ((node.lineno, key, True) for key in _text_keys(node))
    for statement in code.body:
        if isinstance(statement, ast.Assign):
            yield from (
                (statement.lineno, target.id, False)
                for target in statement.targets
                if isinstance(target, ast.Name)
            )


def _text_keys(node: ast.Dict) -> list[str]:
    keys = [str(key.value) for key in node.keys if isinstance(key, ast.Constant)]
    return [key for key in keys if KEY.fullmatch(key)]


def query_columns(path: Path) -> Iterator[tuple[int, str]]:
    """List the columns and parameters that the header of a query names."""
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if line.startswith("--"):
            yield from ((number, name) for name in HEADER_COLUMN.findall(line))


def house_words(
    name: str, forbidden: frozenset[str] | set[str], *, is_key: bool = False
) -> set[str]:
    """Find the forbidden words of a name, unless the whole name is a standard term."""
    bare = name.strip("_")
    if any(term.fullmatch(bare) for term in STANDARD_TERMS.values()):
        return set()
    if is_key and PUBLISHED_KEYS.fullmatch(bare):
        return set()
    return words_of(bare) & forbidden


def test_no_name_has_a_forbidden_word():
    forbidden, faults = forbidden_words(GLOSSARY.read_text("utf-8")), []
    for path in source_files.files(*CODE):
        for line, name, is_key in python_names(source_files.tree(path)):
            if bad := house_words(name, forbidden, is_key=is_key):
                faults.append(f"{source_files.name(path)}:{line}: {name} ({', '.join(bad)})")
    for path in source_files.files("queries", suffix=".sql"):
        for line, name in query_columns(path):
            if bad := house_words(name, forbidden, is_key=True):
                faults.append(f"{source_files.name(path)}:{line}: {name} ({', '.join(bad)})")
    assert not faults, source_files.report(faults)


def test_no_file_has_a_forbidden_word():
    forbidden = forbidden_words(GLOSSARY.read_text("utf-8"))
    faults = [
        source_files.name(path)
        for suffix in SUFFIXES
        for path in source_files.files(*CODE, "queries", "frontend", "tests", suffix=suffix)
        if "migrations" not in path.parts
        and house_words(path.stem, forbidden)
        and "installation_secret" not in path.stem
    ]
    assert not faults, source_files.report(faults)


def test_test_functions_name_the_domain_by_its_terms():
    faults = [
        f"{source_files.name(path)}:{node.lineno}: {node.name}"
        for path in source_files.files("tests")
        for node in source_files.nodes(source_files.tree(path))
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and (isinstance(node, ast.ClassDef) or node.name.startswith("test_"))
        and words_of(node.name) & NOUNS
    ]
    assert not faults, source_files.report(faults)


@pytest.mark.parametrize(
    "source",
    [
        "class DoorTold: pass",
        "def seal(store): pass",
        "def rank(services, asked): pass",
        "class A:\n    quiet_m: float",
        "ROOMS = 3",
        "x = {'doors_told': 1}",
        "def kept(): pass",
        "class Answer: pass",
    ],
)
def test_a_house_word_is_found(source):
    forbidden = forbidden_words(GLOSSARY.read_text("utf-8"))
    assert any(house_words(name, forbidden) for _, name, _ in python_names(ast.parse(source)))


def test_terms_of_the_field_pass():
    forbidden = forbidden_words(GLOSSARY.read_text("utf-8"))
    for name in ("way_ids", "osm_way", "MIN_U_TURN_DEG", "installation_secret", "rank_services"):
        assert not house_words(name, forbidden), name
