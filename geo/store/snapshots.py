"""
Snapshots of the store for other processes: commands that read while the server holds the file.

DuckDB lets one process open a file for writing, and no other one then. That process copies its
store, protected by the same key, into its working folder, and another process of the same user
opens the copy read-only; it needs the passphrase as ever. The request is one line on a connection
to a Unix socket in the working folder, and the copy is removed when the connection ends.

What an audience is told for the first time must be recorded, which a copy cannot be. So a request
names what will be read, and the process that holds the store records it before it makes the copy.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import stat
import struct
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol

import duckdb

from geo.store.data_folder import DATABASE_FILE_NAME
from geo.store.passphrase import SALT_FILE
from geo.store.working_folder import WORKING_FOLDER, WorkingFolder

SOCKET_NAME = "snapshots"
MAX_SNAPSHOTS = 4  # at a time
MAX_REPLY_BYTES = 4096  # of a request, too
REQUEST_TIMEOUT_S = 10.0
FREE_SPACE_FACTOR = 3  # of the file's size, so that a copy does not fill the disk
REPLY_TIMEOUT_S = 300.0  # a large store is copied in seconds
MAX_HELD_S = 600.0
RETRY_WAIT_S = 0.2


class CopiedStore(Protocol):
    """What a snapshot needs of a store."""

    folder: Path
    path: Path
    working: WorkingFolder

    def copy_to(self, file: Path) -> None:
        """Copy all tables to a new file, with the same key or none."""


@dataclass(frozen=True)
class SnapshotRequest:
    """
    What is going to be read from a snapshot.

    Attributes
    ----------
    community
        Its short name; empty where nothing is told that has to be recorded.
    audience
        Who is told.
    layers
        Names of the layers that are read.
    """

    community: str = ""
    audience: str = "network"
    layers: tuple[str, ...] = ()


NOTHING_RECORDED = SnapshotRequest()
RecordDisclosure = Callable[[SnapshotRequest], None]


class SnapshotServer:
    """
    Makes snapshots of a store for processes of the same user, until it is closed.

    Parameters
    ----------
    record
        Records in the store what a request will tell for the first time.
    """

    def __init__(self, store: CopiedStore, record: RecordDisclosure) -> None:
        self._store, self._record = store, record
        self._places = threading.Semaphore(MAX_SNAPSHOTS)
        self._connections: set[socket.socket] = set()
        self._closed = threading.Event()
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        with _short_path(store.working.path) as folder:
            self._socket.bind(f"{folder}/{SOCKET_NAME}")
        (store.working.path / SOCKET_NAME).chmod(0o600)
        self._socket.listen(MAX_SNAPSHOTS)
        threading.Thread(target=self._accept, name="snapshots", daemon=True).start()

    def remove_copies(self) -> None:
        """End all requests, whose copies hold what the store may not hold any more."""
        for connection in list(self._connections):
            with contextlib.suppress(OSError):  # it ended just now
                connection.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Take no more requests, and end those that there are."""
        self._closed.set()
        self.remove_copies()
        with contextlib.suppress(OSError):  # it may be closed already
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def _accept(self) -> None:
        while not self._closed.is_set():
            try:
                connection, _ = self._socket.accept()
            except OSError:  # closed, or this process has too many files open for a moment
                self._closed.wait(RETRY_WAIT_S)
                continue
            if not is_own_process(connection) or not self._places.acquire(blocking=False):
                connection.close()
                continue
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        self._connections.add(connection)
        try:
            # Whoever asked ends the connection; a full disk or a closed store ends it from here.
            with connection, contextlib.suppress(OSError, duckdb.Error):
                self._hold_copy(connection)
        finally:
            self._connections.discard(connection)
            self._places.release()

    def _hold_copy(self, connection: socket.socket) -> None:
        store = self._store
        connection.settimeout(REQUEST_TIMEOUT_S)
        request = _receive_request(connection)
        if request.community:
            self._record(request)
        free = shutil.disk_usage(store.folder).free
        if free < FREE_SPACE_FACTOR * store.path.stat().st_size:
            return
        with store.working.subfolder() as folder:
            store.copy_to(folder / DATABASE_FILE_NAME)
            if (store.folder / SALT_FILE).exists():
                shutil.copyfile(store.folder / SALT_FILE, folder / SALT_FILE)
            connection.sendall(os.fsencode(folder))
            connection.shutdown(socket.SHUT_WR)
            connection.settimeout(MAX_HELD_S)
            connection.recv(1)  # nothing is said: it ends when the connection does


class Snapshot:
    """A copy of a store that another process holds open; released by `close`."""

    def __init__(self, folder: Path, connection: socket.socket) -> None:
        self.folder, self._connection = folder, connection

    def close(self) -> None:
        """Let the other process remove the copy."""
        self._connection.close()


def request_snapshot(
    data_folder: Path, request: SnapshotRequest = NOTHING_RECORDED
) -> Snapshot | None:
    """
    Ask the process that holds a store for a copy of it.

    Parameters
    ----------
    request
        What is going to be read.

    Returns
    -------
    snapshot
        None where no process makes one, or this system has no such sockets.
    """
    if not hasattr(socket, "AF_UNIX"):
        return None
    for working in sorted((data_folder / WORKING_FOLDER).glob(f"*/{SOCKET_NAME}")):
        if is_own_socket(working):
            snapshot = _request_from(working.parent, data_folder, request)
            if snapshot is not None:
                return snapshot
    return None


def is_own_socket(path: Path) -> bool:
    """Return whether a path is a socket of this user, and no link to one."""
    try:
        found = path.lstat()
    except FileNotFoundError:  # the other process ended just now
        return False
    return stat.S_ISSOCK(found.st_mode) and found.st_uid == os.geteuid()


def is_own_process(connection: socket.socket) -> bool:
    """Return whether the other side is a process of this user; elsewhere than on Linux, True."""
    if sys.platform != "linux":
        return True  # the folder is accessible to its owner only
    credentials = connection.getsockopt(
        socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i")
    )
    _, user, _ = struct.unpack("3i", credentials)
    return bool(user == os.geteuid())


def _request_from(working: Path, data_folder: Path, request: SnapshotRequest) -> Snapshot | None:
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(REPLY_TIMEOUT_S)
    try:
        with _short_path(working) as folder:
            connection.connect(f"{folder}/{SOCKET_NAME}")
        reply = b""
        if is_own_process(connection):
            connection.sendall(json.dumps(asdict(request)).encode() + b"\n")
            reply = _receive_all(connection)
    except OSError:  # left by a process that was killed
        reply = b""
    place = Path(os.fsdecode(reply))
    is_inside = place.is_absolute() and place.parent.parent == data_folder / WORKING_FOLDER
    if not reply or not is_inside or place.is_symlink():
        connection.close()
        return None
    return Snapshot(place, connection)


def _receive_request(connection: socket.socket) -> SnapshotRequest:
    """Receive the line of a request; one that is no request is an `OSError`, and ends it."""
    line = b""
    while not line.endswith(b"\n"):
        part = connection.recv(MAX_REPLY_BYTES)
        if not part or len(line) > MAX_REPLY_BYTES:
            raise ConnectionAbortedError
        line += part
    try:
        fields = json.loads(line)
        return SnapshotRequest(
            str(fields["community"]), str(fields["audience"]), tuple(map(str, fields["layers"]))
        )
    except (ValueError, KeyError, TypeError):
        raise ConnectionAbortedError from None


def _receive_all(connection: socket.socket) -> bytes:
    received = b""
    while len(received) < MAX_REPLY_BYTES and (part := connection.recv(MAX_REPLY_BYTES)):
        received += part
    return received


@contextlib.contextmanager
def _short_path(folder: Path) -> Iterator[str]:
    """Yield a short path of a folder: the address of a socket has at most a hundred bytes."""
    if sys.platform != "linux":
        yield str(folder)
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{descriptor}"
    finally:
        os.close(descriptor)
