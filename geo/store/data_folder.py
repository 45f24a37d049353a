"""The data folder of an installation: its path, creation and file permissions."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from platformdirs import user_data_path

from geo.errors import StoreFolderError

DATABASE_FILE_NAME = "amparo.duckdb"
HOME_VARIABLE = "AMPARO_HOME"
IS_POSIX = os.name == "posix"  # elsewhere the permissions of the user's data folder apply


def find_data_folder(chosen_folder: Path | str | None = None) -> Path:
    """
    Return the data folder of this installation.

    Parameters
    ----------
    chosen_folder
        Takes precedence over `AMPARO_HOME`, and that over the user's data folder.
    """
    configured = chosen_folder or os.environ.get(HOME_VARIABLE)
    return (
        Path(configured).expanduser() if configured else user_data_path("amparo", appauthor=False)
    )


def make_data_folder(folder: Path) -> Path:
    """
    Create the data folder if it does not exist, accessible to its owner only.

    An existing folder is restricted too, if it is empty or contains an installation.

    Raises
    ------
    StoreFolderError
        If it cannot be created, or is not writable.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if IS_POSIX and _is_data_folder(folder):
            restrict_to_owner(folder)
    except OSError as error:
        raise StoreFolderError(folder=folder.name) from error
    if not os.access(folder, os.W_OK):
        raise StoreFolderError(folder=folder.name)
    return folder


def restrict_to_owner(path: Path) -> Path:
    """Restrict a file or folder to its owner."""
    # File systems of memory sticks have no owners; a backup there is better than none.
    with contextlib.suppress(PermissionError):
        path.chmod(0o700 if path.is_dir() else 0o600)
    return path


def _is_data_folder(folder: Path) -> bool:
    """Return whether a folder belongs to the user, and is empty or contains an installation."""
    if folder.stat().st_uid != os.getuid():
        return False
    names = {entry.name for entry in folder.iterdir()}
    return not names or DATABASE_FILE_NAME in names
