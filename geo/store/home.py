"""Where an installation keeps its file."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_data_path

from geo.errors import StoreFolderError

FILE_NAME = "amparo.duckdb"
VARIABLE = "AMPARO_HOME"


def home_folder(chosen: Path | str | None = None) -> Path:
    """
    Tell the folder of this installation.

    Parameters
    ----------
    chosen
        A folder somebody named; wins over `AMPARO_HOME`, which wins over the user's data folder.
    """
    named = chosen or os.environ.get(VARIABLE)
    return Path(named).expanduser() if named else user_data_path("amparo", appauthor=False)


def made_folder(folder: Path) -> Path:
    """
    Make the installation's folder where it is not there, for its owner alone.

    Raises
    ------
    StoreFolderError
        If it cannot be made, or nothing can be written in it.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise StoreFolderError(folder=folder.name) from error
    if not os.access(folder, os.W_OK):
        raise StoreFolderError(folder=folder.name)
    return folder
