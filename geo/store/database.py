"""
The store: a DuckDB database file.

Every call uses its own cursor: a connection shared by threads returns rows of other threads.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from hmac import compare_digest
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import duckdb

from geo.errors import StoreBusyError, StoreUnreadableError, WriteConflictError
from geo.store import data_folder as homes
from geo.store.connection import attach_database, classify_disk_error, connect_database
from geo.store.passphrase import check_passphrase, derive_key
from geo.store.queries import list_migrations, load_query
from geo.store.read_write_lock import ReadWriteLock
from geo.store.snapshots import Snapshot, SnapshotServer
from geo.store.transaction import Transaction as Transaction
from geo.store.working_folder import WorkingFolder, remove_former_leftovers

if TYPE_CHECKING:  # pandas takes longer to load than a list of records takes to be read
    import pandas as pd

T = TypeVar("T")
Rows = list[dict[str, Any]]
SPILL_FOLDER = "spill"  # of DuckDB, in the working folder
DELETES_ROWS = "_duplicates"  # how the names of such migrations end
MAX_DUPLICATE_ATTEMPTS = 3
MAX_TRANSACTION_ATTEMPTS = 12  # with the waits below, about two seconds before it fails
FIRST_RETRY_WAIT_S = 0.002
MAX_RETRY_WAIT_S = 0.4


class Store:
    """
    The database file of an installation.

    Parameters
    ----------
    folder
        The installation's folder; created if it does not exist.
    key
        Encryption key, hexadecimal; None for an unencrypted file.
    snapshot
        The copy that `folder` is, of a store that another process holds: it is only read, and
        writing raises `StoreBusyError`.

    Raises
    ------
    StoreBusyError
        If another program holds the file.
    StoreLockedError, WrongPassphraseError, StoreUnprotectedError
        If the key does not match; nothing is changed.
    StoreUnreadableError
        If the file is not a store, or was written by a newer version.
    StoreFolderError, StoreFolderLinkError, StoreFolderOwnerError
        If the folder cannot be written, is a symbolic link, or belongs to somebody else.

    Attributes
    ----------
    working
        Folder of files in the making; removed when the store is closed or the process ends.
    closing
        What is done when the store is closed.
    snapshot_server
        Makes copies for other processes; None where it is not asked to.
    """

    def __init__(
        self, folder: Path, *, key: str | None = None, snapshot: Snapshot | None = None
    ) -> None:
        self.folder = folder
        self.path = folder / homes.DATABASE_FILE_NAME
        homes.make_data_folder(folder)
        self._key, self._is_snapshot = key, snapshot is not None
        self.closing, self._copy_lock = ExitStack(), threading.Lock()
        self.snapshot_server: SnapshotServer | None = None
        self._lock = ReadWriteLock()
        self._write_lock = threading.RLock()
        self._cached_rows: dict[tuple[str, frozenset[tuple[str, object]]], Rows] = {}
        self.working = WorkingFolder(folder)
        if snapshot is not None:
            self.closing.callback(snapshot.close)
        try:
            self._connection = self._connect()
            if not self._is_snapshot:
                remove_former_leftovers(folder, protected=self.is_protected)
                self._apply_migrations()
        except BaseException:
            self.working.close()
            raise

    @property
    def is_protected(self) -> bool:
        """Return whether the file is encrypted."""
        return self._key is not None

    def rows(self, name: str, /, **parameters: object) -> Rows:
        """Run a query; each row is a dictionary by column name."""
        with self.cursor() as cursor:
            return Transaction(cursor).rows(name, **parameters)

    def cached_rows(self, name: str, /, **parameters: object) -> Rows:
        """Run a query as `rows` does, but only if something was written since it last ran."""
        # Each transaction replaces the cache: what was read before it ended goes with the old one.
        cache, key = self._cached_rows, (name, frozenset(parameters.items()))
        if key not in cache:
            cache[key] = self.rows(name, **parameters)
        return [dict(row) for row in cache[key]]

    def frame(self, name: str, /, **parameters: object) -> pd.DataFrame:
        """Run a query; the result is a data frame."""
        with self.cursor() as cursor:
            return Transaction(cursor).frame(name, **parameters)

    @contextmanager
    def open_reader(self) -> Iterator[Transaction]:
        """Run several queries on one cursor: opening one takes as long as a short query."""
        with self.cursor() as cursor:
            yield Transaction(cursor)

    def transact(self, callback: Callable[[Transaction], T]) -> T:
        """
        Run a callback in a transaction: all of its changes are committed, or none.

        Parameters
        ----------
        callback
            Called with a transaction, and called again from the start after a write conflict:
            it must have no side effects but through the transaction.

        Raises
        ------
        WriteConflictError
            If every attempt conflicted with another writer.
        DiskFullError, StoreReadOnlyError
            If the disk is full, or no longer writable.
        """
        wait, duplicates = FIRST_RETRY_WAIT_S, 0
        for _ in range(MAX_TRANSACTION_ATTEMPTS):
            try:
                return self._transact_once(callback)
            except duckdb.ConstraintException:
                # A unique index also refuses a row that a transaction still open has added: it can
                # be read only once that one has ended, so the callback looks again.
                duplicates += 1
                if duplicates == MAX_DUPLICATE_ATTEMPTS:
                    raise
                time.sleep(wait)
            except duckdb.TransactionException as error:
                if (disk_error := classify_disk_error(error)) is not None:
                    raise disk_error from error
                time.sleep(wait * random.uniform(0.5, 1.5))  # noqa: S311 (a wait, not cryptographic)
                wait = min(2 * wait, MAX_RETRY_WAIT_S)
        raise WriteConflictError

    def transact_serialised(self, callback: Callable[[Transaction], T]) -> T:
        """Run a callback as `transact` does, one at a time under a lock."""
        with self._write_lock:
            return self.transact(callback)

    @contextmanager
    def cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Open a cursor, closed at the end of the context."""
        with self._lock.shared():
            cursor = self._connection.cursor()
            try:
                cursor.execute(load_query("store/use_database").sql)
                yield cursor
            finally:
                cursor.close()

    def copy_to(self, file: Path) -> None:
        """Copy all tables to a new file, with the same key or none."""
        with self._copy_lock, self.cursor() as cursor:
            self._copy(cursor, file, self._key)

    def protect(self, passphrase: str) -> None:
        """
        Rewrite the file encrypted by a passphrase, whether it was encrypted before or not.

        The old file is replaced only once the new one is complete. If the file was not encrypted
        before, traces of it may remain on the disk, unless the disk itself is encrypted.

        Raises
        ------
        PassphraseTooShortError
            If the passphrase is too short.
        """
        self._rewrite_file(derive_key(check_passphrase(passphrase), self.folder))

    def verify_passphrase(self, passphrase: str) -> bool:
        """Return whether a passphrase is the one of the file; False for an unencrypted file."""
        return self._key is not None and compare_digest(
            derive_key(passphrase, self.folder), self._key
        )

    def rewrite_file(self) -> None:
        """Rewrite the file, so that it no longer contains deleted data."""
        self._rewrite_file(self._key)

    def close(self) -> None:
        """Close the file, so that another program may open it."""
        if self.snapshot_server is not None:
            self.snapshot_server.close()
        self._connection.close()
        self.working.close()
        self.closing.close()

    def _transact_once(self, callback: Callable[[Transaction], T]) -> T:
        with self.cursor() as cursor, ExitStack() as after:
            after.callback(self._forget_cached_rows)
            cursor.begin()
            try:
                result = callback(Transaction(cursor))
            except duckdb.InvalidInputException as error:
                _roll_back(cursor)
                if self._is_snapshot:
                    raise StoreBusyError(file=self.path.name) from error
                raise
            except BaseException:
                _roll_back(cursor)
                raise
            cursor.commit()
            return result

    def _forget_cached_rows(self) -> None:
        self._cached_rows = {}

    def _rewrite_file(self, key: str | None) -> None:
        with self.working.subfolder() as folder, self._lock.exclusive():
            new_file = folder / homes.DATABASE_FILE_NAME
            self._copy(self._connection, new_file, key)
            self._connection.close()
            try:
                new_file.replace(self.path)
                self._key = key
                if self.snapshot_server is not None:
                    self.snapshot_server.remove_copies()
                remove_former_leftovers(self.folder, protected=self.is_protected)
            finally:  # with the old key, if the new file could not replace the old one
                self._connection = self._connect()

    def _connect(self) -> duckdb.DuckDBPyConnection:
        connection = connect_database(
            self.path,
            temporary_folder=self.working.path / SPILL_FOLDER,
            key=self._key,
            read_only=self._is_snapshot,
        )
        homes.restrict_to_owner(self.path)
        return connection

    @staticmethod
    def _copy(connection: duckdb.DuckDBPyConnection, file: Path, key: str | None) -> None:
        attach_database(connection, file, alias="copied", key=key)
        try:
            connection.execute(load_query("store/copy_out").sql)
        finally:
            connection.execute(load_query("store/detach_copy").sql)

    def _apply_migrations(self) -> None:
        def in_transaction(transaction: Transaction) -> bool:
            transaction.execute("store/create_migration_table")
            applied = {row["number"] for row in transaction.rows("store/applied_migrations")}
            migrations = list_migrations()
            if applied - {number for number, _ in migrations}:
                raise StoreUnreadableError(file=self.path.name)
            pending = [one for one in migrations if one[0] not in applied]
            deletions = [n for n, one in enumerate(pending) if one[1].endswith(DELETES_ROWS)]
            # DuckDB makes a unique index only of rows whose deletion has been committed.
            batch = pending[: deletions[-1] + 1] if deletions else pending
            for number, name in batch:
                transaction.execute(name)
                transaction.execute("store/add_migration", number=number, name=name)
            return len(batch) < len(pending)

        try:
            while self.transact(in_transaction):
                pass
        except (duckdb.Error, StoreUnreadableError):
            self._connection.close()
            raise


def _roll_back(cursor: duckdb.DuckDBPyConnection) -> None:
    with suppress(duckdb.TransactionException):  # a failed commit has rolled everything back
        cursor.rollback()
