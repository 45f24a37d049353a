"""Reads the project's own files, for the tests that hold the lines of the house."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).parents[1]
NOT_OURS = {".git", ".venv", "node_modules", "__pycache__", ".hypothesis"}
BLANK = "\0"  # stands for what fills the blank of an f-string


def files(*folders: str, suffix: str = ".py") -> list[Path]:
    """List our files with an ending, in folders or by their own names; sorted."""
    found: set[Path] = set()
    for folder in folders:
        start = ROOT / folder
        found |= {start} if start.is_file() else set(start.rglob(f"*{suffix}"))
    return sorted(path for path in found if path.is_file() and not NOT_OURS & set(path.parts))


def name(path: Path) -> str:
    """Name a file as seen from the top of the project."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    """Parse a Python file, once."""
    return parse(path.read_text(encoding="utf-8"))


@cache
def parse(text: str) -> ast.Module:
    """Parse the text of a Python file, once."""
    return ast.parse(text)


@cache
def nodes(code: ast.Module) -> list[ast.AST]:
    """List every node of a module in the order of `ast.walk`, which takes long, once."""
    return list(ast.walk(code))


def report(faults: Iterable[str]) -> str:
    """Write faults one below the other, so that pytest shows where each one is."""
    return "\n" + "\n".join(faults)


def imports(code: ast.Module, at: str) -> Iterator[tuple[int, str]]:
    """Tell what a module imports, as line and dotted name, each name of a `from` on its own."""
    for node in nodes(code):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = _absolute(node, at)
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)


def _absolute(node: ast.ImportFrom, at: str) -> str:
    if not node.level:
        return node.module or ""
    package = PurePosixPath(at).parts[: -node.level]
    return ".".join([*package, *([node.module] if node.module else [])])


def strings(code: ast.Module) -> Iterator[tuple[ast.expr, str]]:
    """Yield every string that is not a docstring; an f-string once, with `BLANK` in its blanks."""
    skip = {id(node) for node in _docstrings(code)}
    for node in nodes(code):
        if isinstance(node, ast.JoinedStr):
            skip |= {id(part) for part in node.values}
            yield node, text_of(node)
        elif (
            isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skip
        ):
            yield node, node.value


def text_of(node: ast.expr | None) -> str:
    """Read a string or an f-string, with `BLANK` in its blanks; anything else is empty."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if isinstance(node, ast.JoinedStr):
        return "".join(text_of(part) or BLANK for part in node.values)
    return ""


def called(node: ast.Call) -> str:
    """Tell the last name of what is called: `execute` for `cursor.execute(…)`."""
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def first_text(call: ast.Call) -> str:
    """Read the first argument of a call, if it is a string."""
    return text_of(call.args[0]) if call.args else ""


def calls(code: ast.AST) -> Iterator[ast.Call]:
    """Yield every call."""
    found = nodes(code) if isinstance(code, ast.Module) else ast.walk(code)
    return (node for node in found if isinstance(node, ast.Call))


def _docstrings(code: ast.Module) -> Iterator[ast.expr]:
    for node in nodes(code):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            yield from (
                line.value
                for line in body
                if isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant)
            )


def without_tags(text: str) -> str:
    """Take the HTML tags out of a text, and leave what a person would read."""
    return re.sub(r"<[^>]*>", " ", text)
