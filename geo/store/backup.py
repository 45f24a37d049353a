"""
Backup of the complete store in one file, and its restoration.

A backup is a ZIP archive with the database file, encrypted if the store is, the salt that is
needed to derive the key from the passphrase, and a manifest with the head of the audit log.
Entries are stored without compression: encrypted bytes do not get smaller, and an uncompressed
archive cannot be a decompression bomb.
"""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

import duckdb

from geo.errors import (
    BackupError,
    BackupUnprotectedError,
    StoreLockedError,
    StoreUnreadableError,
)
from geo.store.actor import current_actor
from geo.store.atomic_file import MemoryFile, OutputT, replace_atomically
from geo.store.audit import AuditHead, append_audit_line, is_hash, read_audit_head
from geo.store.backup_manifest import MANIFEST_FILE, format_manifest
from geo.store.backup_protection import expects_passphrase
from geo.store.connection import attach_database, connect_database
from geo.store.data_folder import (
    DATABASE_FILE_NAME,
    make_data_folder,
    resolve_data_folder,
)
from geo.store.database import Store, Transaction
from geo.store.opening import open_store
from geo.store.passphrase import SALT_FILE, derive_key, resolve_passphrase
from geo.store.queries import list_migrations, load_query
from geo.store.working_folder import WorkingFolder

COPYING_QUERIES = (
    "store/clear_audit_head",
    "store/copy_data",
    "store/advance_feature_number",
    "store/advance_change_number",
)


def write_backup(store: Store, target: OutputT) -> OutputT:
    """
    Write the complete store, history included, to one file; encrypted if the store is.

    Parameters
    ----------
    target
        On the disk, where an existing file is replaced once the copy is complete, or in memory.

    Raises
    ------
    BackupError
        If it cannot be written there.
    """
    try:
        # The store reaches no file outside of its folder.
        with store.working.subfolder() as folder:
            copy = folder / DATABASE_FILE_NAME
            manifest = format_manifest(read_audit_head(store), protected=store.is_protected)
            store.copy_to(copy)
            with replace_atomically(target, private=True) as file:
                _pack_backup(file, copy, salt=store.folder / SALT_FILE, manifest=manifest)
    except (OSError, duckdb.IOException) as error:
        raise BackupError(file=target.name) from error
    store.transact_serialised(
        lambda transaction: _record_backup(transaction, target, protected=store.is_protected)
    )
    return target


def restore_backup(
    backup_file: Path,
    folder: Path | str | None = None,
    *,
    passphrase: str | None = None,
    allow_unprotected: bool = False,
) -> Path | None:
    """
    Replace an installation's store by a backup.

    Parameters
    ----------
    backup_file
        It is extracted and opened beside the store before anything changes.
    folder
        See `open_store`.
    passphrase
        Of the backup and the existing store; None reads it from the environment.
    allow_unprotected
        True restores a backup without a passphrase where one was to be expected.

    Returns
    -------
    archived
        The folder that now contains the replaced store; None where there was none.

    Raises
    ------
    BackupError
        If the file does not exist, or is not a backup.
    BackupUnprotectedError
        If it has no passphrase where one was to be expected.
    StoreLockedError, WrongPassphraseError
        If the backup is protected, and no passphrase or another one was given.
    StoreUnreadableError
        If a newer program wrote the backup.
    StoreBusyError
        If another program holds the store.
    """
    home = resolve_data_folder(folder)
    make_data_folder(home)
    with _open_subfolder(home) as incoming:
        _unpack_backup(backup_file, incoming)
        known = resolve_passphrase(passphrase)
        protected, tells_of_one = _copy_values(backup_file, incoming, known)
        if not (protected or allow_unprotected) and (
            tells_of_one or expects_passphrase(home, backup_file, passphrase=known)
        ):
            raise BackupUnprotectedError(file=backup_file.name)
        previous_head, archived = _archive_store(home, passphrase)
        for name in (SALT_FILE, DATABASE_FILE_NAME):
            if (incoming / name).exists():
                (incoming / name).replace(home / name)
    open_store(home, passphrase=passphrase).transact_serialised(
        lambda transaction: _record_restore(transaction, previous_head)
    )
    return archived


def _record_backup(transaction: Transaction, target: Path | MemoryFile, *, protected: bool) -> None:
    append_audit_line(transaction, current_actor(), "backup", {"protected": protected})
    if isinstance(target, MemoryFile):  # nobody knows where it was saved
        return
    made_at = datetime.now(UTC).replace(tzinfo=None)
    transaction.execute("store/add_backup", place=str(target.resolve()), made_at=made_at)


def _record_restore(transaction: Transaction, previous_head: AuditHead | None) -> None:
    """Record the head of the replaced log, and end all sessions."""
    details: dict[str, int | str] = {}
    if previous_head is not None and is_hash(previous_head.hash):  # else somebody damaged it
        details = {"lines": previous_head.lines, "hash": previous_head.hash}
    append_audit_line(transaction, current_actor(), "restore", details)
    transaction.execute("access/delete_all_sessions")


@contextmanager
def _open_subfolder(home: Path) -> Iterator[Path]:
    """Yield a new folder in a working folder of its own: the store may not be open yet."""
    working = WorkingFolder(home)
    try:
        with working.subfolder() as folder:
            yield folder
    finally:
        working.close()


def _pack_backup(archive: BinaryIO, copy: Path, *, salt: Path, manifest: str) -> None:
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as zip_file:
        zip_file.writestr(MANIFEST_FILE, manifest)
        zip_file.write(copy, DATABASE_FILE_NAME)
        if salt.exists():
            zip_file.write(salt, SALT_FILE)


def _unpack_backup(file: Path, folder: Path) -> None:
    try:
        with zipfile.ZipFile(file) as zip_file:
            for entry in zip_file.infolist():
                if entry.filename not in (DATABASE_FILE_NAME, SALT_FILE, MANIFEST_FILE):
                    raise BackupError(file=file.name)
                if entry.compress_type != zipfile.ZIP_STORED:
                    raise BackupError(file=file.name)
                with zip_file.open(entry) as source, (folder / entry.filename).open("wb") as target:
                    shutil.copyfileobj(source, target)
    except (OSError, zipfile.BadZipFile, EOFError) as error:
        raise BackupError(file=file.name) from error
    if not (folder / DATABASE_FILE_NAME).exists():
        raise BackupError(file=file.name)


def _copy_values(file: Path, folder: Path, passphrase: str | None) -> tuple[bool, bool]:
    """
    Copy the values of an unpacked store into a new one, which takes its place in `folder`.

    The new one is made by our own migrations, so that nothing of the file is taken over but values
    of the tables and columns that we know: no view, no macro, no default, no index. Meanwhile no
    statement reaches a file outside of `folder`, or a host.

    Returns
    -------
    protected
        Whether the file was encrypted.
    tells_of_one
        Whether its audit log says that the store had a passphrase.
    """
    path, fresh = folder / DATABASE_FILE_NAME, folder / "fresh.duckdb"
    try:
        root, key, protected = _open_unpacked(path, passphrase)
    except StoreUnreadableError as error:
        raise BackupError(file=file.name) from error
    try:
        if root.execute(load_query("store/foreign_objects").sql).fetchall():
            raise BackupError(file=file.name)
        applied = root.execute(load_query("store/applied_migrations").sql).fetchall()
        known = list_migrations()
        if not {number for number, _ in applied} <= {number for number, _ in known}:
            raise StoreUnreadableError(file=file.name)  # of a newer program
        attach_database(root, fresh, alias="copied", key=key)
        names = [name for number, name in known if number in {number for number, _ in applied}]
        for query in ("store/use_copied", "store/create_migration_table", *names):
            root.execute(load_query(query).sql)
        if root.execute(load_query("store/schema_differences").sql).fetchall():
            raise BackupError(file=file.name)
        has_audit_log = any(name.endswith("_audit_head") for name in names)
        for query in COPYING_QUERIES if has_audit_log else COPYING_QUERIES[1:]:
            root.execute(load_query(query).sql)
        line_count = has_audit_log and Transaction(root).rows("audit/passphrase_lines")[0]["lines"]
    except duckdb.Error as error:
        raise BackupError(file=file.name) from error
    finally:
        root.close()
    fresh.replace(path)
    return protected, bool(line_count)


def _open_unpacked(
    path: Path, passphrase: str | None
) -> tuple[duckdb.DuckDBPyConnection, str | None, bool]:
    """Open an unpacked store; return the key of the new one too, and whether it was encrypted."""
    folder, spill = path.parent, path.parent / "spill"
    try:
        opened = connect_database(path, temporary_folder=spill, read_only=True)
    except StoreLockedError:
        if passphrase is None:
            raise
        key = derive_key(passphrase, folder)
        return connect_database(path, temporary_folder=spill, key=key, read_only=True), key, True
    # The salt of an unprotected backup, and the cost of its key, are of whoever wrote it last.
    (folder / SALT_FILE).unlink(missing_ok=True)
    return opened, None if passphrase is None else derive_key(passphrase, folder), False


def _archive_store(
    home: Path, passphrase: str | None
) -> tuple[AuditHead, Path] | tuple[None, None]:
    """Move the existing store, if any, to a folder of its own, which opens as an installation."""
    if not (home / DATABASE_FILE_NAME).exists():
        return None, None
    store = open_store(home, passphrase=passphrase)  # raises if another program holds it
    head = read_audit_head(store)
    store.close()  # merges its write-ahead log
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    archived = home / f"before-restore-{stamp}"
    archived.mkdir(mode=0o700)
    for name in (DATABASE_FILE_NAME, SALT_FILE):
        if (home / name).exists():
            (home / name).replace(archived / name)
    return head, archived
