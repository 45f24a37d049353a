"""The data folder of an installation: its path, creation and file permissions."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from platformdirs import user_data_path

from geo.errors import StoreFolderError, StoreFolderLinkError, StoreFolderOwnerError

DATABASE_FILE_NAME = "amparo.duckdb"
DOWNLOAD_FOLDER = "downloads"  # streets that were fetched, of a store without a passphrase
HOME_VARIABLE = "AMPARO_HOME"
IS_POSIX = os.name == "posix"  # elsewhere the permissions of the user's data folder apply
OWNER_ONLY = 0o077  # the permissions that a file of the store never gets
_former_umask = 0o022  # the process's own, before `restrict_new_files`


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


def resolve_data_folder(chosen_folder: Path | str | None = None) -> Path:
    """
    Return the absolute path of the data folder; see `find_data_folder`.

    Raises
    ------
    StoreFolderLinkError
        If it is a symbolic link: somebody else could point it to another place.
    """
    folder = find_data_folder(chosen_folder)
    if folder.is_symlink():
        raise StoreFolderLinkError(folder=folder.name)
    return folder.resolve()


def make_data_folder(folder: Path) -> Path:
    """
    Create the data folder if it does not exist, accessible to its owner only.

    An existing folder is restricted too, if it is empty or contains an installation.

    Raises
    ------
    StoreFolderError
        If it cannot be created, or is not writable.
    StoreFolderLinkError, StoreFolderOwnerError
        If it is a symbolic link, or belongs to somebody else.
    """
    if folder.is_symlink():
        raise StoreFolderLinkError(folder=folder.name)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        check_owner(folder)
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


def check_owner(folder: Path) -> None:
    """
    Check that a folder belongs to the user; its owner could read and replace every file in it.

    Raises
    ------
    StoreFolderOwnerError
        If it belongs to somebody else.
    """
    if IS_POSIX and folder.lstat().st_uid != os.geteuid():
        raise StoreFolderOwnerError(folder=folder.name)


def restrict_new_files() -> None:
    """
    Let this process create files for their owner only, from now on.

    DuckDB creates its log and its temporary files whenever it needs them, with the permissions
    that the process allows.
    """
    global _former_umask
    umask = os.umask(OWNER_ONLY)
    if umask != OWNER_ONLY:
        _former_umask = umask


def shared_file_mode() -> int:
    """Return the permissions of a file for others, as the process gave them by itself."""
    return 0o666 & ~_former_umask


def _is_data_folder(folder: Path) -> bool:
    """Return whether a folder is empty or contains an installation."""
    names = {entry.name for entry in folder.iterdir()}
    return not names or DATABASE_FILE_NAME in names
