"""When a disk takes nothing more."""

from __future__ import annotations

import errno
import os

# What the system says of it; DuckDB hands on its words, and gives the fault no class of its own.
NO_ROOM = tuple(
    os.strerror(code) for code in (errno.ENOSPC, errno.EROFS, errno.EDQUOT, errno.EFBIG)
)


def no_room(error: Exception) -> bool:
    """Tell whether writing failed because the disk is full, or may not be written on."""
    return any(words in str(error) for words in NO_ROOM)
