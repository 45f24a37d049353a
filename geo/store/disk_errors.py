"""When a disk takes nothing more, or may not be written on any more."""

from __future__ import annotations

import errno
import os

from geo.errors import DiskFullError, StoreError, StoreReadOnlyError

# What the system says of it; DuckDB hands on its words, and gives the fault no class of its own.
DISK_ERROR_MESSAGES: tuple[tuple[type[StoreError], tuple[str, ...]], ...] = (
    (
        DiskFullError,
        tuple(os.strerror(code) for code in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)),
    ),
    (StoreReadOnlyError, (os.strerror(errno.EROFS),)),
)


def classify_disk_error(error: Exception) -> StoreError | None:
    """Tell why the disk took nothing; None where writing failed for another reason."""
    said = str(error)
    return next(
        (kind() for kind, words in DISK_ERROR_MESSAGES if any(word in said for word in words)), None
    )
