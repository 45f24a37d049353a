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
from geo.store.actor import actor
from geo.store.audit import Head, append, audit_head
from geo.store.backup_manifest import NOTE_FILE, note_text
from geo.store.connection import connect
from geo.store.data_folder import FILE_NAME, closed_to_others, home_folder, made_folder
from geo.store.database import Store, Writer, open_store
from geo.store.passphrase import SALT_FILE, given_passphrase, key_of
from geo.store.queries import load, migrations


def back_up(store: Store, to: Path) -> Path:
    """
    Write the whole store, history included, as one file; protected if the store is.

    Parameters
    ----------
    to
        The file to make. What stands there is replaced only once the copy is whole.

    Raises
    ------
    BackupError
        If it cannot be written there.
    """
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=to.parent) as folder:
            copy, part = Path(folder) / FILE_NAME, Path(folder) / "backup"
            note = note_text(audit_head(store))
            store.copy_out(copy)
            _pack(part, copy, salt=store.folder / SALT_FILE, note=note)
            closed_to_others(part).replace(to)
    except (OSError, duckdb.IOException) as error:
        raise BackupError(file=to.name) from error
    store.transact_in_turn(lambda writer: _note_backup(writer, to, protected=store.protected))
    return to


def restore(
    file: Path, folder: Path | str | None = None, *, passphrase: str | None = None
) -> Path | None:
    """
    Put a backup in the place of an installation's store.

    Parameters
    ----------
    file
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
    home = home_folder(folder).resolve()
    made_folder(home)
    with tempfile.TemporaryDirectory(dir=home) as made:
        incoming = Path(made)
        _unpack(file, incoming)
        _check(file, incoming, given_passphrase(passphrase))
        before, kept = _set_aside(home, passphrase) if (home / FILE_NAME).exists() else (None, None)
        for name in (SALT_FILE, FILE_NAME):
            if (incoming / name).exists():
                (incoming / name).replace(home / name)
    open_store(home, passphrase=passphrase).transact_in_turn(
        lambda writer: _note_restore(writer, before)
    )
    return kept


def _note_backup(writer: Writer, to: Path, *, protected: bool) -> None:
    append(writer, actor(), "backup", {"protected": protected})
    made_at = datetime.now(UTC).replace(tzinfo=None)
    writer.change("store/note_backup", place=str(to.resolve()), made_at=made_at)


def _note_restore(writer: Writer, before: Head | None) -> None:
    """Write down how the log ended that this one takes the place of; sign everybody out."""
    details: dict[str, int | str] = (
        {} if before is None else {"lines": before.lines, "hash": before.hash}
    )
    append(writer, actor(), "restore", details)
    writer.change("access/drop_all_visits")


def _pack(part: Path, copy: Path, *, salt: Path, note: str) -> None:
    with zipfile.ZipFile(part, "w", zipfile.ZIP_STORED) as box:
        box.writestr(NOTE_FILE, note)
        box.write(copy, FILE_NAME)
        if salt.exists():
            box.write(salt, SALT_FILE)


def _unpack(file: Path, to: Path) -> None:
    try:
        with zipfile.ZipFile(file) as box:
            for entry in box.infolist():
                if entry.filename not in (FILE_NAME, SALT_FILE, NOTE_FILE):
                    raise BackupError(file=file.name)
                if entry.compress_type != zipfile.ZIP_STORED:
                    raise BackupError(file=file.name)
                with box.open(entry) as source, (to / entry.filename).open("wb") as target:
                    shutil.copyfileobj(source, target)
    except (OSError, zipfile.BadZipFile, EOFError) as error:
        raise BackupError(file=file.name) from error
    if not (to / FILE_NAME).exists():
        raise BackupError(file=file.name)


def _check(file: Path, incoming: Path, passphrase: str | None) -> None:
    """Open what was unpacked, and read it, before it takes anybody's place."""
    path, aside = incoming / FILE_NAME, incoming / "temporary"
    key = None if passphrase is None else key_of(passphrase, incoming)
    try:
        try:
            root = connect(path, temporary=aside, key=key, read_only=True)
        except StoreUnprotectedError:
            root = connect(path, temporary=aside, read_only=True)
    except StoreUnreadableError as error:
        raise BackupError(file=file.name) from error
    try:
        applied = root.execute(load("store/applied_migrations").text).fetchall()
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        raise BackupError(file=file.name) from error
    finally:
        root.close()
    if {number for number, _ in applied} - {number for number, _ in migrations()}:
        raise StoreUnreadableError(file=file.name)  # of a newer program


def _set_aside(home: Path, passphrase: str | None) -> tuple[Head, Path]:
    """Keep what stands there, in a folder of its own that opens like an installation's."""
    store = open_store(home, passphrase=passphrase)  # says if it is busy
    head = audit_head(store)
    store.close()  # ends its write-ahead log
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    kept = home / f"before-restore-{stamp}"
    kept.mkdir(mode=0o700)
    for name in (FILE_NAME, SALT_FILE):
        if (home / name).exists():
            (home / name).replace(kept / name)
    return head, kept
