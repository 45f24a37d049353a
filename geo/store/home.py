"""Where an installation keeps its file."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_data_path

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
