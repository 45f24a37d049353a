"""
Attaching the file: with spatial and httpfs from their wheels, with a key or without.

The file is attached to a connection in memory. httpfs is there because DuckDB writes encrypted
files only with its OpenSSL; nothing is fetched with it.

DuckDB checks the signatures of both, 100 MB of them, whenever it loads them. Here it does so once a
process: what it loads later is the library that already runs.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path

import duckdb
import duckdb_extension_httpfs
import duckdb_extension_spatial

from geo.errors import (
    DiskFullError,
    StoreBusyError,
    StoreError,
    StoreLockedError,
    StoreReadOnlyError,
    StoreUnprotectedError,
    StoreUnreadableError,
    WrongPassphraseError,
)
from geo.store.queries import load_query

# What DuckDB says of a file that another program holds, on Linux and macOS, and on Windows.
LOCKED_MESSAGES = ("Could not set lock", "used by another process")
# Texts of the operating system: DuckDB repeats them, and has no class of its own for these errors.
DISK_ERROR_MESSAGES: tuple[tuple[type[StoreError], tuple[str, ...]], ...] = (
    (
        DiskFullError,
        tuple(os.strerror(code) for code in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)),
    ),
    (StoreReadOnlyError, (os.strerror(errno.EROFS),)),
)
DUCKDB_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
_verified_extensions: set[Path] = (
    set()
)  # binaries whose signature DuckDB has checked in this process


def connect_database(
    path: Path, *, temporary_folder: Path, key: str | None = None, read_only: bool = False
) -> duckdb.DuckDBPyConnection:
    """
    Attach a file as `amparo` and use it.

    Parameters
    ----------
    temporary_folder
        Where DuckDB may put what does not fit into memory; it is encrypted there, always.
    key
        Hexadecimal; None for a file without protection.

    Raises
    ------
    StoreBusyError
        If another program holds the file.
    StoreLockedError, WrongPassphraseError, StoreUnprotectedError
        If the file wants a key and got none, got another's, or wants none and got one.
    StoreUnreadableError
        If the file is not a DuckDB file.
    """
    root = _connect_with_extensions(temporary_folder)
    root.execute(load_query("store/encrypt_temporary").sql)
    try:
        attach_database(root, path, alias="amparo", key=key, read_only=read_only)
    except BaseException:
        root.close()
        raise
    root.execute(load_query("store/use_database").sql)
    return root


def _connect_with_extensions(temporary_folder: Path) -> duckdb.DuckDBPyConnection:
    packages = (duckdb_extension_spatial, duckdb_extension_httpfs)
    binaries = [next(Path(one.__path__[0]).rglob("*.duckdb_extension")) for one in packages]
    config = {
        **DUCKDB_SETTINGS,
        "temp_directory": str(temporary_folder),
        "allow_unsigned_extensions": _verified_extensions.issuperset(binaries),
    }
    root = duckdb.connect(":memory:", config=config)
    for binary in binaries:
        root.load_extension(str(binary))
    _verified_extensions.update(binaries)
    return root


def attach_database(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    *,
    alias: str,
    key: str | None = None,
    read_only: bool = False,
) -> None:
    """Attach a file under a name; faults as in `connect_database`."""
    options = ["read_only"] if read_only else []
    if key is not None:
        options.append(f"encryption_key '{bytes.fromhex(key).hex()}'")
    said = f" ({', '.join(options)})" if options else ""
    place = str(path).replace("'", "''")
    # DuckDB takes neither the path nor the key of an attachment as a parameter.
    try:
        connection.execute(f"attach '{place}' as {alias}{said}")
    except duckdb.IOException as error:
        if any(sign in str(error) for sign in LOCKED_MESSAGES):
            raise StoreBusyError(file=path.name) from error
        raise StoreUnreadableError(file=path.name) from error
    except duckdb.CatalogException as error:
        wants_none = "is not encrypted" in str(error)
        kind = StoreUnprotectedError if wants_none else StoreLockedError
        raise kind(file=path.name) from None  # the statement in the error holds the key
    except duckdb.InvalidInputException:
        raise WrongPassphraseError(file=path.name) from None  # as above


def classify_disk_error(error: Exception) -> StoreError | None:
    """Return the error of a full or read-only disk; None for any other error."""
    text = str(error)
    return next(
        (
            kind()
            for kind, messages in DISK_ERROR_MESSAGES
            if any(message in text for message in messages)
        ),
        None,
    )
