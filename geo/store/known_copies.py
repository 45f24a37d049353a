"""The copies of a store that lie about: backups, and what a restore put aside."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from geo.errors import ForgetBackupError
from geo.store.backup_manifest import is_backup
from geo.store.data_folder import DATABASE_FILE_NAME
from geo.store.database import Store


def list_known_copies(store: Store) -> list[Path]:
    """
    List the copies that are still there: in the installation's folder, or noted when made.

    Returns
    -------
    copies
        Backup files and folders kept by a restore, in order. A copy that somebody moved or
        copied elsewhere is not known here.
    """
    here = {file for file in store.folder.rglob("*") if file.is_file() and is_backup(file)}
    kept = {file.parent for file in store.folder.glob(f"*/{DATABASE_FILE_NAME}")}
    noted = {Path(row["place"]) for row in store.rows("store/backups")}
    return sorted(here | kept | {file for file in noted if is_backup(file)})


def check_copies(store: Store, files: Sequence[Path]) -> list[Path]:
    """
    Accept files that somebody named to be erased.

    Raises
    ------
    ForgetBackupError
        If one is neither a backup nor a folder that a restore kept.
    """
    known = {copy.resolve() for copy in list_known_copies(store)}
    for file in files:
        if file.resolve() not in known and not is_backup(file):
            raise ForgetBackupError(file=file.name)
    return [file.resolve() for file in files]


def erase_copies(store: Store, copies: Sequence[Path]) -> None:
    """
    Erase copies that were checked before.

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
