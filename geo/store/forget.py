"""
Erasure of a community: its rows, its history, and the copies that somebody chooses.

The database file is rewritten and replaces the old one, so it no longer contains data of the
community. Traces of the old file on the disk cannot be erased by a program: they are unreadable
only if the store or the disk is encrypted.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from geo.errors import ForgetBackupError, ForgetUnconfirmedError
from geo.store.actor import current_actor
from geo.store.audit import append_audit_line
from geo.store.communities import read_community
from geo.store.data_folder import DOWNLOAD_FOLDER
from geo.store.database import Store, Transaction
from geo.store.known_copies import check_copies, erase_copies, list_known_copies


@dataclass(frozen=True)
class ForgetResult:
    """
    Result of erasing a community.

    Attributes
    ----------
    erased_copies
        Copies that were chosen and erased.
    remaining_copies
        Copies that still contain the community.
    """

    community: str
    erased_copies: list[Path]
    remaining_copies: list[Path]


def forget_community(
    store: Store, slug: str, *, confirm: str, copies_to_erase: Sequence[Path] = ()
) -> ForgetResult:
    """
    Erase a community: record, layers, streets, drawing sessions, history, candidates.

    Parameters
    ----------
    confirm
        The short name again.
    copies_to_erase
        Copies to erase too, as `list_known_copies` lists them, or backups in other folders.

    Raises
    ------
    CommunityUnknownError
        If no community has this short name.
    ForgetUnconfirmedError, ForgetBackupError
        If the names differ, or a file is not a copy of the store; nothing was changed.
        `ForgetBackupError` also if a copy cannot be erased: by then the community is erased.
    """
    read_community(store, slug)
    if confirm != slug:
        raise ForgetUnconfirmedError(community=slug)
    checked_copies = check_copies(store, copies_to_erase)
    store.transact_serialised(
        lambda transaction: _delete_community(transaction, slug, copy_count=len(checked_copies))
    )
    store.rewrite_file()
    _erase_downloads(store.folder / DOWNLOAD_FOLDER, slug)
    erase_copies(store, checked_copies)
    return ForgetResult(slug, checked_copies, list_known_copies(store))


def _delete_community(transaction: Transaction, slug: str, *, copy_count: int) -> None:
    append_audit_line(
        transaction, current_actor(), "forget", {"community": slug, "copies": copy_count}
    )
    for row in transaction.rows("store/tables_of_communities"):
        transaction.execute(f"forget/{row['name']}", community=slug)
    transaction.execute("forget/community", community=slug)


def _erase_downloads(folder: Path, slug: str) -> None:
    """Erase the downloaded streets of a community, complete or partial."""
    for file in (folder / f"{slug}.osm", folder / f"{slug}.osm.parts"):
        try:
            if file.is_dir():
                shutil.rmtree(file)
            else:
                file.unlink(missing_ok=True)
        except OSError as error:
            raise ForgetBackupError(file=file.name) from error
