"""The copies of a store that lie about: backups, and what a restore put aside."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from geo.errors import ForgetCopyError
from geo.store.backup_manifest import is_backup
from geo.store.data_folder import FILE_NAME
from geo.store.database import Store


def known_copies(store: Store) -> list[Path]:
    """
    List the copies that are still there: in the installation's folder, or noted when made.

    Returns
    -------
    copies
        Backup files and folders kept by a restore, in order. A copy that somebody moved or
        copied elsewhere is not known here.
    """
    here = {file for file in store.folder.rglob("*") if file.is_file() and is_backup(file)}
    kept = {file.parent for file in store.folder.glob(f"*/{FILE_NAME}")}
    noted = {Path(row["place"]) for row in store.rows("store/backups")}
    return sorted(here | kept | {file for file in noted if is_backup(file)})


def checked_copies(store: Store, named: Sequence[Path]) -> list[Path]:
    """
    Accept files that somebody named to be erased.

    Raises
    ------
    ForgetCopyError
        If one is neither a backup nor a folder that a restore kept.
    """
    known = {copy.resolve() for copy in known_copies(store)}
    for file in named:
        if file.resolve() not in known and not is_backup(file):
            raise ForgetCopyError(file=file.name)
    return [file.resolve() for file in named]


def erase_copies(store: Store, copies: Sequence[Path]) -> None:
    """
    Erase copies that were checked before.

    Raises
    ------
    ForgetCopyError
        If one cannot be erased.
    """
    for copy in copies:
        try:
            if copy.is_dir():
                shutil.rmtree(copy)
            else:
                copy.unlink(missing_ok=True)
        except OSError as error:
            raise ForgetCopyError(file=copy.name) from error
        _strike(store, copy)


def _strike(store: Store, copy: Path) -> None:
    store.transact(lambda writer: writer.change("store/forget_backup", place=str(copy)))
