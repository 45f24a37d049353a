"""Atomic replacement of files: a file is complete or unchanged."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pyogrio.errors import DataSourceError

from geo.errors import ExportFileError
from geo.store.data_folder import restrict_to_owner


@contextmanager
def replace_atomically(path: Path, *, private: bool = False) -> Iterator[Path]:
    """
    Yield a temporary path beside a file; on exit it replaces the file atomically.

    Parameters
    ----------
    path
        The file to write; an existing one stays until the new one is complete.
    private
        True for a file that only its owner may read. It is written in a folder with the same
        restriction, so that it is not readable while incomplete either.

    Raises
    ------
    ExportFileError
        If nothing can be written there.
    """
    name = f".{path.stem}-{uuid.uuid4().hex[:8]}.part"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _temporary_folder(path.parent / name, private=private) as folder:
            part = folder / f"{name}{path.suffix}"
            try:
                yield part
                if private:
                    restrict_to_owner(part)
                os.replace(part, path)  # noqa: PTH105 (replaces on Windows too; rename does not)
            finally:
                part.unlink(missing_ok=True)
    except (OSError, DataSourceError) as error:
        raise ExportFileError(file=path.name) from error


@contextmanager
def _temporary_folder(folder: Path, *, private: bool) -> Iterator[Path]:
    if not private:
        yield folder.parent
        return
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        folder.rmdir()
