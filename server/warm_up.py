"""Getting ready before anybody comes: what every answer needs is brought once, and left alone."""

from __future__ import annotations

import gc
import pkgutil
from importlib import import_module

import geo

SKIPPED_MODULES = ("geo.commands", "geo.__main__")  # the command line: the server has no use for it


def preload_modules() -> int:
    """
    Import the domain, and take what it is made of out of the sweeps for unused memory.

    Streamlit has Python sweep everything after every answer. Without the modules and tables that
    stay as long as the server does, a sweep takes a tenth of the time; what comes later, and all
    that is somebody's, is swept as before.

    Returns
    -------
    modules
        How many there are.
    """
    found = pkgutil.walk_packages(geo.__path__, "geo.")
    names = [one.name for one in found if not one.name.startswith(SKIPPED_MODULES)]
    for name in names:
        import_module(name)
    gc.collect()
    gc.freeze()
    return len(names)
