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

from geo.errors import ForgetCopyError, ForgetUnconfirmedError
from geo.store.actor import actor
from geo.store.audit import append
from geo.store.communities import community
from geo.store.database import Store, Writer
from geo.store.known_copies import checked_copies, erase_copies, known_copies


@dataclass(frozen=True)
class Forgotten:
    """
    What was done.

    Attributes
    ----------
    erased
        Copies that were named, and are gone.
    copies
        Copies that still hold the community, and wait for somebody to erase them.
    """

    community: str
    erased: list[Path]
    copies: list[Path]


def forget_community(
    store: Store, slug: str, *, confirm: str, also: Sequence[Path] = ()
) -> Forgotten:
    """
    Erase a community: record, layers, streets, drawing sessions, history, candidates.

    Parameters
    ----------
    confirm
        The short name once more.
    also
        Copies to erase too, as `known_copies` lists them, or backups that lie elsewhere.

    Raises
    ------
    CommunityUnknownError
        If there is none of this name.
    ForgetUnconfirmedError, ForgetCopyError
        If the names differ, or a copy is none of ours; nothing was changed. `ForgetCopyError`
        also where a copy cannot be erased: by then the community is forgotten.
    """
    community(store, slug)
    if confirm != slug:
        raise ForgetUnconfirmedError(community=slug)
    erasing = checked_copies(store, also)
    store.transact_in_turn(lambda writer: _forget(writer, slug, copies=len(erasing)))
    store.write_anew()
    _erase_downloads(store.folder / "downloads", slug)
    erase_copies(store, erasing)
    return Forgotten(slug, erasing, known_copies(store))


def _forget(writer: Writer, slug: str, *, copies: int) -> None:
    append(writer, actor(), "forget", {"community": slug, "copies": copies})
    for row in writer.rows("store/tables_of_communities"):
        writer.change(f"forget/{row['name']}", community=slug)
    writer.change("forget/community", community=slug)


def _erase_downloads(folder: Path, slug: str) -> None:
    """Erase streets that were fetched for it, whole or in parts."""
    for file in (folder / f"{slug}.osm", folder / f"{slug}.osm.parts"):
        try:
            if file.is_dir():
                shutil.rmtree(file)
            else:
                file.unlink(missing_ok=True)
        except OSError as error:
            raise ForgetCopyError(file=file.name) from error
