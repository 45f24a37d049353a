"""How much memory this process held at most."""

from __future__ import annotations

import sys


def most_memory_mb() -> float:
    """Tell the peak of resident memory; NaN on Windows, whose Python does not say."""
    if sys.platform == "win32":
        return float("nan")
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 1e6 if sys.platform == "darwin" else most / 1e3
