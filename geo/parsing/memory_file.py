"""Files that have a path and lie in memory, so that nothing of them is left on the disk."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def memory_file(folder: str | None = None) -> Iterator[Path]:
    """
    Give the path of a new file that lies in memory only, for this process.

    Parameters
    ----------
    folder
        For systems without such files (all but Linux): where to make a private folder for it,
        which is removed at the end. None is the folder for temporary files.
    """
    if hasattr(os, "memfd_create"):
        descriptor = os.memfd_create("parsing")
        try:
            yield Path(f"/proc/self/fd/{descriptor}")
        finally:
            os.close(descriptor)
        return
    with tempfile.TemporaryDirectory(dir=folder) as private_folder:
        yield Path(private_folder, "content")
