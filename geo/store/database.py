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
from geo.store.connection import attach, connect
from geo.store.disk_errors import no_room
from geo.store.passphrase import check_passphrase, given_passphrase, key_of
from geo.store.queries import load, migrations
from geo.store.read_write_lock import Turnstile
from geo.store.writer import Writer as Writer

T = TypeVar("T")
TRIES = 12  # with the waits below, about two seconds before we say that it will not do
FIRST_WAIT_S = 0.002
LONGEST_WAIT_S = 0.4

_open: dict[Path, Store] = {}
_opening = threading.Lock()


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
        self.path = folder / homes.FILE_NAME
        homes.made_folder(folder)
        self._key = key
        self._gate = Turnstile()
        self._turn = threading.RLock()
        self._root = self._connect()
        self._migrate()

    @property
    def protected(self) -> bool:
        """Tell whether the file says nothing without its key."""
        return self._key is not None

    def rows(self, name: str, /, **parameters: object) -> list[dict[str, Any]]:
        """Ask, and get each row as a dictionary by column name."""
        with self.cursor() as cursor:
            return Writer(cursor).rows(name, **parameters)

    def frame(self, name: str, /, **parameters: object) -> pd.DataFrame:
        """Ask, and get a frame with one column per column."""
        with self.cursor() as cursor:
            return Writer(cursor).frame(name, **parameters)

    @contextmanager
    def reading(self) -> Iterator[Writer]:
        """Ask several questions through one cursor: opening one costs as much as a short answer."""
        with self.cursor() as cursor:
            yield Writer(cursor)

    def transact(self, work: Callable[[Writer], T]) -> T:
        """
        Do all of some work, or none of it.

        Parameters
        ----------
        work
            Called with a writer, and called again from the start where another writer was
            quicker: it must do nothing that cannot be done twice, except through the writer.

        Raises
        ------
        WriteConflictError
            If others were quicker every time.
        StoreFullError, StoreReadOnlyError
            If the disk takes nothing more, or may not be written on any more.
        """
        wait = FIRST_WAIT_S
        for _ in range(TRIES):
            try:
                return self._transact_once(work)
            except duckdb.TransactionException as error:
                if (fault := no_room(error)) is not None:
                    raise fault from error
                time.sleep(wait * random.uniform(0.5, 1.5))  # noqa: S311 (a wait, not a secret)
                wait = min(2 * wait, LONGEST_WAIT_S)
        raise WriteConflictError

    def transact_in_turn(self, work: Callable[[Writer], T]) -> T:
        """Do as `transact` does, never together with another that waits for its turn."""
        with self._turn:
            return self.transact(work)

    @contextmanager
    def cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Open a cursor of one's own, closed at the end."""
        with self._gate.shared():
            cursor = self._root.cursor()
            try:
                cursor.execute(load("store/use").text)
                yield cursor
            finally:
                cursor.close()

    def copy_out(self, file: Path) -> None:
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
        PassphraseShortError
            If the passphrase is too short.
        """
        self._write_anew(key_of(check_passphrase(passphrase), self.folder))

    def opens_with(self, passphrase: str) -> bool:
        """Tell whether a passphrase is the one of the file; false where the file has none."""
        return self._key is not None and compare_digest(key_of(passphrase, self.folder), self._key)

    def write_anew(self) -> None:
        """Write the file anew, so that what was deleted from it is not in it any more."""
        self._write_anew(self._key)

    def close(self) -> None:
        """Let go of the file, so that another program may open it."""
        self._root.close()
        with _opening:
            if _open.get(self.path) is self:
                del _open[self.path]

    def _transact_once(self, work: Callable[[Writer], T]) -> T:
        with self.cursor() as cursor:
            cursor.begin()
            try:
                result = work(Writer(cursor))
            except BaseException:
                _roll_back(cursor)
                raise
            cursor.commit()
            return result

    def _write_anew(self, key: str | None) -> None:
        part = self.path.with_suffix(".rekeyed")
        part.unlink(missing_ok=True)
        try:
            with self._gate.alone():
                self._copy(self._root, part, key)
                self._root.close()
                try:
                    part.replace(self.path)
                    self._key = key
                finally:  # under the old key, where the new file could not take the old one's place
                    self._root = self._connect()
        finally:
            part.unlink(missing_ok=True)

    def _connect(self) -> duckdb.DuckDBPyConnection:
        root = connect(self.path, temporary=self.folder / "temporary", key=self._key)
        homes.closed_to_others(self.path)
        return root

    @staticmethod
    def _copy(connection: duckdb.DuckDBPyConnection, file: Path, key: str | None) -> None:
        attach(connection, file, name="copied", key=key)
        try:
            connection.execute(load("store/copy_out").text)
        finally:
            connection.execute(load("store/detach_copy").text)

    def _migrate(self) -> None:
        def work(writer: Writer) -> None:
            writer.change("store/make_migration_table")
            applied = {row["number"] for row in writer.rows("store/applied_migrations")}
            known = migrations()
            if applied - {number for number, _ in known}:
                raise StoreUnreadableError(file=self.path.name)
            for number, name in known:
                if number not in applied:
                    writer.change(name)
                    writer.change("store/note_migration", number=number, name=name)

        try:
            self.transact(work)
        except (duckdb.Error, StoreUnreadableError):
            self._root.close()
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
    home = homes.home_folder(folder).resolve()
    path = home / homes.FILE_NAME
    with _opening:
        if path not in _open:
            _open[path] = _opened(home, given_passphrase(passphrase))
        return _open[path]


def _opened(home: Path, passphrase: str | None) -> Store:
    if passphrase is None:
        return Store(home)
    key = key_of(passphrase, home)
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
