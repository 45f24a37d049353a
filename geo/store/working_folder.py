"""
Working folder of a process: files in the making, in the data folder, removed with the process.

Each process has a folder of its own under `working`, accessible to the owner only, in which it
holds a lock of the operating system. The lock ends with the process, however it ends. Whoever
makes the next folder removes those whose lock nobody holds; symbolic links are removed, never
followed.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import sys
import tempfile
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from geo.errors import StoreFolderError
from geo.store.data_folder import (
    DOWNLOAD_FOLDER,
    check_owner,
    restrict_new_files,
    restrict_to_owner,
)

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

WORKING_FOLDER = "working"
LOCK_FILE = ".lock"
# Not on every system: a link in the place of a lock is not opened, a pipe is not waited for.
_LOCK_FLAGS = os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
# What earlier versions left in the data folder when they were killed; with the store attached,
# no process is still writing there.
FORMER_NAMES = ("temporary", "amparo.rekeyed", "amparo.rekeyed.wal", "amparo.part")
FORMER_FOLDERS = "tmp????????"  # as `tempfile` names them; with nothing in them but these
FORMER_CONTENT = frozenset(
    "amparo.duckdb amparo.duckdb.wal fresh.duckdb fresh.duckdb.wal amparo.salt amparo.part "
    "backup.json temporary".split()
)


class WorkingFolder:
    """
    The folder of one process, or of one open store, under a data folder.

    Parameters
    ----------
    data_folder
        The installation's folder, which exists.

    Attributes
    ----------
    path
        Accessible to the owner only; removed by `close`, or at the end of the process.

    Raises
    ------
    StoreFolderError
        If it cannot be created.
    StoreFolderOwnerError
        If `working` belongs to somebody else.
    """

    def __init__(self, data_folder: Path) -> None:
        restrict_new_files()
        try:
            parent = _make_private_folder(data_folder / WORKING_FOLDER)
            with _hold_lock(parent):
                remove_abandoned_folders(parent)
                self.path = Path(tempfile.mkdtemp(dir=parent))
                lock = os.open(self.path / LOCK_FILE, _LOCK_FLAGS | os.O_CREAT | os.O_EXCL, 0o600)
                try_lock(lock)
        except OSError as error:
            raise StoreFolderError(folder=data_folder.name) from error
        self._finalizer = weakref.finalize(self, _remove_own_folder, self.path, lock, os.getpid())

    @contextmanager
    def subfolder(self) -> Iterator[Path]:
        """Yield a new folder, removed with its content at the end of the context."""
        folder = Path(tempfile.mkdtemp(dir=self.path))
        try:
            yield folder
        finally:
            remove_tree(folder)

    def receive_temporary_files(self) -> None:
        """Let `tempfile`, and libraries that use it, make files here until the folder is closed."""
        tempfile.tempdir = str(self.path)

    def close(self) -> None:
        """Remove the folder and its content, and release its lock."""
        self._finalizer()


def remove_abandoned_folders(parent: Path) -> None:
    """Remove what lies in the folder of working folders and whose lock nobody holds."""
    for entry in parent.iterdir():
        if entry.name != LOCK_FILE and not _is_in_use(entry):
            remove_tree(entry)


def remove_former_leftovers(data_folder: Path, *, protected: bool) -> None:
    """
    Remove temporary files of a killed process of an earlier version; the store is attached.

    Parameters
    ----------
    protected
        True where the store has a passphrase: streets fetched before it had one are removed too.
    """
    if protected:
        remove_tree(data_folder / DOWNLOAD_FOLDER)
    for name in FORMER_NAMES:
        remove_tree(data_folder / name)
    for folder in data_folder.glob(FORMER_FOLDERS):
        if folder.is_dir() and not folder.is_symlink():
            content = {entry.name for entry in folder.iterdir()}
            if content and content <= FORMER_CONTENT:
                remove_tree(folder)


def remove_tree(path: Path) -> None:
    """
    Remove a file, a link or a folder with its content; what cannot be removed stays.

    Links are removed, never followed. Folders without permissions are made writable first.
    """
    folders, pending = [], [path]
    while pending:  # not recursive: a folder may be nested deeper than Python's stack
        entry = pending.pop()
        with contextlib.suppress(OSError):
            if not stat.S_ISDIR(entry.lstat().st_mode):
                entry.unlink()
                continue
            folders.append(entry)
            entry.chmod(0o700)
            pending += entry.iterdir()
    for folder in reversed(folders):
        with contextlib.suppress(OSError):
            folder.rmdir()


def try_lock(descriptor: int, *, wait: bool = False) -> bool:
    """Lock an open file; return False where another process holds it, or locks do not exist."""
    try:
        if sys.platform == "win32":
            msvcrt.locking(descriptor, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError:
        return False
    return True


def _make_private_folder(folder: Path) -> Path:
    """Create a folder of the owner; a file or a link in its place is removed."""
    with contextlib.suppress(FileNotFoundError):
        if not stat.S_ISDIR(folder.lstat().st_mode):
            folder.unlink()
    folder.mkdir(mode=0o700, exist_ok=True)
    check_owner(folder)
    return restrict_to_owner(folder)


@contextmanager
def _hold_lock(parent: Path) -> Iterator[None]:
    """Wait for the lock on a folder of working folders: it is swept by one process at a time."""
    file = parent / LOCK_FILE
    with contextlib.suppress(FileNotFoundError):
        if not stat.S_ISREG(file.lstat().st_mode):
            remove_tree(file)
    descriptor = os.open(file, _LOCK_FLAGS | os.O_CREAT, 0o600)
    try:
        try_lock(descriptor, wait=True)
        yield
    finally:
        os.close(descriptor)


def _is_in_use(folder: Path) -> bool:
    """Return whether a process holds the lock of a working folder."""
    if folder.is_symlink():
        return False
    try:
        descriptor = os.open(folder / LOCK_FILE, _LOCK_FLAGS)
    except OSError:  # a folder is locked before others may look at it
        return False
    try:
        return stat.S_ISREG(os.fstat(descriptor).st_mode) and not try_lock(descriptor)
    finally:
        os.close(descriptor)


def _remove_own_folder(folder: Path, lock: int, process: int) -> None:
    if os.getpid() != process:  # a fork of the process, which goes on using it
        return
    if tempfile.tempdir == str(folder):
        tempfile.tempdir = None  # found anew, when it is needed
    if sys.platform == "win32":  # an open file cannot be removed there
        os.close(lock)
        shutil.rmtree(folder, ignore_errors=True)
        return
    remove_tree(folder)
    os.close(lock)
