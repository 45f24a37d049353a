"""Opening of the installation's store, once per process."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

from geo.errors import StoreBusyError, StoreUnprotectedError
from geo.store import data_folder as homes
from geo.store.database import Store
from geo.store.passphrase import derive_key, resolve_passphrase
from geo.store.snapshots import SnapshotRequest, SnapshotServer, request_snapshot

_open_stores: dict[Path, Store] = {}
_requests: dict[Path, SnapshotRequest] = {}  # of the stores that are copies
_open_stores_lock = threading.RLock()
RecordRequest = Callable[[Store, SnapshotRequest], None]
_recorders: list[RecordRequest] = []  # none until this process serves snapshots


def serve_snapshots(record: RecordRequest) -> None:
    """
    Let other processes of this user read what this one holds: for a process that goes on.

    Parameters
    ----------
    record
        Records in a store what a request will tell; see
        `geo.privacy.snapshot_disclosure.record_request`.
    """
    if hasattr(socket, "AF_UNIX"):
        _recorders[:] = [record]


def open_store(
    folder: Path | str | None = None,
    *,
    passphrase: str | None = None,
    snapshot: SnapshotRequest | None = None,
) -> Store:
    """
    Open the installation's store, once per process.

    Parameters
    ----------
    folder
        The installation's folder; None means `AMPARO_HOME`, else the user's data folder.
    passphrase
        None means the environment's `AMPARO_PASSPHRASE`. If one is given and the file is not
        encrypted yet, it is encrypted now.
    snapshot
        What is going to be read, where a copy of the store will do while another process holds it;
        see `geo.store.snapshots`. None for a store that is written to.

    Raises
    ------
    StoreBusyError
        If another program holds the file, and makes no copy of it.
    StoreLockedError, WrongPassphraseError
        If the file is encrypted, and the passphrase is missing or wrong.
    StoreFolderLinkError, StoreFolderOwnerError
        If the folder is a symbolic link, or belongs to somebody else.
    """
    home = homes.resolve_data_folder(folder)
    path = home / homes.DATABASE_FILE_NAME
    with _open_stores_lock:
        if snapshot is not None and _requests.get(path, snapshot) != snapshot:
            _open_stores[path].close()  # what is read now may not be recorded in that copy
        if path not in _open_stores:
            known = resolve_passphrase(passphrase)
            try:
                store = _open_new_store(home, known)
            except StoreBusyError:
                copied = None if snapshot is None else _open_snapshot(home, known, snapshot)
                if snapshot is None or copied is None:
                    raise
                store = copied
                _requests[path] = snapshot
            _open_stores[path] = store
            store.closing.callback(_forget_store, path)
            store.working.receive_temporary_files()
            for record in _recorders:
                store.snapshot_server = SnapshotServer(store, partial(record, store))
        return _open_stores[path]


def _open_snapshot(home: Path, passphrase: str | None, request: SnapshotRequest) -> Store | None:
    snapshot = request_snapshot(home, request)
    if snapshot is None:
        return None
    try:
        key = None if passphrase is None else derive_key(passphrase, snapshot.folder)
        return Store(snapshot.folder, key=key, snapshot=snapshot)
    except BaseException:
        snapshot.close()
        raise


def _forget_store(path: Path) -> None:
    with _open_stores_lock:
        _open_stores.pop(path, None)
        _requests.pop(path, None)


def _open_new_store(home: Path, passphrase: str | None) -> Store:
    if passphrase is None:
        return Store(home)
    key = derive_key(passphrase, home)
    try:
        return Store(home, key=key)
    except StoreUnprotectedError:
        store = Store(home)
    store.protect(passphrase)
    return store
