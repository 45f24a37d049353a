"""How much memory this process held at most."""

from __future__ import annotations

import os
import sys
from pathlib import Path

PROC_STATUS = Path("/proc/self/status")


def peak_memory_mb() -> float:
    """
    Tell the peak of resident memory; NaN on Windows, whose Python does not say.

    Notes
    -----
    On Linux `getrusage` also counts what the parent held when it started this process, so the
    kernel's own account is read.
    """
    if PROC_STATUS.exists():
        told = dict(line.split(":", 1) for line in PROC_STATUS.read_text().splitlines())
        return float(told["VmHWM"].split()[0]) / 1e3
    if sys.platform == "win32":
        return float("nan")
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def peak_children_mb() -> float:
    """
    Tell the peak of resident memory of the largest process that this one started and that ended.

    NaN on Windows, whose Python does not say.
    """
    if sys.platform == "win32":
        return float("nan")
    import resource

    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return peak / (1e6 if sys.platform == "darwin" else 1e3)


def process_memory_mb(pid: int) -> dict[str, float]:
    """Tell what a process of this machine holds `now`, and its `peak`; Linux only."""
    status = Path(f"/proc/{pid}/status").read_text()
    told = dict(line.split(":", 1) for line in status.splitlines())
    return {
        name: round(float(told[field].split()[0]) / 1e3, 1)
        for name, field in (("now", "VmRSS"), ("peak", "VmHWM"))
    }


def process_seconds(pid: int) -> float:
    """Tell the processor seconds that a process of this machine has used; Linux only."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
