"""
Forgetting a community: its rows, its past, the file's own traces, and the copies one names.

The store's file is written anew and takes the old one's place, so nothing of the community is in
it any more. What the disk itself keeps of the old file is beyond a program: only a protected
store, or an encrypted disk, leaves nothing to read there.
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
from geo.store.database import Store, Transaction
from geo.store.known_copies import check_copies, erase_copies, list_known_copies


@dataclass(frozen=True)
class ForgetResult:
    """
    What was done.

    Attributes
    ----------
    erased_copies
        Copies that were named, and are gone.
    remaining_copies
        Copies that still hold the community, and wait for somebody to erase them.
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
        The short name once more.
    copies_to_erase
        Copies to erase too, as `list_known_copies` lists them, or backups that lie elsewhere.

    Raises
    ------
    CommunityUnknownError
        If there is none of this name.
    ForgetUnconfirmedError, ForgetBackupError
        If the names differ, or a copy is none of ours; nothing was changed. `ForgetBackupError`
        also where a copy cannot be erased: by then the community is forgotten.
    """
    read_community(store, slug)
    if confirm != slug:
        raise ForgetUnconfirmedError(community=slug)
    erasing = check_copies(store, copies_to_erase)
    store.transact_serialised(
        lambda transaction: _delete_community(transaction, slug, copy_count=len(erasing))
    )
    store.rewrite_file()
    _erase_downloads(store.folder / "downloads", slug)
    erase_copies(store, erasing)
    return ForgetResult(slug, erasing, list_known_copies(store))


def _delete_community(transaction: Transaction, slug: str, *, copy_count: int) -> None:
    append_audit_line(
        transaction, current_actor(), "forget", {"community": slug, "copies": copy_count}
    )
    for row in transaction.rows("store/tables_of_communities"):
        transaction.execute(f"forget/{row['name']}", community=slug)
    transaction.execute("forget/community", community=slug)


def _erase_downloads(folder: Path, slug: str) -> None:
    """Erase streets that were fetched for it, whole or in parts."""
    for file in (folder / f"{slug}.osm", folder / f"{slug}.osm.parts"):
        try:
            if file.is_dir():
                shutil.rmtree(file)
            else:
                file.unlink(missing_ok=True)
        except OSError as error:
            raise ForgetBackupError(file=file.name) from error
