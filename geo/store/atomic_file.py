"""
Atomic replacement of files: a file is complete or unchanged, and nothing of it remains elsewhere.

On Linux a file in the making has no name: if the process is killed, the system removes it. Where
the file system does not support that, it stands beside the file under a name that the next
replacement in the same folder recognises; it removes those that no process holds.
"""

from __future__ import annotations

import contextlib
import errno
import io
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import BinaryIO, TypeVar

from geo.store.data_folder import IS_POSIX, shared_file_mode
from geo.store.working_folder import try_lock

OutputT = TypeVar("OutputT", "Path", "MemoryFile")

PART_PREFIX, PART_SUFFIX = ".amparo-", ".part"
OWNER_MODE = 0o600
# Answers of a file system or a kernel that has no files without a name.
UNSUPPORTED_CODES = (errno.EOPNOTSUPP, errno.EISDIR, errno.ENOENT, errno.EINVAL, errno.EPERM)


class MemoryFile:
    """
    A file that is written in memory, for a screen that hands it on at once.

    Attributes
    ----------
    name
        A file name; its ending decides the format.
    content
        Empty until the file is complete.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.suffix = PurePath(name).suffix
        self.content = b""


@contextmanager
def replace_atomically(path: Path | MemoryFile, *, private: bool = False) -> Iterator[BinaryIO]:
    """
    Yield a file open for reading and writing; at the end of the context it replaces another.

    Parameters
    ----------
    path
        The file to write; an existing one stays until the new one is complete.
    private
        True for a file that only its owner may read; others get the permissions of the process.

    Raises
    ------
    OSError
        If nothing can be written there; nothing is left behind.
    """
    if isinstance(path, MemoryFile):
        buffer = io.BytesIO()
        yield buffer
        path.content = buffer.getvalue()
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    _remove_abandoned_parts(path.parent)
    part = path.parent / f"{PART_PREFIX}{secrets.token_hex(4)}{PART_SUFFIX}"
    descriptor, has_name = _create_part(part)
    try:
        with os.fdopen(descriptor, "w+b") as file:
            try_lock(descriptor)
            yield file
            file.flush()
            if IS_POSIX:
                # File systems of memory sticks have no permissions; better a file than none.
                with contextlib.suppress(PermissionError):
                    os.fchmod(descriptor, OWNER_MODE if private else shared_file_mode())
            if not has_name:
                _name_file(descriptor, part)
            if IS_POSIX:  # still locked: no other process takes it for an abandoned one
                os.replace(part, path)  # noqa: PTH105 (replaces on Windows too; rename does not)
        if not IS_POSIX:  # an open file cannot be renamed there
            os.replace(part, path)  # noqa: PTH105 (as above)
    finally:
        part.unlink(missing_ok=True)


def _create_part(part: Path) -> tuple[int, bool]:
    """Create a file without a name in the folder, or under one; return whether it has one."""
    unnamed = getattr(os, "O_TMPFILE", None)
    if unnamed is not None and Path("/proc/self/fd").is_dir():
        try:
            return os.open(part.parent, unnamed | os.O_RDWR, OWNER_MODE), False
        except OSError as error:
            if error.errno not in UNSUPPORTED_CODES:
                raise
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    return os.open(part, flags, OWNER_MODE), True


def _name_file(descriptor: int, part: Path) -> None:
    # The folder's descriptor makes Python call `linkat`, which follows the link in /proc.
    folder = os.open(part.parent, os.O_RDONLY)
    try:
        os.link(f"/proc/self/fd/{descriptor}", part.name, src_dir_fd=folder, dst_dir_fd=folder)
    finally:
        os.close(folder)


def _remove_abandoned_parts(folder: Path) -> None:
    """Remove the incomplete files of killed processes: regular files whose lock nobody holds."""
    for part in folder.glob(f"{PART_PREFIX}*{PART_SUFFIX}"):
        with contextlib.suppress(OSError):
            if not stat.S_ISREG(part.lstat().st_mode):
                continue
            descriptor = os.open(part, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
            try:
                is_abandoned = try_lock(descriptor)
            finally:
                os.close(descriptor)
            if is_abandoned:
                part.unlink()
