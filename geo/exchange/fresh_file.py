"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pyogrio.errors import DataSourceError

from geo.errors import ExportFileError


@contextmanager
def fresh_file(path: Path) -> Iterator[Path]:
    """
    Give a place beside a file to write to; what is written takes the file's name at the end.

    Parameters
    ----------
    path
        The file to make; what stands there stays until the new one is whole.

    Raises
    ------
    ExportFileError
        If nothing can be written there.
    """
    part = path.with_name(f".{path.stem}-{uuid.uuid4().hex[:8]}.part{path.suffix}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            yield part
            os.replace(part, path)  # noqa: PTH105 (replaces on Windows too, where rename does not)
        finally:
            part.unlink(missing_ok=True)
    except (OSError, DataSourceError) as error:
        raise ExportFileError(file=path.name) from error
