"""Known copies of a store: backups, and stores that a restoration replaced."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from geo.errors import ForgetBackupError
from geo.store.backup_manifest import is_backup
from geo.store.data_folder import DATABASE_FILE_NAME
from geo.store.database import Store
from geo.store.working_folder import WORKING_FOLDER


def list_known_copies(store: Store) -> list[Path]:
    """
    List the existing copies: in the installation's folder, or recorded when they were made.

    Returns
    -------
    copies
        Backup files and folders archived by a restoration, sorted. Copies that somebody moved or
        copied elsewhere are not known.
    """
    working = store.folder / WORKING_FOLDER
    local_backups = {
        file
        for file in store.folder.rglob("*")
        if file.is_file() and working not in file.parents and is_backup(file)
    }
    archived_folders = {file.parent for file in store.folder.glob(f"*/{DATABASE_FILE_NAME}")}
    recorded = {Path(row["place"]) for row in store.rows("store/backups")}
    return sorted(local_backups | archived_folders | {file for file in recorded if is_backup(file)})


def check_copies(store: Store, files: Sequence[Path]) -> list[Path]:
    """
    Validate files that somebody chose to erase.

    Raises
    ------
    ForgetBackupError
        If one is neither a backup nor a folder archived by a restoration.
    """
    known_copies = {copy.resolve() for copy in list_known_copies(store)}
    for file in files:
        if file.resolve() not in known_copies and not is_backup(file):
            raise ForgetBackupError(file=file.name)
    return [file.resolve() for file in files]


def erase_copies(store: Store, copies: Sequence[Path]) -> None:
    """
    Erase copies that `check_copies` validated.

    Raises
    ------
    ForgetBackupError
        If one cannot be erased.
    """
    for copy in copies:
        try:
            if copy.is_dir():
                shutil.rmtree(copy)
            else:
                copy.unlink(missing_ok=True)
        except OSError as error:
            raise ForgetBackupError(file=copy.name) from error
        _delete_backup_record(store, copy)


def _delete_backup_record(store: Store, copy: Path) -> None:
    store.transact(lambda transaction: transaction.execute("store/delete_backup", place=str(copy)))
