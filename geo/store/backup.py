"""
A copy of the whole store in one file, and the way back from it.

A backup is a ZIP with the store as it is, protected or not, the salt without which the
passphrase of a protected one opens nothing, and a note of how the audit log ended. Nothing in it
is packed: encrypted bytes do not get smaller, and a file that is read as it stands cannot burst.
"""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from geo.errors import BackupError, StoreUnprotectedError, StoreUnreadableError
from geo.store.actor import current_actor
from geo.store.audit import AuditHead, append_audit_line, read_audit_head
from geo.store.backup_manifest import MANIFEST_FILE, format_manifest
from geo.store.connection import connect_database
from geo.store.data_folder import (
    DATABASE_FILE_NAME,
    find_data_folder,
    make_data_folder,
    restrict_to_owner,
)
from geo.store.database import Store, Transaction, open_store
from geo.store.passphrase import SALT_FILE, derive_key, resolve_passphrase
from geo.store.queries import list_migrations, load_query


def write_backup(store: Store, target: Path) -> Path:
    """
    Write the whole store, history included, as one file; protected if the store is.

    Parameters
    ----------
    target
        The file to make. What stands there is replaced only once the copy is whole.

    Raises
    ------
    BackupError
        If it cannot be written there.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent) as folder:
            copy, part = Path(folder) / DATABASE_FILE_NAME, Path(folder) / "backup"
            note = format_manifest(read_audit_head(store))
            store.copy_to(copy)
            _pack_backup(part, copy, salt=store.folder / SALT_FILE, manifest=note)
            restrict_to_owner(part).replace(target)
    except (OSError, duckdb.IOException) as error:
        raise BackupError(file=target.name) from error
    store.transact_serialised(
        lambda transaction: _record_backup(transaction, target, protected=store.is_protected)
    )
    return target


def restore_backup(
    backup_file: Path, folder: Path | str | None = None, *, passphrase: str | None = None
) -> Path | None:
    """
    Put a backup in the place of an installation's store.

    Parameters
    ----------
    backup_file
        A backup. It is unpacked and opened beside the store before anything changes.
    folder
        The installation's folder; see `open_store`.
    passphrase
        Of the backup, and of the store that stands there; None asks the environment.

    Returns
    -------
    kept
        The folder where what stood there is kept; None where there was nothing.

    Raises
    ------
    BackupError
        If the file is not there, or not a backup.
    StoreLockedError, WrongPassphraseError
        If the backup is protected, and no passphrase or another one was given.
    StoreUnreadableError
        If a newer program wrote the backup.
    StoreBusyError
        If another program holds the store.
    """
    home = find_data_folder(folder).resolve()
    make_data_folder(home)
    with tempfile.TemporaryDirectory(dir=home) as made:
        incoming = Path(made)
        _unpack_backup(backup_file, incoming)
        _check_backup(backup_file, incoming, resolve_passphrase(passphrase))
        before, kept = (
            _archive_store(home, passphrase)
            if (home / DATABASE_FILE_NAME).exists()
            else (None, None)
        )
        for name in (SALT_FILE, DATABASE_FILE_NAME):
            if (incoming / name).exists():
                (incoming / name).replace(home / name)
    open_store(home, passphrase=passphrase).transact_serialised(
        lambda transaction: _record_restore(transaction, before)
    )
    return kept


def _record_backup(transaction: Transaction, target: Path, *, protected: bool) -> None:
    append_audit_line(transaction, current_actor(), "backup", {"protected": protected})
    made_at = datetime.now(UTC).replace(tzinfo=None)
    transaction.execute("store/add_backup", place=str(target.resolve()), made_at=made_at)


def _record_restore(transaction: Transaction, previous_head: AuditHead | None) -> None:
    """Write down how the log ended that this one takes the place of; sign everybody out."""
    details: dict[str, int | str] = (
        {} if previous_head is None else {"lines": previous_head.lines, "hash": previous_head.hash}
    )
    append_audit_line(transaction, current_actor(), "restore", details)
    transaction.execute("access/delete_all_sessions")


def _pack_backup(archive: Path, copy: Path, *, salt: Path, manifest: str) -> None:
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as box:
        box.writestr(MANIFEST_FILE, manifest)
        box.write(copy, DATABASE_FILE_NAME)
        if salt.exists():
            box.write(salt, SALT_FILE)


def _unpack_backup(file: Path, folder: Path) -> None:
    try:
        with zipfile.ZipFile(file) as box:
            for entry in box.infolist():
                if entry.filename not in (DATABASE_FILE_NAME, SALT_FILE, MANIFEST_FILE):
                    raise BackupError(file=file.name)
                if entry.compress_type != zipfile.ZIP_STORED:
                    raise BackupError(file=file.name)
                with box.open(entry) as source, (folder / entry.filename).open("wb") as target:
                    shutil.copyfileobj(source, target)
    except (OSError, zipfile.BadZipFile, EOFError) as error:
        raise BackupError(file=file.name) from error
    if not (folder / DATABASE_FILE_NAME).exists():
        raise BackupError(file=file.name)


def _check_backup(file: Path, folder: Path, passphrase: str | None) -> None:
    """Open what was unpacked, and read it, before it takes anybody's place."""
    path, aside = folder / DATABASE_FILE_NAME, folder / "temporary"
    key = None if passphrase is None else derive_key(passphrase, folder)
    try:
        try:
            root = connect_database(path, temporary_folder=aside, key=key, read_only=True)
        except StoreUnprotectedError:
            root = connect_database(path, temporary_folder=aside, read_only=True)
    except StoreUnreadableError as error:
        raise BackupError(file=file.name) from error
    try:
        applied = root.execute(load_query("store/applied_migrations").sql).fetchall()
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        raise BackupError(file=file.name) from error
    finally:
        root.close()
    if {number for number, _ in applied} - {number for number, _ in list_migrations()}:
        raise StoreUnreadableError(file=file.name)  # of a newer program


def _archive_store(home: Path, passphrase: str | None) -> tuple[AuditHead, Path]:
    """Keep what stands there, in a folder of its own that opens like an installation's."""
    store = open_store(home, passphrase=passphrase)  # says if it is busy
    head = read_audit_head(store)
    store.close()  # ends its write-ahead log
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    kept = home / f"before-restore-{stamp}"
    kept.mkdir(mode=0o700)
    for name in (DATABASE_FILE_NAME, SALT_FILE):
        if (home / name).exists():
            (home / name).replace(kept / name)
    return head, kept
