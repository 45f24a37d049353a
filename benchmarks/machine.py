"""What the numbers were measured on, without saying whose machine it was."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version

REPORTED_PACKAGES = ("numpy", "scipy", "shapely", "osmium", "duckdb")


def describe_machine() -> dict[str, str | int | None]:
    """Name the kind of machine and the versions that decide."""
    return {
        "system": platform.system(),
        "processor": platform.machine(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        **{package: version(package) for package in REPORTED_PACKAGES},
    }
