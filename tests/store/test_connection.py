"""What DuckDB loads is checked: once a process, and before anything of it runs."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import duckdb_extension_httpfs
import pytest

from geo.store import connection


def unsigned_allowed(root):
    return root.execute("select current_setting('allow_unsigned_extensions')").fetchone()[0]


def test_signatures_are_checked_once_a_process(tmp_path, monkeypatch):
    monkeypatch.setattr(connection, "_verified_extensions", set())
    for number, allowed in enumerate((False, True, True)):
        root = connection.connect_database(tmp_path / f"{number}.duckdb", temporary_folder=tmp_path)
        assert unsigned_allowed(root) is allowed
        root.close()


def test_a_changed_library_is_not_loaded(tmp_path, monkeypatch):
    real = next(Path(duckdb_extension_httpfs.__path__[0]).rglob("*.duckdb_extension"))
    changed = shutil.copy(real, tmp_path / real.name)
    with Path(changed).open("r+b") as file:
        file.seek(1_000_000)
        file.write(b"another")
    monkeypatch.setattr(duckdb_extension_httpfs, "__path__", [str(tmp_path)])
    with pytest.raises(duckdb.IOException, match="signature"):
        connection.connect_database(tmp_path / "a.duckdb", temporary_folder=tmp_path)
