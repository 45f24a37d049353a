"""
The DuckDB file, opened once by a process.

Every call takes a cursor of its own: a connection that threads share gives them each other's rows.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hmac import compare_digest
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import pandas as pd

from geo.errors import StoreUnprotectedError, StoreUnreadableError, WriteConflictError
from geo.store import data_folder as homes
from geo.store.connection import attach_database, classify_disk_error, connect_database
from geo.store.passphrase import check_passphrase, derive_key, resolve_passphrase
from geo.store.queries import list_migrations, load_query
from geo.store.read_write_lock import ReadWriteLock
from geo.store.transaction import Transaction as Transaction

T = TypeVar("T")
DELETES_ROWS = "_duplicates"  # how the names of such migrations end
MAX_DUPLICATE_ATTEMPTS = 3
MAX_TRANSACTION_ATTEMPTS = (
    12  # with the waits below, about two seconds before we say that it will not do
)
FIRST_RETRY_WAIT_S = 0.002
MAX_RETRY_WAIT_S = 0.4

_open_stores: dict[Path, Store] = {}
_open_stores_lock = threading.Lock()


class Store:
    """
    The one file of an installation.

    Parameters
    ----------
    folder
        The installation's folder; made if it is not there.
    key
        Of the file, hexadecimal; None for a file without protection.

    Raises
    ------
    StoreBusyError
        If another program holds the file.
    StoreLockedError, WrongPassphraseError, StoreUnprotectedError
        If the key does not fit; nothing is changed.
    StoreUnreadableError
        If the file is not a store of ours, or is newer than this program.
    """

    def __init__(self, folder: Path, *, key: str | None = None) -> None:
        self.folder = folder
        self.path = folder / homes.DATABASE_FILE_NAME
        homes.make_data_folder(folder)
        self._key = key
        self._lock = ReadWriteLock()
        self._write_lock = threading.RLock()
        self._connection = self._connect()
        self._apply_migrations()

    @property
    def is_protected(self) -> bool:
        """Tell whether the file says nothing without its key."""
        return self._key is not None

    def rows(self, name: str, /, **parameters: object) -> list[dict[str, Any]]:
        """Ask, and get each row as a dictionary by column name."""
        with self.cursor() as cursor:
            return Transaction(cursor).rows(name, **parameters)

    def frame(self, name: str, /, **parameters: object) -> pd.DataFrame:
        """Ask, and get a frame with one column per column."""
        with self.cursor() as cursor:
            return Transaction(cursor).frame(name, **parameters)

    @contextmanager
    def open_reader(self) -> Iterator[Transaction]:
        """Ask several questions through one cursor: opening one costs as much as a short answer."""
        with self.cursor() as cursor:
            yield Transaction(cursor)

    def transact(self, callback: Callable[[Transaction], T]) -> T:
        """
        Do all of some work, or none of it.

        Parameters
        ----------
        callback
            Called with a writer, and called again from the start where another writer was
            quicker: it must do nothing that cannot be done twice, except through the writer.

        Raises
        ------
        WriteConflictError
            If others were quicker every time.
        DiskFullError, StoreReadOnlyError
            If the disk takes nothing more, or may not be written on any more.
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
                if (fault := classify_disk_error(error)) is not None:
                    raise fault from error
                time.sleep(wait * random.uniform(0.5, 1.5))  # noqa: S311 (a wait, not a secret)
                wait = min(2 * wait, MAX_RETRY_WAIT_S)
        raise WriteConflictError

    def transact_serialised(self, callback: Callable[[Transaction], T]) -> T:
        """Do as `transact` does, never together with another that waits for its turn."""
        with self._write_lock:
            return self.transact(callback)

    @contextmanager
    def cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Open a cursor of one's own, closed at the end."""
        with self._lock.shared():
            cursor = self._connection.cursor()
            try:
                cursor.execute(load_query("store/use_database").sql)
                yield cursor
            finally:
                cursor.close()

    def copy_to(self, file: Path) -> None:
        """Copy everything into a new file, under the same key or none."""
        with self.cursor() as cursor:
            self._copy(cursor, file, self._key)

    def protect(self, passphrase: str) -> None:
        """
        Write the file anew under a passphrase, whether it had one before or not.

        The old file is replaced only once the new one is whole. Where the file lay open before,
        a disk may still hold traces of it: only a new disk, or an encrypted one, holds none.

        Raises
        ------
        PassphraseTooShortError
            If the passphrase is too short.
        """
        self._rewrite_file(derive_key(check_passphrase(passphrase), self.folder))

    def verify_passphrase(self, passphrase: str) -> bool:
        """Tell whether a passphrase is the one of the file; false where the file has none."""
        return self._key is not None and compare_digest(
            derive_key(passphrase, self.folder), self._key
        )

    def rewrite_file(self) -> None:
        """Write the file anew, so that what was deleted from it is not in it any more."""
        self._rewrite_file(self._key)

    def close(self) -> None:
        """Let go of the file, so that another program may open it."""
        self._connection.close()
        with _open_stores_lock:
            if _open_stores.get(self.path) is self:
                del _open_stores[self.path]

    def _transact_once(self, callback: Callable[[Transaction], T]) -> T:
        with self.cursor() as cursor:
            cursor.begin()
            try:
                result = callback(Transaction(cursor))
            except BaseException:
                _roll_back(cursor)
                raise
            cursor.commit()
            return result

    def _rewrite_file(self, key: str | None) -> None:
        part = self.path.with_suffix(".rekeyed")
        part.unlink(missing_ok=True)
        try:
            with self._lock.exclusive():
                self._copy(self._connection, part, key)
                self._connection.close()
                try:
                    part.replace(self.path)
                    self._key = key
                finally:  # under the old key, where the new file could not take the old one's place
                    self._connection = self._connect()
        finally:
            part.unlink(missing_ok=True)

    def _connect(self) -> duckdb.DuckDBPyConnection:
        root = connect_database(
            self.path, temporary_folder=self.folder / "temporary", key=self._key
        )
        homes.restrict_to_owner(self.path)
        return root

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
            known = list_migrations()
            if applied - {number for number, _ in known}:
                raise StoreUnreadableError(file=self.path.name)
            pending = [one for one in known if one[0] not in applied]
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


def open_store(folder: Path | str | None = None, *, passphrase: str | None = None) -> Store:
    """
    Open the installation's store, once per process.

    Parameters
    ----------
    folder
        The installation's folder; None asks `AMPARO_HOME`, then takes the user's data folder.
    passphrase
        None asks the environment's `AMPARO_PASSPHRASE`. Where one is given and the file is not
        protected yet, it is protected from now on.

    Raises
    ------
    StoreLockedError, WrongPassphraseError
        If the file is protected, and no passphrase or another one was given.
    """
    home = homes.find_data_folder(folder).resolve()
    path = home / homes.DATABASE_FILE_NAME
    with _open_stores_lock:
        if path not in _open_stores:
            _open_stores[path] = _open_new_store(home, resolve_passphrase(passphrase))
        return _open_stores[path]


def _open_new_store(home: Path, passphrase: str | None) -> Store:
    if passphrase is None:
        return Store(home)
    key = derive_key(passphrase, home)
    try:
        return Store(home, key=key)
    except StoreUnprotectedError:
        store = Store(home)
    store.protect(passphrase)
    return store


def _roll_back(cursor: duckdb.DuckDBPyConnection) -> None:
    try:
        cursor.rollback()
    except duckdb.TransactionException:
        return  # a failed commit has already rolled everything back
