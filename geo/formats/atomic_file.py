"""Writing of an exported file: complete or unchanged, on the disk or in memory."""

from __future__ import annotations

from pathlib import Path

from geo.errors import ExportFileError
from geo.store.atomic_file import MemoryFile, replace_atomically


def write_file(path: Path | MemoryFile, content: bytes, *, private: bool = False) -> None:
    """
    Write a file, or keep its content in memory.

    Parameters
    ----------
    path
        An existing file stays until the new one is complete.
    private
        True for a file that only its owner may read.

    Raises
    ------
    ExportFileError
        If nothing can be written there.
    """
    try:
        with replace_atomically(path, private=private) as file:
            file.write(content)
    except OSError as error:
        raise ExportFileError(file=path.name) from error
