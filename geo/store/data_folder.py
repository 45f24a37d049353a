"""Where an installation keeps its file."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from platformdirs import user_data_path

from geo.errors import StoreFolderError

DATABASE_FILE_NAME = "amparo.duckdb"
HOME_VARIABLE = "AMPARO_HOME"
IS_POSIX = os.name == "posix"  # elsewhere the rights of the user's data folder hold


def find_data_folder(chosen_folder: Path | str | None = None) -> Path:
    """
    Tell the folder of this installation.

    Parameters
    ----------
    chosen_folder
        A folder somebody named; wins over `AMPARO_HOME`, which wins over the user's data folder.
    """
    named = chosen_folder or os.environ.get(HOME_VARIABLE)
    return Path(named).expanduser() if named else user_data_path("amparo", appauthor=False)


def make_data_folder(folder: Path) -> Path:
    """
    Make the installation's folder where it is not there, for its owner alone.

    One that is there is closed to others as well, if nothing but what is ours lies in it.

    Raises
    ------
    StoreFolderError
        If it cannot be made, or nothing can be written in it.
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
    """Let only its owner read a file, or enter a folder."""
    # A stick that other systems write too knows no owners; a backup on it is better than none.
    with contextlib.suppress(PermissionError):
        path.chmod(0o700 if path.is_dir() else 0o600)
    return path


def _is_data_folder(folder: Path) -> bool:
    """Tell whether a folder is its user's own, and holds an installation or nothing."""
    if folder.stat().st_uid != os.getuid():
        return False
    names = {entry.name for entry in folder.iterdir()}
    return not names or DATABASE_FILE_NAME in names
