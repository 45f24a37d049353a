"""A copy of the whole store in one file, and the way back from it."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from geo.errors import BackupError, StoreUnreadableError
from geo.store.database import Store, connect, open_store
from geo.store.home import FILE_NAME, home_folder
from geo.store.queries import load


def back_up(store: Store, to: Path) -> Path:
    """
    Write the whole store, history included, as one file.

    Parameters
    ----------
    to
        The file to make. What stands there is replaced only once the copy is whole.

    Raises
    ------
    BackupError
        If it cannot be written there.
    """
    part = to.with_name(f".{to.name}.part")
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        with store.cursor() as cursor:
            cursor.execute(f"attach '{_quoted(part)}' as copied")
            try:
                cursor.execute(load("store/copy_out").text)
            finally:
                cursor.execute("detach copied")
        os.replace(part, to)  # noqa: PTH105 (replaces on Windows too, where rename does not)
    except (OSError, duckdb.IOException) as error:
        part.unlink(missing_ok=True)
        raise BackupError(file=to.name) from error
    return to


def restore(file: Path, folder: Path | str | None = None) -> Path | None:
    """
    Put a backup in the place of an installation's store.

    Parameters
    ----------
    file
        A backup. It is read and checked before anything changes.
    folder
        The installation's folder; see `open_store`.

    Returns
    -------
    kept
        Where the store that stood there is kept; None where there was none.

    Raises
    ------
    BackupError
        If the file is not there, or not a backup.
    StoreBusyError
        If another program holds the store.
    """
    home = home_folder(folder).resolve()
    home.mkdir(parents=True, exist_ok=True)
    incoming = home / f".{FILE_NAME}.incoming"
    _check(file, temporary=home / "temporary")
    kept = None
    try:
        shutil.copyfile(file, incoming)
        if (home / FILE_NAME).exists():
            open_store(home).close()  # says that it is busy; and empties the write-ahead log
            stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
            kept = home / f"amparo-before-restore-{stamp}.duckdb"
            os.replace(home / FILE_NAME, kept)  # noqa: PTH105 (as in back_up)
        os.replace(incoming, home / FILE_NAME)  # noqa: PTH105 (as in back_up)
    except OSError as error:
        raise BackupError(file=file.name) from error
    open_store(home)
    return kept


def _check(file: Path, *, temporary: Path) -> None:
    if not file.is_file():
        raise BackupError(file=file.name)
    try:
        root = connect(file, temporary=temporary, read_only=True)
    except StoreUnreadableError as error:
        raise BackupError(file=file.name) from error
    try:
        root.execute(load("store/applied_migrations").text)
    except duckdb.CatalogException as error:
        raise BackupError(file=file.name) from error
    finally:
        root.close()


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
