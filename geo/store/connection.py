"""
DuckDB connection: attaches the database file and loads the spatial and httpfs extensions.

The file, encrypted or not, is attached to a connection in memory. The extensions come from their
wheels. httpfs is loaded because DuckDB writes encrypted files only with its OpenSSL; nothing is
downloaded with it.

DuckDB verifies the signatures of both extensions, 100 MB, at every load. Here it verifies them
once per process: later loads reuse the library that is already in memory.
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

# DuckDB's messages for a file that another program holds: on Linux and macOS, and on Windows.
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
# Binaries whose signature DuckDB has verified in this process.
# After these no statement reaches a file outside the store's folder, or a host, or undoes it.
LOCKING_QUERIES = (
    "store/encrypt_temporary",
    "store/disable_external_access",
    "store/lock_configuration",
)
_verified_extensions: set[Path] = set()


def connect_database(
    path: Path, *, temporary_folder: Path, key: str | None = None, read_only: bool = False
) -> duckdb.DuckDBPyConnection:
    """
    Attach a file as `amparo` and make it the current database.

    Parameters
    ----------
    temporary_folder
        Where DuckDB spills data that does not fit into memory; always encrypted.
    key
        Hexadecimal; None for an unencrypted file.

    Raises
    ------
    StoreBusyError
        If another program holds the file.
    StoreLockedError, WrongPassphraseError, StoreUnprotectedError
        If the key is missing, wrong, or given for an unencrypted file.
    StoreUnreadableError
        If the file is not a DuckDB file.
    """
    connection = _connect_with_extensions(temporary_folder)
    # Not as a parameter: the first one makes DuckDB load pandas, which takes longer than a list.
    folder = _quote_path(path.parent.resolve())
    connection.execute(f"set allowed_directories = [{folder}]")
    for query in LOCKING_QUERIES:
        connection.execute(load_query(query).sql)
    try:
        attach_database(connection, path, alias="amparo", key=key, read_only=read_only)
    except BaseException:
        connection.close()
        raise
    connection.execute(load_query("store/use_database").sql)
    return connection


def _connect_with_extensions(temporary_folder: Path) -> duckdb.DuckDBPyConnection:
    packages = (duckdb_extension_spatial, duckdb_extension_httpfs)
    binaries = [next(Path(package.__path__[0]).rglob("*.duckdb_extension")) for package in packages]
    config = {
        **DUCKDB_SETTINGS,
        "temp_directory": str(temporary_folder),
        "allow_unsigned_extensions": _verified_extensions.issuperset(binaries),
    }
    connection = duckdb.connect(":memory:", config=config)
    for binary in binaries:
        connection.load_extension(str(binary))
    _verified_extensions.update(binaries)
    return connection


def _quote_path(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def attach_database(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    *,
    alias: str,
    key: str | None = None,
    read_only: bool = False,
) -> None:
    """Attach a file under an alias; errors as in `connect_database`."""
    options = ["read_only"] if read_only else []
    if key is not None:
        options.append(f"encryption_key '{bytes.fromhex(key).hex()}'")
    option_list = f" ({', '.join(options)})" if options else ""
    # DuckDB accepts neither the path nor the key of an attachment as a parameter.
    try:
        connection.execute(f"attach {_quote_path(path)} as {alias}{option_list}")
    except duckdb.IOException as error:
        if any(message in str(error) for message in LOCKED_MESSAGES):
            raise StoreBusyError(file=path.name) from error
        raise StoreUnreadableError(file=path.name) from error
    except duckdb.CatalogException as error:
        is_unencrypted = "is not encrypted" in str(error)
        kind = StoreUnprotectedError if is_unencrypted else StoreLockedError
        raise kind(file=path.name) from None  # the statement in the error contains the key
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
