"""Loader of SQL statements: one statement per file under `queries/`, cached."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

QUERY_FOLDER = Path(__file__).parents[2] / "queries"


@dataclass(frozen=True)
class Query:
    """A statement with its name and its parameters."""

    name: str
    sql: str
    parameters: frozenset[str]


@lru_cache(maxsize=256)
def load_query(name: str) -> Query:
    """
    Read one statement by its name, as in `layers/risk_areas` for `queries/layers/risk_areas.sql`.

    Raises
    ------
    FileNotFoundError
        If there is no such file: an error of the program, not of the user.
    """
    text = (QUERY_FOLDER / f"{name}.sql").read_text(encoding="utf-8")
    statement = "\n".join(line for line in text.splitlines() if not line.startswith("--"))
    return Query(name, statement, frozenset(re.findall(r"\$([a-z_]+)", statement)))


def list_migrations() -> list[tuple[int, str]]:
    """List the schema migrations in order, as number and query name."""
    paths = sorted((QUERY_FOLDER / "migrations").glob("[0-9]*.sql"))
    return [(int(path.stem.split("_")[0]), f"migrations/{path.stem}") for path in paths]
