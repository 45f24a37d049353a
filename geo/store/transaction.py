"""Execution of named queries on one DuckDB cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import duckdb

from geo.store.queries import load_query

if TYPE_CHECKING:  # see `geo.store.database`
    import pandas as pd
    import pyarrow as pa


class Transaction:
    """Runs queries and statements, by their names, on one cursor."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
        self._cursor = cursor

    def rows(self, name: str, /, **parameters: object) -> list[dict[str, Any]]:
        """Run a query; each row is a dictionary by column name."""
        self._execute_query(name, parameters)
        columns = [column[0] for column in self._cursor.description or ()]
        return [dict(zip(columns, row, strict=True)) for row in self._cursor.fetchall()]

    def frame(self, name: str, /, **parameters: object) -> pd.DataFrame:
        """Run a query; the result is a data frame."""
        self._execute_query(name, parameters)
        return self._cursor.df()

    def frame_with_incoming(
        self, name: str, incoming: pd.DataFrame, /, **parameters: object
    ) -> pd.DataFrame:
        """Run a query that reads the table `incoming`, given as a frame."""
        self.execute(name, incoming, **parameters)
        return self._cursor.df()

    def execute(
        self, name: str, incoming: pd.DataFrame | pa.Table | None = None, /, **parameters: object
    ) -> None:
        """Run a statement; one that reads the table `incoming` is given it."""
        if incoming is not None:
            self._cursor.register("incoming", incoming)
        self._execute_query(name, parameters)

    def _execute_query(self, name: str, parameters: dict[str, object]) -> None:
        self._cursor.execute(load_query(name).sql, parameters or None)
