"""Docstrings name the parameters and attributes that there are."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests import source_files

SECTION = r"{}\n-+\n(.*?)(?:\n\n[A-Z]\w+\n-+|\Z)"
NAMES = re.compile(r"^(\w[\w, ]*)$", re.MULTILINE)
Described = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def described_names(docstring: str) -> Iterator[str]:
    """List the names that the sections of a numpy docstring describe."""
    for title in ("Parameters", "Attributes"):
        if found := re.search(SECTION.format(title), docstring, re.DOTALL):
            for line in NAMES.findall(found[1]):
                yield from (name.strip() for name in line.split(","))


def existing_names(node: Described) -> set[str]:
    """List the parameters of a function, or the fields and members of a class."""
    arguments = [one.arg for one in ast.walk(node) if isinstance(one, ast.arg)]
    members = [one.attr for one in ast.walk(node) if isinstance(one, ast.Attribute)]
    fields = [
        one.target.id
        for one in ast.walk(node)
        if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name)
    ]
    functions = [one.name for one in ast.walk(node) if isinstance(one, ast.FunctionDef)]
    return {*arguments, *members, *fields, *functions}


def unknown_names(code: ast.Module, at: str) -> list[str]:
    """Find what a docstring describes and nothing has."""
    described = [
        (node, names)
        for node in source_files.nodes(code)
        if isinstance(node, Described)
        and (names := [*described_names(ast.get_docstring(node) or "")])
    ]
    return [
        f"{at}:{node.lineno}: {node.name} has no {name}"
        for node, names in described
        if (existing := existing_names(node))
        for name in names
        if name and name not in existing
    ]


def test_what_docstrings_describe_is_there():
    faults = [
        fault
        for path in source_files.files("server", "pages", "geo")
        for fault in unknown_names(source_files.tree(path), source_files.name(path))
    ]
    assert not faults, source_files.report(faults)


def test_a_stale_name_is_found():
    source = (
        'def f(a):\n    """\n    Do.\n\n    Parameters\n    ----------\n    b\n        X.\n    """'
    )
    assert unknown_names(ast.parse(source), "geo/a.py") == ["geo/a.py:1: f has no b"]
