"""When a disk takes nothing more, or may not be written on any more."""

from __future__ import annotations

import errno
import os

from geo.errors import StoreError, StoreFullError, StoreReadOnlyError

# What the system says of it; DuckDB hands on its words, and gives the fault no class of its own.
SAID: tuple[tuple[type[StoreError], tuple[str, ...]], ...] = (
    (
        StoreFullError,
        tuple(os.strerror(code) for code in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)),
    ),
    (StoreReadOnlyError, (os.strerror(errno.EROFS),)),
)


def no_room(error: Exception) -> StoreError | None:
    """Tell why the disk took nothing; None where writing failed for another reason."""
    said = str(error)
    return next((kind() for kind, words in SAID if any(word in said for word in words)), None)
